"""Correcting attendance: of any door, by day, with a reason, also after the event."""

from datetime import date, timedelta

import pytest

from eventapp.domain.desk.prints.certificate import list_certificates
from eventapp.domain.desk.registration_filter import RegistrationFilter, count_matches
from eventapp.domain.door.arriving.dashboard import count_day
from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.door.by_hand.correction import (
    DidNotCome,
    add_day,
    attendance_days,
    move_day,
    remove_day,
)
from eventapp.domain.door.check_in import receive_scans
from eventapp.domain.door.desk_check_in import AlreadyCheckedIn, NoSuchDay, door_status
from eventapp.domain.door.scan_tally import store_tally
from eventapp.domain.record.history import list_history
from eventapp.models import Event, Registration
from tests.builders import DAY, HOUR, NEXT_MONTH, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan, read_scans

pytestmark = pytest.mark.usefixtures("app")
MORNING = NEXT_MONTH + timedelta(minutes=10)
FIRST, SECOND = NEXT_MONTH.date(), (NEXT_MONTH + DAY).date()
LATER = NEXT_MONTH + 10 * DAY
BY = {"reason": "Fel dag vid dörren", "actor": "account", "now": LATER}


def scanned_by_a_phone() -> tuple[Event, Registration]:
    """Somebody whom a phone let in on the first of two days."""
    event = an_event(starts_at=NEXT_MONTH, ends_at=NEXT_MONTH + DAY + 4 * HOUR)
    person = a_registration(event, name="Åsa Ek")
    phone, _token = a_phone(event)
    receive_scans(phone, read_scans(a_scan(a_digest(person), at=MORNING)), now=MORNING)
    return event, person


def came(person: Registration) -> list[date]:
    return list(attendance_days(person, now=LATER).came)


def listed(event: Event, word: str) -> int:
    return count_matches(event, RegistrationFilter.from_args({"came": [word]}))


def test_moved_to_the_other_day_it_counts_there_everywhere() -> None:
    event, person = scanned_by_a_phone()
    while store_tally(event):
        pass
    assert (listed(event, str(FIRST)), listed(event, str(SECOND))) == (1, 0)
    move_day(person, FIRST, SECOND, **BY)

    assert came(person) == [SECOND]
    assert (listed(event, str(FIRST)), listed(event, str(SECOND))) == (0, 1)
    assert (count_day(event, FIRST).came, count_day(event, SECOND).came) == (0, 1)
    (certificate,) = list_certificates(event, now=LATER)
    assert certificate.attended.days == (SECOND,)
    (entry, *_rest) = list_history(person)
    assert (entry.action, entry.reason) == ("check in moved", "Fel dag vid dörren")
    assert (entry.before, entry.after) == (
        {"attended_on": str(FIRST)},
        {"attended_on": str(SECOND)},
    )


def test_taken_back_nobody_came_whichever_doors_said_so() -> None:
    event, person = scanned_by_a_phone()
    other, _token = a_phone(event, "Baksidan")
    later = MORNING + HOUR
    receive_scans(other, read_scans(a_scan(a_digest(person), at=later)), now=later)
    remove_day(person, FIRST, **BY)

    assert attended_registration_ids(event.id) == set()
    assert count_day(event, FIRST).came == 0
    assert listed(event, "no") == 1
    assert door_status(person, now=LATER).arrivals == []
    with pytest.raises(DidNotCome):
        remove_day(person, FIRST, **BY)
    add_day(person, FIRST, **BY)  # it was right after all
    assert came(person) == [FIRST]


def test_a_correction_that_came_before_a_late_phone_leaves_what_the_phone_saw_later() -> None:
    """Only what had been scanned is taken back: a fact that arrives later stands for itself."""
    event, person = scanned_by_a_phone()
    remove_day(person, FIRST, **BY)
    other, _token = a_phone(event, "Baksidan")
    receive_scans(other, read_scans(a_scan(a_digest(person), at=MORNING + HOUR)), now=LATER)
    assert came(person) == [FIRST]


def test_neither_twice_nor_on_a_day_that_is_none() -> None:
    _event, person = scanned_by_a_phone()
    with pytest.raises(AlreadyCheckedIn):
        add_day(person, FIRST, **BY)
    with pytest.raises(NoSuchDay):
        add_day(person, FIRST + timedelta(days=7), **BY)
    with pytest.raises(DidNotCome):
        move_day(person, SECOND, FIRST, **BY)


def test_a_move_to_a_day_that_counts_already_takes_nothing_back() -> None:
    _event, person = scanned_by_a_phone()
    add_day(person, SECOND, **BY)
    with pytest.raises(AlreadyCheckedIn):
        move_day(person, FIRST, SECOND, **BY)
    assert came(person) == [FIRST, SECOND]
