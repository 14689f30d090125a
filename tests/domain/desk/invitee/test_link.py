"""The personal link: whose it is, as long as they are on the list and the event is public."""

import pytest
from sqlalchemy import select

from eventapp.domain.desk.invitee.invitee import remove_invitee
from eventapp.domain.desk.invitee.link import find_by_token, invitee_token, may_answer
from eventapp.extensions import db
from eventapp.models import EventState, Invitee
from tests.builders import NOON, an_event
from tests.builders.invitee import an_invitee

pytestmark = pytest.mark.usefixtures("app")


def test_who_is_taken_off_the_list_has_a_dead_link() -> None:
    invitee = an_invitee(an_event())
    token = invitee_token(invitee)
    assert find_by_token(token) is invitee

    remove_invitee(invitee, actor="organizer", now=NOON)

    assert find_by_token(token) is None
    assert db.session.scalars(select(Invitee)).all() == []


def test_links_of_a_draft_and_of_others_open_nothing() -> None:
    event = an_event()
    invitee = an_invitee(event)
    for token in ("", "nobodys", invitee.secret, invitee.link_digest, invitee.code):
        assert find_by_token(token) is None
    event.state = EventState.DRAFT
    assert find_by_token(invitee_token(invitee)) is None


def test_a_link_is_answered_while_the_event_takes_registrations() -> None:
    event = an_event()
    assert may_answer(event, now=NOON)
    assert not may_answer(event, now=event.registration_closes_at)
    event.registration_closes_at = event.ends_at.replace(year=2199)
    assert not may_answer(event, now=event.ends_at)
