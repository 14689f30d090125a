"""A day of the board: rooms as columns, and where in them each session stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from eventapp.domain.schedule.day.day_grid import grid_line, grid_minutes
from eventapp.models import Event, Room, Session, SessionKind

# Further rooms share the last column; the list says which room it is.
ROOMS_MAX = 60
# Two things in one room stand beside each other, up to so many.
LANES_MAX = 4
MINUTES_A_DAY = 24 * 60
# A day without sessions is drawn from eight to five.
OPENS, CLOSES = 8, 17
# Breaks, and what is for everybody and has no room, are drawn across all while nothing else is on.
ACROSS = 0


@dataclass(frozen=True, slots=True)
class BoardBlock:
    """A session as drawn: its column, counted from 1, or ACROSS; its lane among those beside it."""

    session: Session
    column: int
    line: str
    minutes: int
    lane: int = 1
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class BoardDay:
    """A day as drawn. The last column, after those of the rooms, is for what has no room."""

    on: date
    rooms: Sequence[Room]
    blocks: Sequence[BoardBlock]
    first_hour: int
    last_hour: int

    @property
    def width(self) -> int:
        """How many columns there are."""
        return min(len(self.rooms), ROOMS_MAX) + 1


def list_days(event: Event, sessions: Iterable[Session]) -> list[date]:
    """The days of the event, and those on which a session has a place, in order."""
    zone = ZoneInfo(event.time_zone)
    first, last = (at.astimezone(zone).date() for at in (event.starts_at, event.ends_at))
    days = {first + timedelta(days=number) for number in range((last - first).days + 1)}
    days |= {session.starts_at.astimezone(zone).date() for session in sessions if session.placed}
    return sorted(days)


def is_on(session: Session, on: date, time_zone: str) -> bool:
    """Whether the session has a place that begins on this day."""
    return session.placed and session.starts_at.astimezone(ZoneInfo(time_zone)).date() == on


def lay_out(event: Event, rooms: Sequence[Room], sessions: Iterable[Session], on: date) -> BoardDay:
    """Lay out the sessions that have a place on this day, by time.

    Where there are more than ROOMS_MAX rooms those that the day uses come first; the rest share
    the last column.
    """
    zone = event.time_zone
    mine = [session for session in sessions if is_on(session, on, zone)]
    if len(rooms) > ROOMS_MAX:
        used = {session.room_id for session in mine}
        rooms = sorted(rooms, key=lambda room: room.id not in used)
    mine.sort(key=lambda session: (session.starts_at, session.id))
    columns = {room.id: min(number, ROOMS_MAX) for number, room in enumerate(rooms, 1)}
    last = min(len(rooms), ROOMS_MAX) + 1
    by_column: dict[int, list[Session]] = {}
    for session in mine:
        column = columns.get(session.room_id or 0, last)
        anywhere = column == last or session.kind is SessionKind.SERVICE
        if anywhere and _spans_all(session, mine):
            column = ACROSS
        by_column.setdefault(column, []).append(session)
    blocks = [
        _block(session, column, lane, lanes, zone)
        for column, there in by_column.items()
        for session, lane, lanes in _lanes(there)
    ]
    blocks.sort(key=lambda block: (block.session.starts_at, block.column, block.lane))
    first_hour, last_hour = _hours(event, blocks, on)
    return BoardDay(on, rooms, blocks, first_hour, last_hour)


def minute_of(moment: datetime, zone: str) -> int:
    """Minutes since midnight, as clocks in the zone show it."""
    at = moment.astimezone(ZoneInfo(zone))
    return at.hour * 60 + at.minute


def _spans_all(session: Session, sessions: Sequence[Session]) -> bool:
    """Whether it is for everybody, and nothing else takes place meanwhile."""
    return session.kind is not SessionKind.CHOICE and not any(
        other is not session
        and other.starts_at < session.ends_at
        and session.starts_at < other.ends_at
        for other in sessions
    )


def _block(session: Session, column: int, lane: int, lanes: int, zone: str) -> BoardBlock:
    left = MINUTES_A_DAY - minute_of(session.starts_at, zone)
    minutes = min(grid_minutes(session.ends_at - session.starts_at), max(left - left % 5, 5))
    lanes = min(lanes, LANES_MAX)
    return BoardBlock(
        session, column, grid_line(session.starts_at, zone), minutes, min(lane, lanes), lanes
    )


def _lanes(sessions: Sequence[Session]) -> list[tuple[Session, int, int]]:
    """Each session with its lane and how many there are beside each other; given by start."""
    lanes: list[tuple[Session, int, int]] = []
    together: list[tuple[Session, int]] = []
    ends: list[datetime] = []
    for session in sessions:
        if ends and session.starts_at >= max(ends):
            lanes += [(other, lane, len(ends)) for other, lane in together]
            together, ends = [], []
        free = (lane for lane, end in enumerate(ends) if end <= session.starts_at)
        lane = next(free, len(ends))
        ends[lane : lane + 1] = [session.ends_at]
        together.append((session, lane + 1))
    return lanes + [(other, lane, len(ends)) for other, lane in together]


def _hours(event: Event, blocks: Sequence[BoardBlock], on: date) -> tuple[int, int]:
    """The first hour drawn, and that at which the day ends: with room before and after."""
    zone = ZoneInfo(event.time_zone)
    starts = [int(block.line[:2]) for block in blocks]
    ends = [-(-(int(b.line[:2]) * 60 + int(b.line[2:]) + b.minutes) // 60) for b in blocks]
    for moment, hours in ((event.starts_at, starts), (event.ends_at, ends)):
        local = moment.astimezone(zone)
        if local.date() == on:
            hours.append(local.hour + (hours is ends and local.minute > 0))
    first = min([*starts, *(() if starts else (OPENS,))])
    last = max([*ends, *(() if ends else (CLOSES,))])
    return max(first - 1, 0), min(max(last, first + 1) + 1, 24)
