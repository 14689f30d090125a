"""What coordinators answer on their delegation's page."""

import pytest
from flask import Flask

from eventapp.domain.people.account_invitation import invitation_token
from eventapp.extensions import db
from eventapp.models import DelegationAnswer, DelegationInvitation, Organisation
from tests.builders import NOON, a_registration, an_event, an_organisation
from tests.builders.account import signed_in
from tests.builders.delegation import a_coordinator, the_delegation
from tests.builders.forms import send
from tests.builders.invitation import an_invited_delegation
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both


@pytest.fixture
def town(app: Flask) -> Organisation:
    del app
    return an_organisation("Älvstad")


@pytest.fixture
def invitation(town: Organisation) -> DelegationInvitation:
    return an_invited_delegation(an_event(), town)


@pytest.fixture
def visitor(client: Visitor, town: Organisation) -> Visitor:
    client.set_cookie("language", "en")
    return signed_in(client, a_coordinator(town))


def test_not_coming_asks_first_and_can_be_changed(
    visitor: Visitor, invitation: DelegationInvitation, town: Organisation
) -> None:
    a_registration(invitation.delegation.event, organisation=town)
    base = f"/delegations/{invitation.delegation.code}"
    assert "We are not coming" in visitor.get(base).text
    asked = visitor.get(f"{base}/absence/new").text
    assert "2 reserved places go back" in asked
    assert "1 person you have named keeps" in asked

    answer = send(visitor, f"{base}/absence", version=1, note="Krock")

    assert answer.status_code == 303
    assert "You have told us that you are not coming" in visitor.get(base).text
    assert the_delegation(invitation.delegation.event, town).reserved_seats == 0
    assert 'value="2"' in visitor.get(f"{base}/seat-request/new").text
    assert send(visitor, f"{base}/seat-request", version=2, seats=2).status_code == 303


def test_more_places_are_asked_for_changed_and_taken_back(
    visitor: Visitor, invitation: DelegationInvitation
) -> None:
    base = f"/delegations/{invitation.delegation.code}"
    address = f"{base}/seat-request"

    for seats in ("", "0", "1001", "fler"):
        wrong = send(visitor, address, version=1, seats=seats, note="Skolan")
        assert wrong.status_code == 422
        assert "Skolan" in wrong.text
    assert send(visitor, address, version=1, seats=3, note="Skolan").status_code == 303
    assert "You have asked for 3 more places" in visitor.get(base).text
    stale = send(visitor, address, version=1, seats=4, note="Skolan")
    assert stale.status_code == 409
    assert "Saved: 3 more places" in stale.text
    assert 'value="4"' in stale.text

    taken_back = f"{address}/withdrawal"
    assert send(visitor, taken_back, version=1).status_code == 409
    assert send(visitor, taken_back, version=2).status_code == 303
    assert "We need more places" in visitor.get(base).text


def test_after_the_day_it_is_too_late(visitor: Visitor, invitation: DelegationInvitation) -> None:
    invitation.answer_by = NOON.date().replace(year=2026)
    db.session.commit()
    base = f"/delegations/{invitation.delegation.code}"

    assert "We are not coming" not in visitor.get(base).text
    assert "It is too late to answer here" in visitor.get(f"{base}/absence/new").text
    assert "It is too late to answer here" in visitor.get(f"{base}/seat-request/new").text
    assert send(visitor, f"{base}/absence", version=1).status_code == 409


def test_a_delegation_that_was_not_invited_has_nothing_to_answer(visitor: Visitor) -> None:
    other = an_organisation()
    event = an_event(reserved={other: 1})
    base = f"/delegations/{the_delegation(event, other).code}"

    assert visitor.get(f"{base}/absence/new").status_code == 404


def test_whoever_accepts_the_letters_link_comes_to_the_delegation(
    client: Visitor, invitation: DelegationInvitation
) -> None:
    (recipient,) = invitation.recipients
    assert recipient.account_invitation is not None
    address = f"/invitations/{invitation_token(recipient.account_invitation)}"

    answer = send(client, address, page=address, name="Anna Ek")

    assert answer.location == f"/delegations/{invitation.delegation.code}"
    assert client.get(answer.location).status_code == 200
    db.session.refresh(invitation)
    assert invitation.opened_at is not None
    assert invitation.answer is not DelegationAnswer.NOT_COMING
