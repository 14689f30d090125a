"""Attendance at online meetings: marked by participants during the meeting, or by the host."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from eventapp.domain import locking
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Attendance,
    AuditAction,
    Event,
    EventState,
    Registration,
    RegistrationState,
)

ATTENDANCE_OPENS_BEFORE = timedelta(minutes=10)


class NotDuringMeeting(Refusal):
    """The meeting is not going on, is not online, or the person has no place at it."""

    code = "not-during-meeting"
    sentence = _l(
        "You can say that you are taking part from ten minutes before the meeting until it ends."
    )


@dataclass(frozen=True, slots=True)
class MeetingParticipant:
    """Somebody with a place, and when they were marked as taking part, or None."""

    registration: Registration
    marked_at: datetime | None


def may_mark(registration: Registration, *, now: datetime) -> bool:
    """Whether the participant may mark themselves at this moment."""
    event = registration.event
    return (
        event.online
        and event.state is EventState.PUBLISHED
        and registration.state is RegistrationState.CONFIRMED
        and event.starts_at - ATTENDANCE_OPENS_BEFORE <= now < event.ends_at
    )


def find_attendance(registration: Registration) -> Attendance | None:
    """The registration's attendance, if it is marked."""
    return db.session.get(Attendance, registration.id)


def mark_own_attendance(registration: Registration, *, now: datetime) -> None:
    """Mark a participant at their own request; once marked, nothing changes.

    Raises NotDuringMeeting. Flushes.
    """
    locking.lock_event(registration.event)
    if not may_mark(registration, now=now):
        raise NotDuringMeeting
    _mark(registration, audit.PARTICIPANT, now)


def record_attendance(
    event: Event,
    *,
    present: Collection[str],
    marked_before: Collection[str],
    actor: str,
    now: datetime,
) -> int:
    """Mark those `present` by the codes of their registrations, and unmark those who are not.

    Only those `marked_before`, as the page showed, are unmarked: whoever has marked themselves
    since stays marked. Returns how many marks changed. Raises NotDuringMeeting. Flushes.
    """
    locking.lock_event(event)
    if not event.online or now < event.starts_at - ATTENDANCE_OPENS_BEFORE:
        raise NotDuringMeeting
    changed = 0
    for attendee in list_attendees(event):
        code = attendee.registration.code
        if code in present and attendee.marked_at is None:
            _mark(attendee.registration, actor, now)
            changed += 1
        elif code in marked_before and code not in present and attendee.marked_at is not None:
            _unmark(attendee.registration, actor, now)
            changed += 1
    db.session.flush()
    return changed


def list_attendees(event: Event) -> Sequence[MeetingParticipant]:
    """Those with a confirmed place, by name, in one query."""
    rows = db.session.execute(
        select(Registration, Attendance.marked_at)
        .outerjoin(Attendance, Attendance.registration_id == Registration.id)
        .where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.CONFIRMED,
        )
        .order_by(Registration.name, Registration.id)
    )
    return [MeetingParticipant(row[0], row[1]) for row in rows]


def _mark(registration: Registration, actor: str, now: datetime) -> None:
    if find_attendance(registration) is None:
        db.session.add(Attendance(registration_id=registration.id, marked_at=now, marked_by=actor))
        audit.record(AuditAction.ATTENDANCE_MARKED, registration, actor=actor, now=now)
        db.session.flush()


def _unmark(registration: Registration, actor: str, now: datetime) -> None:
    attendance = find_attendance(registration)
    if attendance is not None:
        db.session.delete(attendance)
        audit.record(AuditAction.ATTENDANCE_UNMARKED, registration, actor=actor, now=now)
