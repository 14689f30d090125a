"""An event in figures, and what will happen to it by itself."""

import pytest

from eventapp.domain.event.summary import Happening, list_scheduled_steps, summarise_event
from eventapp.domain.registration.cancellation import cancel
from eventapp.models import EventState
from tests.builders import DAY, NEXT_WEEK, NOON, a_queue, a_registration, an_event, an_organisation

pytestmark = pytest.mark.usefixtures("app")


def test_people_are_counted_by_state_and_delegation() -> None:
    small, large = an_organisation(), an_organisation()
    event = an_event(seats=4, reserved={small: 1, large: 2})
    cancel(a_registration(event), now=NOON)
    a_registration(event)
    a_registration(event, organisation=large)
    a_registration(event, organisation=small)
    a_queue(event, 1, organisation=small)

    figures = summarise_event(event)

    assert (figures.seated, figures.waiting, figures.cancelled) == (3, 1, 1)
    assert figures.reserved == 3
    rows = [(row.delegation.organisation, row.taken, row.waiting) for row in figures.delegations]
    assert rows == [(large, 1, 0), (small, 1, 1)]


def test_what_is_ahead_is_listed_in_order_without_what_has_passed() -> None:
    event = an_event(reserved_until=NOON + DAY, cancellation_closes_at=NEXT_WEEK + DAY)

    steps = list_scheduled_steps(event, now=NOON)

    assert [step.what for step in steps] == [
        Happening.RESERVE_LAPSES,
        Happening.REGISTRATION_CLOSES,
        Happening.CANCELLATION_CLOSES,
        Happening.EVENT_BEGINS,
        Happening.EVENT_ENDS,
    ]


@pytest.mark.parametrize(
    "state", [state for state in EventState if state is not EventState.PUBLISHED]
)
def test_nothing_happens_by_itself_to_an_event_that_is_not_on(state: EventState) -> None:
    assert list_scheduled_steps(an_event(state=state), now=NOON) == []
