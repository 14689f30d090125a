"""When a letter that goes by itself goes: days from the event, and the time of day there."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from eventapp.domain.event.local_time import NoSuchTime, moment_at

DAYS_MAX = 60  # before the event or after it
MINUTES_A_DAY = 24 * 60
NINE = 9 * 60


@dataclass(frozen=True, slots=True)
class Timing:
    """When a letter goes: days from the event, and the minute of the day."""

    days: int
    minute: int


def moment_of_day(on: date, minute: int, time_zone: str) -> datetime:
    """That time of day; where the clocks jump over it or show it twice, two hours later."""
    local = datetime.combine(on, time(*divmod(minute % MINUTES_A_DAY, 60)))
    try:
        return moment_at(local, time_zone)
    except NoSuchTime:
        return moment_at(local + timedelta(hours=2), time_zone)
