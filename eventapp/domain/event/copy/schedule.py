"""The schedule of a copy: rooms, tracks, speakers, the sessions that are held, and their files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import selectinload

from eventapp.domain.event.copy.move import Move, values_of
from eventapp.domain.schedule.material import hidden_before, promise_text
from eventapp.extensions import db
from eventapp.models import (
    Event,
    Material,
    Opening,
    Room,
    Session,
    SessionSpeaker,
    Speaker,
    Track,
)
from eventapp.models.schedule.material import is_not_withdrawn

Thing = TypeVar("Thing", Room, Track, Speaker)
ROOM_FIELDS = (
    "code",
    "name",
    "floor",
    "directions",
    "seats",
    "hearing_loop",
    "wheelchair",
    "position",
    "english",
)
TRACK_FIELDS = ("code", "name", "short_name", "position", "focus_area_id", "english")
SPEAKER_FIELDS = ("code", "name", "title", "organisation", "biography", "biography_en", "title_en")
SESSION_FIELDS = (
    *("code", "kind", "form", "title", "abstract", "choice_group", "seats", "placed"),
    *("known", "unknown", "meaning", "learning_goals", "references", "english"),
)
MATERIAL_FIELDS = (
    *("kind", "title", "language", "audience", "opening", "filename", "media_type", "checksum"),
    *("size", "position", "url", "minutes", "captions"),
)


@dataclass(frozen=True, slots=True)
class CopiedParts:
    """Rooms, tracks and speakers of the copy, by the ids of those they are copies of."""

    rooms: Mapping[int | None, Room]
    tracks: Mapping[int | None, Track]
    speakers: Mapping[int | None, Speaker]


def copy_schedule(event: Event, copy: Event, move: Move) -> None:
    """Copy the sessions that were not cancelled, with what they refer to. Raises NoSuchTime."""
    parts = CopiedParts(
        _copy_parts(Room, ROOM_FIELDS, copy, Room.event_id == event.id),
        _copy_parts(Track, TRACK_FIELDS, copy, Track.event_id == event.id),
        _copy_parts(Speaker, SPEAKER_FIELDS, copy, is_speaker_to_copy(event)),
    )
    originals = (
        select(Session).where(is_session_to_copy(event)).options(selectinload(Session.appearances))
    )
    for original in db.session.scalars(originals):
        db.session.add(_copy_session(original, copy, parts, move))
    db.session.flush()


def copy_materials(event: Event, copy: Event, _move: Move) -> None:
    """Copy files and links: those of the event, and of sessions that the copy has too.

    Only rows: what is stored under the checksum serves both. What opened at a moment, or by hand,
    waits in the copy until an organizer opens it.
    """
    originals = select(Session.id, Session.code).where(Session.event_id == event.id)
    codes = dict(db.session.execute(originals).all())
    sessions = {
        session.code: session
        for session in db.session.scalars(select(Session).where(Session.event_id == copy.id))
    }
    for original in db.session.scalars(
        select(Material).where(is_material_to_copy(event)).order_by(Material.id)
    ):
        session = sessions.get(codes.get(original.session_id or 0, ""))
        if session is not None or original.session_id is None:
            _copy_material(original, copy, session)


def is_session_to_copy(event: Event) -> ColumnElement[bool]:
    """Whether a session of the event was not cancelled."""
    return and_(Session.event_id == event.id, Session.cancelled.is_(False))


def is_speaker_to_copy(event: Event) -> ColumnElement[bool]:
    """Whether a speaker of the event speaks at more than cancelled sessions, or nowhere yet."""
    speaks = exists().where(SessionSpeaker.speaker_id == Speaker.id)
    held = speaks.where(SessionSpeaker.session_id == Session.id, Session.cancelled.is_(False))
    return and_(Speaker.event_id == event.id, or_(held, ~speaks))


def is_material_to_copy(event: Event) -> ColumnElement[bool]:
    """Whether a file of the event has not been withdrawn, nor its session cancelled."""
    cancelled = exists().where(Session.id == Material.session_id, Session.cancelled.is_(True))
    return and_(Material.event_id == event.id, is_not_withdrawn(), ~cancelled)


def _copy_material(original: Material, copy: Event, session: Session | None) -> None:
    values = values_of(original, MATERIAL_FIELDS)
    if original.opening is Opening.TIME:
        values["opening"] = Opening.HAND
    material = Material(event_id=copy.id, session=session, **values)
    material.organisations = list(original.organisations)
    material.withdrawn_at = hidden_before(material)
    db.session.add(material)
    db.session.flush()
    if not material.is_link:
        promise_text(material, now=material.created_at)


def _copy_session(original: Session, copy: Event, parts: CopiedParts, move: Move) -> Session:
    starts_at, ends_at = move.span(original.starts_at, original.ends_at)
    session = Session(
        event_id=copy.id,
        **values_of(original, SESSION_FIELDS),
        starts_at=starts_at,
        ends_at=ends_at,
        room=parts.rooms.get(original.room_id),
        track=parts.tracks.get(original.track_id),
    )
    session.appearances = [
        SessionSpeaker(speaker=parts.speakers[row.speaker_id], position=row.position, role=row.role)
        for row in original.appearances
    ]
    return session


def _copy_parts(
    kind: type[Thing], names: tuple[str, ...], copy: Event, which: ColumnElement[bool]
) -> dict[int | None, Thing]:
    copies: dict[int | None, Thing] = {
        original.id: kind(event_id=copy.id, **values_of(original, names))
        for original in db.session.scalars(select(kind).where(which))
    }
    db.session.add_all(copies.values())
    return copies
