"""Pauses of retention: while somebody waits for documents to be handed out, nothing is deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, true

from eventapp.domain import outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import lock_row
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Event, JobKind, RetentionPause, RetentionRun


class PauseEnded(Refusal):
    """Somebody has ended the pause already."""

    code = "pause-ended"
    sentence = _l("The pause has already ended.")


@dataclass(frozen=True, slots=True)
class Pauses:
    """What may not be deleted now: all, or what belongs to these events (by id)."""

    everything: bool
    events: frozenset[int]

    @property
    def any(self) -> bool:
        """Whether there is a pause at all."""
        return self.everything or bool(self.events)

    def cover(self, event_id: int) -> bool:
        """Whether what belongs to this event stays."""
        return self.everything or event_id in self.events


@dataclass(frozen=True, slots=True)
class LastingPauses:
    """The pauses that last: of which event, by id, or of all, and since when."""

    begun: Sequence[tuple[int | None, datetime]]

    def cover_since(self, erased_at: datetime, event_id: int | None = None) -> bool:
        """Whether one that began after that moment holds what belongs to the event.

        What belongs to no event in particular may be about any: each pause holds it.
        """
        return any(
            begins_at > erased_at and (event_id is None or paused in {None, event_id})
            for paused, begins_at in self.begun
        )


def begin_pause(event: Event | None, reason: str, *, actor: str, now: datetime) -> RetentionPause:
    """Delete nothing of the event, or nothing at all, until the pause is ended.

    A batch that is being deleted just now comes to its end first.
    """
    _lock_run()
    pause = RetentionPause(
        event_id=event.id if event else None, reason=reason, begun_by=actor, begins_at=now
    )
    db.session.add(pause)
    db.session.flush()
    audit.record(
        AuditAction.RETENTION_PAUSED,
        event or audit.INSTALLATION,
        actor=actor,
        now=now,
        reason=reason,
        pause=pause.code,
    )
    return pause


def end_pause(pause: RetentionPause, *, actor: str, now: datetime) -> None:
    """Let what is due be deleted again, by the next run. Raises PauseEnded.

    Erased people who came back with a backup, and whom the pause held, go by a promise of its own.
    """
    lock_row(pause)
    if pause.ends_at is not None:
        raise PauseEnded
    pause.ends_at, pause.ended_by = now, actor
    event = db.session.get(Event, pause.event_id) if pause.event_id else None
    audit.record(
        AuditAction.RETENTION_RESUMED,
        event or audit.INSTALLATION,
        actor=actor,
        now=now,
        pause=pause.code,
    )
    outbox.enqueue(JobKind.LISTED_ERASURE, key=f"listed-erasure:{pause.code}", now=now)


def find_pause(code: str) -> RetentionPause | None:
    """The pause of this code."""
    return db.session.scalar(select(RetentionPause).where(RetentionPause.code == code))


def list_pauses() -> Sequence[tuple[RetentionPause, Event | None]]:
    """The pauses that last, each with its event; the oldest first."""
    rows = db.session.execute(
        select(RetentionPause, Event)
        .outerjoin(Event, Event.id == RetentionPause.event_id)
        .where(RetentionPause.ends_at.is_(None))
        .order_by(RetentionPause.begins_at, RetentionPause.id)
    )
    return [(row[0], row[1]) for row in rows]


def current_pauses() -> Pauses:
    """What may not be deleted now."""
    paused = db.session.scalars(
        select(RetentionPause.event_id).where(RetentionPause.ends_at.is_(None))
    ).all()
    return Pauses(None in paused, frozenset(id_ for id_ in paused if id_ is not None))


def lasting_pauses() -> LastingPauses:
    """The pauses that last, with their beginnings."""
    rows = db.session.execute(
        select(RetentionPause.event_id, RetentionPause.begins_at).where(
            RetentionPause.ends_at.is_(None)
        )
    )
    return LastingPauses([(row[0], row[1]) for row in rows])


def not_paused(event_id: Any = None) -> ColumnElement[bool]:
    """The condition that no pause holds back what belongs to the event.

    What belongs to no event in particular may be about any: every pause holds it back.
    """
    lasting = exists(true()).where(RetentionPause.ends_at.is_(None))
    if event_id is None:
        return ~lasting
    return ~lasting.where(
        or_(RetentionPause.event_id.is_(None), RetentionPause.event_id == event_id)
    )


def _lock_run() -> None:
    """Wait for the batch that a run under way is deleting."""
    db.session.scalar(
        select(RetentionRun.id).where(RetentionRun.under_way.is_not(None)).with_for_update()
    )
