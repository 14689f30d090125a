"""Checking in from the desk: a scan among the phones', undone by another."""

from datetime import timedelta
from itertools import chain

import pytest

from eventapp.domain.door import device as devices
from eventapp.domain.door.arriving.dashboard import count_day, list_scans
from eventapp.domain.door.attendance import attended_registration_ids, load_scans
from eventapp.domain.door.check_in import receive_scans
from eventapp.domain.door.closing import EventOver
from eventapp.domain.door.desk_check_in import (
    AlreadyCheckedIn,
    NothingToUndo,
    NoTicketToCheckIn,
    NotOnThisDay,
    check_in,
    door_status,
    undo_check_in,
)
from eventapp.domain.registration.cancellation import cancel
from eventapp.models import Event, Registration
from tests.builders import DAY, HOUR, NEXT_MONTH, NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan, read_scans

pytestmark = pytest.mark.usefixtures("app")
ACTOR = "account"
MORNING = NEXT_MONTH + timedelta(minutes=10)
MINUTE = timedelta(minutes=1)


def a_two_day_event() -> tuple[Event, Registration]:
    event = an_event(starts_at=NEXT_MONTH, ends_at=NEXT_MONTH + DAY + 4 * HOUR)
    return event, a_registration(event, name="Åsa Ek")


def enter(registration: Registration, *, now: object = MORNING) -> None:
    check_in(registration, actor=ACTOR, now=now)


def test_who_is_checked_in_has_come_and_is_seen_at_the_door() -> None:
    event, person = a_two_day_event()
    assert door_status(person, now=MORNING).may_check_in
    enter(person)

    status = door_status(person, now=MORNING + MINUTE)
    (arrival,) = status.arrivals
    (scan,) = list_scans(event, page=1).scans
    figures = count_day(event, MORNING.date())
    assert (arrival.at, arrival.door, arrival.at_desk) == (MORNING, "Arrangörerna", True)
    assert not status.may_check_in
    assert attended_registration_ids(event.id) == {person.id}
    assert (scan.name, scan.device, scan.verdict, scan.flags) == ("Åsa Ek", 0, "welcome", ())
    assert (figures.came, figures.inside, figures.conflicts) == (1, 1, ())
    assert devices.list_devices(event) == []  # nobody pairs or blocks the desk


def test_undone_on_the_next_day_it_never_happened() -> None:
    event, person = a_two_day_event()
    enter(person)
    (arrival,) = door_status(person, now=MORNING).arrivals
    undo_check_in(person, arrival.scan_id, actor=ACTOR, now=MORNING + DAY)

    assert attended_registration_ids(event.id) == set()
    assert count_day(event, MORNING.date()).came == 0
    assert door_status(person, now=MORNING + DAY).arrivals == []
    with pytest.raises(NothingToUndo):
        undo_check_in(person, arrival.scan_id, actor=ACTOR, now=MORNING + DAY)
    enter(person, now=MORNING + DAY)
    assert attended_registration_ids(event.id) == {person.id}


def test_nobody_is_checked_in_twice_a_day_nor_taken_from_a_phone() -> None:
    event, person = a_two_day_event()
    phone, _token = a_phone(event)
    receive_scans(phone, read_scans(a_scan(a_digest(person), at=MORNING)), now=MORNING)
    (arrival,) = door_status(person, now=MORNING).arrivals

    assert (arrival.door, arrival.at_desk) == ("Entré", False)
    with pytest.raises(AlreadyCheckedIn):
        enter(person, now=MORNING + MINUTE)
    with pytest.raises(NothingToUndo):
        undo_check_in(person, arrival.scan_id, actor=ACTOR, now=MORNING + MINUTE)
    enter(person, now=MORNING + DAY)  # a new day begins outside
    assert len(door_status(person, now=MORNING + DAY).arrivals) == 2


def test_a_phone_that_was_without_network_contradicts_the_desk() -> None:
    event, person = a_two_day_event()
    phone, _token = a_phone(event)
    enter(person)
    late = read_scans(a_scan(a_digest(person), at=MORNING + 5 * MINUTE))
    receive_scans(phone, late, now=MORNING + HOUR)

    (conflict,) = count_day(event, MORNING.date()).conflicts
    assert (conflict.first_door, conflict.other_door) == ("Arrangörerna", "Entré")
    assert not conflict.uncertain


def test_only_with_a_place_on_the_events_days_until_the_door_closes() -> None:
    event, person = a_two_day_event()
    waiting = a_registration(an_event(seats=0))
    for who, when, refusal in (
        (person, NOON, NotOnThisDay),
        (person, event.ends_at + 3 * HOUR, EventOver),
        (waiting, MORNING, NoTicketToCheckIn),
    ):
        assert not door_status(who, now=when).may_check_in
        with pytest.raises(refusal):
            enter(who, now=when)
    cancel(person, now=NOON)
    with pytest.raises(NoTicketToCheckIn):
        enter(person)


def test_the_desk_is_one_device_that_cannot_be_paired() -> None:
    event, person = a_two_day_event()
    enter(person)
    enter(a_registration(event))

    scans = chain.from_iterable(load_scans(event.id).values())
    assert len({scan.device for scan in scans}) == 1
    assert [gate.name for gate in devices.list_gates(event)] == ["Arrangörerna"]
