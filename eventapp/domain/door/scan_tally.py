"""The tally of an event's scans: what they come to, counted on from where it last ended.

Who came is a function of the set of scans (`projection`). Of all of them it takes a second and
more when they are many, so its sums are stored with the revision up to which they were counted, and
so is what phones are sent of each owner. Scans that have arrived since are counted on: of their
owners what they came to before is taken away, and what they come to now is added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, delete, func, insert, select

from eventapp.domain.door import roster_log
from eventapp.domain.door.attendance import (
    REVISION_MAX,
    Owner,
    changed_owners,
    group_by_owner,
    load_attendances,
    load_rows,
    owned_by,
)
from eventapp.domain.door.projection import EPOCH, Scan, project_attendance, project_days
from eventapp.domain.door.roster import MILLISECOND, list_arrivals, roster_frame
from eventapp.extensions import db
from eventapp.models import CheckIn, Event, Registration, Roster, RosterArrival, ScanTally

# Counting so many takes less than a tenth of a second, for which other scans wait.
SCANS_AT_ONCE = 1_000
# So many of those that are not stored a page counts for itself, in half a second.
SCANS_FOR_A_PAGE = 5_000
# No database takes a query that names a hundred thousand people; the scans of all are read then.
OWNERS_NAMED_MAX = 10_000


# Rises when days hold more than before: what was stored without it is counted anew.
FORM = 2
MINUTE = 60_000  # milliseconds


@dataclass(slots=True)
class DayTally:
    """One day: first arrivals by door and hour, by minute and organisation; who is inside.

    Minutes are counted from 1970, and whoever has no organisation is of "". `contradicted` are
    those whose scans contradict. It is not `whole` while later scans are left to be counted.
    """

    came: Counter[tuple[int, int]] = field(default_factory=Counter)
    minutes: Counter[int] = field(default_factory=Counter)
    organisations: Counter[str] = field(default_factory=Counter)
    inside: int = 0
    contradicted: set[Owner] = field(default_factory=set)
    whole: bool = True


Days = dict[date, DayTally]


def load_day(event: Event, day: date) -> DayTally:
    """The day's tally at this moment: what is stored, and SCANS_FOR_A_PAGE beyond it."""
    row = _stored(event)
    days, since = (_read(row.days), row.revision) if row else ({}, 0)
    until = _last_of_next(event, since, SCANS_FOR_A_PAGE)
    _count_on(days, event, since, until or REVISION_MAX)
    tally = days.get(day, DayTally())
    tally.whole = until is None
    return tally


def is_stored(event: Event) -> bool:
    """Whether the stored tally is of the present revision."""
    row, log = _stored(event), db.session.get(Roster, event.id)
    if log is None:
        return True  # where no phone is, nobody scans
    return row is not None and row.revision >= log.revision


def store_tally(event: Event) -> bool:
    """Count the next scans on and store what they come to, under the log's lock.

    Whether more is waiting; the caller commits in between.
    """
    revision = roster_log.lock(event.id)
    db.session.expire_all()  # others may have stored it while this transaction waited
    row = _stored(event) or _begin(event)
    until = _last_of_next(event, row.revision, SCANS_AT_ONCE)
    days = _read(row.days)
    _store_arrivals(event, _count_on(days, event, row.revision, until or REVISION_MAX))
    latest = db.session.scalar(
        _scans_since(event, row.revision).with_only_columns(func.max(CheckIn.revision))
    )
    row.revision = until or max(revision, latest or 0)
    row.days = _write(days)
    db.session.flush()
    return until is not None


def move_arrivals(event: Event, ids: Collection[int]) -> None:
    """Let the arrivals of these registrations stand at their newest tickets."""
    arrived = select(RosterArrival.registration_id).where(
        RosterArrival.event_id == event.id, RosterArrival.registration_id.in_(ids)
    )
    owners: set[Owner] = {owner for owner in db.session.scalars(arrived) if owner is not None}
    if owners:
        _move_organisations(event, owners)
        _replace_arrivals(list_arrivals(event, load_attendances(event, owners)), owners, event)


def _move_organisations(event: Event, owners: Collection[Owner]) -> None:
    """Count those who have come, and whose organisation is another now, for that one."""
    row, was, now = _stored(event), _counted_for(event, owners), _organisations(event, owners)
    moved = {owner for owner in owners if was.get(owner) != now.get(owner)}
    if row is None or not moved:
        return
    zone, days = ZoneInfo(event.time_zone), _read(row.days)
    rows = load_rows(event.id, owned_by(moved))
    counted = group_by_owner(scan for scan in rows if scan.revision <= row.revision)
    for owner, scans in counted.items():
        for day, presence in project_days(scans, zone).items():
            if owner in moved and presence.first is not None:
                days[day].organisations[was.get(owner, "")] -= 1
                days[day].organisations[now.get(owner, "")] += 1
    row.days = _write(days)
    db.session.flush()


def _stored(event: Event) -> ScanTally | None:
    row = db.session.get(ScanTally, event.id)
    return row if row is not None and row.frame == _frame(event) else None


def _scans_since(event: Event, revision: int) -> Select[int]:
    return select(CheckIn.revision).where(CheckIn.event_id == event.id, CheckIn.revision > revision)


def _last_of_next(event: Event, since: int, count: int) -> int | None:
    """The revision up to which the next so many scans have come; None where fewer are left."""
    following = _scans_since(event, since).order_by(CheckIn.revision)
    return db.session.scalar(following.offset(count - 1).limit(1))


def _begin(event: Event) -> ScanTally:
    """Count from the first scan: nothing is stored, or it was counted by other days."""
    db.session.execute(delete(RosterArrival).where(RosterArrival.event_id == event.id))
    row = db.session.get(ScanTally, event.id) or ScanTally(event_id=event.id)
    row.revision, row.frame, row.days = 0, _frame(event), {}
    db.session.add(row)
    return row


def _frame(event: Event) -> str:
    """What days and arrivals are counted by."""
    return f"{event.time_zone} {roster_frame(event).zero} {FORM}"


def _count_on(
    days: Days, event: Event, since: int, until: int = REVISION_MAX
) -> Mapping[Owner, list[Scan]]:
    """Count the scans between two revisions; their owners' scans, the earlier ones too."""
    owners = changed_owners(event.id, since, until)
    if not owners:
        return {}
    zone = ZoneInfo(event.time_zone)
    which = [owned_by(owners)] if len(owners) <= OWNERS_NAMED_MAX else []
    rows = load_rows(event.id, *which)
    before = group_by_owner(row for row in rows if row.revision <= since)
    after = group_by_owner(row for row in rows if row.revision <= until)
    was, now = _counted_for(event, before), _organisations(event, after)
    for owner, scans in before.items():
        _count(days, owner, was.get(owner, ""), scans, zone, -1)
    for owner, scans in after.items():
        _count(days, owner, now.get(owner, ""), scans, zone, 1)
    return after


def _count(
    days: Days, owner: Owner, organisation: str, scans: Iterable[Scan], zone: ZoneInfo, times: int
) -> None:
    for day, presence in project_days(scans, zone).items():
        if presence.first is None:
            continue
        tally = days.setdefault(day, DayTally())
        hour = (EPOCH + presence.first.at * MILLISECOND).astimezone(zone).hour
        tally.came[presence.first.place, hour] += times
        tally.minutes[presence.first.at // MINUTE] += times
        tally.organisations[organisation] += times
        tally.inside += times if presence.stay else 0
        if presence.conflicts:
            (tally.contradicted.add if times > 0 else tally.contradicted.discard)(owner)


def _counted_for(event: Event, owners: Collection[Owner]) -> dict[Owner, str]:
    """The organisations that those whose arrivals are stored were counted for."""
    stored = select(RosterArrival.registration_id, RosterArrival.organisation_name)
    return _named(stored.where(RosterArrival.event_id == event.id), owners)


def _organisations(event: Event, owners: Collection[Owner]) -> dict[Owner, str]:
    """The organisations that people are of now."""
    present = select(Registration.id, Registration.organisation_name)
    return _named(present.where(Registration.event_id == event.id), owners)


def _named(query: Select[Any, Any], owners: Collection[Owner]) -> dict[Owner, str]:
    ids = [owner for owner in owners if isinstance(owner, int)]
    if len(ids) <= OWNERS_NAMED_MAX:
        query = query.where(query.selected_columns[0].in_(ids))
    return {row[0]: row[1] for row in db.session.execute(query)} if ids else {}


def _store_arrivals(event: Event, scans: Mapping[Owner, list[Scan]]) -> None:
    if scans:
        zone = ZoneInfo(event.time_zone)
        presences = {owner: project_attendance(own, zone) for owner, own in scans.items()}
        _replace_arrivals(list_arrivals(event, presences), scans.keys(), event)


def _replace_arrivals(rows: list[dict[str, Any]], owners: Collection[Owner], event: Event) -> None:
    ids = [owner for owner in owners if isinstance(owner, int)]
    digests = [row["digest"] for row in rows]
    now = _organisations(event, owners)
    rows = [row | {"organisation_name": now.get(row["registration_id"], "")} for row in rows]
    for which in (RosterArrival.registration_id.in_(ids), RosterArrival.digest.in_(digests)):
        db.session.execute(delete(RosterArrival).where(RosterArrival.event_id == event.id, which))
    if rows:
        db.session.execute(insert(RosterArrival.__table__), rows)  # type: ignore[arg-type]


def _read(stored: dict[str, Any]) -> Days:
    return {
        date.fromisoformat(day): DayTally(
            came=Counter({(door, hour): count for door, hour, count in tally["came"]}),
            minutes=Counter(dict(tally["minutes"])),
            organisations=Counter(tally["organisations"]),
            inside=tally["inside"],
            contradicted=set(tally["contradicted"]),
        )
        for day, tally in stored.items()
    }


def _write(days: Days) -> dict[str, Any]:
    return {
        day.isoformat(): {
            "came": [[*where, count] for where, count in sorted(tally.came.items()) if count],
            "minutes": sorted(item for item in tally.minutes.items() if item[1]),
            "organisations": {name: count for name, count in tally.organisations.items() if count},
            "inside": tally.inside,
            "contradicted": sorted(tally.contradicted, key=str),
        }
        for day, tally in sorted(days.items())
    }
