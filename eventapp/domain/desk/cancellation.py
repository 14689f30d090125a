"""An organizer's cancelling of a person, and undoing it for ten minutes.

The registration is cancelled at once: its page says so, and its ticket is red at the door. Its seat
counts as taken until the ten minutes are over; then, in one transaction, seats pass on, needs are
deleted and the letter goes. Where the event begins sooner, that happens as it begins.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select, union_all

from eventapp.domain import locking, outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record import audit
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.registration import notification, session_choice
from eventapp.domain.registration.cancellation import (
    AlreadyCancelled,
    leave_places,
    mark_cancelled,
)
from eventapp.domain.registration.override import require_reason
from eventapp.domain.registration.registration import AlreadyRegistered, reassign_free_seats
from eventapp.domain.schedule.event_calendar import calendar_fingerprint
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    BulkAct,
    Cancellation,
    DoubleMerge,
    Event,
    JobKind,
    Registration,
    RegistrationState,
)


class CancellationTakenEffect(Refusal):
    """The time to undo is over, or it has been undone."""

    code = "cancellation-taken-effect"
    sentence = _l("This can no longer be undone.")


def force_cancel(
    registration: Registration, *, actor: str, reason: str, now: datetime
) -> Cancellation:
    """Cancel for someone, also after the last day to cancel.

    Raises ReasonMissing, AlreadyCancelled.
    """
    require_reason(reason)
    locked = locking.lock_event(registration.event)
    db.session.refresh(registration)
    if not registration.living:
        raise AlreadyCancelled
    return cancel_for_now(locked, registration, actor=actor, reason=reason, now=now)


def cancel_for_now(
    locked: LockedEvent,
    registration: Registration,
    *,
    actor: str,
    reason: str,
    now: datetime,
    action: AuditAction = AuditAction.CANCELLED,
    act: BulkAct | None = None,
) -> Cancellation:
    """Cancel a living registration as force_cancel does, alone or as part of a bulk act.

    `action` says in the log what it was.
    """
    cancellation = Cancellation(
        event_id=locked.event.id,
        registration=registration,
        act_id=act.id if act else None,
        holds_seat=registration.takes_seat,
        before=_stand(registration),
        actor=actor,
        cancelled_at=now,
        undo_until=min(now + UNDO_PERIOD, max(now, locked.event.starts_at)),
    )
    db.session.add(cancellation)
    mark_cancelled(registration, now=now)
    db.session.flush()  # the log names it by its code
    audit.record(
        action,
        registration,
        actor=actor,
        now=now,
        reason=reason,
        cancellation=cancellation.code,
    )
    if cancellation.undo_until <= now:
        _complete(locked, cancellation, now=now)
    return cancellation


def _stand(registration: Registration) -> dict[str, Any]:
    return {
        "state": registration.state.value,
        "queue_number": registration.queue_number,
        "calendar": calendar_fingerprint(registration.event),
    }


def undo_cancellation(cancellation: Cancellation, *, actor: str, now: datetime) -> None:
    """Give the person back the place, ticket, sessions and needs.

    Raises CancellationTakenEffect, and AlreadyRegistered where the person has registered anew.
    """
    locked = locking.lock_event(cancellation.registration.event)
    locking.lock_row(cancellation)
    undo_under_lock(locked, cancellation, actor=actor, asked_at=now, now=now)
    reassign_free_seats(locked, now=now)


def undo_under_lock(
    locked: LockedEvent,
    cancellation: Cancellation,
    *,
    actor: str,
    asked_at: datetime,
    now: datetime,
) -> None:
    """As undo_cancellation, which somebody asked for at `asked_at`.

    Seats at the event that became free since, for who waits again, are the caller's to give.
    """
    if not may_undo(cancellation, now=asked_at):
        raise CancellationTakenEffect
    registration, before = cancellation.registration, cancellation.before
    refuse_newcomer(registration)
    declined = bool(registration.decline_reason)
    registration.state = RegistrationState(before["state"])
    registration.queue_number = before["queue_number"]
    registration.cancelled_at, registration.decline_reason = None, ""
    registration.version += 1
    cancellation.closed_at, cancellation.holds_seat, cancellation.before = now, False, {}
    db.session.flush()
    session_choice.reassign_awaited(locked, registration, now=now)
    notification.catch_up(
        registration, since=cancellation.cancelled_at, before=before["calendar"], now=now
    )
    undone = AuditAction.DECLINE_UNDONE if declined else AuditAction.CANCELLATION_UNDONE
    audit.record(undone, registration, actor=actor, now=now)


def may_undo(cancellation: Cancellation, *, now: datetime) -> bool:
    """Whether it has neither been undone nor taken effect."""
    return cancellation.closed_at is None and now < cancellation.undo_until


def refuse_newcomer(registration: Registration) -> None:
    """Raise AlreadyRegistered where the cancelled person has a living registration too."""
    newcomer = select(Registration.id).where(
        Registration.event_id == registration.event_id,
        Registration.email == registration.email,
        Registration.folded_name == registration.folded_name,
        Registration.state != RegistrationState.CANCELLED,
    )
    if db.session.scalar(newcomer.limit(1)):
        raise AlreadyRegistered


def find_cancellation(event: Event, code: str) -> Cancellation | None:
    """The event's cancellation of this code."""
    return db.session.scalar(
        select(Cancellation).where(Cancellation.event_id == event.id, Cancellation.code == code)
    )


def find_undoable(registration: Registration, *, now: datetime) -> Cancellation | None:
    """The registration's cancellation that can still be undone."""
    return db.session.scalar(
        select(Cancellation).where(
            Cancellation.registration_id == registration.id,
            Cancellation.closed_at.is_(None),
            Cancellation.undo_until > now,
        )
    )


def list_unsettled(ids: Collection[int]) -> set[int]:
    """Which of these registrations are cancelled, or merged, but not yet for good."""
    queries = [select(column).where(which) for column, which in unsettled(ids)]
    return set(db.session.scalars(union_all(*queries)))


def unsettled(ids: Collection[int]) -> list[tuple[Any, ColumnElement[bool]]]:
    """The columns with these registrations that are cancelled, or merged, but not for good."""
    cancelled, merged = Cancellation.registration_id, DoubleMerge.source_id
    return [
        (cancelled, cancelled.in_(ids) & Cancellation.closed_at.is_(None)),
        (merged, merged.in_(ids) & DoubleMerge.closed_at.is_(None)),
    ]


def list_due(*, now: datetime) -> Sequence[str]:
    """The codes of the cancellations that are to take effect, but for those being undone."""
    being_undone = select(BulkAct.id).where(
        BulkAct.undo_started_at.is_not(None), BulkAct.undo_finished_at.is_(None)
    )
    return db.session.scalars(
        select(Cancellation.code)
        .where(
            Cancellation.closed_at.is_(None),
            Cancellation.undo_until <= now,
            or_(Cancellation.act_id.is_(None), Cancellation.act_id.not_in(being_undone)),
        )
        .order_by(Cancellation.id)
    ).all()


def complete_cancellation(code: str, *, now: datetime) -> None:
    """Let the cancellation of this code take effect, unless another worker did or it was undone."""
    cancellation = db.session.scalar(select(Cancellation).where(Cancellation.code == code))
    if cancellation is None:
        return
    locked = locking.lock_event(cancellation.registration.event)
    locking.lock_row(cancellation)
    if cancellation.closed_at is None and cancellation.undo_until <= now:
        _complete(locked, cancellation, now=now)


def _complete(locked: LockedEvent, cancellation: Cancellation, *, now: datetime) -> None:
    registration = cancellation.registration
    leave_places(locked, registration, now=now)
    outbox.enqueue(
        JobKind.CANCELLATION_MAIL,
        key=f"cancelled:{registration.code}",
        now=now,
        registration_id=registration.id,
        by_organizer=1,
    )
    cancellation.closed_at, cancellation.holds_seat, cancellation.before = now, False, {}
    reassign_free_seats(locked, now=now)
