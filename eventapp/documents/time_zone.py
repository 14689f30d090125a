"""A time zone as a calendar document carries it: VTIMEZONE with yearly rules of our own.

Readers trust the rules they are sent. Lists of single changes, as libraries write them, made a
browser's reader miss the hour; rules (RRULE) did not.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class _Change:
    """One turn of the clocks; `wall` is what they showed, by the old offset, when they turned."""

    at: datetime
    wall: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def by_day(self) -> str:
        """The day of the month as RRULE counts it: -1SU, 2SU."""
        in_last_week = self.wall.day > monthrange(self.wall.year, self.wall.month)[1] - 7
        week = -1 if in_last_week else (self.wall.day - 1) // 7 + 1
        return f"{week}{_WEEKDAYS[self.wall.weekday()]}"

    @property
    def rule(self) -> tuple[object, ...]:
        """What turns of different years share when one yearly rule describes them all."""
        return (
            self.wall.month,
            self.by_day,
            self.wall.time(),
            self.before,
            self.after,
            self.name,
        )


def vtimezone(zone: ZoneInfo, moments: Iterable[datetime]) -> Timezone:
    """Describe a zone (RFC 5545 §3.6.5) so that each of the aware moments is read right.

    A rule still in force the year after the last moment has no end; one that a country
    changed meanwhile ends where it ended. At least one moment is needed.
    """
    years = {moment.astimezone(zone).year for moment in moments}
    first, last = min(years), max(years)
    component = Timezone()
    component.add("tzid", zone.key)
    changes = _changes(zone, first - 1, last + 1)
    if not changes or changes[0].at.year >= first:
        component.add_component(_standing_offset(zone, first - 1))
    for run in _runs(changes):
        component.add_component(_observance(run, ended=run[-1].at.year <= last))
    return component


@lru_cache(maxsize=64)
def _changes(zone: ZoneInfo, first: int, last: int) -> tuple[_Change, ...]:
    """Find each turn of the clocks from the first year through the last."""
    start, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    days = [start + n * _DAY for n in range((end - start).days + 1)]
    return tuple(
        _change(zone, day, next_day)
        for day, next_day in pairwise(days)
        if _offset(zone, day) != _offset(zone, next_day)
    )


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> _Change:
    """Halve the day until the second is found in which the clocks turn."""
    old, new = _offset(zone, before), _offset(zone, after)
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    wall = (after + old).replace(tzinfo=None)
    return _Change(after, wall, old, new, after.astimezone(zone).tzname() or zone.key)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _runs(changes: Sequence[_Change]) -> list[list[_Change]]:
    """Put turns that follow one rule in years without a gap together."""
    by_rule: defaultdict[tuple[object, ...], list[list[_Change]]] = defaultdict(list)
    for change in changes:
        runs = by_rule[change.rule]
        if runs and change.at.year == runs[-1][-1].at.year + 1:
            runs[-1].append(change)
        else:
            runs.append([change])
    return sorted((run for runs in by_rule.values() for run in runs), key=lambda run: run[0].at)


def _observance(run: list[_Change], *, ended: bool) -> TimezoneStandard | TimezoneDaylight:
    first = run[0]
    # By the way the clocks turn, for some laws call the winter time the exception.
    component = TimezoneDaylight() if first.after > first.before else TimezoneStandard()
    component.add("dtstart", first.wall)
    if not ended or len(run) > 1:
        rule: dict[str, object] = {
            "freq": "yearly",
            "bymonth": first.wall.month,
            "byday": first.by_day,
        }
        if ended:
            rule["count"] = len(run)  # not UNTIL, whose last turn some readers leave out
        component.add("rrule", rule)
    component.add("tzoffsetfrom", first.before)
    component.add("tzoffsetto", first.after)
    component.add("tzname", first.name)
    return component


def _standing_offset(zone: ZoneInfo, year: int) -> TimezoneStandard:
    """Describe the offset before the first turn, or the only one."""
    start = datetime(year, 1, 1, tzinfo=UTC)
    component = TimezoneStandard()
    component.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - a local time by definition
    component.add("tzoffsetfrom", _offset(zone, start))
    component.add("tzoffsetto", _offset(zone, start))
    component.add("tzname", start.astimezone(zone).tzname() or zone.key)
    return component
