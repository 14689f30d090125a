"""How those who are written to get in, and whether they may still answer."""

import pytest

from eventapp.domain.delegation.recipient import (
    find_entrances,
    find_letter,
    is_answerable,
    last_answer_day,
)
from eventapp.domain.people.account_invitation import accept, invitation_token
from eventapp.domain.record.disposal import delete_accounts
from eventapp.extensions import db
from eventapp.models import DelegationInvitation
from tests.builders import DAY, HOUR, NEXT_MONTH, NOON, an_event, an_organisation
from tests.builders.delegation import a_coordinator
from tests.builders.invitation import ANSWER_BY, an_invited_delegation

pytestmark = pytest.mark.usefixtures("app")


def test_a_coordinator_signs_in_and_a_newcomer_accepts_first() -> None:
    town = an_organisation()
    known = a_coordinator(town)
    invitation = an_invited_delegation(
        an_event(), town, addresses=(known.email, "new@town.example")
    )
    old, new = invitation.recipients

    entrances = find_entrances(invitation.recipients, now=NOON)

    assert entrances[old.id].account is known
    offer = entrances[new.id].account_invitation
    assert offer is new.account_invitation
    assert offer is not None
    _invitation, account = accept(invitation_token(offer), signed_in=None, name="Ny", now=NOON)
    assert find_entrances([new], now=NOON)[new.id].account is account


def test_who_has_left_gets_no_letter() -> None:
    town = an_organisation()
    known = a_coordinator(town)
    invitation = an_invited_delegation(an_event(), town, addresses=(known.email,))
    recipient = invitation.recipients[0]
    assert find_letter(recipient.id, 1, now=NOON) is not None

    known.grants.clear()
    db.session.flush()

    assert find_letter(recipient.id, 1, now=NOON) is None
    assert find_letter(0, 1, now=NOON) is None


def test_answers_are_taken_until_the_day_ends_where_the_event_is() -> None:
    invitation = an_invited_delegation(an_event(), an_organisation())
    midnight = NOON.replace(day=ANSWER_BY.day) + 10 * HOUR  # summer time begins that night

    assert is_answerable(invitation, now=midnight - HOUR)
    assert not is_answerable(invitation, now=midnight)
    invitation.answer_by = NEXT_MONTH.date() + DAY
    assert not is_answerable(invitation, now=NEXT_MONTH)


def test_the_last_day_to_answer_is_over_before_the_reserved_places_lapse() -> None:
    event, minute = an_event(), HOUR / 60
    assert last_answer_day(event, now=NOON) == event.starts_at.date()
    midnight = NOON.replace(day=10) + 11 * HOUR  # in Stockholm
    for before, day in ((0 * HOUR, 10), (minute, 10), (2 * minute, 9), (12 * HOUR, 9)):
        event.reserved_until = midnight - before
        assert last_answer_day(event, now=NOON).day == day, before
    event.reserved_until = NOON + HOUR
    assert last_answer_day(event, now=NOON) == NOON.date(), "they lapse today"
    event.reserved_until = NOON - HOUR
    assert last_answer_day(event, now=NOON) == event.starts_at.date(), "they have lapsed"


def test_an_address_goes_with_the_account_it_belongs_to() -> None:
    town = an_organisation()
    known = a_coordinator(town)
    invitation = an_invited_delegation(
        an_event(), town, addresses=(known.email, "new@town.example")
    )

    delete_accounts([known.id])

    db.session.expire_all()
    again = db.session.get_one(DelegationInvitation, invitation.id)
    assert [recipient.email for recipient in again.recipients] == ["new@town.example"]
