"""Web processes killed while people register: what was said to be done is done."""

from collections import Counter
from pathlib import Path

import pytest

from eventapp.models import JobKind, RegistrationState
from tests.faults.crowd import Crowd
from tests.faults.mail_server import MailServer, listening
from tests.faults.server import RunningServer, running_server, wait_until

pytestmark = pytest.mark.xdist_group("real-house")

KILLS = 4
SEATS = 20


def kill_some(house: RunningServer, crowd: Crowd, kills: int) -> None:
    """Kill one web process after the other, now and then both, amid registrations."""
    for turn in range(kills):
        before = len(crowd.acknowledged())
        wait_until(lambda: len(crowd.acknowledged()) > before + 5, "registrations")  # noqa: B023
        for process in house.web_processes()[: 2 if turn % 3 == 2 else 1]:
            process.kill()
    wait_until(lambda: len(house.web_processes()) == 2, "two web processes again")
    after = len(crowd.acknowledged())
    wait_until(lambda: len(crowd.acknowledged()) > after + 5, "registrations afterwards")


def assert_nothing_is_lost(house: RunningServer, crowd: Crowd, seats: int) -> None:
    """Whoever was told 303 is registered once, with a mail promised; seats and line are right."""
    registrations = house.table.registrations()
    known = Counter(registration.email for registration in registrations)
    assert set(crowd.statuses.values()) == {303}
    assert crowd.acknowledged() <= set(known) <= crowd.acknowledged() | crowd.untold
    assert set(known.values()) == {1}

    promised = Counter(
        job.payload["registration_id"]
        for job in house.table.jobs()
        if job.kind is JobKind.REGISTRATION_MAIL
    )
    assert promised == Counter(registration.id for registration in registrations)

    states = [registration.state for registration in registrations]
    waiting = len(registrations) - seats
    assert states[:seats] == [RegistrationState.CONFIRMED] * seats
    assert states[seats:] == [RegistrationState.WAITLISTED] * waiting
    assert [registration.queue_number for registration in registrations[seats:]] == list(
        range(1, waiting + 1)
    )


def test_no_acknowledged_registration_is_lost_when_web_processes_are_killed(
    tmp_path: Path,
) -> None:
    with listening(MailServer()) as office, running_server(tmp_path, office) as house:
        slug = house.table.add_event(seats=SEATS)
        with Crowd(house.port, slug) as crowd:
            kill_some(house, crowd, KILLS)

        assert_nothing_is_lost(house, crowd, SEATS)
        wait_until(house.table.all_done, "every mail")
        assert all(len(office.message_ids(email)) == 1 for email in crowd.acknowledged())
