"""What stays of people and scans that are deleted: counts, without anybody in them."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from eventapp.extensions import db
from eventapp.models import (
    Attendance,
    AttendanceCount,
    CheckIn,
    Event,
    Organisation,
    Registration,
    RegistrationState,
    ScanCount,
)

HOUR_MS = 3_600_000
Attended = Callable[[int], set[int]]


@dataclass(frozen=True, slots=True)
class EventCounts:
    """How many registered and came, by organisation (code and name; empty: written by hand)."""

    event_id: int
    rows: Sequence[tuple[str, str, int, int]]


def count_attendance(event_ids: Collection[int], attended: Attended) -> list[EventCounts]:
    """Count the people of these events, unless they have been counted before."""
    counted = set(
        db.session.scalars(
            select(AttendanceCount.event_id).where(AttendanceCount.event_id.in_(event_ids))
        )
    )
    return [
        _count(event_id, attended) for event_id in event_ids if event_id and event_id not in counted
    ]


def store_attendance(counts: Collection[EventCounts]) -> None:
    """Store the counts of events that have none."""
    for event in counts:
        known = select(AttendanceCount.event_id).where(AttendanceCount.event_id == event.event_id)
        if db.session.scalar(known.limit(1)) is not None:
            continue
        for code, name, registered, came in event.rows:
            db.session.add(
                AttendanceCount(
                    event_id=event.event_id,
                    organisation_code=code,
                    organisation_name=name,
                    registered=registered,
                    attended=came,
                )
            )
    db.session.flush()


def list_attendance(event: Event) -> Sequence[AttendanceCount]:
    """What is left of the event's people, by organisation; nothing while they are stored."""
    return db.session.scalars(
        select(AttendanceCount)
        .where(AttendanceCount.event_id == event.id)
        .order_by(AttendanceCount.organisation_name)
    ).all()


def store_scans(scan_ids: Sequence[int]) -> None:
    """Add these scans, which are about to be deleted, to the counts of their hours."""
    rows = db.session.execute(
        select(CheckIn.event_id, CheckIn.at).where(CheckIn.id.in_(scan_ids))
    ).all()
    hours = Counter((row.event_id, row.at // HOUR_MS) for row in rows)
    for (event_id, number), scans in hours.items():
        hour = datetime.fromtimestamp(number * HOUR_MS / 1000, UTC)
        row = db.session.get(ScanCount, (event_id, hour))
        if row is None:
            row = ScanCount(event_id=event_id, hour=hour, scans=0)
            db.session.add(row)
        row.scans += scans
    db.session.flush()


def _count(event_id: int, attended: Attended) -> EventCounts:
    came = attended(event_id) | set(
        db.session.scalars(
            select(Attendance.registration_id)
            .join(Registration, Registration.id == Attendance.registration_id)
            .where(Registration.event_id == event_id)
        )
    )
    registered, attended_by = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    rows = db.session.execute(
        select(Registration.id, Organisation.code, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
        .where(
            Registration.event_id == event_id,
            Registration.state == RegistrationState.CONFIRMED,
        )
    )
    for id_, code, name in rows:
        registered[code or "", name or ""] += 1
        attended_by[code or "", name or ""] += id_ in came
    return EventCounts(
        event_id, [(*key, registered[key], attended_by[key]) for key in sorted(registered)]
    )
