"""Moved by the clock on the wall, and refused where that time does not exist."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eventapp.domain.event.copy.move import Move
from eventapp.domain.event.local_time import NoSuchTime
from eventapp.extensions import db
from tests.builders import HOUR, a_session, an_event
from tests.builders.event import a_copy

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WEEK = Move(timedelta(days=7), "Europe/Stockholm")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=STOCKHOLM)


def test_times_of_day_stay_across_the_clocks_change() -> None:
    assert WEEK.value(at(24, 9)) == at(31, 9)
    later = WEEK.moment(at(24, 9)).astimezone(UTC) - at(24, 9).astimezone(UTC)
    assert later == timedelta(days=7) - HOUR
    assert WEEK.day(date(2027, 3, 24)) == date(2027, 3, 31)
    assert WEEK.value("text") == "text"


def test_a_time_that_the_clocks_jump_over_is_refused() -> None:
    with pytest.raises(NoSuchTime):
        WEEK.moment(at(21, 2, 30))


def test_a_span_over_the_hour_that_comes_twice_retains_its_length() -> None:
    autumn = Move(timedelta(0), "Europe/Stockholm")
    starts = datetime(2027, 10, 30, 1, 45, tzinfo=STOCKHOLM)
    assert autumn.span(starts, starts + HOUR) == (starts, starts + HOUR)


@pytest.mark.usefixtures("app")
def test_a_copy_whose_session_would_be_at_a_missing_time_is_refused() -> None:
    event = an_event(starts_at=at(20, 20))
    event.ends_at = event.starts_at + 12 * HOUR
    a_session(event, starts_at=at(21, 2, 30))
    with pytest.raises(NoSuchTime):
        a_copy(event, at(27, 20))
    db.session.rollback()
