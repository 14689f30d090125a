"""Taking part in a meeting on a screen: marked by oneself while it is on, or by the host."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from eventapp.domain import locking
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Attendance, Event, EventState, Registration, RegistrationState

OPENS_BEFORE = timedelta(minutes=10)


class NotDuringMeeting(Refusal):
    """The meeting is not on, or is not on a screen, or the person has no place at it."""

    code = "not-during-meeting"
    sentence = _l("You can say that you take part from ten minutes before the meeting to its end.")


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody with a place, and when they were marked as taking part, if they were."""

    registration: Registration
    marked_at: datetime | None


def may_mark(registration: Registration, *, now: datetime) -> bool:
    """Whether the person may say that they take part just now."""
    event = registration.event
    return (
        event.online
        and event.state is EventState.PUBLISHED
        and registration.state is RegistrationState.CONFIRMED
        and event.starts_at - OPENS_BEFORE <= now < event.ends_at
    )


def find_attendance(registration: Registration) -> Attendance | None:
    """The person's mark, if there is one."""
    return db.session.get(Attendance, registration.id)


def take_part(registration: Registration, *, now: datetime) -> None:
    """Mark oneself; doing it again changes nothing. Raises NotDuringMeeting. The caller commits."""
    locking.lock_event(registration.event)
    if not may_mark(registration, now=now):
        raise NotDuringMeeting
    _mark(registration, audit.PARTICIPANT, now)


def mark_by_host(registration: Registration, *, actor: str, now: datetime) -> None:
    """Mark somebody who has a place, from the meeting's opening on. The caller commits.

    Raises NotDuringMeeting.
    """
    event = registration.event
    locking.lock_event(event)
    confirmed = registration.state is RegistrationState.CONFIRMED
    if not event.online or not confirmed or now < event.starts_at - OPENS_BEFORE:
        raise NotDuringMeeting
    _mark(registration, actor, now)


def list_attendees(event: Event) -> Sequence[Attendee]:
    """Those with a place, by name, in one query."""
    rows = db.session.execute(
        select(Registration, Attendance.marked_at)
        .outerjoin(Attendance, Attendance.registration_id == Registration.id)
        .where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.CONFIRMED,
        )
        .order_by(Registration.name, Registration.id)
    )
    return [Attendee(row[0], row[1]) for row in rows]


def _mark(registration: Registration, actor: str, now: datetime) -> None:
    if find_attendance(registration) is None:
        db.session.add(Attendance(registration_id=registration.id, marked_at=now, marked_by=actor))
        audit.record("attendance marked", registration, actor=actor, now=now)
        db.session.flush()
