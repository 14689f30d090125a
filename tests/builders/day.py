"""An event of two days with a schedule: plenaries, a choice of two, coffee, rooms."""

from datetime import datetime, timedelta

from eventapp.domain.schedule.release import store_release
from eventapp.extensions import db
from eventapp.models import Event, Room, Session, SessionKind
from tests.builders.event import a_session, an_event
from tests.builders.moments import DAY, HOUR, NOON

QUARTER = timedelta(minutes=15)


def two_days() -> Event:
    """Opening, coffee of a quarter, a choice of two; next day a lecture. Each lasts an hour."""
    event = an_event(title="Trygg i stan", seats=20)
    event.ends_at = event.starts_at + DAY + 4 * HOUR
    hall, alley = (
        _room(event, "Eken"),
        _room(event, "Linden", directions="Upp för trappan.\nVänster."),
    )
    starts = event.starts_at
    _add(event, "Öppning", starts, SessionKind.PLENARY, hall)
    coffee = _add(event, "Kaffe", starts + HOUR, SessionKind.SERVICE, None)
    coffee.ends_at = starts + HOUR + QUARTER
    for title, room in (("Ljus", hall), ("Skola", alley)):
        _add(event, title, starts + 2 * HOUR, SessionKind.CHOICE, room, seats=1, choice_group="A")
    _add(event, "Avslutning", starts + DAY, SessionKind.PLENARY, hall)
    released(event)
    return event


def released(event: Event, moment: datetime = NOON - DAY) -> None:
    """Let the draft act from that moment on."""
    db.session.expire_all()
    store_release(event, actor="organizer", note="", now=moment)
    db.session.commit()


def session_of(event: Event, title: str) -> Session:
    """The session of that title."""
    return db.session.query(Session).filter_by(event_id=event.id, title=title).one()


def _add(
    event: Event, title: str, starts: object, kind: SessionKind, room: Room | None, **facts: object
) -> Session:
    facts = {"choice_group": "", **facts, "room_id": room.id if room else None}
    return a_session(event, title=title, starts_at=starts, kind=kind, **facts)  # type: ignore[arg-type]


def _room(event: Event, name: str, **facts: object) -> Room:
    room = Room(event_id=event.id, name=name, **facts)
    db.session.add(room)
    db.session.flush()
    return room
