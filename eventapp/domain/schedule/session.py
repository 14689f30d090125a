"""Sessions of the draft schedule: creating, editing against a version, finding and listing."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain import locking
from eventapp.domain.errors import check_version
from eventapp.domain.record import audit
from eventapp.domain.record.values import Logged, logged_values
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
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


@dataclass(frozen=True, slots=True)
class SessionText:
    """What an organizer writes of a session. Moments are aware."""

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


EDITABLE_FIELDS = tuple(column.name for column in fields(SessionText) if column.name != "speakers")


def list_sessions(event: Event) -> Sequence[Session]:
    """The draft's sessions by time and room, in two queries."""
    return db.session.scalars(
        select(Session)
        .where(Session.event_id == event.id)
        .options(*LOADED_PARTS)
        .order_by(Session.starts_at, Session.id)
    ).all()


def find_session(event: Event, code: str) -> Session | None:
    """The event's session with this code."""
    return db.session.scalar(
        select(Session)
        .where(Session.event_id == event.id, Session.code == code)
        .options(*LOADED_PARTS)
    )


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

    Raises StaleVersion. Flushes.
    """
    locking.lock_event(event)
    check_version(session, version)
    session.version += 1
    before = _logged(session)
    _write(session, text)
    audit.record_change(
        AuditAction.SESSION_EDITED,
        event,
        before=before,
        after=_logged(session),
        actor=actor,
        now=now,
        session=session.code,
    )


def _logged(session: Session) -> dict[str, Logged]:
    speakers = ", ".join(part.speaker.name for part in session.appearances)
    return {**logged_values(session, EDITABLE_FIELDS), "speakers": speakers}


def _write(session: Session, text: SessionText) -> None:
    for name in EDITABLE_FIELDS:
        setattr(session, name, getattr(text, name))
    parts = {part.speaker_id: part for part in session.appearances}
    session.appearances = [
        _appearance(parts.get(speaker.id), speaker, position)
        for position, speaker in enumerate(text.speakers)
    ]
    db.session.flush()


def _appearance(part: SessionSpeaker | None, speaker: Speaker, position: int) -> SessionSpeaker:
    part = part or SessionSpeaker(speaker=speaker)
    part.position = position
    return part
