"""Making an event like another, at another time: its programme and questions, not its people."""

from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from eventapp.domain.event.draft import WRITTEN, refuse_taken
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.models import (
    Event,
    RegistrationQuestion,
    Room,
    Session,
    SessionSpeaker,
    Speaker,
    Track,
)

Thing = TypeVar("Thing", Room, Track, Speaker)


def copy(event: Event, slug: str, starts_at: datetime, *, actor: str, now: datetime) -> Event:
    """A draft like the event, all its moments moved as far as its start; nobody is in it.

    Moved by the clock on the wall: what closed at midnight does so in summer and in winter.

    Rooms, tracks, speakers, sessions and questions come along; people and releases do not.
    Raises SlugTaken. Flushes; the caller commits.
    """
    refuse_taken(slug)
    zone = ZoneInfo(event.time_zone)
    # Between moments of one and the same zone, Python reckons by the clock on the wall.
    later = starts_at.astimezone(zone) - event.starts_at.astimezone(zone)
    values = {name: _moved(getattr(event, name), later, zone) for name in WRITTEN}
    made = Event(slug=slug, **values)
    made.series_id = event.series_id
    db.session.add(made)
    db.session.flush()
    _copy_questions(event, made)
    _copy_programme(event, made, later, zone)
    audit.record("copied", made, actor=actor, now=now, source=event.public_id)
    return made


def _moved(value: object, later: timedelta, zone: ZoneInfo) -> object:
    if isinstance(value, datetime):
        return value.astimezone(zone) + later
    return list(value) if isinstance(value, list) else value


QUESTION = ("code", "kind", "label", "hint", "options", "required", "position")
ROOM = ("code", "name", "floor", "seats", "hearing_loop", "wheelchair", "position")
TRACK = ("code", "name", "short_name", "position", "focus_area_id")
SPEAKER = ("code", "name", "title", "organisation", "biography")
SESSION = ("code", "kind", "form", "title", "abstract", "choice_group", "seats")
LISTS = ("known", "unknown", "meaning", "learning_goals", "references")


def _copy_questions(event: Event, made: Event) -> None:
    for each in event.questions:
        made.questions.append(RegistrationQuestion(**_values(each, QUESTION)))


def _copy_programme(event: Event, made: Event, later: timedelta, zone: ZoneInfo) -> None:
    rooms = _copied(Room, event, made, ROOM)
    tracks = _copied(Track, event, made, TRACK)
    speakers = _copied(Speaker, event, made, SPEAKER)
    programme = (
        select(Session)
        .where(Session.event_id == event.id)
        .options(selectinload(Session.appearances))
    )
    for each in db.session.scalars(programme):
        session = Session(
            event_id=made.id,
            **_values(each, SESSION),
            **{name: list(getattr(each, name)) for name in LISTS},
            starts_at=each.starts_at.astimezone(zone) + later,
            ends_at=each.ends_at.astimezone(zone) + later,
            room=rooms.get(each.room_id),
            track=tracks.get(each.track_id),
        )
        session.appearances = [
            SessionSpeaker(speaker=speakers[part.speaker_id], position=part.position)
            for part in each.appearances
        ]
        db.session.add(session)
    db.session.flush()


def _copied(
    kind: type[Thing], event: Event, made: Event, names: tuple[str, ...]
) -> dict[int | None, Thing]:
    found: dict[int | None, Thing] = {}
    for each in db.session.scalars(select(kind).where(kind.event_id == event.id)):
        found[each.id] = kind(event_id=made.id, **_values(each, names))
    db.session.add_all(found.values())
    return found


def _values(thing: object, names: tuple[str, ...]) -> dict[str, object]:
    return {name: getattr(thing, name) for name in names}
