"""Collisions in a schedule: one room or one speaker in two sessions at once. They warn only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import combinations

from sqlalchemy import select

from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Event, KeptConflict, Session, SessionKind


class ConflictGone(Refusal):
    """The collision is no longer there."""

    code = "conflict-gone"
    sentence = _l("The conflict is no longer there.")


class Clash(StrEnum):
    """What is in two places at once."""

    ROOM = "room"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One collision; `reason` says why it stands, where somebody has decided so."""

    kind: Clash
    name: str
    first: Session
    second: Session
    reason: str = ""

    @property
    def key(self) -> str:
        """What it is known by: it comes anew when either session moves."""
        parts = (self.first.code, _times(self.first), self.second.code, _times(self.second))
        return "/".join((self.kind, *parts, self.name))


def find_conflicts(
    sessions: Iterable[Session], kept: dict[str, str] | None = None
) -> list[Conflict]:
    """Every collision among sessions that are held, by time; `kept` holds reasons by key."""
    held = sorted((s for s in sessions if not s.cancelled), key=lambda s: (s.starts_at, s.id))
    found = [each for one, two in combinations(held, 2) for each in _between(one, two)]
    reasons = kept or {}
    return [
        Conflict(each.kind, each.name, each.first, each.second, reasons.get(each.key, ""))
        for each in found
    ]


def _between(one: Session, two: Session) -> list[Conflict]:
    if not _overlap(one.starts_at, one.ends_at, two.starts_at, two.ends_at):
        return []
    found = []
    if one.room is not None and one.room is two.room:
        found.append(Conflict(Clash.ROOM, one.room.name, one, two))
    twice = {part.speaker_id: part.speaker.name for part in one.appearances}
    found += [
        Conflict(Clash.SPEAKER, twice[part.speaker_id], one, two)
        for part in two.appearances
        if part.speaker_id in twice
    ]
    return found


def list_strays(event: Event, sessions: Iterable[Session]) -> list[Session]:
    """Sessions that begin before the event or end after it: left behind when the event moved.

    Coffee may well be served before the event begins.
    """
    return [
        each
        for each in sessions
        if not each.cancelled
        and each.kind is not SessionKind.SERVICE
        and not event.starts_at <= each.starts_at < each.ends_at <= event.ends_at
    ]


def kept_conflicts(event: Event) -> dict[str, str]:
    """The reasons of the collisions that stand, by key."""
    rows = db.session.execute(
        select(KeptConflict.key, KeptConflict.reason).where(KeptConflict.event_id == event.id)
    )
    return {row[0]: row[1] for row in rows}


def keep_conflict(
    event: Event,
    conflicts: Sequence[Conflict],
    key: str,
    *,
    actor: str,
    reason: str,
    now: datetime,
) -> None:
    """Let a collision stand, for a reason. Raises ConflictGone. The caller commits."""
    found = next((each for each in conflicts if each.key == key and not each.reason), None)
    if found is None:
        raise ConflictGone
    db.session.add(KeptConflict(event_id=event.id, key=key, reason=reason, created_at=now))
    audit.record("conflict overridden", event, actor=actor, now=now, reason=reason)


def _overlap(start: datetime, end: datetime, other_start: datetime, other_end: datetime) -> bool:
    return start < other_end and other_start < end


def _times(session: Session) -> str:
    return f"{session.starts_at:%m%dT%H%M}-{session.ends_at:%H%M}"
