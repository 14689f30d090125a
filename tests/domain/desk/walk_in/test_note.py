"""Noting somebody at the desk: as a phone would, sealed, on the event's days."""

import pytest
from flask import Flask

from eventapp.domain.desk.walk_in.listing import list_walk_ins
from eventapp.domain.desk.walk_in.note import note_walk_in
from eventapp.domain.door.closing import EventOver
from eventapp.domain.door.desk_check_in import NotOnThisDay
from eventapp.domain.door.walk_in.sealed_person import NotedPerson
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Event, WalkIn
from tests.builders import DAY, HOUR, NOON, an_event

VILMA = NotedPerson("Vilma Utan", "Exempelby", "vilma@town.example")


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - HOUR, ends_at=NOON + HOUR)


def test_they_wait_beside_those_of_the_phones(event: Event) -> None:
    walk_in = note_walk_in(event, VILMA, actor="account", now=NOON)

    (line,) = list_walk_ins(event, now=NOON).waiting
    entry = db.session.query(AuditEntry).filter_by(action=AuditAction.WALK_IN_NOTED).one()
    assert (line.walk_in, line.person, line.at, line.at_desk) == (walk_in, VILMA, NOON, True)
    assert (line.door, line.flags) == ("Arrangörerna", ())
    assert "Vilma" not in str(entry.details)
    assert walk_in.sealed
    assert b"Vilma" not in walk_in.sealed


def test_only_on_the_events_days_until_the_door_closes(event: Event) -> None:
    with pytest.raises(NotOnThisDay):
        note_walk_in(event, VILMA, actor="account", now=NOON - DAY)
    with pytest.raises(EventOver):
        note_walk_in(event, VILMA, actor="account", now=NOON + 4 * HOUR)
    assert db.session.query(WalkIn).count() == 0
