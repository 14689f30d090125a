"""Move: how far a copy lies from its event, in the time that clocks there show."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from eventapp.domain.event.local_time import moment_at


@dataclass(frozen=True, slots=True)
class Move:
    """How far everything moves, in the local time of a time zone."""

    later: timedelta
    time_zone: str

    def value(self, value: object) -> object:
        """A moment moved, anything else as it is. Raises NoSuchTime."""
        if isinstance(value, datetime):
            return self.moment(value)
        return list(value) if isinstance(value, list) else value

    def moment(self, moment: datetime) -> datetime:
        """The moment moved. Raises NoSuchTime."""
        local = moment.astimezone(ZoneInfo(self.time_zone)).replace(tzinfo=None, fold=0)
        return moment_at(local + self.later, self.time_zone)

    def day(self, day: date) -> date:
        """The day moved."""
        return day + timedelta(days=round(self.later / timedelta(days=1)))

    def span(self, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
        """Both ends moved; a span over the hour that comes twice retains its length."""
        starts, ends = self.moment(starts_at), self.moment(ends_at)
        return starts, ends if ends > starts else starts + (ends_at - starts_at)


def values_of(thing: object, names: tuple[str, ...]) -> dict[str, object]:
    """The values of these columns, lists anew: a row of its own must not share them."""
    values = {name: getattr(thing, name) for name in names}
    return {name: list(v) if isinstance(v, list) else v for name, v in values.items()}
