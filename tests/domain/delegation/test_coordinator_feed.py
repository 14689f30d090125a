"""One calendar of all that a coordinator looks after: renewed at will, and ending with the role."""

from datetime import timedelta

import pytest

from eventapp.domain.delegation.coordinator_feed import (
    coordinator_feed_token,
    find_by_coordinator_token,
    list_feed_delegations,
    renew_coordinator_feed,
)
from eventapp.extensions import db
from eventapp.models import EventState
from tests.builders import NEXT_MONTH, NOON, an_event, an_organisation
from tests.builders.delegation import a_coordinator, the_delegation

pytestmark = pytest.mark.usefixtures("app")


def test_an_address_opens_its_calendar_until_it_is_renewed() -> None:
    account = a_coordinator(an_organisation())
    assert coordinator_feed_token(account) == ""

    renew_coordinator_feed(account)
    first = coordinator_feed_token(account)
    assert find_by_coordinator_token(first) is account
    renew_coordinator_feed(account)

    assert find_by_coordinator_token(first) is None
    assert find_by_coordinator_token(coordinator_feed_token(account)) is account


def test_it_ends_with_the_account_and_with_the_role() -> None:
    account, other = a_coordinator(an_organisation()), a_coordinator(an_organisation())
    for owner in (account, other):
        renew_coordinator_feed(owner)
    account.active = False
    other.grants.clear()
    db.session.flush()

    for owner in (account, other):
        assert find_by_coordinator_token(coordinator_feed_token(owner)) is None


def test_it_holds_the_own_delegations_to_public_events_by_time() -> None:
    own, strange = an_organisation(), an_organisation()
    later = an_event(reserved={own: 1, strange: 1}, starts_at=NEXT_MONTH + timedelta(hours=1))
    sooner = an_event(reserved={own: 1})
    an_event(reserved={own: 1}, state=EventState.DRAFT)
    old = an_event(reserved={own: 1})
    old.starts_at, old.ends_at = NOON - timedelta(days=401), NOON - timedelta(days=400)
    db.session.flush()

    listed = list_feed_delegations(a_coordinator(own), now=NOON)

    assert list(listed) == [the_delegation(sooner, own), the_delegation(later, own)]
