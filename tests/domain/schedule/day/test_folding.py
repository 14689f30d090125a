"""What is over is folded while the event runs, and only then."""

from datetime import timedelta

import pytest
from flask import Flask

from eventapp.domain.schedule.day.folding import fold_days, is_running, known_area
from eventapp.domain.schedule.published import PublishedSchedule
from eventapp.domain.schedule.release import latest_schedule
from eventapp.models import Event, EventState
from tests.builders.day import two_days
from tests.builders.moments import DAY, HOUR


@pytest.fixture
def event(app: Flask) -> Event:
    return two_days()


def schedule_of(event: Event) -> PublishedSchedule:
    schedule = latest_schedule(event)
    assert schedule
    return schedule


def test_an_event_runs_from_its_first_midnight_to_its_end(event: Event) -> None:
    assert not is_running(event, event.starts_at - DAY)
    assert is_running(event, event.starts_at - HOUR)
    assert is_running(event, event.ends_at - timedelta(seconds=1))
    assert not is_running(event, event.ends_at)
    event.state = EventState.CANCELLED
    assert not is_running(event, event.starts_at)


def test_what_is_over_stands_apart_on_the_day_itself(event: Event) -> None:
    first, second = fold_days(schedule_of(event), event, event.starts_at + 2 * HOUR)

    assert [session.title for session in first.earlier] == ["Öppning", "Kaffe"]
    assert {session.title for session in first.rest.sessions} == {"Ljus", "Skola"}
    assert (first.today, second.today, second.earlier) == (True, False, ())


def test_nothing_is_folded_before_or_after(event: Event) -> None:
    for moment in (event.starts_at - 7 * DAY, event.ends_at + DAY):
        days = fold_days(schedule_of(event), event, moment)
        assert [day.earlier for day in days] == [(), ()]


def test_an_unknown_area_is_none(event: Event) -> None:
    assert known_area(schedule_of(event), "nonsens") == ""
