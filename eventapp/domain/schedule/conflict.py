"""Collisions in a schedule: one room or one speaker in two sessions at once. They only warn."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import chain, islice

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
    held = (session for session in sessions if session.placed and not session.cancelled)
    planned = sorted(held, key=lambda s: (s.starts_at, s.id))
    reasons = overridden or {}
    conflicts = chain.from_iterable(_between(first, second) for first, second in _at_once(planned))
    return [replace(conflict, reason=reasons.get(conflict.key, "")) for conflict in conflicts]


def _at_once(planned: list[Session]) -> Iterator[tuple[Session, Session]]:
    """Each two that have a room or a speaker in common and a moment; `planned` are by start."""
    slots = [(session.starts_at, session.ends_at, _needs(session)) for session in planned]
    for index, (_, ends_at, needs) in enumerate(slots):
        for later, (starts_at, _, others) in enumerate(islice(slots, index + 1, None), index + 1):
            if starts_at >= ends_at:
                break
            if not needs.isdisjoint(others):
                yield planned[index], planned[later]


def _needs(session: Session) -> set[tuple[ConflictKind, int]]:
    """The room and the speakers that the session needs for itself."""
    needs = {(ConflictKind.SPEAKER, part.speaker_id) for part in session.appearances}
    if session.room_id is not None:
        needs.add((ConflictKind.ROOM, session.room_id))
    return needs


def _between(first: Session, second: Session) -> list[SessionConflict]:
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
        if session.placed
        and not session.cancelled
        and session.kind is not SessionKind.SERVICE
        and not event.starts_at <= session.starts_at < session.ends_at <= event.ends_at
    ]


def list_seat_warnings(sessions: Iterable[Session], taken: Mapping[int, int]) -> list[SeatWarning]:
    """Sessions with more seats than their room, or fewer than are taken (by id)."""
    planned = [session for session in sessions if session.placed and not session.cancelled]
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


def _times(session: Session) -> str:
    return f"{session.starts_at:%m%dT%H%M}-{session.ends_at:%H%M}"
