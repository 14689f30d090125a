"""Since when feeds say that an event is postponed or cancelled."""

import pytest

from eventapp.domain.event.lifecycle import cancel_event, postpone_event
from eventapp.domain.event.notice import notice_since
from eventapp.domain.publication import Output
from eventapp.models import EventState
from tests.builders import DAY, NOON, an_event

pytestmark = pytest.mark.usefixtures("app")


def test_it_is_the_moment_of_the_latest_turn() -> None:
    event = an_event()
    assert notice_since(event, Output.CHANGES_FEED) is None
    postpone_event(event, actor="organizer", reason="storm", now=NOON)
    assert notice_since(event, Output.CHANGES_FEED) == NOON
    cancel_event(event, actor="organizer", reason="storm", now=NOON + DAY)
    assert notice_since(event, Output.CHANGES_FEED) == NOON + DAY


def test_without_a_line_in_the_log_it_is_the_opening_of_registration() -> None:
    event = an_event(state=EventState.POSTPONED)

    assert notice_since(event, Output.CHANGES_FEED) == event.registration_opens_at


def test_outputs_that_withdraw_the_event_say_nothing() -> None:
    event = an_event(state=EventState.POSTPONED)

    assert notice_since(event, Output.EVENT_CALENDAR) is None
