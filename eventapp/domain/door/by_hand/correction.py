"""Putting attendance right at the desk, day by day and with a reason, also after the event.

A correction is made of scans like any other: entries of the desk, and undoings that take away
whatever a door scanned. Nothing that was scanned is changed or deleted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from eventapp.domain import locking
from eventapp.domain.door.desk_check_in import came_on, enter_day, list_days, undo_day
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.i18n import _l
from eventapp.models import AuditAction, Registration

DAY = "attended_on"  # how the log calls the day that was corrected


class DidNotCome(Refusal):
    """Nobody is noted for that day: a colleague was quicker."""

    code = "did-not-come"
    sentence = _l("Nothing says that the person came that day. Look at the days below once more.")


@dataclass(frozen=True, slots=True)
class AttendanceDays:
    """The event's days that have come: on which somebody came, and on which not."""

    came: Sequence[date]
    others: Sequence[date]


def attendance_days(registration: Registration, *, now: datetime) -> AttendanceDays:
    """On which of the days until now the person came."""
    days = list_days(registration.event, now=now)
    came = [day for day in days if came_on(registration, day)]
    return AttendanceDays(came, [day for day in days if day not in came])


def add_day(
    registration: Registration, day: date, *, reason: str, actor: str, now: datetime
) -> None:
    """Note that somebody came on a day.

    Raises NoTicketToCheckIn, NoSuchDay, AlreadyCheckedIn, TooManyDoors.
    """
    locked = locking.lock_event(registration.event)
    enter_day(locked, registration, day, now=now)
    audit.record_change(
        AuditAction.CHECKED_IN_AT_DESK,
        registration,
        before={},
        after={DAY: day.isoformat()},
        actor=actor,
        reason=reason,
        now=now,
    )


def remove_day(
    registration: Registration, day: date, *, reason: str, actor: str, now: datetime
) -> None:
    """Take back that somebody came on a day, whichever doors said so. Raises DidNotCome."""
    locked = locking.lock_event(registration.event)
    if not undo_day(locked, registration, day, now=now):
        raise DidNotCome
    audit.record_change(
        AuditAction.CHECK_IN_UNDONE,
        registration,
        before={DAY: day.isoformat()},
        after={},
        actor=actor,
        reason=reason,
        now=now,
    )


def move_day(
    registration: Registration, day: date, to: date, *, reason: str, actor: str, now: datetime
) -> None:
    """Let somebody have come on another day instead.

    Raises DidNotCome, NoTicketToCheckIn, NoSuchDay, AlreadyCheckedIn, TooManyDoors.
    """
    locked = locking.lock_event(registration.event)
    if not came_on(registration, day):
        raise DidNotCome
    enter_day(locked, registration, to, now=now)  # refuses before anything is taken back
    undo_day(locked, registration, day, now=now)
    audit.record_change(
        AuditAction.CHECK_IN_MOVED,
        registration,
        before={DAY: day.isoformat()},
        after={DAY: to.isoformat()},
        actor=actor,
        reason=reason,
        now=now,
    )
