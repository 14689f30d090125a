"""The door as organizers follow it: who came where and when, and what somebody should look at."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select

from eventapp.domain.door.attendance import Owner, load_scans
from eventapp.domain.door.projection import EPOCH, DoubleEntry, project_attendance
from eventapp.domain.door.roster import milliseconds
from eventapp.domain.door.verdict import Verdict
from eventapp.domain.paging import Page
from eventapp.extensions import db
from eventapp.models import (
    CheckIn,
    Device,
    DeviceKind,
    Event,
    Gate,
    Registration,
    RegistrationState,
    RejectedScan,
    ScanKind,
    ScanStatus,
)

PAGE_SIZE = 20
NOT_WELCOME = [
    verdict.value for verdict in Verdict if verdict not in {Verdict.WELCOME, Verdict.AGAIN}
]


@dataclass(frozen=True, slots=True)
class DoorCount:
    """How many came in first at one door on a day, in all and in each hour (of `Crowd.hours`)."""

    name: str
    total: int
    by_hour: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One ticket let in twice, in words that a page can use."""

    name: str
    organisation: str
    first_at: datetime
    first_door: str
    other_at: datetime
    other_door: str
    uncertain: bool


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The counts and conflicts of one day. `expected` are those with a place."""

    expected: int
    came: int
    inside: int
    hours: tuple[int, ...]
    doors: tuple[DoorCount, ...]
    conflicts: tuple[ConflictLine, ...]


@dataclass(frozen=True, slots=True)
class ScanLine:
    """One line of the list of scans; `device` is 0 for what was done at the organizers' desk."""

    at: datetime
    door: str
    device: int
    name: str
    kind: ScanKind
    how: str
    phone_verdict: str
    verdict: str
    admits: bool
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScanPage:
    """One page of scans; pages count from 1."""

    scans: tuple[ScanLine, ...]
    page: int
    pages: int
    total: int


def count_day(event: Event, day: date) -> DayFigures:
    """Count a day's arrivals by door and hour, each person once, and find what contradicts."""
    zone = ZoneInfo(event.time_zone)
    scans = load_scans(event.id, *_on(day, zone))
    presences = {owner: project_attendance(own_scans, zone) for owner, own_scans in scans.items()}
    first = [presence.first for presence in presences.values() if presence.first]
    hours = sorted({_moment(scan.at, zone).hour for scan in first})
    span = tuple(range(hours[0], hours[-1] + 1)) if hours else ()
    count = Counter((scan.place, _moment(scan.at, zone).hour) for scan in first)
    doors = _door_names(event)
    return DayFigures(
        expected=_expected(event),
        came=len(first),
        inside=sum(1 for presence in presences.values() if presence.stay),
        hours=span,
        doors=tuple(
            DoorCount(
                name,
                sum(n for (place, _hour), n in count.items() if place == number),
                tuple(count[number, hour] for hour in span),
            )
            for number, name in doors.items()
        ),
        conflicts=_conflict_lines(
            [
                (owner, conflict)
                for owner, presence in presences.items()
                for conflict in presence.conflicts
            ],
            doors,
            zone,
        ),
    )


def list_scans(event: Event, *, page: int, odd: bool = False) -> ScanPage:
    """Scans, the latest to arrive first; `odd`: only those flagged, or let in though unwelcome."""
    which = [CheckIn.event_id == event.id]
    if odd:
        let_in = CheckIn.admits.is_(True) & CheckIn.verdict.in_(NOT_WELCOME)
        which.append(or_(let_in, CheckIn.flags != "", CheckIn.standing == ScanStatus.QUARANTINED))
    total = db.session.scalar(select(func.count()).select_from(CheckIn).where(*which)) or 0
    pages = Page.of(total, wanted=page, size=PAGE_SIZE)
    rows = db.session.execute(
        select(CheckIn, Device, Registration.name)
        .join(Device, CheckIn.device_id == Device.id)
        .outerjoin(Registration, CheckIn.registration_id == Registration.id)
        .where(*which)
        .order_by(CheckIn.id.desc())
        .limit(PAGE_SIZE)
        .offset(pages.start)
    ).all()
    doors, zone = _door_names(event), ZoneInfo(event.time_zone)
    return ScanPage(
        tuple(_scan_line(*row, doors=doors, zone=zone) for row in rows),
        pages.number,
        pages.pages,
        total,
    )


def count_rejected_scans(event: Event) -> int:
    """How many items could not be read or contradicted earlier ones."""
    return (
        db.session.scalar(
            select(func.count()).select_from(RejectedScan).where(RejectedScan.event_id == event.id)
        )
        or 0
    )


def _scan_line(
    row: CheckIn, device: Device, name: str | None, *, doors: dict[int, str], zone: ZoneInfo
) -> ScanLine:
    quarantined = ["quarantined"] if row.standing is ScanStatus.QUARANTINED else []
    return ScanLine(
        at=_moment(row.at, zone),
        door=doors.get(row.place, ""),
        device=0 if device.kind is DeviceKind.DESK else device.number,
        name=name or "",
        kind=row.kind,
        how=row.how,
        phone_verdict=row.phone_verdict or "",
        verdict=row.verdict or "",
        admits=row.admits,
        flags=(*row.flags.split(), *quarantined),
    )


def _conflict_lines(
    conflicts: Iterable[tuple[Owner, DoubleEntry]], doors: dict[int, str], zone: ZoneInfo
) -> tuple[ConflictLine, ...]:
    latest_first = sorted(conflicts, key=lambda conflict: conflict[1].other.order, reverse=True)
    people = _people(owner for owner, _conflict in latest_first if isinstance(owner, int))
    return tuple(
        ConflictLine(
            *people.get(owner, ("", "")),
            first_at=_moment(conflict.first.at, zone),
            first_door=doors.get(conflict.first.place, ""),
            other_at=_moment(conflict.other.at, zone),
            other_door=doors.get(conflict.other.place, ""),
            uncertain=conflict.uncertain,
        )
        for owner, conflict in latest_first
    )


def _people(ids: Iterable[int]) -> dict[Owner, tuple[str, str]]:
    rows = db.session.execute(
        select(Registration.id, Registration.name, Registration.organisation_name).where(
            Registration.id.in_(set(ids))
        )
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _on(day: date, zone: ZoneInfo) -> tuple[ColumnElement[bool], ...]:
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    following = day + timedelta(days=1)
    next_midnight = datetime(following.year, following.month, following.day, tzinfo=zone)
    # An undoing stays with its day: it is done within minutes of the scan.
    return (CheckIn.at >= milliseconds(midnight), CheckIn.at < milliseconds(next_midnight))


def _expected(event: Event) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Registration)
            .where(
                Registration.event_id == event.id,
                Registration.state == RegistrationState.CONFIRMED,
            )
        )
        or 0
    )


def _door_names(event: Event) -> dict[int, str]:
    rows = db.session.execute(
        select(Gate.number, Gate.name).where(Gate.event_id == event.id).order_by(Gate.number)
    )
    return {row[0]: row[1] for row in rows}


def _moment(at: int, zone: ZoneInfo) -> datetime:
    return (EPOCH + timedelta(milliseconds=at)).astimezone(zone)
