"""The organizers' list: names opened, beside who they may be; never merged by itself."""

import pytest
from flask import Flask

from eventapp.domain.desk.walk_in.decision import refuse_walk_in
from eventapp.domain.desk.walk_in.listing import (
    count_waiting,
    find_walk_in,
    list_walk_ins,
    open_walk_in,
)
from eventapp.domain.door.check_in import receive_scans
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import Event, WalkIn
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.builders.door import (
    a_digest,
    a_noted_person,
    a_phone,
    a_scan,
    a_walk_in,
    read_scans,
    send_walk_ins,
)


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - HOUR, ends_at=NOON + 6 * HOUR)


def test_who_waits_is_listed_by_when_they_came_with_who_they_may_be(event: Event) -> None:
    known = a_registration(event, name="Vilma Utan")
    by_address = a_registration(event, name="W. Utan", email="v@town.example")
    cancel(a_registration(event, name="Vilma Utan"), now=NOON - 2 * HOUR)
    a_registration(an_event(), name="Vilma Utan")
    late = a_noted_person(event, "VILMA  utan", "", "V@town.example", at=NOON + HOUR)
    early = a_noted_person(event, "Bo Ek", "Exempelby")

    lines = list_walk_ins(event, now=NOON + HOUR).waiting

    assert [line.walk_in for line in lines] == [early, late]
    assert [line.door for line in lines] == ["Entré"] * 2
    assert (lines[0].person and lines[0].person.organisation) == "Exempelby"
    assert [list(line.known) for line in lines] == [[], [known, by_address]]
    assert count_waiting(event) == 2


def test_who_was_noted_twice_is_marked_on_both(event: Event) -> None:
    first, second = a_noted_person(event), a_noted_person(event, at=NOON + HOUR)
    a_noted_person(an_event())

    lines = list_walk_ins(event, now=NOON + HOUR).waiting

    assert [list(line.again) for line in lines] == [[NOON + HOUR], [NOON]]
    assert list(open_walk_in(event, first).again) == [NOON + HOUR]
    refuse_walk_in(second, reason="Twice", actor="account", now=NOON + HOUR)
    (line,) = list_walk_ins(event, now=NOON + HOUR).waiting
    assert line.again == []


def test_one_that_cannot_be_opened_is_listed_without_a_name(event: Event) -> None:
    walk_in = a_noted_person(event, key=9)

    (line,) = list_walk_ins(event, now=NOON).waiting

    assert (line.walk_in, line.person, line.known) == (walk_in, None, [])
    assert open_walk_in(event, walk_in).person is None


def test_like_names_and_the_owner_of_the_ticket_are_offered(event: Event) -> None:
    alike = a_registration(event, name="Wilma Utan")
    owner = a_registration(event, name="Somebody Else")
    phone, token = a_phone(event)
    scan = a_scan(a_digest(owner), how="forced", verdict="unlisted")  # an old roster
    receive_scans(phone, read_scans(scan), now=NOON)
    item = a_walk_in(event, scan=scan["id"])
    send_walk_ins(event, token, item)
    walk_in = db.session.query(WalkIn).one()

    assert list(open_walk_in(event, walk_in).known) == [owner, alike]


def test_nobody_is_found_at_another_event(event: Event) -> None:
    walk_in = a_noted_person(event)

    assert find_walk_in(event, walk_in.code) is walk_in
    assert find_walk_in(an_event(), walk_in.code) is None
