"""What the hourly comparison writes down, and where it found something wrong."""

from pathlib import Path

import pytest
from sqlalchemy import delete, update

from eventapp.domain.desk.double.double_mark import list_badly_marked
from eventapp.domain.installation import health
from eventapp.domain.installation.count_check import last_checks
from eventapp.domain.installation.health import Vital, VitalSign
from eventapp.extensions import db
from eventapp.models import CountKind, PossibleDouble, RegistrationCount
from eventapp.worker import periodic
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.marks import list_unmarked

pytestmark = pytest.mark.usefixtures("app")


def found() -> dict[CountKind, int]:
    return {kind: check.wrong for kind, check in last_checks().items()}


def test_what_was_wrong_is_put_right_and_said_until_the_next_hour() -> None:
    event, other = an_event(), an_event()
    for registration in [a_registration(event), a_registration(event), a_registration(other)]:
        registration.email, registration.sort_name = "one@town.example", "one"
    db.session.commit()
    assert list_unmarked() == []
    periodic.repair_counts(now=NOON)
    assert found() == {CountKind.REGISTRATIONS: 0, CountKind.DOUBLES: 0}

    db.session.execute(delete(PossibleDouble))
    db.session.execute(update(RegistrationCount).values(people=9))
    db.session.commit()
    assert list_badly_marked() == [event.slug]
    periodic.repair_counts(now=NOON + HOUR)

    assert list_unmarked() == []
    assert list_badly_marked() == []
    assert found() == {CountKind.REGISTRATIONS: 2, CountKind.DOUBLES: 1}
    assert {check.at for check in last_checks().values()} == {NOON + HOUR}

    periodic.repair_counts(now=NOON + 2 * HOUR)
    assert found() == {CountKind.REGISTRATIONS: 0, CountKind.DOUBLES: 0}


def test_health_says_what_the_comparison_found(tmp_path: Path) -> None:
    def conditions() -> dict[Vital, VitalSign]:
        return health.measure(tmp_path, files_fault="", https=True, now=NOON).conditions

    assert conditions()[Vital.DOUBLES] is VitalSign.UNKNOWN
    periodic.repair_counts(now=NOON)
    assert conditions()[Vital.DOUBLES] is conditions()[Vital.COUNTS] is VitalSign.GOOD

    a_registration(an_event())
    db.session.execute(update(RegistrationCount).values(people=9))
    db.session.commit()
    assert conditions()[Vital.COUNTS] is VitalSign.GOOD  # nobody has looked yet
    periodic.repair_counts(now=NOON)
    assert conditions()[Vital.COUNTS] is VitalSign.CARE
