"""The `eventapp` program some days ahead: its clock is put forward, nothing else is changed.

python -m tests.journeys.from_nothing.later DAYS serve …
"""

import sys
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Self

from eventapp import clock
from eventapp.__main__ import main

AHEAD = timedelta(days=int(sys.argv.pop(1)))


class LaterDatetime(datetime):
    """What the clock of the product reads."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """The present moment, so many days ahead."""
        ahead = datetime.now(UTC) + AHEAD
        return cls.fromtimestamp(ahead.timestamp(), tz)


if __name__ == "__main__":
    clock.datetime = LaterDatetime  # type: ignore[misc]
    main(prog_name="eventapp")
