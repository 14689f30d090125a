"""A day of somebody's attendance at the desk: entered, seen, and taken back."""

import pytest

from eventapp.domain.door.by_hand.attendance_day import (
    NoSuchDay,
    came_on,
    enter_day,
    list_days,
    undo_day,
)
from eventapp.domain.locking import lock_event
from tests.builders import DAY, HOUR, NEXT_MONTH, a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")


def test_only_days_that_have_come_are_entered_and_taken_back_whole() -> None:
    event = an_event(starts_at=NEXT_MONTH, ends_at=NEXT_MONTH + DAY + HOUR)
    person, locked, now = a_registration(event), lock_event(event), NEXT_MONTH + HOUR
    first, second = NEXT_MONTH.date(), (NEXT_MONTH + DAY).date()
    assert list_days(event, now=now) == [first]
    with pytest.raises(NoSuchDay):
        enter_day(locked, person, second, now=now)
    enter_day(locked, person, first, now=now)
    assert (came_on(person, first), came_on(person, second)) == (True, False)
    assert (undo_day(locked, person, first, now=now), undo_day(locked, person, first, now=now)) == (
        1,
        0,
    )
