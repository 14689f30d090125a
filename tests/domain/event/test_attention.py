"""What waits for an organizer: which things, in which order, and when they no longer do."""

import pytest

from eventapp.domain.delegation.answer import InvitationReply, answer_invitation
from eventapp.domain.desk.approval import approve
from eventapp.domain.event.attention import Attention, Matter, list_attention
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import (
    DelegationAnswer,
    DelegationInvitation,
    Event,
    EventState,
    Promotion,
    Registration,
)
from tests.builders import (
    DAY,
    NOON,
    a_queue,
    a_registration,
    an_event,
    an_organisation,
)
from tests.builders.delegation import a_coordinator
from tests.builders.invitation import an_invited_delegation
from tests.views.organizer.counting import counted_statements

pytestmark = pytest.mark.usefixtures("app")


def pending_at(event: Event, count: int) -> list[Registration]:
    people = [a_registration(event, email="kansli@town.example") for _ in range(5 + count)]
    return people[5:]


def test_nothing_waits_while_everything_is_in_order() -> None:
    event = an_event(reserved={an_organisation(): 2})
    a_registration(event)

    assert list_attention(now=NOON) == []


def test_registrations_wait_for_a_decision_until_it_is_made() -> None:
    event = an_event()
    first, second = pending_at(event, 2)
    assert list_attention(now=NOON) == [Attention(Matter.PENDING, event, count=2)]

    approve(first, actor="organizer", now=NOON)
    assert list_attention(now=NOON) == [Attention(Matter.PENDING, event, count=1)]

    cancel(second, now=NOON)
    assert list_attention(now=NOON) == []


def test_what_is_over_or_called_off_awaits_no_decision() -> None:
    event, called_off = an_event(), an_event()
    pending_at(event, 1)
    pending_at(called_off, 1)
    called_off.state = EventState.CANCELLED

    assert [thing.event for thing in list_attention(now=NOON)] == [event]
    assert all(thing.event is None for thing in list_attention(now=event.ends_at))


def test_delegations_that_ask_for_seats_at_many_events_cost_as_many_queries_as_one() -> None:
    town = an_organisation()

    def ask() -> DelegationInvitation:
        invitation = an_invited_delegation(an_event(), town, seats=2)
        reply = InvitationReply(DelegationAnswer.MORE_SEATS, 3)
        by = a_coordinator(town)
        answer_invitation(invitation.delegation, reply, version=1, by=by, now=NOON)
        return invitation

    def look() -> tuple[list[DelegationInvitation | None], int]:
        db.session.flush()
        db.session.expunge_all()
        with counted_statements() as sent:
            return [thing.invitation for thing in list_attention(now=NOON)], len(sent)

    first = ask().id
    invitations, cost = look()
    assert [row.id for row in invitations if row] == [first]
    ask()
    ask()
    assert look()[1] == cost


def test_decisions_come_before_offers_offers_before_queues_and_drafts_last() -> None:
    an_event(state=EventState.DRAFT)
    lapsing = an_event(reserved_until=NOON + DAY)
    offering = an_event(seats=1, promotion=Promotion.OFFER, offer_hours=24)
    gone = a_registration(offering)
    a_queue(offering, 2)
    cancel(gone, now=NOON)
    asking = an_event()
    pending_at(asking, 1)

    things = list_attention(now=NOON)

    assert [thing.matter for thing in things] == [
        Matter.PENDING,
        Matter.OFFERS,
        Matter.QUEUE,
        Matter.RESERVE,
        Matter.DRAFT,
    ]
    assert [thing.event for thing in things[:4]] == [asking, offering, offering, lapsing]
    assert [thing.by for thing in things[1:4]] == [NOON + DAY, None, NOON + DAY]
