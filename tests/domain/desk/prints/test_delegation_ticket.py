"""Whose tickets are in a delegation's file."""

import pytest

from eventapp.domain.desk.prints.delegation_ticket import (
    find_delegation,
    list_member_ticket_holders,
    list_printable_delegations,
    list_ticket_holders,
)
from eventapp.domain.desk.prints.person import NothingToPrint
from eventapp.domain.registration.cancellation import cancel
from eventapp.models import Event, EventState, Organisation, Visibility
from tests.builders import NOON, a_registration, an_event, an_organisation
from tests.builders.delegation import the_delegation

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def town() -> Organisation:
    return an_organisation()


@pytest.fixture
def event(town: Organisation) -> Event:
    return an_event(reserved={town: 5, an_organisation(): 1})


def test_an_organizer_prints_everybodys_a_coordinator_those_on_their_page(
    event: Event, town: Organisation
) -> None:
    a_registration(event, organisation=town, name="Åsa Öhlén")
    a_registration(event, organisation=town, name="Kim Vass", visibility=Visibility.LIMITED)
    cancel(a_registration(event, organisation=town), now=NOON)
    a_registration(event)
    delegation = the_delegation(event, town)

    assert [h.name for h in list_ticket_holders(delegation)] == ["Kim Vass", "Åsa Öhlén"]
    assert [h.name for h in list_member_ticket_holders(delegation)] == ["Åsa Öhlén"]
    assert list_printable_delegations(event) == [delegation]


def test_a_cancelled_event_has_no_tickets(event: Event, town: Organisation) -> None:
    a_registration(event, organisation=town)
    event.state = EventState.CANCELLED

    with pytest.raises(NothingToPrint):
        list_ticket_holders(the_delegation(event, town))


def test_a_delegation_is_found_at_its_own_event_alone(event: Event, town: Organisation) -> None:
    delegation = the_delegation(event, town)

    assert find_delegation(event, delegation.code) == delegation
    assert find_delegation(an_event(), delegation.code) is None
