"""On which days somebody came, as the desk writes it down: a day is entered, or taken back."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from eventapp.domain.door import device as devices
from eventapp.domain.door.desk_check_in import (
    AlreadyCheckedIn,
    NoTicketToCheckIn,
    correct_entry,
    entries_on,
    send_at_desk,
)
from eventapp.domain.door.roster import milliseconds, roster_frame
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent
from eventapp.domain.registration.ticket import has_ticket
from eventapp.i18n import _l
from eventapp.models import Event, Registration, ScanKind


class NoSuchDay(Refusal):
    """The list is of a day that has not come, or is none of the event's."""

    code = "no-such-day"
    sentence = _l("The event has no such day, or it has not come yet. Choose another day.")


def list_days(event: Event, *, now: datetime) -> list[date]:
    """The event's days that have come."""
    today = now.astimezone(ZoneInfo(event.time_zone)).date()
    return [day for day in roster_frame(event).days if day <= today]


def enter_day(locked: LockedEvent, registration: Registration, day: date, *, now: datetime) -> None:
    """Let somebody have come on a day, at the hour when its event began, or now if that is earlier.

    Raises NoTicketToCheckIn, NoSuchDay, AlreadyCheckedIn, TooManyDoors.
    """
    event = locked.event
    if not has_ticket(registration):
        raise NoTicketToCheckIn
    if day not in list_days(event, now=now):
        raise NoSuchDay
    if came_on(registration, day):
        raise AlreadyCheckedIn
    desk = devices.provide_desk(locked, now=now)
    at = milliseconds(min(now, _begins_on(event, day)))
    digest = registration.tickets[-1].digest
    send_at_desk(desk, ScanKind.ENTRY, at=at, digest=digest, now=now)


def undo_day(locked: LockedEvent, registration: Registration, day: date, *, now: datetime) -> int:
    """Take away all entries of a day, whichever doors made them; how many there were."""
    desk = devices.provide_desk(locked, now=now)
    entries = entries_on(registration, day)
    for entry in entries:
        correct_entry(desk, entry, now=now)
    return len(entries)


def came_on(registration: Registration, day: date) -> bool:
    """Whether any entry of that day counts."""
    return bool(entries_on(registration, day))


def _begins_on(event: Event, day: date) -> datetime:
    """When the event begins on this day, as far as anybody knows."""
    zone = ZoneInfo(event.time_zone)
    return datetime.combine(day, event.starts_at.astimezone(zone).time(), zone)
