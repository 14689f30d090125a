"""A coordinator's delegations: those to come, those gone by, and how their seats are taken."""

import pytest

from eventapp.domain.delegation import overview
from eventapp.domain.registration.cancellation import cancel
from eventapp.models import EventState
from tests.builders import DAY, HOUR, NEXT_MONTH, NOON, a_registration, an_event, an_organisation
from tests.builders.delegation import the_delegation

pytestmark = pytest.mark.usefixtures("app")


def test_own_delegations_are_those_to_come_and_those_gone_by_without_drafts() -> None:
    town = an_organisation()
    later = an_event(reserved={town: 2}, starts_at=NEXT_MONTH + DAY, ends_at=NEXT_MONTH + 2 * DAY)
    sooner = an_event(reserved={town: 2})
    gone = an_event(reserved={town: 2}, starts_at=NOON - 2 * DAY, ends_at=NOON - DAY)
    an_event(reserved={town: 2}, state=EventState.DRAFT)
    an_event(reserved={an_organisation(): 2})
    a_registration(sooner, organisation=town)

    listed = overview.list_own({town.id}, page=1, now=NOON)

    assert [own_delegation.delegation.event for own_delegation in listed.coming] == [sooner, later]
    assert [own_delegation.delegation.event for own_delegation in listed.past] == [gone]
    assert listed.coming[0].figures == overview.SeatCounts(reserved=2, taken=1, waiting=0)


def test_nobody_without_an_organisation_has_a_delegation() -> None:
    an_event(reserved={an_organisation(): 2})

    listed = overview.list_own(set(), page=1, now=NOON)

    assert (list(listed.coming), list(listed.past)) == ([], [])


def test_seats_left_are_those_reserved_that_nobody_has_taken() -> None:
    town = an_organisation()
    event = an_event(seats=3, reserved={town: 2})
    delegation = the_delegation(event, town)
    assert overview.seat_counts_of(delegation).left == 2

    people = [a_registration(event, organisation=town) for _ in range(4)]
    counts = overview.seat_counts_of(delegation)
    assert (counts.taken, counts.waiting, counts.left) == (3, 1, 0)

    cancel(people[0], now=NOON)
    cancel(people[3], now=NOON)
    counts = overview.seat_counts_of(delegation)
    assert (counts.taken, counts.waiting, counts.left) == (2, 0, 0)


def test_past_delegations_come_a_page_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "PAGE", 2)
    town = an_organisation()
    events = [
        an_event(reserved={town: 1}, starts_at=NOON - n * DAY, ends_at=NOON - n * DAY + HOUR)
        for n in (1, 2, 3)
    ]

    second = overview.list_own({town.id}, page=2, now=NOON)

    assert [own_delegation.delegation.event for own_delegation in second.past] == [events[2]]
    assert (second.page, second.pages) == (2, 2)
