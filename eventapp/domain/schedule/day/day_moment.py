"""What is on at a moment, what comes next, and until when that stays true."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from eventapp.domain.schedule.published import PublishedRoom, PublishedSchedule, PublishedSession

NEXT_ITEMS_MAX = 3


class DayPhase(StrEnum):
    """Before the first day, on, between two sessions, between two days, or over."""

    BEFORE = "before"
    ON = "on"
    BREAK = "break"
    BETWEEN_DAYS = "between-days"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class DayItem:
    """A session that one goes to, or a choice where one has no seat.

    Then `session` is None and `options` has the parallel sessions of this `choice_group`; `awaited`
    is the one whose queue one stands in, if any.
    """

    starts_at: datetime
    ends_at: datetime
    session: PublishedSession | None
    choice_group: str = ""
    options: tuple[PublishedSession, ...] = ()
    awaited: PublishedSession | None = None

    @property
    def is_break(self) -> bool:
        """Whether it is coffee, a meal or the like."""
        return bool(self.session and self.session.kind == "service")


@dataclass(frozen=True, slots=True)
class DayMoment:
    """One moment of an event. `head` is what is on or, in a break, what comes.

    `during` is the coffee or the meal that is on until then, `sooner` one that begins before it,
    `begun` whether anything of the day has begun. `until` is when all this is out of date; None
    once everything is over.
    """

    phase: DayPhase
    head: DayItem | None
    during: DayItem | None
    sooner: DayItem | None
    begun: bool
    following: tuple[DayItem, ...]
    until: datetime | None


def moment_of(items: Sequence[DayItem], now: datetime, zone: str) -> DayMoment:
    """Say what is on now, of these items in order of time."""
    on = [item for item in items if item.starts_at <= now < item.ends_at]
    ahead = [item for item in items if item.starts_at > now]
    until = min((item.ends_at for item in on), default=None)
    if ahead:
        until = min(until or ahead[0].starts_at, ahead[0].starts_at)
    today = local_date(now, zone)
    later_today = [item for item in ahead if local_date(item.starts_at, zone) == today]
    phase, head = _phase_and_head(items, on, later_today, ahead, now)
    during = next((item for item in on if item.is_break and item is not head), None)
    sooner = next((i for i in ahead if head and i.is_break and i.starts_at < head.starts_at), None)
    begun = any(i.starts_at <= now and local_date(i.starts_at, zone) == today for i in items)
    return DayMoment(phase, head, during, sooner, begun, _following(head, ahead, zone), until)


def _phase_and_head(
    items: Sequence[DayItem],
    on: list[DayItem],
    later_today: list[DayItem],
    ahead: list[DayItem],
    now: datetime,
) -> tuple[DayPhase, DayItem | None]:
    """A lecture that is on, then one later today, then coffee or a meal, then the next day."""
    lectures = [item for item in on if not item.is_break]
    if lectures:
        return DayPhase.ON, lectures[-1]
    coming = next((item for item in later_today if not item.is_break), None)
    if coming or (later_today and not on):
        return DayPhase.BREAK, coming or later_today[0]
    if on:
        return DayPhase.ON, on[-1]
    if ahead:
        begun = any(item.ends_at <= now for item in items)
        return (DayPhase.BETWEEN_DAYS if begun else DayPhase.BEFORE), ahead[0]
    return DayPhase.OVER, None


def _following(head: DayItem | None, ahead: list[DayItem], zone: str) -> tuple[DayItem, ...]:
    """The next items after the head, on the same day."""
    if head is None:
        return ()
    on_day = local_date(head.starts_at, zone)
    after = [
        item
        for item in ahead
        if item.starts_at >= head.starts_at
        and item is not head
        and local_date(item.starts_at, zone) == on_day
    ]
    return tuple(after[:NEXT_ITEMS_MAX])


def local_date(moment: datetime, zone: str) -> date:
    """The day of a moment in this time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True, slots=True)
class RoomMoment:
    """A room at a moment: what is on there, and what comes next today."""

    room: PublishedRoom
    current: PublishedSession | None
    following: PublishedSession | None


def rooms_at(schedule: PublishedSchedule, now: datetime, zone: str) -> list[RoomMoment]:
    """Every room of the day, in the schedule's order. Nothing here says who takes part."""
    today = [
        session
        for session in schedule.sessions
        if local_date(session.starts_at, zone) == local_date(now, zone) and not session.cancelled
    ]
    return [_room_at(room, today, now) for room in schedule.rooms]


def _room_at(room: PublishedRoom, today: Iterable[PublishedSession], now: datetime) -> RoomMoment:
    here = [session for session in today if session.room and session.room.code == room.code]
    current = next((s for s in here if s.starts_at <= now < s.ends_at), None)
    following = next((s for s in here if s.starts_at > now), None)
    return RoomMoment(room, current, following)
