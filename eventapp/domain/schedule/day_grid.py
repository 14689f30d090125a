"""A day drawn to scale: where each session lies, and whether it can be drawn at all."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

LINE_MINUTES = 5
LONGEST_MINUTES = 720
COLUMNS_MAX = 8

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class DayGrid:
    """The columns of a day.

    `columns` has that of each session by its code, counted from 1, and 0 for one that nothing
    meets and that spans them all. A day that is not `drawn` is a list by time.
    """

    columns: dict[str, int]
    width: int
    drawn: bool


def day_grid(
    codes: Iterable[str],
    starts: Iterable[datetime],
    ends: Iterable[datetime],
    rooms: Iterable[Any],
    zone: str,
) -> DayGrid:
    """Arrange sessions, given in order: the codes of all, when they start and end, their rooms.

    Each room in which something happens at the same time as something else has a column. More
    than eight of them, two things in one room at once, or a day that passes midnight make a list.
    """
    spans = list(zip(starts, ends, strict=True))
    named: list[Any] = []  # in order of appearance; a room need not be hashable
    columns: list[int] = []
    for room, count in zip(rooms, _counts_at_once(spans), strict=True):
        if count > 1 and room not in named:
            named.append(room)
        columns.append(named.index(room) + 1 if count > 1 else 0)
    lines = [grid_line(start, zone) for start, _ in spans]
    fits = len(lines) > 0 and len(named) <= COLUMNS_MAX and lines == sorted(lines)
    return DayGrid(
        columns=dict(zip(codes, columns, strict=True)),
        width=max(len(named), 1),
        drawn=fits and not _is_room_taken_twice(columns, spans),
    )


def _is_room_taken_twice(columns: list[int], spans: list[Span]) -> bool:
    return any(
        max(
            _counts_at_once([span for span, at in zip(spans, columns, strict=True) if at == column])
        )
        > 1
        for column in set(columns) - {0}
    )


def _counts_at_once(spans: list[Span]) -> list[int]:
    """How many there are while each one lasts, itself included."""
    begun, over = sorted(start for start, _ in spans), sorted(end for _, end in spans)
    return [bisect_left(begun, end) - bisect_right(over, start) for start, end in spans]


def grid_line(moment: datetime, zone: str) -> str:
    """HHMM of a moment, rounded down to five minutes: a line of the grid."""
    at = moment.astimezone(ZoneInfo(zone))
    return f"{at.hour:02}{at.minute - at.minute % LINE_MINUTES:02}"


def grid_minutes(lasts: timedelta) -> int:
    """How many minutes high something is drawn: in steps of five, half a day at most."""
    lines = -(int(lasts.total_seconds() // 60) // -LINE_MINUTES)
    return min(max(lines * LINE_MINUTES, LINE_MINUTES), LONGEST_MINUTES)
