"""Our time zone rules tell other readers the right hour, in every year asked for."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar

from eventapp.documents.time_zone import vtimezone
from tests.documents.calendars import (
    AROUND_TURNS,
    ISTANBUL,
    NEW_YORK,
    STOCKHOLM,
    winters_and_summers_in_istanbul,
)


def offsets_read(zone: ZoneInfo, moments: list[datetime]) -> list[timedelta]:
    """Return what vobject, which knows nothing but the rules given, takes the offsets for."""
    calendar = Calendar()
    calendar.add_component(vtimezone(zone, moments))
    read = vobject.readOne(calendar.to_ical().decode()).vtimezone.tzinfo
    return [read.utcoffset(moment.astimezone(zone).replace(tzinfo=None)) for moment in moments]


def comes_once(zone: ZoneInfo, moment: datetime) -> bool:
    """Whether the clock on the wall shows this time only once."""
    local = moment.astimezone(zone)
    return local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset()


@pytest.mark.parametrize(
    "zone",
    [
        STOCKHOLM,
        NEW_YORK,
        ZoneInfo("Asia/Tokyo"),
        ZoneInfo("Australia/Lord_Howe"),  # turns by half an hour, in the southern autumn
        ZoneInfo("Europe/Dublin"),
    ],
    ids=str,
)
def test_the_hour_is_right_around_every_turn_of_the_clocks(zone: ZoneInfo) -> None:
    moments = [moment for moment in AROUND_TURNS if comes_once(zone, moment)]

    assert offsets_read(zone, moments) == [m.astimezone(zone).utcoffset() for m in moments]


def test_a_rule_that_a_country_changed_ends_where_it_ended() -> None:
    moments = winters_and_summers_in_istanbul()

    assert offsets_read(ISTANBUL, moments) == [m.astimezone(ISTANBUL).utcoffset() for m in moments]


def test_stockholm_needs_two_rules_whatever_the_years() -> None:
    rules = vtimezone(STOCKHOLM, AROUND_TURNS).to_ical().decode().splitlines()

    assert [line for line in rules if line.startswith(("RRULE", "BEGIN", "TZID"))] == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Stockholm",
        "BEGIN:DAYLIGHT",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "BEGIN:STANDARD",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    ]


def test_a_zone_that_never_turns_has_one_standing_offset() -> None:
    rules = vtimezone(ZoneInfo("Asia/Tokyo"), [datetime(2026, 5, 1, tzinfo=UTC)])

    assert [part.name for part in rules.subcomponents] == ["STANDARD"]
