"""Deciding about registrations that wait for an organizer: approved, or declined with a reason."""

from datetime import datetime

from eventapp.domain import locking, outbox
from eventapp.domain.desk.cancellation import cancel_for_now
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record import audit
from eventapp.domain.registration import queue, session_choice
from eventapp.domain.registration.registration import reassign_free_seats
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    BulkAct,
    Cancellation,
    JobKind,
    Registration,
    RegistrationState,
)


class NotPending(Refusal):
    """Only a registration that waits for an organizer is decided about."""

    code = "not-pending"
    sentence = _l("Someone has already decided about this registration.")


class DeclineReasonMissing(Refusal):
    """Whoever is declined is told why."""

    code = "decline-reason-missing"
    sentence = _l("Write why. The person reads it in the email and on their page.")


def approve(registration: Registration, *, actor: str, now: datetime) -> None:
    """Let the registration in: it gets the seat that is held for it.

    Where none is held, as many use one address, it gets a free seat or joins the queue. Raises
    NotPending.
    """
    locked = _lock(registration)
    approve_under_lock(locked, registration, actor=actor, now=now)


def approve_under_lock(
    locked: LockedEvent, registration: Registration, *, actor: str, now: datetime
) -> None:
    """As approve, alone or as part of a bulk act. Raises NotPending."""
    if registration.state is not RegistrationState.PENDING:
        raise NotPending
    held = registration.takes_seat
    if held or _finds_free_seat(locked, registration, now=now):
        registration.state = RegistrationState.CONFIRMED
    else:
        queue.join_queue(locked, registration)
    registration.approved_at = now
    registration.version += 1
    outbox.enqueue(
        JobKind.REGISTRATION_MAIL,
        key=f"admitted:{registration.code}",
        now=now,
        registration_id=registration.id,
    )
    audit.record(AuditAction.REGISTRATION_ADMITTED, registration, actor=actor, now=now)
    session_choice.seat_wishes(locked, [registration])
    if not held:  # else as many are taken as before: nothing to count for each of many
        reassign_free_seats(locked, now=now)


def decline(registration: Registration, *, actor: str, reason: str, now: datetime) -> Cancellation:
    """Decline the registration; the person is told why.

    It can be undone as any organizer's cancelling. Raises DeclineReasonMissing, NotPending.
    """
    require_decline_reason(reason)
    locked = _lock(registration)
    return decline_under_lock(locked, registration, actor=actor, reason=reason, now=now)


def decline_under_lock(
    locked: LockedEvent,
    registration: Registration,
    *,
    actor: str,
    reason: str,
    now: datetime,
    act: BulkAct | None = None,
) -> Cancellation:
    """As decline, alone or as part of a bulk act. Raises NotPending."""
    if registration.state is not RegistrationState.PENDING:
        raise NotPending
    registration.decline_reason = reason.strip()
    return cancel_for_now(
        locked,
        registration,
        action=AuditAction.REGISTRATION_DECLINED,
        actor=actor,
        reason=reason,
        now=now,
        act=act,
    )


def require_decline_reason(reason: str) -> None:
    """Raise DeclineReasonMissing unless a reason is given."""
    if not reason.strip():
        raise DeclineReasonMissing


def _lock(registration: Registration) -> LockedEvent:
    locked = locking.lock_event(registration.event)
    db.session.refresh(registration)
    return locked


def _finds_free_seat(locked: LockedEvent, registration: Registration, *, now: datetime) -> bool:
    reassign_free_seats(locked, now=now)  # those who wait come first
    free = queue.count_seats(locked, now=now).pool.free_for(registration.delegation_id)
    return bool(free) and not queue.is_blocked_by_party(locked.event)
