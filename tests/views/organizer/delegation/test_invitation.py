"""Inviting organisations at the desk, and what happens after."""

import re

import pytest
from sqlalchemy import select, update

from eventapp.domain.delegation.answer import InvitationReply, answer_invitation
from eventapp.domain.delegation.invitation import find_delegation_invitation
from eventapp.extensions import db
from eventapp.models import (
    DelegationAnswer,
    DelegationInvitation,
    Event,
    EventState,
    Job,
    JobState,
    Organisation,
)
from tests.builders import NOON, an_event, an_organisation
from tests.builders.delegation import a_coordinator, the_delegation
from tests.builders.forms import send
from tests.builders.invitation import ANSWER_BY, an_invited_delegation, invite
from tests.visitor import Visitor


def base(event: Event) -> str:
    return f"/organizer/events/{event.slug}/delegations"


def fields(town: Organisation | None, **others: object) -> dict[str, object]:
    return {
        "organisation": town.code if town else "",
        "seats": 3,
        "addresses": "anna@town.example, bo@town.example",
        "answer_by": ANSWER_BY.isoformat(),
    } | others


def asking(event: Event, town: Organisation, seats: int = 2) -> DelegationInvitation:
    """An invitation that was answered with a wish for more."""
    invitation = an_invited_delegation(event, town)
    reply = InvitationReply(DelegationAnswer.MORE_SEATS, seats, "Skolan vill med")
    coordinator = a_coordinator(town)
    answer_invitation(invitation.delegation, reply, version=1, by=coordinator, now=NOON)
    return invitation


def test_an_organisation_is_invited_in_three_clicks(desk: Visitor) -> None:
    event, town = an_event(), an_organisation("Älvstad")
    empty = desk.get(base(event)).text
    assert "No organisation is invited yet" in empty
    address = re.search(r'href="([^"]+/invitations/new)"', empty)
    assert address
    assert desk.get(address[1]).status_code == 200

    assert send(desk, f"{base(event)}/invitations", **fields(town)).status_code == 303

    page = desk.get(base(event)).text
    for text in ("Älvstad", "0 of 3", "Letter waiting", "2 addresses"):
        assert text in page
    page = desk.get(f"{base(event)}/{the_delegation(event, town).code}").text
    assert "anna@town.example" in page
    assert "Waiting to be sent" in page


def test_several_are_pasted_from_a_spreadsheet(desk: Visitor) -> None:
    event = an_event(seats=40)
    first, second = an_organisation("Älvstad"), an_organisation("Björkhaga")
    lines = f"älvstad\t4\ta@alvstad.example\n{second.code}; 2; b@x.example; c@x.example"

    answer = send(desk, f"{base(event)}/invitations", **fields(None, several=lines))

    assert answer.status_code == 303, answer.text
    assert the_delegation(event, first).reserved_seats == 4
    invitation = find_delegation_invitation(the_delegation(event, second))
    assert invitation is not None
    assert len(invitation.recipients) == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"organisation": ""}, "Choose an organisation."),
        ({"seats": "många"}, "Write a whole number."),
        ({"addresses": ""}, "Write at least one email address."),
        ({"addresses": "anna@town.example ring mig"}, "“ring” is not a complete email address."),
        ({"answer_by": ""}, "Choose a day."),
        ({"answer_by": "2020-01-01"}, "Choose a day from"),
        ({"several": "Ingenstad; 2; a@b.example"}, "Line 1: there is no organisation called"),
        ({"several": "Älvstad; två; a@b.example"}, "Line 1: write the number of places"),
        ({"several": "Älvstad; 2; vet ej"}, "Line 1: “vet” is not"),
        ({"several": "Älvstad; 2"}, "Line 1: write an email address last."),
        ({"several": "Älvstad; 2; a@b.example"}, "An organisation is there twice."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    desk: Visitor, wrong: dict[str, str], sentence: str
) -> None:
    event, town = an_event(), an_organisation("Älvstad")

    answer = send(desk, f"{base(event)}/invitations", **fields(town, **wrong))

    assert answer.status_code == 422
    assert sentence in answer.text
    if "addresses" not in wrong:
        assert "bo@town.example" in answer.text
    assert db.session.scalars(select(DelegationInvitation)).first() is None


def test_all_that_is_wrong_is_said_at_once(desk: Visitor) -> None:
    event, town = an_event(), an_organisation("Älvstad")
    nothing = {"organisation": "", "seats": "", "addresses": "", "answer_by": ""}
    lines = "Älvstad; 2; a@b.example\nÄlvstad; 2; a@b.example\nIngenstad; 2; a@b.example\nÄlvstad"

    empty = send(desk, f"{base(event)}/invitations", **nothing)
    several = send(desk, f"{base(event)}/invitations", **nothing | {"several": lines})
    both = send(desk, f"{base(event)}/invitations", **fields(town, seats="", several="Okänd; 1"))

    answer_with = {
        "Choose an organisation.": empty,
        "Write a number from 0 to 100,000.": empty,
        "Write at least one email address.": empty,
        "Choose a day.": empty,
        "Line 3: there is no organisation called": several,
        "Line 4: write the number of places": several,
        "An organisation is there twice.": several,
        "Line 1: there is no organisation called": both,
    }
    for sentence, answer in answer_with.items():
        assert answer.status_code == 422
        assert sentence in answer.text
    assert "Check 4 answers" in empty.text
    assert "Choose a day." in several.text
    assert "Choose an organisation." not in several.text
    assert "Write a number from 0" in both.text


def test_two_who_invite_the_same_and_seats_that_are_not_there_answer_409(desk: Visitor) -> None:
    event, town, other = an_event(seats=5), an_organisation("Älvstad"), an_organisation()
    invite(event, town)

    again = send(desk, f"{base(event)}/invitations", **fields(town))
    too_many = send(desk, f"{base(event)}/invitations", **fields(other, seats=4))
    forced = send(desk, f"{base(event)}/invitations", **fields(other, seats=4, reason="Värd"))

    assert (again.status_code, too_many.status_code, forced.status_code) == (409, 409, 303)
    assert "Älvstad has been invited already" in again.text
    assert "Why more than there are?" in too_many.text


def test_a_draft_says_that_it_must_be_published_first(desk: Visitor) -> None:
    event = an_event(state=EventState.DRAFT)
    page = desk.get(f"{base(event)}/invitations/new")
    assert "while the event is published" in page.text
    assert "<textarea" not in page.text
    answer = send(desk, f"{base(event)}/invitations", **fields(an_organisation()))
    assert answer.status_code == 409


def test_what_is_known_of_the_organisation_is_filled_in(desk: Visitor) -> None:
    town = an_organisation()
    event, coordinator = an_event(reserved={town: 7}), a_coordinator(town)

    page = desk.get(f"{base(event)}/invitations/new?organisation={town.code}").text

    assert coordinator.email in page
    assert 'value="7"' in page


def test_a_failed_letter_is_shown_and_its_address_corrected(desk: Visitor) -> None:
    event, town = an_event(), an_organisation()
    invitation = an_invited_delegation(event, town, addresses=("ana@town.example",))
    db.session.execute(update(Job).values(state=JobState.FAILED))
    address = f"{base(event)}/{invitation.delegation.code}"
    recipient = f"{address}/recipients/{invitation.recipients[0].code}"

    assert "A letter did not arrive" in desk.get(f"{base(event)}?status=failed").text
    assert "ana@town.example" in desk.get(recipient).text
    wrong = send(desk, recipient, version=1, email="anna")
    assert (wrong.status_code, "has no @" in wrong.text) == (422, True)
    assert send(desk, recipient, version=1, email="anna@town.example").status_code == 303

    page = desk.get(address).text
    assert "anna@town.example" in page
    assert "ana@town.example" not in page
    again = send(desk, recipient, version=1, email="anna@other.example")
    assert again.status_code == 409
    assert "anna@other.example" in again.text


def test_day_and_addresses_are_changed_against_a_version(desk: Visitor) -> None:
    event, town = an_event(), an_organisation()
    invitation = an_invited_delegation(event, town)
    address = f"{base(event)}/{invitation.delegation.code}/invitation"
    later = ANSWER_BY.replace(day=29).isoformat()

    first = send(desk, address, version=1, answer_by=later, addresses="bo@town.example")
    stale = send(desk, address, version=1, answer_by=later, addresses="eva@town.example")
    wrong = send(desk, address, version=2, answer_by="i maj", addresses="")

    assert (first.status_code, stale.status_code, wrong.status_code) == (303, 409, 422)
    assert "eva@town.example" in stale.text
    assert "Write the date like this" in wrong.text


def test_seats_are_granted_with_one_click_and_once(desk: Visitor) -> None:
    event, town = an_event(), an_organisation("Älvstad")
    invitation = asking(event, town)
    address = f"{base(event)}/{invitation.delegation.code}/grant"
    assert "Give 2 places" in desk.get(base(event)).text
    home = desk.get("/organizer").text
    assert "Älvstad needs 2 more places" in home
    assert address in home

    assert send(desk, address, version=2).status_code == 303
    again = send(desk, address, version=2)

    assert again.status_code == 409
    assert "Nothing was changed" in again.text
    assert the_delegation(event, town).reserved_seats == 4
    assert "needs 2 more places" not in desk.get("/organizer").text


def test_seats_that_are_not_there_are_granted_for_a_reason(desk: Visitor) -> None:
    event, town = an_event(seats=3), an_organisation()
    invitation = asking(event, town)
    address = f"{base(event)}/{invitation.delegation.code}/grant"

    refused = send(desk, address, version=2)

    assert refused.status_code == 409
    assert "grant-reason" in refused.text
    assert send(desk, address, version=2, reason="Värdkommun").status_code == 303


def test_a_request_is_declined(desk: Visitor) -> None:
    event, town = an_event(), an_organisation()
    invitation = asking(event, town)
    address = f"{base(event)}/{invitation.delegation.code}/decline"

    assert send(desk, address, version=1).status_code == 409
    assert send(desk, address, version=2).status_code == 303

    assert the_delegation(event, town).reserved_seats == 2
    assert "Give 2 places" not in desk.get(base(event)).text


def test_two_requests_at_one_event_are_one_line_on_the_first_page(desk: Visitor) -> None:
    event = an_event()
    for _ in range(2):
        asking(event, an_organisation())

    page = desk.get("/organizer").text

    assert "2 organisations need more places" in page
    assert "status=more-seats" in page
