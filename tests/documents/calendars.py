"""Entries and moments that the calendar tests share."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from eventapp.documents.calendar import CalendarEntry

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NEW_YORK = ZoneInfo("America/New_York")
ISTANBUL = ZoneInfo("Europe/Istanbul")
NOON = datetime(2023, 6, 13, 10, tzinfo=UTC)

# A moment in the night of each turn of the clocks; in New York the night is another.
TURNS = [
    datetime(2023, 3, 26, 1, tzinfo=UTC),
    datetime(2023, 10, 29, 1, tzinfo=UTC),
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2023, 3, 12, 7, tzinfo=UTC),
    datetime(2023, 11, 5, 6, tzinfo=UTC),
    datetime(2026, 3, 8, 7, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
]
AROUND_TURNS = [
    turn + timedelta(minutes=minutes)
    for turn in TURNS
    for minutes in (-60 * 24, *range(-180, 181, 30), 60 * 24)
]


def an_entry(**facts: Any) -> CalendarEntry:
    """Return one entry of an hour in Stockholm."""
    starts_at = facts.get("starts_at", NOON)
    defaults = {
        "uid": "3kq9@sample.example",
        "summary": "Välkommen",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "zone": STOCKHOLM,
        "sequence": 0,
        "stamp": NOON,
    }
    return CalendarEntry(**(defaults | facts))


def winters_and_summers_in_istanbul() -> list[datetime]:
    """Return moments of years in which Turkey turned its clocks on ever other days, then never."""
    return [
        datetime(year, month, 15, 9, tzinfo=UTC) for year in range(2010, 2022) for month in (1, 7)
    ]
