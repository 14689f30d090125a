"""What is said of mail, worker, disk, backups, certificate and clock."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from eventapp.domain import outbox
from eventapp.domain.installation import health, heartbeat
from eventapp.domain.installation.health import Vital, VitalSign
from eventapp.domain.record.audit import INSTALLATION, OPERATOR, record
from eventapp.extensions import db
from eventapp.models import AuditAction, ClockSource, Heartbeat, JobKind
from tests.builders import HOUR, NOON

pytestmark = pytest.mark.usefixtures("app")
SECOND = timedelta(seconds=1)


def conditions(folder: Path, now: datetime = NOON) -> dict[Vital, VitalSign]:
    return health.measure(folder, files_fault="", https=True, now=now).conditions


def alive(at: datetime, *, skew_ms: int = 0, certificate: datetime | None = None) -> None:
    db.session.merge(
        Heartbeat(
            host="one",
            at=at,
            skew_ms=skew_ms,
            clock_source=ClockSource.MAIL,
            certificate_ends_at=certificate,
        )
    )
    db.session.flush()


def test_an_empty_installation_lacks_a_backup_and_nothing_else(tmp_path: Path) -> None:
    states = conditions(tmp_path)

    assert states[Vital.BACKUP] is VitalSign.CARE
    unknown = {vital for vital, sign in states.items() if sign is VitalSign.UNKNOWN}
    never = {Vital.WORKER, Vital.CERTIFICATE, Vital.CLOCK, Vital.COUNTS, Vital.DOUBLES}
    assert unknown == never
    assert VitalSign.STILL not in states.values()
    assert health.list_still(tmp_path, sees_all=True, now=NOON) == []


def test_a_silent_worker_is_noticed_within_a_minute(tmp_path: Path) -> None:
    alive(NOON)

    assert conditions(tmp_path, NOON + heartbeat.SILENT_AFTER)[Vital.WORKER] is VitalSign.GOOD
    assert health.list_still(tmp_path, sees_all=False, now=NOON + 60 * SECOND) == [Vital.WORKER]


def test_a_mail_server_out_of_reach_is_noticed_within_a_minute(tmp_path: Path) -> None:
    outbox.enqueue(JobKind.SIGN_IN_MAIL, key="a", now=NOON)
    (leased,) = outbox.lease(1, now=NOON)
    outbox.retry(leased, "Connection refused", now=NOON)

    measured = health.measure(tmp_path, files_fault="", https=True, now=NOON + 40 * SECOND)
    assert measured.still == [Vital.MAIL]
    assert measured.stopped_since == NOON
    assert measured.mail_error == "Connection refused"


def test_one_letter_that_is_deferred_is_no_standstill(tmp_path: Path) -> None:
    outbox.enqueue(JobKind.SIGN_IN_MAIL, key="a", now=NOON)
    (leased,) = outbox.lease(1, now=NOON)
    outbox.retry(leased, "SMTP 451", now=NOON)

    assert conditions(tmp_path, NOON + 60 * SECOND)[Vital.MAIL] is VitalSign.GOOD
    assert conditions(tmp_path, NOON + HOUR)[Vital.MAIL] is VitalSign.STILL


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(20, VitalSign.GOOD), (40, VitalSign.CARE), (80, VitalSign.STILL)],
)
def test_the_age_of_the_last_backup(tmp_path: Path, hours: int, expected: VitalSign) -> None:
    for age in (hours + 24, hours):
        at = NOON - age * HOUR
        record(AuditAction.BACKED_UP, INSTALLATION, actor=OPERATOR, now=at, rows=1)

    assert conditions(tmp_path)[Vital.BACKUP] is expected


@pytest.mark.parametrize(
    ("days", "expected"), [(60, VitalSign.GOOD), (14, VitalSign.CARE), (3, VitalSign.STILL)]
)
def test_the_days_of_the_certificate(tmp_path: Path, days: int, expected: VitalSign) -> None:
    alive(NOON, certificate=NOON + days * 24 * HOUR)

    assert conditions(tmp_path)[Vital.CERTIFICATE] is expected


def test_a_wrong_clock(tmp_path: Path) -> None:
    for skew, expected in (
        (500, VitalSign.GOOD),
        (-5000, VitalSign.CARE),
        (60000, VitalSign.STILL),
    ):
        alive(NOON, skew_ms=skew)
        assert conditions(tmp_path)[Vital.CLOCK] is expected
    alive(NOON + HOUR)  # it has been set back since
    assert conditions(tmp_path)[Vital.CLOCK] is VitalSign.STILL


@pytest.mark.parametrize(
    ("free", "expected"),
    [(10**10, VitalSign.GOOD), (10**9, VitalSign.CARE), (10**8, VitalSign.STILL)],
)
def test_room_on_the_disk(free: int, expected: VitalSign) -> None:
    assert health.disk_condition(free) is expected
