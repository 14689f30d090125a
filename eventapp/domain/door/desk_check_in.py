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
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from eventapp.domain import locking
from eventapp.domain.door import device as devices
from eventapp.domain.door.attendance import load_scans
from eventapp.domain.door.check_in import receive_scans
from eventapp.domain.door.closing import is_closed, refuse_when_closed
from eventapp.domain.door.projection import (
    CORRECTION,
    EPOCH,
    Scan,
    day_of,
    effective,
    project_attendance,
)
from eventapp.domain.door.roster import milliseconds, roster_frame
from eventapp.domain.door.scan_timing import Handshake
from eventapp.domain.door.sent_scan import SentScan
from eventapp.domain.door.verdict import Verdict
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record import audit
from eventapp.domain.registration.ticket import has_ticket
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    CheckIn,
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


class NobodyTicked(Refusal):
    """Nobody was chosen, or more than are checked in at once."""

    code = "nobody-ticked"
    sentence = _l("Tick those who have come, at most a hundred at a time.")


@dataclass(frozen=True, slots=True)
class CountedEntry:
    """One entry that counts; at the desk it can be undone by its `scan_id`."""

    at: datetime
    door: str
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
    scans = scans_of(registration)
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
    if _inside(event, scans_of(registration), now):
        raise AlreadyCheckedIn
    desk = devices.provide_desk(locked, now=now)
    digest = registration.tickets[-1].digest
    send_at_desk(desk, ScanKind.ENTRY, at=milliseconds(now), digest=digest, now=now)
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


def enter_arrival(
    locked: LockedEvent, registration: Registration, *, at: int, place: int, now: datetime
) -> str | None:
    """Write down that a person came at a moment (milliseconds) by a door, as somebody there saw.

    The id of the scan; None where the person had come on that day already. Raises TooManyDoors.
    """
    event = locked.event
    if entries_on(registration, day_of(at, ZoneInfo(event.time_zone))):
        return None
    desk = devices.provide_desk(locked, now=now)
    digest = registration.tickets[-1].digest
    return send_at_desk(desk, ScanKind.ENTRY, at=at, digest=digest, place=place, now=now)


def list_days(event: Event, *, now: datetime) -> list[date]:
    """The event's days that have come."""
    today = now.astimezone(ZoneInfo(event.time_zone)).date()
    return [day for day in roster_frame(event).days if day <= today]


def find_desk_entry(registration: Registration, day: date) -> CountedEntry | None:
    """What the desk wrote down of a person's coming on this day, if it counts."""
    zone = ZoneInfo(registration.event.time_zone)
    entries = _arrivals(registration.event, scans_of(registration))
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
    send_at_desk(desk, ScanKind.UNDO, at=entry.at, target=scan_id, now=now)
    return True


def _people(event: Event, codes: Collection[str]) -> Sequence[Registration]:
    """People of the event by their codes, by name; at most GROUP_MAX."""
    which = (Registration.event_id == event.id, Registration.code.in_(codes))
    by_name = select(Registration).where(*which).order_by(Registration.sort_name, Registration.id)
    return db.session.scalars(
        by_name.limit(GROUP_MAX).options(selectinload(Registration.tickets))
    ).all()


def send_at_desk(
    desk: Device,
    kind: ScanKind,
    *,
    at: int,
    now: datetime,
    digest: str = "",
    target: str | None = None,
    place: int | None = None,
) -> str:
    """Store a scan as if a phone, whose clock is the server's, had sent it at once; its id."""
    number = _next_number(desk)
    scan = _scan(desk, kind, at=at, number=number, digest=digest, target=target, place=place)
    receive_scans(desk, [scan], now=now)
    return scan.id


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
    place: int | None = None,
) -> SentScan:
    scan_id = secrets.token_urlsafe(SCAN_ID_BYTES)
    return SentScan(
        id=scan_id,
        kind=kind,
        digest=digest,
        target=target,
        how=ScanManner.BUTTON,
        place=desk.place.number if place is None else place,
        life=LIFE,
        seq=number,
        odo=0,
        wall=at,
        before=Handshake(at, 0, at),
        after=None,
        verdict=Verdict.WELCOME if kind is ScanKind.ENTRY else None,
        roster=0,
        body=json.dumps({"id": scan_id, "kind": kind.value}, sort_keys=True),
    )


def correct_entry(desk: Device, entry: Scan, *, now: datetime) -> None:
    """Undo an entry, whichever door made it: a correction may what no phone may."""
    number = _next_number(desk)
    undoing = _scan(desk, ScanKind.UNDO, at=entry.at, number=number, target=entry.id)
    receive_scans(desk, [replace(undoing, life=CORRECTION)], now=now)


def entries_on(registration: Registration, day: date) -> list[Scan]:
    """The entries of that day that count, whichever doors made them."""
    zone = ZoneInfo(registration.event.time_zone)
    entries = (s for s in effective(scans_of(registration)) if s.kind is ScanKind.ENTRY)
    return [entry for entry in entries if day_of(entry.at, zone) == day]


def scans_of(registration: Registration) -> list[Scan]:
    """All that was scanned of somebody, with undoings."""
    scans = load_scans(registration.event_id, CheckIn.registration_id == registration.id)
    return scans.get(registration.id, [])


def _inside(event: Event, scans: Sequence[Scan], now: datetime) -> bool:
    """Whether the person has come in today and not left since."""
    zone = ZoneInfo(event.time_zone)
    today = day_of(milliseconds(now), zone)
    return (
        project_attendance([s for s in scans if day_of(s.at, zone) == today], zone).stay is not None
    )


def _is_on(event: Event, now: datetime) -> bool:
    return now.astimezone(ZoneInfo(event.time_zone)).date() in roster_frame(event).days


def _arrivals(event: Event, scans: Sequence[Scan]) -> Sequence[CountedEntry]:
    names = {gate.number: gate.name for gate in devices.list_gates(event)}
    desks = select(Device.id).where(Device.event_id == event.id, Device.kind == DeviceKind.DESK)
    own = set(db.session.scalars(desks))
    return [
        CountedEntry(
            EPOCH + timedelta(milliseconds=scan.at),
            names.get(scan.place, ""),
            scan.device in own,
            scan.id,
        )
        for scan in effective(scans)
        if scan.kind is ScanKind.ENTRY
    ]
