"""Who came in, when and where: a pure function of the set of scans, however they arrived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from eventapp.models import ScanKind

# Two phones' scans closer than this cannot be told apart when their bounds overlap.
INDISTINGUISHABLE_MS = 2_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
DAYS_REMEMBERED = 100
EVENT_LIST = 0  # the number of the event's own check-in list
# The life of an organizer's corrections, which undo what any door scanned. No phone can have it:
# the lives of phones are letters, figures, hyphens and underscores.
CORRECTION = "desk!"


class Scan(NamedTuple):
    """What the projection needs of a scan. `knew`: the phone knew that the owner was inside."""

    at: int
    device: int
    life: str
    seq: int
    id: str
    kind: ScanKind
    place: int
    low: int
    high: int
    stretched: bool
    admits: bool
    knew: bool
    target: str | None
    list_number: int = EVENT_LIST

    @property
    def order(self) -> tuple[int, int, str, int, str]:
        """By when it happened, then by phone, never by when it arrived."""
        return self[:5]


@dataclass(frozen=True, slots=True)
class DoubleEntry:
    """One ticket let in twice on one day; which was first is uncertain when bounds overlap."""

    first: Scan
    other: Scan
    uncertain: bool


@dataclass(frozen=True, slots=True)
class Presence:
    """What the scans of one ticket's owner come to. `stay`: the entry since when they are inside.

    `last` is the last entry or exit that counts; none when all were undone.
    """

    first: Scan | None
    stay: Scan | None
    last: Scan | None
    conflicts: tuple[DoubleEntry, ...]


# Of whoever was never at a list.
NEVER = Presence(None, None, None, ())


def day_of(moment: int, zone: ZoneInfo) -> date:
    """The day of a moment (milliseconds) where the event is."""
    return datetime.fromtimestamp(moment // 1000, zone).date()


@lru_cache(DAYS_REMEMBERED)
def day_span(day: date, zone: ZoneInfo) -> tuple[int, int]:
    """When a day begins where the event is, and when the next one does (milliseconds)."""
    midnights = (datetime(on.year, on.month, on.day, tzinfo=zone) for on in (day, day + DAY))
    begins, ends = (int(midnight.timestamp()) * 1000 for midnight in midnights)
    return begins, ends


def project_attendance(scans: Iterable[Scan], zone: ZoneInfo) -> Presence:
    """Project the scans of one owner. A new day begins outside."""
    return _project(effective(scans), zone)


def project_days(scans: Iterable[Scan], zone: ZoneInfo) -> dict[date, Presence]:
    """Project the scans of one owner, each day for itself."""
    days = groupby(effective(scans), key=lambda scan: day_of(scan.at, zone))
    return {day: _project(on_day, zone) for day, on_day in days}


def at_list(scans: Iterable[Scan], number: int) -> list[Scan]:
    """Those of one check-in list; an undoing is of the list of what it undoes."""
    return [s for s in scans if s.list_number == number or s.kind is ScanKind.UNDO]


def by_list(scans: Sequence[Scan]) -> dict[int, list[Scan]]:
    """The scans of one owner at each list where there are any."""
    numbers = {scan.list_number for scan in scans if scan.kind is not ScanKind.UNDO}
    if numbers <= {EVENT_LIST}:
        return {EVENT_LIST: list(scans)}
    return {number: at_list(scans, number) for number in sorted(numbers)}


def in_house(scans: Iterable[Scan]) -> list[Scan]:
    """What tells whether the owner came to the event at all, and is in the house.

    Whoever comes to a session has come to the event; whoever leaves one has not left the house.
    """
    return [s for s in scans if s.list_number == EVENT_LIST or s.kind is not ScanKind.EXIT]


def stay_before(scan: Scan, scans: Iterable[Scan], zone: ZoneInfo) -> Scan | None:
    """The entry since when the owner was inside when `scan` happened, on the same day.

    Each list is for itself: who is at the event is not yet at a session.
    """
    (begins, ends), order = day_span(day_of(scan.at, zone), zone), scan.order
    stay = None
    for other in effective(at_list(scans, scan.list_number)):
        if not begins <= other.at < ends or other.order >= order:
            continue
        if other.kind is ScanKind.EXIT:
            stay = None
        elif stay is None:
            stay = other
    return stay


def _project(scans: Iterable[Scan], zone: ZoneInfo) -> Presence:
    first = stay = last = None
    conflicts: list[DoubleEntry] = []
    for scan in scans:
        if stay and day_of(stay.at, zone) != day_of(scan.at, zone):
            stay = None
        last = scan
        if scan.kind is ScanKind.EXIT:
            stay = None
        elif stay is None:
            stay = scan
            first = first or scan
        elif not scan.knew:
            conflicts.append(DoubleEntry(stay, scan, uncertain(stay, scan)))
    return Presence(first, stay, last, tuple(conflicts))


def effective(scans: Iterable[Scan]) -> Iterator[Scan]:
    """Entries and exits that count, in order: an undo takes its own phone's scan away.

    An organizer's correction takes away any phone's.
    """
    scans = list(scans)
    undoings = [scan for scan in scans if scan.kind is ScanKind.UNDO]
    undone = {(undo.target, undo.device) for undo in undoings}
    corrected = {undo.target for undo in undoings if undo.life == CORRECTION}
    for scan in sorted(scans, key=lambda scan: scan.order):
        counts = scan.admits or scan.kind is ScanKind.EXIT
        if counts and (scan.id, scan.device) not in undone and scan.id not in corrected:
            yield scan


def uncertain(first: Scan, other: Scan) -> bool:
    """Whether nobody can say which of two phones' scans was first."""
    if first.device == other.device:
        return False
    overlap = first.low <= other.high and other.low <= first.high
    vague = first.stretched or other.stretched or abs(first.at - other.at) < INDISTINGUISHABLE_MS
    return overlap and vague
