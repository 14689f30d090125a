"""Seats left in sessions, in words: of released sessions with a limit, and of no others."""

import pytest

from eventapp.domain.schedule.availability import availability_by_session
from eventapp.models import Availability
from tests.builders import HOUR, NOON, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


def test_only_released_sessions_with_a_limit_have_a_word() -> None:
    event = an_event()
    limited = a_session(event, seats=3, availability=Availability.FEW)
    a_session(event)
    a_session(event, seats=3, released=False)
    a_session(an_event(), seats=3)

    assert availability_by_session(event.id, now=NOON) == {limited.code: Availability.FEW}


def test_seats_of_the_draft_alone_are_no_limit_yet() -> None:
    event = an_event()
    session = a_session(event)
    session.seats = 3

    assert availability_by_session(event.id, now=NOON) == {}


def test_a_session_that_is_over_has_no_word() -> None:
    event = an_event()
    session = a_session(event, seats=3)
    later = a_session(event, seats=3, starts_at=session.ends_at)

    ended = session.starts_at + HOUR
    before = ended - HOUR / 60

    assert set(availability_by_session(event.id, now=before)) == {session.code, later.code}
    assert set(availability_by_session(event.id, now=ended)) == {later.code}
