"""Several who arrive together: checked in and undone at the desk with one press."""

import pytest

from eventapp.domain.door.arriving.group import (
    GROUP_MAX,
    NobodyTicked,
    check_in_together,
    undo_together,
)
from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.door.closing import EventOver
from eventapp.domain.door.desk_check_in import AlreadyCheckedIn, NothingToUndo, NotOnThisDay
from eventapp.domain.registration.cancellation import cancel
from tests.builders import DAY, HOUR, NOON, a_registration
from tests.domain.door.test_desk_check_in import ACTOR, MINUTE, MORNING, a_two_day_event, enter

pytestmark = pytest.mark.usefixtures("app")


def test_those_who_arrive_together_are_checked_in_and_undone_with_one_press() -> None:
    event, first = a_two_day_event()
    second, gone, inside = (a_registration(event, name=name) for name in ("Bo", "Cia", "Dag"))
    cancel(gone, now=NOON)
    enter(inside)
    codes = [person.code for person in (first, second, gone, inside)]

    entered = check_in_together(event, [*codes, "nobody"], actor=ACTOR, now=MORNING + MINUTE)

    assert set(entered) == {first, second}
    assert attended_registration_ids(event.id) == {first.id, second.id, inside.id}
    with pytest.raises(AlreadyCheckedIn):
        check_in_together(event, codes, actor=ACTOR, now=MORNING + MINUTE)

    ours = [first.code, second.code]
    day = MORNING.date()
    assert undo_together(event, ours, day, actor=ACTOR, now=MORNING + 2 * MINUTE) == 2
    assert attended_registration_ids(event.id) == {inside.id}
    with pytest.raises(NothingToUndo):
        undo_together(event, ours, day, actor=ACTOR, now=MORNING + 2 * MINUTE)


@pytest.mark.parametrize("count", [0, GROUP_MAX + 1])
def test_nobody_and_too_many_are_not_checked_in_together(count: int) -> None:
    event, person = a_two_day_event()
    with pytest.raises(NobodyTicked):
        check_in_together(event, [person.code] * count, actor=ACTOR, now=MORNING)


def test_together_too_it_is_the_days_of_the_event_alone() -> None:
    event, person = a_two_day_event()
    with pytest.raises(NotOnThisDay):
        check_in_together(event, [person.code], actor=ACTOR, now=MORNING - DAY)
    with pytest.raises(EventOver):
        check_in_together(event, [person.code], actor=ACTOR, now=event.ends_at + 3 * HOUR)
