"""Registering somebody who rang or wrote, at the organizers' desk."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from eventapp.domain import locking
from eventapp.domain.desk.double.distinct_pair import mark_distinct
from eventapp.domain.desk.double.probable_double import are_alike
from eventapp.domain.locking import LockedEvent
from eventapp.domain.people.folding import fold
from eventapp.domain.people.name import fold_name
from eventapp.domain.registration.override import force_register, may_register
from eventapp.domain.registration.registration import (
    AlreadyRegistered,
    Applicant,
    Reception,
    RegistrationClosed,
    add,
    prepare,
)
from eventapp.extensions import db
from eventapp.models import AuditAction, Event, Registration, RegistrationState

DOUBLES_MAX = 5


def register_for_somebody(
    event: Event,
    applicant: Applicant,
    *,
    actor: str,
    reason: str,
    now: datetime,
    with_seat: bool = False,
    distinct_from: Sequence[Registration] = (),
) -> Reception:
    """Give somebody a seat, or a place in the queue, for an organizer.

    Outside the registration period it takes a reason, and the log says so. So it does with_seat,
    which gives a seat whatever the queue and the number of seats. Places of one address are not
    limited as in the public form. Those of a like name in `distinct_from` are other people, as the
    organizer has said. Raises RegistrationClosed unless may_register, ReasonMissing,
    AlreadyRegistered, UnknownSession, SessionsCollide, OptionFull.
    """
    locked = locking.lock_event(event)
    if not may_register(event, now=now):
        raise RegistrationClosed
    if with_seat or not event.takes_registrations(now):
        reception = force_register(
            event, applicant, actor=actor, reason=reason, now=now, with_seat=with_seat
        )
    else:
        reception = _register(locked, applicant, actor=actor, now=now)
    for other in distinct_from:
        mark_distinct(reception.registration, other, actor=actor, now=now)
    return reception


def _register(locked: LockedEvent, applicant: Applicant, *, actor: str, now: datetime) -> Reception:
    admission = prepare(locked, applicant, approved=True, now=now)
    if admission.address.registration_id:
        raise AlreadyRegistered
    action = AuditAction.REGISTERED_BY_AN_ORGANIZER
    return add(admission, admission.answer, actor=actor, action=action, now=now)


def find_same_person(event: Event, applicant: Applicant) -> Registration | None:
    """The living registration with this very address and name."""
    return db.session.scalar(
        select(Registration).where(
            Registration.event_id == event.id,
            Registration.email == applicant.email,
            Registration.folded_name == fold_name(applicant.name),
            Registration.state != RegistrationState.CANCELLED,
        )
    )


def list_probable_doubles(event: Event, applicant: Applicant) -> Sequence[Registration]:
    """Up to DOUBLES_MAX living registrations whose names are like the applicant's."""
    name = fold(applicant.name)
    rows = db.session.execute(
        select(Registration.id, Registration.name)
        .where(Registration.event_id == event.id, Registration.state != RegistrationState.CANCELLED)
        .order_by(Registration.id)
    )
    ids = [row.id for row in rows if are_alike(name, fold(row.name))][:DOUBLES_MAX]
    return db.session.scalars(
        select(Registration).where(Registration.id.in_(ids)).order_by(Registration.id)
    ).all()
