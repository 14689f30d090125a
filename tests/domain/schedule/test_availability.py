"""Seats left in sessions, in words: of released sessions with a limit, and of no others."""

import pytest

from eventapp.domain.schedule.availability import availability_by_session
from eventapp.models import Availability
from tests.builders import a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


def test_only_released_sessions_with_a_limit_have_a_word() -> None:
    event = an_event()
    limited = a_session(event, seats=3, availability=Availability.FEW)
    a_session(event)
    a_session(event, seats=3, released=False)
    a_session(an_event(), seats=3)

    assert availability_by_session(event.id) == {limited.code: Availability.FEW}


def test_seats_of_the_draft_alone_are_no_limit_yet() -> None:
    event = an_event()
    session = a_session(event)
    session.seats = 3

    assert availability_by_session(event.id) == {}
