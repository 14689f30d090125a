"""The door as organizers follow it: who came where and when, and what somebody should look at."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from eventapp.domain.door.attendance import Owner, load_scans, owned_by
from eventapp.domain.door.projection import EPOCH, DoubleEntry, by_list, project_days
from eventapp.domain.door.scan_tally import load_day
from eventapp.domain.paging import Page
from eventapp.domain.registration.registration_count import count_by_state
from eventapp.extensions import db
from eventapp.models import (
    WHERE_ODD,
    CheckIn,
    CheckInList,
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
    whole: bool  # or more is left to be counted


@dataclass(frozen=True, slots=True)
class ScanLine:
    """One line of the list of scans; `device` is 0 for what was done at the organizers' desk.

    `list_name` is empty at the event's own list.
    """

    at: datetime
    door: str
    list_name: str
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
    tally = load_day(event, day)
    came = {where: count for where, count in tally.came.items() if count}
    hours = sorted({hour for _door, hour in came})
    span = tuple(range(hours[0], hours[-1] + 1)) if hours else ()
    doors = _door_names(event)
    return DayFigures(
        expected=count_by_state(event).get(RegistrationState.CONFIRMED, 0),
        came=sum(came.values()),
        inside=tally.inside,
        hours=span,
        doors=tuple(
            DoorCount(
                name,
                sum(count for (door, _hour), count in came.items() if door == number),
                tuple(came.get((number, hour), 0) for hour in span),
            )
            for number, name in doors.items()
        ),
        conflicts=_conflict_lines(_conflicts(event, tally.contradicted, day), doors, event),
        whole=tally.whole,
    )


def list_scans(event: Event, *, page: int, odd: bool = False) -> ScanPage:
    """Scans, the latest to arrive first; `odd`: only those flagged, or let in though unwelcome."""
    which = (CheckIn.event_id == event.id, *((WHERE_ODD,) if odd else ()))
    total = db.session.scalar(select(func.count()).select_from(CheckIn).where(*which)) or 0
    pages = Page.of(total, wanted=page, size=PAGE_SIZE)
    ids = select(CheckIn.id).where(*which).order_by(CheckIn.id.desc()).limit(PAGE_SIZE)
    rows = db.session.execute(
        select(CheckIn, Device, Gate.name, Registration.name, CheckInList.name)
        .join(Device, CheckIn.device_id == Device.id)
        .outerjoin(Gate, (Gate.event_id == event.id) & (Gate.number == CheckIn.place))
        .outerjoin(
            CheckInList,
            (CheckInList.event_id == event.id) & (CheckInList.number == CheckIn.list_number),
        )
        .outerjoin(Registration, CheckIn.registration_id == Registration.id)
        .where(CheckIn.id.in_(ids.offset(pages.start)))
        .order_by(CheckIn.id.desc())
    ).all()
    zone = ZoneInfo(event.time_zone)
    return ScanPage(
        tuple(_scan_line(*row, zone=zone) for row in rows),
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
    row: CheckIn,
    device: Device,
    door: str | None,
    name: str | None,
    list_name: str | None,
    *,
    zone: ZoneInfo,
) -> ScanLine:
    quarantined = ["quarantined"] if row.standing is ScanStatus.QUARANTINED else []
    return ScanLine(
        at=_moment(row.at, zone),
        door=door or "",
        list_name=list_name or "",
        device=0 if device.kind is DeviceKind.DESK else device.number,
        name=name or "",
        kind=row.kind,
        how=row.how,
        phone_verdict=row.phone_verdict or "",
        verdict=row.verdict or "",
        admits=row.admits,
        flags=(*row.flags.split(), *quarantined),
    )


def _conflicts(
    event: Event, owners: Collection[Owner], day: date
) -> list[tuple[Owner, DoubleEntry]]:
    """What these owners' scans of a day contradict, the latest first."""
    if not owners:
        return []
    zone = ZoneInfo(event.time_zone)
    conflicts = [
        (owner, conflict)
        for owner, scans in load_scans(event.id, owned_by(owners)).items()
        for at_list in by_list(scans).values()
        if (presence := project_days(at_list, zone).get(day))
        for conflict in presence.conflicts
    ]
    return sorted(conflicts, key=lambda conflict: conflict[1].other.order, reverse=True)


def _conflict_lines(
    conflicts: Sequence[tuple[Owner, DoubleEntry]], doors: dict[int, str], event: Event
) -> tuple[ConflictLine, ...]:
    zone = ZoneInfo(event.time_zone)
    people = _people(owner for owner, _conflict in conflicts if isinstance(owner, int))
    return tuple(
        ConflictLine(
            *people.get(owner, ("", "")),
            first_at=_moment(conflict.first.at, zone),
            first_door=doors.get(conflict.first.place, ""),
            other_at=_moment(conflict.other.at, zone),
            other_door=doors.get(conflict.other.place, ""),
            uncertain=conflict.uncertain,
        )
        for owner, conflict in conflicts
    )


def _people(ids: Iterable[int]) -> dict[Owner, tuple[str, str]]:
    rows = db.session.execute(
        select(Registration.id, Registration.name, Registration.organisation_name).where(
            Registration.id.in_(set(ids))
        )
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _door_names(event: Event) -> dict[int, str]:
    rows = db.session.execute(
        select(Gate.number, Gate.name).where(Gate.event_id == event.id).order_by(Gate.number)
    )
    return {row[0]: row[1] for row in rows}


def _moment(at: int, zone: ZoneInfo) -> datetime:
    return (EPOCH + timedelta(milliseconds=at)).astimezone(zone)
