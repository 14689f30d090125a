"""Offers of a place: held for a time, taken up or passed on."""

from datetime import datetime

from sqlalchemy import or_, select

from eventapp.domain import outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.domain.registration import queue
from eventapp.domain.registration.registration import leave, settle
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Event, EventState, JobKind, Registration, RegistrationState


class OfferLapsed(Refusal):
    """The offered place has gone to the next in line."""

    code = "offer-lapsed"
    sentence = _l("The time to answer has passed, and the place has gone to the next in line.")


def accept(registration: Registration, *, now: datetime) -> None:
    """Take the offered place. Raises OfferLapsed. Flushes; the caller commits."""
    queue.hold_again(registration.event)
    db.session.refresh(registration)
    if registration.state is not RegistrationState.OFFERED or _lapsed(registration, now):
        raise OfferLapsed
    registration.state = RegistrationState.CONFIRMED
    registration.offer_ends_at = None
    registration.version += 1
    outbox.post(
        JobKind.PROMOTION_MAIL,
        key=f"accepted:{registration.code}:{registration.version}",
        now=now,
        registration_id=registration.id,
    )
    audit.record("offer accepted", registration, actor=audit.PARTICIPANT, now=now)


def _lapsed(registration: Registration, now: datetime) -> bool:
    return registration.offer_ends_at is not None and registration.offer_ends_at <= now


def list_events_to_settle(*, now: datetime) -> list[str]:
    """The slugs of events where an offer, or the reserving of seats, has lapsed unnoticed."""
    lapsed = select(Registration.event_id).where(
        Registration.state == RegistrationState.OFFERED, Registration.offer_ends_at <= now
    )
    waiting = select(Registration.event_id).where(
        Registration.state == RegistrationState.WAITLISTED
    )
    return list(
        db.session.scalars(
            select(Event.slug).where(
                Event.state == EventState.PUBLISHED,
                Event.starts_at > now,
                or_(
                    Event.id.in_(lapsed),
                    (Event.reserved_until <= now) & Event.id.in_(waiting),
                ),
            )
        )
    )


def pass_lapsed_on(event: Event, *, now: datetime) -> None:
    """Take back offers at a held event that nobody answered in time, and pass the places on.

    Who did not answer is out of the queue, is told so, and may register again. Flushes; the
    caller commits.
    """
    lapsed = db.session.scalars(
        select(Registration).where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.OFFERED,
            Registration.offer_ends_at <= now,
        )
    ).all()
    for registration in lapsed:
        leave(registration, actor=audit.SYSTEM, now=now, reason="offer lapsed")
    settle(event, now=now)
