"""What the first page of the organizers asks to be taken care of."""

import pytest

from eventapp.domain.event.attention import DRAFT_WARNING, LAPSE_WARNING, Attention, Matter
from eventapp.domain.event.attention import list_attention as list_all
from eventapp.extensions import db
from eventapp.models import EventState
from tests.builders import DAY, NEXT_MONTH, NOON, a_queue, a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")


def attention() -> list[Attention]:
    db.session.flush()
    return list_all(now=NOON)


def test_an_event_with_seats_left_asks_for_nothing() -> None:
    a_registration(an_event())

    assert attention() == []


def test_a_full_event_with_a_queue_is_named_with_its_length() -> None:
    event = an_event(seats=1)
    a_registration(event)
    a_queue(event, 2)

    assert attention() == [Attention(Matter.QUEUE, event, count=2)]


@pytest.mark.parametrize(("ahead", "named"), [(LAPSE_WARNING, True), (LAPSE_WARNING + DAY, False)])
def test_reserved_seats_are_named_shortly_before_they_lapse(ahead: object, named: bool) -> None:
    event = an_event(reserved_until=NOON + ahead)  # type: ignore[operator]

    expected = [Attention(Matter.RESERVE, event, by=event.reserved_until)] if named else []
    assert attention() == expected


def test_a_draft_is_named_when_its_day_comes_near() -> None:
    near = an_event(state=EventState.DRAFT)
    an_event(
        state=EventState.DRAFT,
        starts_at=NOON + DRAFT_WARNING + DAY,
        ends_at=NOON + DRAFT_WARNING + 2 * DAY,
    )

    assert attention() == [Attention(Matter.DRAFT, near, by=NEXT_MONTH)]
