"""What becomes of the sessions of two that are merged, and that are two again."""

import pytest

from eventapp.domain.desk.double.double_merge import complete_merge, undo_merge
from eventapp.models import ChoiceState
from tests.builders import NOON, a_queue, a_registration, a_session, an_event
from tests.domain.desk.double.test_double_merge import LATER, merge, sessions_of

pytestmark = pytest.mark.usefixtures("app")


def test_the_better_seat_in_a_session_stays_with_the_person() -> None:
    event = an_event()
    session = a_session(event, seats=1)
    source, target = (a_registration(event, sessions=(session,)) for _ in range(2))
    assert sessions_of(target) == {session.title: ChoiceState.WAITLISTED}
    merged = merge(source, target)
    assert sessions_of(target) == {session.title: ChoiceState.CONFIRMED}

    undo_merge(merged, actor="desk", now=NOON)
    assert sessions_of(target) == {session.title: ChoiceState.WAITLISTED}
    assert sessions_of(source) == {session.title: ChoiceState.CONFIRMED}

    merged = merge(source, target)
    complete_merge(merged.code, now=LATER)
    assert sessions_of(target) == {session.title: ChoiceState.CONFIRMED}
    assert sessions_of(source) == {}


def test_those_who_wait_only_wish_for_sessions_until_they_have_a_place() -> None:
    event = an_event(seats=1)
    session = a_session(event)
    target = a_registration(event)
    (source,) = a_queue(event, 1, sessions=(session,))
    number = source.queue_number
    merged = merge(source, target)
    assert sessions_of(target) == {session.title: ChoiceState.WISHED}

    undo_merge(merged, actor="desk", now=NOON)
    assert source.queue_number == number
    assert sessions_of(source) == {session.title: ChoiceState.WISHED}

    complete_merge(merge(source, target).code, now=LATER)
    assert sessions_of(target) == {session.title: ChoiceState.CONFIRMED}
