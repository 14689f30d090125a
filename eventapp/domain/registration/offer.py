"""Places held for a time: offered until accepted, or for an organizer to decide; then withdrawn."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from eventapp.domain import locking, outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.domain.registration.cancellation import cancel_under_lock
from eventapp.domain.registration.registration import reassign_free_seats
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Event, EventState, JobKind, Registration, RegistrationState


class OfferLapsed(Refusal):
    """The time to answer has passed."""

    code = "offer-lapsed"
    sentence = _l("The time to answer has passed, and the place is no longer held for you.")


class NoOffer(Refusal):
    """No place is offered."""

    code = "no-offer"
    sentence = _l(
        "No place is being held for you now. This page shows the status of your registration."
    )


def accept(registration: Registration, *, now: datetime) -> None:
    """Accept the offered place.

    Raises OfferLapsed, NoOffer.
    """
    locking.lock_event(registration.event)
    db.session.refresh(registration)
    if registration.let_offer_lapse or has_lapsed(registration, now=now):
        raise OfferLapsed
    if registration.state is not RegistrationState.OFFERED:
        raise NoOffer
    registration.state = RegistrationState.CONFIRMED
    registration.offer_ends_at = None
    registration.version += 1
    outbox.enqueue(
        JobKind.PROMOTION_MAIL,
        key=f"accepted:{registration.code}:{registration.version}",
        now=now,
        registration_id=registration.id,
    )
    audit.record(AuditAction.OFFER_ACCEPTED, registration, actor=audit.PARTICIPANT, now=now)


def has_lapsed(registration: Registration, *, now: datetime) -> bool:
    """Whether the time to answer an offer has passed, withdrawn yet or not."""
    ends_at = registration.offer_ends_at
    offered = registration.state is RegistrationState.OFFERED
    return offered and ends_at is not None and ends_at <= now


def list_events_with_lapsed_seats(*, now: datetime) -> list[str]:
    """List the slugs of events with lapsed seats: offered, held for a decision, or reserved.

    Reserved seats matter where there is a queue.
    """
    lapsed = select(Registration.event_id).where(_lapsed(now))
    waiting = select(Registration.event_id).where(
        Registration.state == RegistrationState.WAITLISTED
    )
    return list(
        db.session.scalars(
            select(Event.slug).where(
                Event.state == EventState.PUBLISHED,
                Event.ends_at > now,
                or_(
                    Event.id.in_(lapsed),
                    (Event.reserved_until <= now) & Event.id.in_(waiting),
                ),
            )
        )
    )


def withdraw_lapsed_seats(slug: str, *, now: datetime) -> None:
    """Cancel offers that were not answered in time, and registrations not decided about in time.

    The places go to those who wait. Each gets a letter about it, and may register again.
    """
    locked = locking.lock_event_by_slug(slug)
    if locked is None:
        return
    lapsed = db.session.scalars(
        select(Registration).where(Registration.event_id == locked.event.id, _lapsed(now))
    ).all()
    for registration in lapsed:
        pending = registration.state is RegistrationState.PENDING
        reason = "not decided in time" if pending else "offer lapsed"
        cancel_under_lock(locked, registration, actor=audit.SYSTEM, now=now, reason=reason)
    reassign_free_seats(locked, now=now)


def _lapsed(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(Registration.state == RegistrationState.OFFERED, Registration.offer_ends_at <= now),
        and_(Registration.state == RegistrationState.PENDING, Registration.decide_by <= now),
    )
