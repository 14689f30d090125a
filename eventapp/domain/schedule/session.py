"""Sessions of the draft schedule: creating, editing against a version, finding and listing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import defer, joinedload, selectinload

from eventapp.domain import locking
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record import audit
from eventapp.domain.record.values import Logged, logged_values
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    AuditEntry,
    Event,
    Room,
    Session,
    SessionKind,
    SessionSpeaker,
    Speaker,
    Track,
)

LOADED_PARTS = (
    joinedload(Session.room),
    joinedload(Session.track).joinedload(Track.focus_area),
    selectinload(Session.appearances).joinedload(SessionSpeaker.speaker),
)
# For lists: of rooms, tracks and speakers what stands in a line, and no text.
LINE_PARTS = (
    joinedload(Session.room).defer(Room.english),
    joinedload(Session.track).options(defer(Track.english), joinedload(Track.focus_area)),
    selectinload(Session.appearances)
    .joinedload(SessionSpeaker.speaker)
    .options(defer(Speaker.biography), defer(Speaker.biography_en), defer(Speaker.title_en)),
)


class SessionGone(Refusal):
    """Somebody has deleted the session since a form about it was opened."""

    code = "session-gone"
    sentence = _l("The session has been deleted since you opened the page.")


@dataclass(frozen=True, slots=True)
class SessionText:
    """What an organizer writes of a session. Moments are aware.

    `english` is what a file says beside the Swedish; None leaves what there is.
    """

    title: str
    kind: SessionKind
    starts_at: datetime
    ends_at: datetime
    room: Room | None = None
    track: Track | None = None
    speakers: tuple[Speaker, ...] = ()
    form: str = ""
    abstract: str = ""
    choice_group: str = ""
    seats: int | None = None
    cancelled: bool = False
    known: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    meaning: list[str] = field(default_factory=list)
    learning_goals: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    english: Mapping[str, Any] | None = None


# What is written of a session beside its title: long, and in no list of sessions.
TEXTS = (
    Session.abstract,
    Session.known,
    Session.unknown,
    Session.meaning,
    Session.learning_goals,
    Session.references,
    Session.released,
    Session.english,
    Session.released_english,
)
APART = {"speakers", "english"}
EDITABLE_FIELDS = tuple(column.name for column in fields(SessionText) if column.name not in APART)


def list_sessions(event: Event) -> Sequence[Session]:
    """The draft's sessions by time and room, in two queries."""
    return db.session.scalars(_sessions_of(event).options(*LOADED_PARTS)).all()


def list_session_lines(event: Event) -> Sequence[Session]:
    """As list_sessions, for a list of them: without TEXTS, which fail when they are asked for."""
    without_texts = [defer(column, raiseload=True) for column in TEXTS]
    return db.session.scalars(_sessions_of(event).options(*LINE_PARTS, *without_texts)).all()


def load_sessions(event: Event, ids: Sequence[int]) -> Sequence[Session]:
    """Those of the draft's sessions that have these ids, by time and room."""
    if not ids:
        return ()
    which = _sessions_of(event).where(Session.id.in_(ids))
    return db.session.scalars(which.options(*LOADED_PARTS)).all()


def _sessions_of(event: Event) -> Select[Session]:
    return (
        select(Session).where(Session.event_id == event.id).order_by(Session.starts_at, Session.id)
    )


def find_session(event: Event, code: str) -> Session | None:
    """The event's session with this code."""
    return db.session.scalar(
        select(Session)
        .where(Session.event_id == event.id, Session.code == code)
        .options(*LOADED_PARTS)
    )


def was_deleted(event: Event, code: str) -> bool:
    """Whether the event had a session of this code, which somebody has deleted."""
    entries = select(AuditEntry.details).where(
        AuditEntry.event_id == event.id, AuditEntry.action == AuditAction.SESSION_DELETED
    )
    return any(details.get("session") == code for details in db.session.scalars(entries))


def create_session(event: Event, text: SessionText, *, actor: str, now: datetime) -> Session:
    """Add a session to the draft; visitors see it with the next release. Flushes."""
    locking.lock_event(event)
    session = Session(event_id=event.id)
    db.session.add(session)
    _write(session, text)
    audit.record(AuditAction.SESSION_EDITED, event, actor=actor, now=now, session=session.code)
    return session


def edit_session(
    event: Event, session: Session, text: SessionText, *, version: int, actor: str, now: datetime
) -> None:
    """Save the session in the draft; it takes effect with the next release.

    One without a place gets one when its time or room is written anew. Raises SessionGone,
    StaleVersion. Flushes.
    """
    locking.lock_event(event)
    check_session(session, version)
    session.version += 1
    before = _logged(session)
    stood = _place_of(session)
    _write(session, text)
    session.placed = session.placed or _place_of(session) != stood
    audit.record_change(
        AuditAction.SESSION_EDITED,
        event,
        before=before,
        after=_logged(session),
        actor=actor,
        now=now,
        session=session.code,
    )


def check_session(session: Session, version: int) -> None:
    """See that it is there, with the version that a form was opened with.

    Raises SessionGone, StaleVersion.
    """
    try:
        db.session.refresh(session)
    except InvalidRequestError:  # somebody has deleted it while this one waited for the lock
        raise SessionGone from None
    check_version(session, version)


def _place_of(session: Session) -> tuple[datetime, datetime, int | None]:
    return session.starts_at, session.ends_at, session.room_id


def write_sessions(
    locked: LockedEvent, written: Sequence[tuple[Session | None, SessionText]]
) -> list[Session]:
    """Create sessions of the draft, and save those that there are: whoever asks writes the log.

    The inner step of taking in a schedule. Flushes once.
    """
    sessions = []
    for existing, text in written:
        session = existing or Session(event_id=locked.event.id)
        if existing is None:
            db.session.add(session)
        else:
            session.version += 1
        _fill(session, text)
        sessions.append(session)
    db.session.flush()
    return sessions


def session_text(session: Session) -> SessionText:
    """What is written of the session now."""
    values = {name: getattr(session, name) for name in EDITABLE_FIELDS}
    return SessionText(**values, speakers=tuple(part.speaker for part in session.appearances))


def _logged(session: Session) -> dict[str, Logged]:
    speakers = ", ".join(part.speaker.name for part in session.appearances)
    return {**logged_values(session, EDITABLE_FIELDS), "speakers": speakers}


def _write(session: Session, text: SessionText) -> None:
    _fill(session, text)
    db.session.flush()


def _fill(session: Session, text: SessionText) -> None:
    for name in EDITABLE_FIELDS:
        setattr(session, name, getattr(text, name))
    if text.english is not None:
        session.english = dict(text.english)
    parts = {part.speaker_id: part for part in session.appearances}
    session.appearances = [
        _appearance(parts.get(speaker.id), speaker, position)
        for position, speaker in enumerate(text.speakers)
    ]


def _appearance(part: SessionSpeaker | None, speaker: Speaker, position: int) -> SessionSpeaker:
    part = part or SessionSpeaker(speaker=speaker)
    part.position = position
    return part
