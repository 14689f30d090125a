"""Entering a list on paper: one code after the other, for a day, after the event too."""

from datetime import date, datetime

from sqlalchemy import select

from eventapp.domain import locking
from eventapp.domain.door.by_hand.attendance_day import enter_day
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.domain.registration import ticket_code
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Event, Registration


class UnknownDeskCode(Refusal):
    """Nobody at the event has the code that was read from a list."""

    code = "unknown-desk-code"
    sentence = _l(
        "Nobody at this event has that code. Compare it with the list, sign by sign, and look "
        "whether the list is of this event."
    )


class HasCancelled(Refusal):
    """The code is of somebody who has cancelled."""

    code = "has-cancelled"
    sentence = _l(
        "Whoever has that code has cancelled. If they came anyway: register them again and give "
        "them a place, and then enter the code."
    )


def check_in_from_paper(
    event: Event, desk_code: str, day: date, *, actor: str, now: datetime
) -> Registration:
    """Write down that a person came on a day, as a list on paper says; after the event too.

    When they came is not known: a day that is over says when its event began. Raises
    UnknownDeskCode, HasCancelled, NoTicketToCheckIn, NoSuchDay, AlreadyCheckedIn, TooManyDoors.
    """
    locked = locking.lock_event(event)
    code = ticket_code.normalise_code(desk_code)
    whose = (Registration.event_id == event.id, Registration.desk_code == code)
    registration = db.session.scalar(select(Registration).where(*whose)) if code else None
    if registration is None:
        raise UnknownDeskCode
    if not registration.living:
        raise HasCancelled
    enter_day(locked, registration, day, now=now)
    audit.record(AuditAction.CHECKED_IN_AT_DESK, registration, actor=actor, now=now, list="paper")
    return registration
