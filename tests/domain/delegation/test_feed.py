"""The delegation's calendar: an address of its own, renewed at will; figures without the hidden."""

import pytest
from sqlalchemy import select

from eventapp.domain.delegation import feed
from eventapp.extensions import db
from eventapp.models import DelegationFeed, EventState, Visibility
from tests.builders import a_registration, a_session, an_event, an_organisation
from tests.builders.delegation import the_delegation

pytestmark = pytest.mark.usefixtures("app")


def test_an_address_opens_its_delegation_until_it_is_renewed() -> None:
    town = an_organisation()
    delegation = the_delegation(an_event(reserved={town: 1}), town)

    first = feed.feed_token(feed.renew_feed(delegation))
    assert feed.find_by_feed_token(first) is delegation
    second = feed.feed_token(feed.renew_feed(delegation))

    assert feed.find_by_feed_token(first) is None
    assert feed.find_by_feed_token(second) is delegation
    assert len(db.session.scalars(select(DelegationFeed)).all()) == 1


def test_the_database_alone_does_not_hold_the_address() -> None:
    town = an_organisation()
    own_feed = feed.renew_feed(the_delegation(an_event(reserved={town: 1}), town))

    token = feed.feed_token(own_feed)

    assert len(token) == 32
    assert token not in {own_feed.secret, own_feed.digest}


def test_a_draft_has_no_calendar() -> None:
    town = an_organisation()
    event = an_event(reserved={town: 1})
    token = feed.feed_token(feed.renew_feed(the_delegation(event, town)))
    event.state = EventState.DRAFT
    db.session.flush()

    assert feed.find_by_feed_token(token) is None


def test_figures_count_the_own_people_with_a_seat_who_may_be_seen() -> None:
    town = an_organisation()
    event = an_event(reserved={town: 4})
    session, other = a_session(event, seats=2), a_session(event)
    a_registration(event, organisation=town, sessions=(session,))
    a_registration(event, organisation=town, sessions=(session,))
    a_registration(event, organisation=town, sessions=(session,))  # in the session's queue
    a_registration(event, sessions=(other,))  # of no delegation
    a_registration(event, organisation=town, sessions=(other,), visibility=Visibility.LIMITED)

    assert feed.count_by_session(the_delegation(event, town)) == {session.code: 2}
