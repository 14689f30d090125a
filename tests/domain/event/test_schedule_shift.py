"""Shifting a day or the whole schedule, as clocks at the event show it, against what was shown."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from eventapp.domain.errors import StaleVersion
from eventapp.domain.event.local_time import NoSuchTime
from eventapp.domain.event.schedule_shift import (
    NothingToShift,
    Shift,
    local_move,
    preview_shift,
    shift_schedule,
)
from eventapp.domain.schedule.board.act import find_turnable, undo_act
from eventapp.domain.schedule.board.revision import board_revision
from eventapp.domain.schedule.session import list_sessions
from eventapp.models import Event
from tests.builders import DAY, HOUR, NOON, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")
BY: dict[str, Any] = {"actor": "me", "now": NOON}
ZONE = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def event() -> Event:
    return an_event()


def shift(event: Event, shift: Shift) -> int:
    return shift_schedule(event, shift, revision=board_revision(event), **BY)


def starts(event: Event) -> list[str]:
    return [f"{s.starts_at.astimezone(ZONE):%m-%d %H:%M}" for s in list_sessions(event)]


def test_all_sessions_move_as_the_clocks_there_show_and_are_undone_in_one_act(
    event: Event,
) -> None:
    a_session(event)
    a_session(event, starts_at=event.starts_at + DAY)
    a_session(event, starts_at=event.starts_at + 2 * DAY, placed=False)
    before = starts(event)
    assert shift(event, Shift(timedelta(days=210))) == 3
    # Over the night when clocks go back: the same time of day, which is another in UTC.
    assert [at[6:] for at in starts(event)] == [at[6:] for at in before]
    act = find_turnable(event, list_sessions(event), actor="me")[0]
    assert act is not None
    undo_act(event, act.id, **BY)
    assert starts(event) == before


def test_one_day_moves_alone(event: Event) -> None:
    a_session(event)
    tomorrow = a_session(event, starts_at=event.starts_at + DAY)
    on = tomorrow.starts_at.astimezone(ZONE).date()
    assert shift(event, Shift(timedelta(minutes=-30), on)) == 1
    assert tomorrow.starts_at == event.starts_at + DAY - HOUR / 2
    assert list_sessions(event)[0].starts_at == event.starts_at


def test_the_preview_shows_where_all_would_stand_and_changes_nothing(event: Event) -> None:
    session = a_session(event)
    (line,) = preview_shift(event, Shift(timedelta(days=1)))
    assert (line.starts_at, line.outside) == (event.starts_at + DAY, True)
    assert session.starts_at == event.starts_at


def test_what_was_changed_since_the_preview_stops_it(event: Event) -> None:
    session = a_session(event)
    seen = board_revision(event)
    session.version += 1
    with pytest.raises(StaleVersion):
        shift_schedule(event, Shift(timedelta(days=1)), revision=seen, **BY)


def test_nothing_to_move_and_times_that_do_not_exist_are_refused(event: Event) -> None:
    with pytest.raises(NothingToShift):
        shift(event, Shift(timedelta(days=1)))
    a_session(event, starts_at=datetime(2027, 3, 27, 2, 30, tzinfo=ZONE))
    with pytest.raises(NothingToShift):
        shift(event, Shift(timedelta()))
    with pytest.raises(NoSuchTime):
        shift(event, Shift(timedelta(days=1)))


def test_how_far_an_event_moved_is_what_the_clocks_there_show() -> None:
    winter, summer = (datetime(2027, month, 1, 9, tzinfo=ZONE) for month in (2, 6))
    assert local_move(winter, summer, "Europe/Stockholm") == timedelta(days=120)
