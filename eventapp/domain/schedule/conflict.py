"""Collisions in a schedule: one room or one speaker in two sessions at once. They only warn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import combinations

from sqlalchemy import select

from eventapp.domain import locking
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.domain.schedule.session import list_sessions
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Event, OverriddenConflict, Session, SessionKind


class ConflictNotFound(Refusal):
    """There is no such collision, or it is overridden already."""

    code = "conflict-gone"
    sentence = _l("The conflict no longer exists.")


class ConflictKind(StrEnum):
    """What is in two places at once."""

    ROOM = "room"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class SessionConflict:
    """One collision; `reason` is why somebody has overridden it, or empty."""

    kind: ConflictKind
    name: str
    first: Session
    second: Session
    reason: str = ""

    @property
    def key(self) -> str:
        """Its key, with both times: when either session moves, the collision is a new one."""
        parts = (self.first.code, _times(self.first), self.second.code, _times(self.second))
        return "/".join((self.kind, *parts, self.name))


@dataclass(frozen=True, slots=True)
class SeatWarning:
    """A session with a number of seats that does not fit; `taken` are those who have one."""

    session: Session
    seats: int
    taken: int

    @property
    def beyond_room(self) -> int:
        """How many more seats the session has than its room."""
        room = self.session.room
        return max(0, self.seats - room.seats) if room and room.seats is not None else 0

    @property
    def beyond_seats(self) -> int:
        """How many more have a seat than there are seats."""
        return max(0, self.taken - self.seats)


def find_conflicts(
    sessions: Iterable[Session], overridden: dict[str, str] | None = None
) -> list[SessionConflict]:
    """Every collision among sessions that take place, by time; `overridden` has reasons by key."""
    planned = sorted((s for s in sessions if not s.cancelled), key=lambda s: (s.starts_at, s.id))
    conflicts = [c for first, second in combinations(planned, 2) for c in _between(first, second)]
    reasons = overridden or {}
    return [replace(conflict, reason=reasons.get(conflict.key, "")) for conflict in conflicts]


def _between(first: Session, second: Session) -> list[SessionConflict]:
    if not _overlap(first.starts_at, first.ends_at, second.starts_at, second.ends_at):
        return []
    conflicts = []
    if first.room is not None and first.room is second.room:
        conflicts.append(SessionConflict(ConflictKind.ROOM, first.room.name, first, second))
    speakers = {part.speaker_id: part.speaker.name for part in first.appearances}
    conflicts += [
        SessionConflict(ConflictKind.SPEAKER, speakers[part.speaker_id], first, second)
        for part in second.appearances
        if part.speaker_id in speakers
    ]
    return conflicts


def list_sessions_outside(event: Event, sessions: Iterable[Session]) -> list[Session]:
    """Sessions that begin before the event or end after it: left behind when the event moved.

    Coffee may well be served before the event begins.
    """
    return [
        session
        for session in sessions
        if not session.cancelled
        and session.kind is not SessionKind.SERVICE
        and not event.starts_at <= session.starts_at < session.ends_at <= event.ends_at
    ]


def list_seat_warnings(sessions: Iterable[Session], taken: Mapping[int, int]) -> list[SeatWarning]:
    """Sessions with more seats than their room, or fewer than are taken (by id)."""
    planned = [session for session in sessions if not session.cancelled]
    warnings = [
        SeatWarning(session, session.seats, taken.get(session.id, 0))
        for session in planned
        if session.seats is not None
    ]
    return [warning for warning in warnings if warning.beyond_room or warning.beyond_seats]


def override_reasons(event: Event) -> dict[str, str]:
    """The reasons of the overridden collisions, by key."""
    rows = db.session.execute(
        select(OverriddenConflict.key, OverriddenConflict.reason).where(
            OverriddenConflict.event_id == event.id
        )
    )
    return {row[0]: row[1] for row in rows}


def override_conflict(event: Event, key: str, *, actor: str, reason: str, now: datetime) -> None:
    """Override a collision, for a reason. Raises ConflictNotFound when there is none any more."""
    locking.lock_event(event)
    conflicts = find_conflicts(list_sessions(event), override_reasons(event))
    if not any(conflict.key == key and not conflict.reason for conflict in conflicts):
        raise ConflictNotFound
    db.session.add(OverriddenConflict(event_id=event.id, key=key, reason=reason, created_at=now))
    audit.record(AuditAction.CONFLICT_OVERRIDDEN, event, actor=actor, now=now, reason=reason)


def _overlap(start: datetime, end: datetime, other_start: datetime, other_end: datetime) -> bool:
    return start < other_end and other_start < end


def _times(session: Session) -> str:
    return f"{session.starts_at:%m%dT%H%M}-{session.ends_at:%H%M}"
