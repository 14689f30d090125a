"""Checking in from the organizer's desk: a scan like any phone's, made by a button.

The desk is a device of the event without a token, so that nothing can be sent in its name. What it
did stands among the phones' scans: who came is still worked out from them alone, and a phone that
was without network meanwhile contradicts the desk as it would another phone.
"""

import json
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from eventapp.domain import locking
from eventapp.domain.door import device as devices
from eventapp.domain.door.attendance import load_scans
from eventapp.domain.door.check_in import receive_scans
from eventapp.domain.door.check_in_list.definition import ListOfAnotherDay, list_lists
from eventapp.domain.door.closing import is_closed, refuse_when_closed
from eventapp.domain.door.projection import (
    EPOCH,
    EVENT_LIST,
    Scan,
    at_list,
    day_of,
    effective,
    project_attendance,
)
from eventapp.domain.door.roster import milliseconds, roster_frame
from eventapp.domain.door.scan_timing import Handshake
from eventapp.domain.door.sent_scan import SentScan
from eventapp.domain.door.verdict import Verdict
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.domain.registration import ticket_code
from eventapp.domain.registration.ticket import has_ticket
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    CheckIn,
    CheckInList,
    Device,
    DeviceKind,
    Event,
    Registration,
    ScanKind,
    ScanManner,
)

LIFE = "desk"  # the desk never restarts: its scans have one row of numbers
SCAN_ID_BYTES = 16
GROUP_MAX = 100


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
    sentence = _l("This person has been checked in already. The time and the door are below.")


class NothingToUndo(Refusal):
    """That check-in was not made at the desk, or has been undone."""

    code = "no-check-in-to-undo"
    sentence = _l("That check-in has been undone already, or was made by a phone at a door.")


class UnknownDeskCode(Refusal):
    """Nobody at the event has the code that was read from a list."""

    code = "unknown-desk-code"
    sentence = _l("Nobody at this event has that code. Compare it with the list, sign by sign.")


class NoSuchDay(Refusal):
    """The list is of a day that has not come, or is none of the event's."""

    code = "no-such-day"
    sentence = _l("The event has no such day, or it has not come yet. Choose another day.")


class NobodyTicked(Refusal):
    """Nobody was chosen, or more than are checked in at once."""

    code = "nobody-ticked"
    sentence = _l("Tick those who have come, at most a hundred at a time.")


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
    """When somebody came in, and whether they can be checked in now."""

    arrivals: Sequence[CountedEntry]
    may_check_in: bool


def door_status(registration: Registration, *, now: datetime) -> DoorStatus:
    """What the person's page says of the doors."""
    event = registration.event
    scans = _scans_of(registration)
    open_today = _is_on(event, now) and not is_closed(event, now=now)
    return DoorStatus(
        _arrivals(event, scans) if scans else (),
        may_check_in=open_today and has_ticket(registration) and not _inside(event, scans, now),
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
    if not _is_on(event, now):
        raise NotOnThisDay
    if _inside(event, _scans_of(registration), now):
        raise AlreadyCheckedIn
    desk = devices.provide_desk(locked, now=now)
    digest = registration.tickets[-1].digest
    _send(desk, ScanKind.ENTRY, at=milliseconds(now), digest=digest, now=now)
    audit.record(AuditAction.CHECKED_IN_AT_DESK, registration, actor=actor, now=now)


def check_in_together(
    event: Event, codes: Collection[str], *, actor: str, now: datetime
) -> Sequence[Registration]:
    """Check in several who arrive together, now; those whom it checked in, by name.

    Whoever is inside already, or has no place, is passed over. Raises NobodyTicked, EventOver,
    NotOnThisDay, AlreadyCheckedIn where nobody is left, TooManyDoors.
    """
    if not 0 < len(codes) <= GROUP_MAX:
        raise NobodyTicked
    locked = locking.lock_event(event)
    refuse_when_closed(event, now=now)
    if not _is_on(event, now):
        raise NotOnThisDay
    people = _people(event, codes)
    scans = load_scans(event.id, CheckIn.registration_id.in_([person.id for person in people]))
    ready = [
        person
        for person in people
        if has_ticket(person) and not _inside(event, scans.get(person.id, []), now)
    ]
    if not ready:
        raise AlreadyCheckedIn
    desk = devices.provide_desk(locked, now=now)
    first = _next_number(desk)
    receive_scans(
        desk,
        [
            _scan(
                desk,
                ScanKind.ENTRY,
                at=milliseconds(now),
                number=first + nth,
                digest=person.tickets[-1].digest,
            )
            for nth, person in enumerate(ready)
        ],
        now=now,
    )
    for person in ready:
        audit.record(AuditAction.CHECKED_IN_AT_DESK, person, actor=actor, now=now, list="group")
    return ready


def undo_together(
    event: Event, codes: Collection[str], day: date, *, actor: str, now: datetime
) -> int:
    """Take back what the desk wrote down of these people on a day; of how many it did.

    Raises NothingToUndo where it is nobody.
    """
    locked = locking.lock_event(event)
    people = _people(event, codes)
    entries = [(person, find_desk_entry(person, day)) for person in people]
    stored = [(person, entry) for person, entry in entries if entry is not None]
    if not stored:
        raise NothingToUndo
    desk = devices.provide_desk(locked, now=now)
    first = _next_number(desk)
    undoings = [
        _scan(
            desk,
            ScanKind.UNDO,
            at=milliseconds(entry.at),
            number=first + nth,
            target=entry.scan_id,
        )
        for nth, (_person, entry) in enumerate(stored)
    ]
    receive_scans(desk, undoings, now=now)
    for person, _entry in stored:
        audit.record(AuditAction.CHECK_IN_UNDONE, person, actor=actor, now=now)
    return len(stored)


def check_in_from_paper(
    event: Event, listing: CheckInList, desk_code: str, day: date, *, actor: str, now: datetime
) -> Registration:
    """Write down that a person came on a day, as a list on paper says; after the event too.

    When they came is not known: a day that is over says when its event began. A list that is closed
    may be entered. Raises UnknownDeskCode, NoTicketToCheckIn, NoSuchDay, ListOfAnotherDay,
    AlreadyCheckedIn, TooManyDoors.
    """
    locked = locking.lock_event(event)
    code = ticket_code.normalise_code(desk_code)
    whose = (Registration.event_id == event.id, Registration.desk_code == code)
    registration = db.session.scalar(select(Registration).where(*whose)) if code else None
    if registration is None:
        raise UnknownDeskCode
    if not has_ticket(registration):
        raise NoTicketToCheckIn
    if day not in list_days(event, now=now):
        raise NoSuchDay
    if listing.day not in {None, day}:
        raise ListOfAnotherDay
    if _came_on(event, at_list(_scans_of(registration), listing.number), day):
        raise AlreadyCheckedIn
    desk = devices.provide_desk(locked, now=now)
    at = milliseconds(min(now, _begins_on(event, day)))
    digest, number = registration.tickets[-1].digest, listing.number
    _send(desk, ScanKind.ENTRY, at=at, digest=digest, now=now, list_number=number)
    audit.record(AuditAction.CHECKED_IN_AT_DESK, registration, actor=actor, now=now, list="paper")
    return registration


def list_days(event: Event, *, now: datetime) -> list[date]:
    """The event's days that have come."""
    today = now.astimezone(ZoneInfo(event.time_zone)).date()
    return [day for day in roster_frame(event).days if day <= today]


def find_desk_entry(
    registration: Registration, day: date, list_number: int = EVENT_LIST
) -> CountedEntry | None:
    """What the desk wrote down of a person's coming to a list on this day, if it counts."""
    zone = ZoneInfo(registration.event.time_zone)
    entries = _arrivals(registration.event, at_list(_scans_of(registration), list_number))
    of_day = (e for e in entries if e.at_desk and e.at.astimezone(zone).date() == day)
    return next(of_day, None)


def undo_check_in(registration: Registration, scan_id: str, *, actor: str, now: datetime) -> None:
    """Take back what was done at the desk by mistake. Raises NothingToUndo."""
    locked = locking.lock_event(registration.event)
    desk = devices.provide_desk(locked, now=now)
    entries = effective(_scans_of(registration))
    entry = next((s for s in entries if s.id == scan_id and s.device == desk.id), None)
    if entry is None:
        raise NothingToUndo
    # It stands at the moment of what it takes back, and so stays with its day.
    _send(desk, ScanKind.UNDO, at=entry.at, target=scan_id, now=now)
    audit.record(AuditAction.CHECK_IN_UNDONE, registration, actor=actor, now=now)


def _people(event: Event, codes: Collection[str]) -> Sequence[Registration]:
    """People of the event by their codes, by name; at most GROUP_MAX."""
    which = (Registration.event_id == event.id, Registration.code.in_(codes))
    by_name = select(Registration).where(*which).order_by(Registration.sort_name, Registration.id)
    return db.session.scalars(
        by_name.limit(GROUP_MAX).options(selectinload(Registration.tickets))
    ).all()


def _send(desk: Device, kind: ScanKind, *, at: int, now: datetime, **facts: Any) -> None:
    """Store a scan as if a phone, whose clock is the server's, had sent it at once."""
    scan = _scan(desk, kind, at=at, number=_next_number(desk), **facts)
    receive_scans(desk, [scan], now=now)


def _next_number(desk: Device) -> int:
    latest = select(func.max(CheckIn.seq)).where(CheckIn.device_id == desk.id)
    return (db.session.scalar(latest) or 0) + 1


def _scan(
    desk: Device,
    kind: ScanKind,
    *,
    at: int,
    number: int,
    digest: str = "",
    target: str | None = None,
    list_number: int = EVENT_LIST,
) -> SentScan:
    scan_id = secrets.token_urlsafe(SCAN_ID_BYTES)
    return SentScan(
        id=scan_id,
        kind=kind,
        digest=digest,
        target=target,
        how=ScanManner.BUTTON,
        place=desk.place.number,
        life=LIFE,
        seq=number,
        odo=0,
        wall=at,
        before=Handshake(at, 0, at),
        after=None,
        verdict=Verdict.WELCOME if kind is ScanKind.ENTRY else None,
        roster=0,
        body=json.dumps({"id": scan_id, "kind": kind.value}, sort_keys=True),
        list_number=list_number,
    )


def _scans_of(registration: Registration) -> list[Scan]:
    scans = load_scans(registration.event_id, CheckIn.registration_id == registration.id)
    return scans.get(registration.id, [])


def _inside(event: Event, scans: Sequence[Scan], now: datetime) -> bool:
    """Whether the person has come in today, to the event's own list, and not left since."""
    zone = ZoneInfo(event.time_zone)
    today = day_of(milliseconds(now), zone)
    scans = [s for s in at_list(scans, EVENT_LIST) if day_of(s.at, zone) == today]
    return project_attendance(scans, zone).stay is not None


def _came_on(event: Event, scans: Sequence[Scan], day: date) -> bool:
    zone = ZoneInfo(event.time_zone)
    entries = (scan for scan in effective(scans) if scan.kind is ScanKind.ENTRY)
    return any(day_of(entry.at, zone) == day for entry in entries)


def _begins_on(event: Event, day: date) -> datetime:
    """When the event begins on this day, as far as anybody knows."""
    zone = ZoneInfo(event.time_zone)
    return datetime.combine(day, event.starts_at.astimezone(zone).time(), zone)


def _is_on(event: Event, now: datetime) -> bool:
    return now.astimezone(ZoneInfo(event.time_zone)).date() in roster_frame(event).days


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
