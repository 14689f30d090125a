"""Local days and times at an event, and the moments that they name.

When clocks go forward an hour does not exist that day, and when they go back an hour comes twice.
Both are refused, since either reading would be a guess.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from eventapp.domain.errors import Refusal
from eventapp.i18n import _

DEFAULT_TIME_ZONE = "Europe/Stockholm"


class NoSuchTime(Refusal):
    """The clocks jump over this time."""

    code = "no-such-time"

    def __init__(self, local: datetime) -> None:
        super().__init__()
        self.local = local

    @property
    def message(self) -> str:
        """The sentence, with the day and the time."""
        return _(
            "The time %(time)s does not exist on %(day)s, when the clocks go "
            "forward. Choose another time.",
            time=f"{self.local:%H.%M}",
            day=f"{self.local:%Y-%m-%d}",
        )


class TimeComesTwice(NoSuchTime):
    """The clocks show this time twice that day."""

    code = "time-comes-twice"

    @property
    def message(self) -> str:
        """The sentence, with the day and the time."""
        return _(
            "The time %(time)s occurs twice on %(day)s, when the clocks go back. "
            "Choose another time.",
            time=f"{self.local:%H.%M}",
            day=f"{self.local:%Y-%m-%d}",
        )


def moment_at(local: datetime, time_zone: str) -> datetime:
    """The moment when clocks in the zone show this day and time, aware.

    Raises NoSuchTime, TimeComesTwice.
    """
    zone = ZoneInfo(time_zone)
    moment = local.replace(tzinfo=zone, fold=0)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime(local)
    if moment.utcoffset() != moment.replace(fold=1).utcoffset():
        raise TimeComesTwice(local)
    return moment
