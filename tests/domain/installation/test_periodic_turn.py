"""Turns at work by the clock."""

from datetime import timedelta

import pytest

from eventapp.domain.installation.periodic_turn import is_due, take_turn
from tests.builders import NOON

INTERVAL = timedelta(seconds=30)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.usefixtures("app")


def test_a_turn_is_taken_once_an_interval_and_each_kind_for_itself() -> None:
    assert is_due("timetable", INTERVAL, now=NOON)
    assert take_turn("timetable", INTERVAL, now=NOON)

    for moment in (NOON, NOON + INTERVAL - SECOND):
        assert not is_due("timetable", INTERVAL, now=moment)
        assert not take_turn("timetable", INTERVAL, now=moment)
    assert is_due("returned letters", INTERVAL, now=NOON)
    assert is_due("timetable", INTERVAL, now=NOON + INTERVAL)
    assert take_turn("timetable", INTERVAL, now=NOON + INTERVAL)


def test_a_clock_that_is_set_back_does_not_stop_the_work() -> None:
    take_turn("timetable", INTERVAL, now=NOON + timedelta(days=1))

    assert is_due("timetable", INTERVAL, now=NOON)
    assert take_turn("timetable", INTERVAL, now=NOON)
    assert not take_turn("timetable", INTERVAL, now=NOON)
