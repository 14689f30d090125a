"""Arrivals by the minute, as an hour that can be drawn."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from eventapp.domain.door.projection import EPOCH
from eventapp.domain.door.roster import milliseconds
from eventapp.domain.door.scan_tally import MINUTE
from eventapp.models import Event

MINUTES = 60
BLOCK = 5  # minutes of one column of the table
LATELY = 5  # minutes
LINES = 3


@dataclass(frozen=True, slots=True)
class Pulse:
    """An hour of arrivals, a count a minute; `is_now`: the last minute is the present one."""

    starts_at: datetime
    counts: tuple[int, ...]
    is_now: bool

    @property
    def step(self) -> int:
        """What one line of the drawing stands for; there are LINES of them."""
        return max(1, -(-max(self.counts) // LINES))

    @property
    def ends_at(self) -> datetime:
        """When its last minute begins."""
        return self.minute(MINUTES - 1)

    def minute(self, number: int) -> datetime:
        """When one of its minutes begins."""
        return self.starts_at + timedelta(minutes=number)

    @property
    def blocks(self) -> list[tuple[datetime, int]]:
        """The same by BLOCK minutes, each with when it begins."""
        return [
            (self.minute(number), sum(self.counts[number : number + BLOCK]))
            for number in range(0, MINUTES, BLOCK)
        ]


def beat(minutes: Counter[int], event: Event, day: date, *, now: datetime) -> tuple[Pulse, int]:
    """The hour that ends now, and how many came lately; of another day the hour that began it."""
    present = milliseconds(now) // MINUTE
    if now.astimezone(ZoneInfo(event.time_zone)).date() == day:
        first = present - MINUTES + 1
        lately = sum(minutes[present - number] for number in range(LATELY))
        return _pulse(minutes, first, is_now=True), lately
    came = [minute for minute, count in minutes.items() if count > 0]
    begins = milliseconds(event.starts_at) // MINUTE - MINUTES
    return _pulse(minutes, min(came, default=begins), is_now=False), 0


def _pulse(minutes: Counter[int], first: int, *, is_now: bool) -> Pulse:
    counts = tuple(max(0, minutes[first + number]) for number in range(MINUTES))
    return Pulse(EPOCH + timedelta(minutes=first), counts, is_now)
