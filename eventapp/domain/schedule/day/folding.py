"""Days as they are read while an event runs: what is over is folded, so that now comes first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from eventapp.domain.schedule.day.day_moment import local_date
from eventapp.domain.schedule.published import PublishedDay, PublishedSchedule, PublishedSession
from eventapp.models import Event, EventState


@dataclass(frozen=True, slots=True)
class FoldedDay:
    """A day, whose sessions that are over stand apart from the `rest`."""

    day: PublishedDay
    today: bool
    earlier: tuple[PublishedSession, ...]
    rest: PublishedDay


def is_running(event: Event, now: datetime) -> bool:
    """Whether it is one of the event's days: from the midnight before it begins to its end."""
    if event.state is not EventState.PUBLISHED:
        return False
    zone = event.time_zone
    return local_date(event.starts_at, zone) <= local_date(now, zone) and now < event.ends_at


def fold_days(
    schedule: PublishedSchedule, event: Event, now: datetime, area: str = ""
) -> list[FoldedDay]:
    """The days of a schedule, of one track only where `area` is its code.

    Before the event and after it nothing is folded.
    """
    running = is_running(event, now)
    today = local_date(now, event.time_zone)
    return [
        _fold(replace(day, sessions=_of_area(day.sessions, area)), now if running else None, today)
        for day in schedule.days
    ]


def known_area(schedule: PublishedSchedule, code: str) -> str:
    """The code of a track that there is, or nothing."""
    return code if any(track.code == code for track in schedule.tracks) else ""


def _fold(day: PublishedDay, now: datetime | None, today: object) -> FoldedDay:
    over = tuple(s for s in day.sessions if now and s.ends_at <= now)
    rest = tuple(s for s in day.sessions if not now or s.ends_at > now)
    return FoldedDay(day, now is not None and day.date == today, over, replace(day, sessions=rest))


def _of_area(sessions: Sequence[PublishedSession], area: str) -> tuple[PublishedSession, ...]:
    return tuple(s for s in sessions if not area or (s.track and s.track.code == area))
