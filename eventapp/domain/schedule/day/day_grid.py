"""A day drawn to scale: where each session lies, and whether it can be drawn at all."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, zip_longest
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from eventapp.domain.schedule.published import PublishedSession

LINE_MINUTES = 5
LONGEST_MINUTES = 720
COLUMNS_MAX = 8

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class DaySlot:
    """Sessions that start at the same time, and what their heading says.

    `place` says where that is drawn: it ends no later than the next slot begins. A `soft` one has
    nothing but breaks. `choice` is the group of which one chooses one, or empty.
    """

    starts_at: datetime
    ends_at: datetime
    place: str
    choice: str
    soft: bool
    sessions: tuple[PublishedSession, ...]


@dataclass(frozen=True, slots=True)
class DayGrid:
    """The columns of a day, and its sessions in slots.

    `columns` has that of each session by its code, counted from 1, and 0 for one that nothing
    meets and that spans them all; `places` says in classes of the style sheet where each is drawn.
    A day that is not `drawn` is a list by time.
    """

    columns: dict[str, int]
    places: dict[str, str]
    slots: tuple[DaySlot, ...]
    width: int
    drawn: bool


def day_grid(sessions: Sequence[PublishedSession], zone: str) -> DayGrid:
    """Arrange the sessions of a day, given in order; their rooms need not be hashable.

    Each room in which something happens at the same time as something else has a column. More
    than eight of them, two things in one room at once, or a day that passes midnight make a list.
    """
    spans = [(session.starts_at, session.ends_at) for session in sessions]
    named: list[Any] = []  # in order of appearance
    columns: list[int] = []
    for session, count in zip(sessions, _counts_at_once(spans), strict=True):
        if count > 1 and session.room not in named:
            named.append(session.room)
        columns.append(named.index(session.room) + 1 if count > 1 else 0)
    places = [
        f"{_place(*span, zone)} col-{column or 'all'}"
        for span, column in zip(spans, columns, strict=True)
    ]
    lines = [grid_line(start, zone) for start, _ in spans]
    fits = len(lines) > 0 and len(named) <= COLUMNS_MAX and lines == sorted(lines)
    codes = [session.code for session in sessions]
    return DayGrid(
        columns=dict(zip(codes, columns, strict=True)),
        places=dict(zip(codes, places, strict=True)),
        slots=tuple(_slots(sessions, zone)),
        width=max(len(named), 1),
        drawn=fits and not _is_room_taken_twice(columns, spans),
    )


def _slots(sessions: Sequence[PublishedSession], zone: str) -> Iterator[DaySlot]:
    by_start = attrgetter("starts_at")
    groups = [
        (starts_at, tuple(group))
        for starts_at, group in groupby(sorted(sessions, key=by_start), key=by_start)
    ]
    following = [starts_at for starts_at, _ in groups[1:]]
    for (starts_at, group), next_starts_at in zip_longest(groups, following):
        ends_at = max(session.ends_at for session in group)
        yield DaySlot(
            starts_at=starts_at,
            ends_at=ends_at,
            place=_place(starts_at, min(ends_at, next_starts_at or ends_at), zone),
            choice=next((s.choice_group for s in group if s.choice_group), ""),
            soft=all(session.kind == "service" for session in group),
            sessions=group,
        )


def _place(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    return f"t-{grid_line(starts_at, zone)} d-{grid_minutes(ends_at - starts_at)}"


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
