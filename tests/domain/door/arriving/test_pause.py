"""Pausing a door: what its phones hear, and that scans count all the same."""

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.door.arriving.pause import find_gate, open_door, pause_door
from eventapp.domain.door.arriving.phone_report import list_news
from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.extensions import db
from eventapp.models import AuditEntry, Event
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan
from tests.domain.door.sending import send


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - HOUR, ends_at=NOON + HOUR)


def test_the_phones_of_that_door_hear_it_until_it_is_opened(event: Event) -> None:
    here, _ = a_phone(event)
    there, _ = a_phone(event, "Norra porten")

    pause_door(event, here.place, actor="organizer", now=NOON)
    pause_door(event, here.place, actor="organizer", now=NOON + HOUR)
    assert here.place.paused_at == NOON
    assert [list_news(phone).paused for phone in (here, there)] == [True, False]

    open_door(event, here.place, actor="organizer", now=NOON)
    open_door(event, here.place, actor="organizer", now=NOON)
    assert not list_news(here).paused
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-2:] == ["door paused", "door opened"]


def test_what_a_phone_has_scanned_at_a_paused_door_counts(event: Event) -> None:
    phone, _ = a_phone(event)
    guest = a_registration(event)
    pause_door(event, phone.place, actor="organizer", now=NOON - HOUR / 2)
    assert send(phone, a_scan(a_digest(guest))) == ["stored"]
    assert attended_registration_ids(event.id) == {guest.id}


def test_a_door_is_found_at_its_own_event_alone(event: Event) -> None:
    phone, _ = a_phone(event)
    other = an_event(starts_at=NOON - HOUR, ends_at=NOON + HOUR)
    assert find_gate(event, phone.place.number) is phone.place
    assert find_gate(other, phone.place.number) is None
