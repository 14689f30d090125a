"""The moments that tests speak of."""

from datetime import UTC, datetime, timedelta

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
NEXT_WEEK = NOON + 7 * DAY  # the last day to register, and to cancel
NEXT_MONTH = NOON + 30 * DAY  # the event
