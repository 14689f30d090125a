"""Checking in from the organizer's desk: a scan like any phone's, made by a button.

The desk is a device of the event without a token, so that nothing can be sent in its name. What it
did stands among the phones' scans: who came is still worked out from them alone, and a phone that
was without network meanwhile contradicts the desk as it would another phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from eventapp.domain import locking
from eventapp.domain.door import device as devices
from eventapp.domain.door.attendance import list_came
from eventapp.domain.door.check_in_list.definition import ListOfAnotherDay, list_lists
from eventapp.domain.door.closing import is_closed, refuse_when_closed
from eventapp.domain.door.desk_scan import (
    DeskScan,
    is_inside,
    is_on,
    scans_of,
    write_scans,
)
from eventapp.domain.door.projection import (
    CORRECTION,
    EPOCH,
    EVENT_LIST,
    Scan,
    at_list,
    day_of,
    effective,
)
from eventapp.domain.door.roster import milliseconds, roster_frame
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record import audit
from eventapp.domain.registration import ticket_code
from eventapp.domain.registration.ticket import has_ticket
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    CheckInList,
    Device,
    DeviceKind,
    Event,
    Registration,
    ScanKind,
)


class NoTicketToCheckIn(Refusal):
    """The registration has no place, or the event is not going to take place."""

    code = "no-ticket-to-check-in"
    sentence = _l("Only those who have a place can be checked in. Give a place first.")


class NotOnThisDay(Refusal):
    """The event is not today."""

    code = "not-on-this-day"
    sentence = _l("The event is not today. People can be checked in on its days only.")


class AlreadyCheckedIn(Refusal):
    """The person is inside: a door or a colleague was quicker."""

    code = "already-checked-in"
    sentence = _l("This person has been checked in already.")


class NothingToUndo(Refusal):
    """That check-in was not made at the desk, or has been undone."""

    code = "no-check-in-to-undo"
    sentence = _l("That check-in has been undone already, or was made by a phone at a door.")


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


class NoSuchDay(Refusal):
    """The list is of a day that has not come, or is none of the event's."""

    code = "no-such-day"
    sentence = _l("The event has no such day, or it has not come yet. Choose another day.")


@dataclass(frozen=True, slots=True)
class CountedEntry:
    """One entry that counts; at the desk it can be undone by its `scan_id`."""

    at: datetime
    door: str
    list_name: str
    at_desk: bool
    scan_id: str


@dataclass(frozen=True, slots=True)
class DoorStatus:
    """When somebody came in, if they ever did, and whether they can be checked in now."""

    came: bool
    arrivals: Sequence[CountedEntry]
    may_check_in: bool


def door_status(registration: Registration, *, now: datetime) -> DoorStatus:
    """What the person's page says of the doors."""
    event = registration.event
    came = bool(list_came([registration.id]))
    scans = scans_of(registration) if came else []
    open_today = is_on(event, now) and not is_closed(event, now=now)
    return DoorStatus(
        came,
        _arrivals(event, scans) if scans else [],
        may_check_in=open_today and has_ticket(registration) and not is_inside(event, scans, now),
    )


def check_in(registration: Registration, *, actor: str, now: datetime) -> None:
    """Check somebody in now, by their newest ticket.

    Raises NoTicketToCheckIn, EventOver, NotOnThisDay, AlreadyCheckedIn, TooManyDoors.
    """
    event = registration.event
    locked = locking.lock_event(event)
    db.session.refresh(registration)
    if not has_ticket(registration):
        raise NoTicketToCheckIn
    refuse_when_closed(event, now=now)
    if not is_on(event, now):
        raise NotOnThisDay
    if is_inside(event, scans_of(registration), now):
        raise AlreadyCheckedIn
    desk = devices.provide_desk(locked, now=now)
    digest = registration.tickets[-1].digest
    write_scans(desk, [DeskScan(ScanKind.ENTRY, milliseconds(now), digest)], now=now)
    audit.record(AuditAction.CHECKED_IN_AT_DESK, registration, actor=actor, now=now)


def check_in_from_paper(
    event: Event, listing: CheckInList, desk_code: str, day: date, *, actor: str, now: datetime
) -> Registration:
    """Write down that a person came on a day, as a list on paper says; after the event too.

    When they came is not known: a day that is over says when its event began. A list that is closed
    may be entered. Raises UnknownDeskCode, HasCancelled, NoTicketToCheckIn, NoSuchDay,
    ListOfAnotherDay, AlreadyCheckedIn, TooManyDoors.
    """
    locked = locking.lock_event(event)
    code = ticket_code.normalise_code(desk_code)
    whose = (Registration.event_id == event.id, Registration.desk_code == code)
    registration = db.session.scalar(select(Registration).where(*whose)) if code else None
    if registration is None:
        raise UnknownDeskCode
    if not registration.living:
        raise HasCancelled
    if listing.day not in {None, day}:
        raise ListOfAnotherDay
    enter_day(locked, registration, day, now=now, list_number=listing.number)
    audit.record(AuditAction.CHECKED_IN_AT_DESK, registration, actor=actor, now=now, list="paper")
    return registration


def enter_day(
    locked: LockedEvent,
    registration: Registration,
    day: date,
    *,
    now: datetime,
    list_number: int = EVENT_LIST,
) -> None:
    """Let somebody have come to a list on a day, at the hour when its event began, or now.

    Whichever is earlier. Raises NoTicketToCheckIn, NoSuchDay, AlreadyCheckedIn, TooManyDoors.
    """
    event = locked.event
    if not has_ticket(registration):
        raise NoTicketToCheckIn
    if day not in list_days(event, now=now):
        raise NoSuchDay
    if _entries_on(registration, day, list_number):
        raise AlreadyCheckedIn
    desk = devices.provide_desk(locked, now=now)
    at = milliseconds(min(now, _begins_on(event, day)))
    digest = registration.tickets[-1].digest
    scan = DeskScan(ScanKind.ENTRY, at, digest, list_number=list_number)
    write_scans(desk, [scan], now=now)


def undo_day(locked: LockedEvent, registration: Registration, day: date, *, now: datetime) -> int:
    """Take away all entries of a day, whichever doors made them; how many there were."""
    desk = devices.provide_desk(locked, now=now)
    entries = _entries_on(registration, day)
    undoings = [
        DeskScan(ScanKind.UNDO, entry.at, target=entry.id, life=CORRECTION) for entry in entries
    ]
    write_scans(desk, undoings, now=now)
    return len(entries)


def came_on(registration: Registration, day: date) -> bool:
    """Whether any entry of that day counts."""
    return bool(_entries_on(registration, day))


def enter_arrival(
    locked: LockedEvent, registration: Registration, *, at: int, place: int, now: datetime
) -> str | None:
    """Write down that a person came at a moment (milliseconds) by a door, as somebody there saw.

    The id of the scan; None where the person had come on that day already. Raises TooManyDoors.
    """
    if came_on(registration, day_of(at, ZoneInfo(locked.event.time_zone))):
        return None
    desk = devices.provide_desk(locked, now=now)
    digest = registration.tickets[-1].digest
    [scan_id] = write_scans(desk, [DeskScan(ScanKind.ENTRY, at, digest, place=place)], now=now)
    return scan_id


def list_days(event: Event, *, now: datetime) -> list[date]:
    """The event's days that have come."""
    today = now.astimezone(ZoneInfo(event.time_zone)).date()
    return [day for day in roster_frame(event).days if day <= today]


def find_desk_entry(
    registration: Registration, day: date, list_number: int = EVENT_LIST
) -> CountedEntry | None:
    """What the desk wrote down of a person's coming to a list on this day, if it counts."""
    zone = ZoneInfo(registration.event.time_zone)
    entries = _arrivals(registration.event, at_list(scans_of(registration), list_number))
    of_day = (e for e in entries if e.at_desk and e.at.astimezone(zone).date() == day)
    return next(of_day, None)


def undo_check_in(registration: Registration, scan_id: str, *, actor: str, now: datetime) -> None:
    """Take back what was done at the desk by mistake. Raises NothingToUndo."""
    locked = locking.lock_event(registration.event)
    if not undo_arrival(locked, registration, scan_id, now=now):
        raise NothingToUndo
    audit.record(AuditAction.CHECK_IN_UNDONE, registration, actor=actor, now=now)


def undo_arrival(
    locked: LockedEvent, registration: Registration, scan_id: str, *, now: datetime
) -> bool:
    """Take back what the desk wrote down; False where it did not, or it has been undone."""
    desk = devices.provide_desk(locked, now=now)
    entries = effective(scans_of(registration))
    entry = next((s for s in entries if s.id == scan_id and s.device == desk.id), None)
    if entry is None:
        return False
    # It stands at the moment of what it takes back, and so stays with its day.
    write_scans(desk, [DeskScan(ScanKind.UNDO, entry.at, target=scan_id)], now=now)
    return True


def _entries_on(
    registration: Registration, day: date, list_number: int | None = None
) -> list[Scan]:
    """The entries of a day that count: at one list, or at all."""
    zone, scans = ZoneInfo(registration.event.time_zone), scans_of(registration)
    scans = scans if list_number is None else at_list(scans, list_number)
    entries = (s for s in effective(scans) if s.kind is ScanKind.ENTRY)
    return [entry for entry in entries if day_of(entry.at, zone) == day]


def _begins_on(event: Event, day: date) -> datetime:
    """When the event begins on this day, as far as anybody knows."""
    zone = ZoneInfo(event.time_zone)
    return datetime.combine(day, event.starts_at.astimezone(zone).time(), zone)


def _arrivals(event: Event, scans: Sequence[Scan]) -> Sequence[CountedEntry]:
    names = {gate.number: gate.name for gate in devices.list_gates(event)}
    lists = {listing.number: listing.name for listing in list_lists(event)}
    desks = select(Device.id).where(Device.event_id == event.id, Device.kind == DeviceKind.DESK)
    own = set(db.session.scalars(desks))
    return [
        CountedEntry(
            EPOCH + timedelta(milliseconds=scan.at),
            names.get(scan.place, ""),
            lists.get(scan.list_number, ""),
            scan.device in own,
            scan.id,
        )
        for scan in effective(scans)
        if scan.kind is ScanKind.ENTRY
    ]
