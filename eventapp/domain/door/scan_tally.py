"""The tally of an event's scans: what they come to, counted on from where it last ended.

Who came is a function of the set of scans (`projection`). Of all of them it takes a second and
more when they are many, so its sums are stored with the revision up to which they were counted, and
so is what phones are sent of each owner. Scans that have arrived since are counted on: of their
owners what they came to before is taken away, and what they come to now is added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
    load_list_attendances,
    load_rows,
    owned_by,
    project_lists,
)
from eventapp.domain.door.projection import (
    EPOCH,
    EVENT_LIST,
    NEVER,
    Presence,
    Scan,
    by_list,
    in_house,
    project_days,
)
from eventapp.domain.door.roster import (
    MILLISECOND,
    arrivals_at_lists,
    list_arrivals,
    roster_frame,
)
from eventapp.extensions import db
from eventapp.models import (
    CheckIn,
    Event,
    ListArrival,
    Registration,
    Roster,
    RosterArrival,
    ScanTally,
)

# Counting so many takes less than a tenth of a second, for which other scans wait.
SCANS_AT_ONCE = 1_000
# So many of those that are not stored a page counts for itself, in half a second.
SCANS_FOR_A_PAGE = 5_000
# No database takes a query that names a hundred thousand people; the scans of all are read then.
OWNERS_NAMED_MAX = 10_000


# Rises when days hold more than before: what was stored without it is counted anew.
FORM = 3
MINUTE = 60_000  # milliseconds


@dataclass(slots=True)
class ListTally:
    """How many came to one list on one day, and how many are there."""

    came: int = 0
    inside: int = 0


@dataclass(slots=True)
class DayTally:
    """One day: first arrivals by door and hour, by minute and organisation; who is inside.

    Minutes are counted from 1970, and whoever has no organisation is of "". `contradicted` are
    those whose scans contradict. All are of the house; `lists` has who came and is inside of each
    further check-in list. It is not `whole` while later scans are left to be counted.
    """

    came: Counter[tuple[int, int]] = field(default_factory=Counter)
    minutes: Counter[int] = field(default_factory=Counter)
    organisations: Counter[str] = field(default_factory=Counter)
    inside: int = 0
    contradicted: set[Owner] = field(default_factory=set)
    lists: dict[int, ListTally] = field(default_factory=dict)
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
        _replace_arrivals(load_list_attendances(event, owners), event)


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
        for day, _first, _presence in _entered(in_house(scans), zone):
            if owner in moved:
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
    for table in (RosterArrival, ListArrival):
        db.session.execute(delete(table).where(table.event_id == event.id))
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
    days: Days,
    owner: Owner,
    organisation: str,
    scans: Sequence[Scan],
    zone: ZoneInfo,
    times: int,
) -> None:
    lists = by_list(scans)
    house = scans if lists.keys() == {EVENT_LIST} else in_house(scans)
    for day, first, presence in _entered(house, zone):
        tally = days.setdefault(day, DayTally())
        hour = (EPOCH + first.at * MILLISECOND).astimezone(zone).hour
        tally.came[first.place, hour] += times
        tally.minutes[first.at // MINUTE] += times
        tally.organisations[organisation] += times
        tally.inside += times if presence.stay else 0
    for number, at_list in lists.items():
        for day, _first, presence in _entered(at_list, zone):
            tally = days.setdefault(day, DayTally())
            if number != EVENT_LIST:
                of_list = tally.lists.setdefault(number, ListTally())
                of_list.came += times
                of_list.inside += times if presence.stay else 0
            if presence.conflicts:
                (tally.contradicted.add if times > 0 else tally.contradicted.discard)(owner)


def _entered(scans: Iterable[Scan], zone: ZoneInfo) -> Iterator[tuple[date, Scan, Presence]]:
    """The days on which somebody came in, with their first entry."""
    for day, presence in project_days(scans, zone).items():
        if presence.first is not None:
            yield day, presence.first, presence


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
        _replace_arrivals(project_lists(event, scans), event)


def _replace_arrivals(presences: Mapping[Owner, Mapping[int, Presence]], event: Event) -> None:
    ids = [owner for owner in presences if isinstance(owner, int)]
    at_event = {owner: at.get(EVENT_LIST, NEVER) for owner, at in presences.items()}
    now = _organisations(event, presences.keys())
    here = [
        row | {"organisation_name": now.get(row["registration_id"], "")}
        for row in list_arrivals(event, at_event)
    ]
    elsewhere = arrivals_at_lists(event, presences)
    digests = {row["digest"] for row in here}
    for table, rows in ((RosterArrival, here), (ListArrival, elsewhere)):
        for which in (table.registration_id.in_(ids), table.digest.in_(digests)):
            db.session.execute(delete(table).where(table.event_id == event.id, which))
        if rows:
            db.session.execute(insert(table.__table__), rows)  # type: ignore[arg-type]


def _read(stored: dict[str, Any]) -> Days:
    return {
        date.fromisoformat(day): DayTally(
            came=Counter({(door, hour): count for door, hour, count in tally["came"]}),
            minutes=Counter(dict(tally["minutes"])),
            organisations=Counter(tally["organisations"]),
            inside=tally["inside"],
            contradicted=set(tally["contradicted"]),
            lists={number: ListTally(came, inside) for number, came, inside in tally["lists"]},
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
            "lists": [[n, of.came, of.inside] for n, of in sorted(tally.lists.items())],
        }
        for day, tally in sorted(days.items())
    }
