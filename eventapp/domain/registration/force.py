"""What an organizer may do against the rules: with a reason, which is written down."""

from datetime import datetime

from eventapp.domain import outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.domain.registration import queue, session_choice
from eventapp.domain.registration.registration import (
    AlreadyCancelled,
    Applicant,
    Reception,
    admit,
    leave,
    settle,
)
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Event, JobKind, Registration
from eventapp.models import RegistrationState as State


class ReasonMissing(Refusal):
    """A rule is broken only for a reason."""

    code = "reason-missing"
    sentence = _l("Say why. The reason is kept in the log.")


def force_register(
    event: Event, applicant: Applicant, *, actor: str, reason: str, now: datetime
) -> Reception:
    """Register someone outside the window for registering; seats and queue are as for anyone.

    Raises ReasonMissing, UnknownSession, SessionsCollide. Flushes; the caller commits.
    """
    demand_reason(reason)
    queue.hold_again(event)
    return admit(
        event, applicant, actor=actor, action="registration forced", reason=reason, now=now
    )


def force_place(registration: Registration, *, actor: str, reason: str, now: datetime) -> None:
    """Give someone who waits a place, past the queue and past the seats.

    Raises ReasonMissing, AlreadyCancelled. Flushes; the caller commits.
    """
    demand_reason(reason)
    queue.hold_again(registration.event)
    db.session.refresh(registration)
    if not registration.living:
        raise AlreadyCancelled
    if registration.state is State.CONFIRMED:
        return
    registration.state = State.CONFIRMED
    registration.queue_number = None
    registration.offer_ends_at = None
    registration.version += 1
    outbox.post(
        JobKind.PROMOTION_MAIL,
        key=f"forced:{registration.code}:{registration.version}",
        now=now,
        registration_id=registration.id,
    )
    audit.record("place forced", registration, actor=actor, now=now, reason=reason)
    session_choice.meet_wishes(registration.event, [registration])
    settle(registration.event, now=now)


def force_cancel(registration: Registration, *, actor: str, reason: str, now: datetime) -> None:
    """Cancel for someone, also after the last day to cancel. Raises as force_place does."""
    demand_reason(reason)
    queue.hold_again(registration.event)
    db.session.refresh(registration)
    if not registration.living:
        raise AlreadyCancelled
    leave(registration, actor=actor, now=now, reason=reason, by_organizer=True)


def force_seats(event: Event, seats: int, *, actor: str, reason: str, now: datetime) -> None:
    """Let the event have this many seats to give: fewer hold some back, more let people in.

    Nobody loses a seat; while more are taken than there are, none is passed on. Raises
    ReasonMissing. Flushes; the caller commits.
    """
    demand_reason(reason)
    queue.hold_again(event)
    event.seats = seats
    event.version += 1
    event.revision += 1
    audit.record("seats forced", event, actor=actor, now=now, reason=reason, seats=seats)
    settle(event, now=now)


def demand_reason(reason: str) -> None:
    """Raise ReasonMissing unless a reason is given."""
    if not reason.strip():
        raise ReasonMissing
