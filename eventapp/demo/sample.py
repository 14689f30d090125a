"""The sample files, and the moments written in them."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

# An event, a person or a session of a sample file, as plain values.
Sample = dict[str, Any]

CURRENT_EVENTS = ("event_live", "event_open", "last_seats")
TUESDAY = 1  # as date.weekday() counts


@cache
def read(name: str) -> Sample:
    """One sample file. It is cached and shared: callers must not change it."""
    text = (files("eventapp.sample") / f"{name}.json").read_text(encoding="utf-8")
    content: Sample = json.loads(text)
    return content


@dataclass(frozen=True, slots=True)
class Moments:
    """How an event's moments are read; day 0 is its first day."""

    zone: ZoneInfo
    day_zero: date

    def at(self, written: str | dict[str, Any]) -> datetime:
        """The moment, written in full or as `{"day": n, "time": "HH:MM"}`; aware, in UTC."""
        if isinstance(written, str):
            return datetime.fromisoformat(written).astimezone(UTC)
        hour, minute = (int(part) for part in written["time"].split(":"))
        day = self.day_zero + timedelta(days=written["day"])
        local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone)
        return local.astimezone(UTC)

    def at_or_never(self, written: str | dict[str, Any] | None) -> datetime | None:
        """As `at`, where there may be no such moment."""
        return self.at(written) if written else None


def moments_of(event: Sample, *, first_day: int = 0, now: datetime) -> Moments:
    """Count an event's days from the day of seeding in the event's own time zone.

    A future event begins on the first Tuesday from then: nobody meets on a Sunday.
    """
    zone = ZoneInfo(event["time_zone"])
    day = now.astimezone(zone).date() + timedelta(days=first_day)
    if first_day > 0:
        day += timedelta(days=(TUESDAY - day.weekday()) % 7)
    return Moments(zone, day)
