"""What a series of meetings carries over until it is done."""

import pytest

from eventapp.domain.event.follow_up import add_follow_up, finish_follow_up, list_follow_ups
from eventapp.extensions import db
from eventapp.models import Event, Series
from tests.builders import DAY, NOON, an_event

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def series() -> Series:
    series = Series(slug="natverket", title="Nätverket")
    db.session.add(series)
    db.session.flush()
    return series


def a_meeting(series: Series) -> Event:
    return an_event(series_id=series.id)


def test_a_line_is_open_at_every_meeting_until_one_finishes_it(series: Series) -> None:
    first, second = a_meeting(series), a_meeting(series)
    line = add_follow_up(first, "Dela rutinen", "Åsa", now=NOON)

    assert list_follow_ups(series, since=NOON) == [line]
    assert finish_follow_up(second, line.code, now=NOON + DAY)
    assert not finish_follow_up(first, line.code, now=NOON + DAY)


def test_what_was_done_long_ago_is_listed_no_more(series: Series) -> None:
    meeting = a_meeting(series)
    line = add_follow_up(meeting, "Dela rutinen", "", now=NOON)
    finish_follow_up(meeting, line.code, now=NOON + DAY)

    assert list_follow_ups(series, since=NOON + DAY) == [line]
    assert list_follow_ups(series, since=NOON + 2 * DAY) == []


def test_an_event_without_a_series_has_nothing_to_carry_over(series: Series) -> None:
    line = add_follow_up(a_meeting(series), "Dela rutinen", "", now=NOON)

    with pytest.raises(ValueError, match="series"):
        add_follow_up(an_event(), "Dela rutinen", "", now=NOON)
    assert not finish_follow_up(an_event(), line.code, now=NOON)
