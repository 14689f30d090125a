"""What an organizer may do against the rules, with a reason that is logged."""

from dataclasses import replace
from datetime import datetime

from eventapp.domain import locking, outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record import audit
from eventapp.domain.registration import session_choice
from eventapp.domain.registration.cancellation import AlreadyCancelled
from eventapp.domain.registration.registration import (
    AlreadyRegistered,
    Applicant,
    Reception,
    add,
    prepare,
    reassign_free_seats,
)
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Event, EventState, JobKind, Registration
from eventapp.models import RegistrationState as State


class ReasonMissing(Refusal):
    """A rule is broken only for a reason."""

    code = "reason-missing"
    sentence = _l("Write why. The reason is saved in the log.")


def may_register(event: Event, *, now: datetime) -> bool:
    """Whether organizers may register people: while the event is published and not over."""
    return event.state is EventState.PUBLISHED and now < event.ends_at


def force_register(
    event: Event,
    applicant: Applicant,
    *,
    actor: str,
    reason: str,
    now: datetime,
    with_seat: bool = False,
) -> Reception:
    """Register someone outside the registration period; seats and queue apply as to anyone.

    With_seat gives a seat ahead of the queue, also where there is none left: the log says so.
    Raises ReasonMissing, AlreadyRegistered, UnknownSession, SessionsCollide, OptionFull.
    """
    require_reason(reason)
    admission = prepare(locking.lock_event(event), applicant, approved=True, now=now)
    if admission.address.registration_id:
        raise AlreadyRegistered
    forced = with_seat and admission.answer is not State.CONFIRMED
    if forced:
        admission = replace(admission, answer=State.CONFIRMED)
    late = not event.takes_registrations(now)
    action = AuditAction.REGISTRATION_FORCED if late else AuditAction.REGISTERED_BY_AN_ORGANIZER
    reception = add(admission, admission.answer, actor=actor, action=action, reason=reason, now=now)
    if forced:
        person = reception.registration
        audit.record(AuditAction.PLACE_FORCED, person, actor=actor, now=now, reason=reason)
    return reception


def force_seat(registration: Registration, *, actor: str, reason: str, now: datetime) -> None:
    """Give someone who waits a seat, whatever the queue and the number of seats.

    Raises ReasonMissing, AlreadyCancelled.
    """
    require_reason(reason)
    locked = locking.lock_event(registration.event)
    db.session.refresh(registration)
    give_place(locked, registration, actor=actor, reason=reason, now=now)


def give_place(
    locked: LockedEvent, registration: Registration, *, actor: str, reason: str, now: datetime
) -> None:
    """Give the registration a seat, as force_seat does. Raises AlreadyCancelled."""
    if not registration.living:
        raise AlreadyCancelled
    if registration.state is State.CONFIRMED:
        return
    registration.state = State.CONFIRMED
    registration.queue_number = None
    registration.offer_ends_at, registration.approved_at = None, now
    registration.version += 1
    outbox.enqueue(
        JobKind.PROMOTION_MAIL,
        key=f"forced:{registration.code}:{registration.version}",
        now=now,
        registration_id=registration.id,
    )
    audit.record(AuditAction.PLACE_FORCED, registration, actor=actor, now=now, reason=reason)
    session_choice.seat_wishes(locked, [registration])
    reassign_free_seats(locked, now=now)


def force_seats(event: Event, seats: int, *, actor: str, reason: str, now: datetime) -> None:
    """Set how many seats the event has; new seats go to those who wait.

    Nobody loses a seat: while more are taken than there are, none is given away. Raises
    ReasonMissing.
    """
    require_reason(reason)
    locked = locking.lock_event(event)
    before, event.seats = event.seats, seats
    event.version += 1
    event.revision += 1
    audit.record_change(
        AuditAction.SEATS_FORCED,
        event,
        before={"seats": before},
        after={"seats": seats},
        actor=actor,
        now=now,
        reason=reason,
        seats=seats,
    )
    reassign_free_seats(locked, now=now)


def require_reason(reason: str) -> None:
    """Raise ReasonMissing unless a reason is given."""
    if not reason.strip():
        raise ReasonMissing
