"""Tickets: derived, never stored; one valid at a time; keys roll without killing them."""

import dataclasses

import pytest
from flask import Flask
from sqlalchemy import text

from eventapp.domain.registration import ticket, ticket_code
from eventapp.extensions import db, metadata
from eventapp.keys import KeyRing
from tests.builders import NOON, a_registration, an_event
from tests.settings import TICKET_KEY

pytestmark = pytest.mark.usefixtures("app")


def test_everybody_who_registers_has_a_ticket_of_their_own() -> None:
    event = an_event(seats=1)
    people = [a_registration(event) for _ in range(4)]

    codes = {ticket.current_code(person) for person in people}

    assert len(codes) == 4
    assert all(ticket_code.read(code) == code for code in codes)


def test_only_the_digest_of_the_code_is_stored() -> None:
    registration = a_registration(an_event())
    code = ticket.current_code(registration)
    db.session.commit()

    stored = [
        str(value)
        for table in metadata.sorted_tables
        for row in db.session.execute(text(f'SELECT * FROM "{table.name}"'))
        for value in row
    ]

    assert ticket_code.ticket_digest(code).hex() in stored
    assert not any(code in value or ticket_code.format_code(code) in value for value in stored)


def test_a_code_is_the_same_however_often_it_is_asked_for() -> None:
    registration = a_registration(an_event())
    first = ticket.current_code(registration)
    db.session.commit()

    assert ticket.current_code(registration) == first


def test_a_reissued_ticket_has_another_code_and_the_next_revision() -> None:
    registration = a_registration(an_event())
    old = ticket.current_code(registration)

    issued = ticket.issue(registration.event, registration, now=NOON)
    db.session.commit()

    assert issued.revision == 2
    assert ticket.current_code(registration) != old
    assert [ticket.revision for ticket in registration.tickets] == [1, 2]


def test_a_new_key_makes_new_tickets_and_old_ones_stay_valid(app: Flask) -> None:
    event = an_event()
    before = a_registration(event)
    code = ticket.current_code(before)
    ring = KeyRing({2: b"n" * 32, 1: TICKET_KEY})
    app.extensions["keys"] = dataclasses.replace(app.extensions["keys"], tickets=ring)

    after = a_registration(event)

    assert [ticket.tickets[0].key_number for ticket in (before, after)] == [1, 2]
    assert ticket.current_code(before) == code


def test_the_same_person_has_different_codes_at_two_events() -> None:
    first, other = a_registration(an_event()), a_registration(an_event())
    with db.session.no_autoflush:  # the database would not take one secret twice
        other.secret = first.secret

        assert ticket.current_code(first) != ticket.current_code(other)
