"""Arrivals by the minute: the hour until now, or of another day the hour that began it."""

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask

from eventapp.domain.door.arriving.pulse import MINUTES, Pulse, beat
from eventapp.domain.door.roster import milliseconds
from eventapp.domain.door.scan_tally import MINUTE
from eventapp.models import Event
from tests.builders import DAY, HOUR, NOON, an_event

PRESENT = milliseconds(NOON) // MINUTE


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - HOUR, ends_at=NOON + HOUR)


def test_the_hour_ends_with_this_minute(event: Event) -> None:
    came = Counter({PRESENT: 2, PRESENT - 4: 1, PRESENT - 5: 7, PRESENT - 59: 3, PRESENT - 60: 9})
    pulse, lately = beat(came, event, NOON.date(), now=NOON + timedelta(seconds=40))
    assert (pulse.counts[-1], pulse.counts[-5], pulse.counts[-6], pulse.counts[0]) == (2, 1, 7, 3)
    assert (sum(pulse.counts), lately, pulse.is_now) == (13, 3, True)
    assert pulse.ends_at == NOON
    assert [count for _begins, count in pulse.blocks] == [3, *[0] * 9, 7, 3]


def test_of_another_day_it_begins_with_the_first_who_came(event: Event) -> None:
    came = Counter({PRESENT: 1, PRESENT + 1: 1, PRESENT - 30: 0})
    pulse, lately = beat(came, event, NOON.date(), now=NOON + DAY)
    assert (pulse.starts_at, pulse.counts[:3]) == (NOON, (1, 1, 0))
    assert (lately, pulse.is_now) == (0, False)
    empty, _lately = beat(Counter(), event, NOON.date(), now=NOON - DAY)
    assert empty.counts == (0,) * MINUTES


@pytest.mark.parametrize(("most", "step"), [(0, 1), (3, 1), (4, 2), (10, 4)])
def test_its_lines_are_whole_people_and_the_highest_bar_fits(most: int, step: int) -> None:
    pulse = Pulse(NOON, (most, *[0] * 59), is_now=True)
    assert pulse.step == step
    assert 3 * pulse.step >= most
