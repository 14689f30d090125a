"""Cancelling a registration: until when, and what follows for its seats, needs and calendar."""

from datetime import datetime

from eventapp.domain import locking, outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record import audit
from eventapp.domain.registration import care_need, option_place, session_choice
from eventapp.domain.registration.registration import reassign_free_seats
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Event, JobKind, Registration, RegistrationState


class CancellationClosed(Refusal):
    """It is too late to cancel by oneself."""

    code = "cancellation-closed"
    sentence = _l("The cancellation deadline has passed. Contact us and we will help you.")


class AlreadyCancelled(Refusal):
    """The registration is cancelled and changes no more."""

    code = "already-cancelled"
    sentence = _l("The registration is cancelled. Register again if you want to take part.")


def closes_cancellation(event: Event) -> datetime:
    """Return when cancelling closes: at the latest when the event ends."""
    return min(event.cancellation_closes_at, event.ends_at)


def cancel(registration: Registration, *, now: datetime) -> None:
    """Cancel the registration for the participant.

    Raises CancellationClosed, AlreadyCancelled.
    """
    locked = locking.lock_event(registration.event)
    db.session.refresh(registration)
    if not registration.living:
        raise AlreadyCancelled
    if now >= closes_cancellation(locked.event):
        raise CancellationClosed
    cancel_under_lock(locked, registration, actor=audit.PARTICIPANT, now=now)


def cancel_under_lock(
    locked: LockedEvent,
    registration: Registration,
    *,
    actor: str,
    now: datetime,
    reason: str = "",
    **cause: int,
) -> None:
    """Cancel the registration and give its seats to those who wait.

    Needs are deleted at once and the calendar is updated. `cause` goes into the letter:
    `asked_by` is the id of the coordinator's account, `by_organizer` is 1 if an organizer
    cancelled. The reason is only logged.
    """
    end_registration(locked, registration, now=now)
    outbox.enqueue(
        JobKind.CANCELLATION_MAIL,
        key=f"cancelled:{registration.code}",
        now=now,
        registration_id=registration.id,
        **cause,
    )
    reassign_free_seats(locked, now=now)
    audit.record(AuditAction.CANCELLED, registration, actor=actor, now=now, reason=reason)


def end_registration(locked: LockedEvent, registration: Registration, *, now: datetime) -> None:
    """Mark the registration as cancelled; its needs are deleted and its sessions left.

    Nobody is written to, and its seat at the event is not passed on: both are the caller's.
    """
    mark_cancelled(registration, now=now)
    leave_places(locked, registration, now=now)


def mark_cancelled(registration: Registration, *, now: datetime) -> None:
    """Let the registration be cancelled, with its needs and sessions as they are."""
    registration.state = RegistrationState.CANCELLED
    registration.cancelled_at = now
    registration.queue_number = None
    registration.version += 1


def leave_places(locked: LockedEvent, registration: Registration, *, now: datetime) -> None:
    """Delete the needs of a cancelled registration, and pass on its seats in sessions."""
    care_need.delete_needs(registration)
    freed = option_place.limited_options(locked.event, registration.answers)
    option_place.show_freed(locked, freed)
    session_choice.drop(locked, registration, list(registration.choices), now=now)
