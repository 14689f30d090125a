"""When they came: by the scan of the ticket that nobody knew, or by one that the desk writes."""

import pytest
from flask import Flask

from eventapp.domain import locking
from eventapp.domain.desk.walk_in.arrival import count_arrival, take_back_arrival
from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.door.check_in import receive_scans
from eventapp.extensions import db
from eventapp.models import CheckIn, Event, WalkIn
from tests.builders import DAY, HOUR, NOON, a_registration, an_event
from tests.builders.door import a_noted_person, a_phone, a_scan, a_walk_in, read_scans
from tests.builders.door import send_walk_ins as send

LATER = NOON + HOUR


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - HOUR, ends_at=NOON + DAY)


def test_the_unknown_tickets_scans_are_given_and_taken_back(event: Event) -> None:
    person, (phone, token) = a_registration(event), a_phone(event)
    scans = [a_scan("ab" * 16, how="forced", verdict="unlisted") for _ in range(2)]
    receive_scans(phone, read_scans(*scans), now=NOON)
    send(event, token, item := a_walk_in(event, scan=scans[0]["id"]))
    walk_in = db.session.query(WalkIn).filter_by(walk_in_id=item["id"]).one()

    locked = locking.lock_event(event)
    walk_in.entry_id = count_arrival(locked, walk_in, person, now=LATER)

    assert walk_in.entry_id == scans[0]["id"]
    assert attended_registration_ids(event.id) == {person.id}
    take_back_arrival(locked, walk_in, person, now=LATER)
    assert attended_registration_ids(event.id) == set()
    assert db.session.query(CheckIn).count() == 2  # nothing was written, nothing is gone


def test_who_had_come_that_day_gets_no_second_scan(event: Event) -> None:
    person = a_registration(event)
    first, again = a_noted_person(event), a_noted_person(event, at=NOON + HOUR)
    next_day = a_noted_person(event, at=NOON + DAY - HOUR)
    locked = locking.lock_event(event)

    for walk_in in (first, again, next_day):
        walk_in.entry_id = count_arrival(locked, walk_in, person, now=LATER)

    assert (bool(first.entry_id), again.entry_id, bool(next_day.entry_id)) == (True, None, True)
    take_back_arrival(locked, again, person, now=LATER)
    take_back_arrival(locked, first, person, now=LATER)
    take_back_arrival(locked, first, person, now=LATER)  # a colleague was quicker
    assert attended_registration_ids(event.id) == {person.id}
    take_back_arrival(locked, next_day, person, now=LATER)
    assert attended_registration_ids(event.id) == set()
