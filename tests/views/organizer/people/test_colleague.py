"""Colleagues of one event, as its organizer sees them."""

import re

import pytest
from sqlalchemy import select

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import AccountInvitation, Event
from tests.builders import an_event
from tests.builders.account import an_account, signed_in
from tests.builders.forms import send
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def event(client: Visitor) -> Event:
    event = an_event()
    signed_in(client, an_account(Role.ORGANIZER, event=event))
    return event


def test_an_organizer_of_the_event_invites_to_it_and_withdraws(
    client: Visitor, event: Event
) -> None:
    page = f"/organizer/events/{event.slug}/accounts"
    sent = send(client, page, page=page, email="bo@bra.example", roles="door-lead", language="sv")
    assert sent.status_code == 303, sent.text
    again = send(client, page, page=page, email="bo@bra.example", roles="door-lead")
    assert again.status_code == 409
    assert 'value="bo@bra.example"' in again.text
    shown = client.get(page).text
    assert "Brevet väntar på att skickas" in shown

    withdrawal = re.findall(rf"{page}/invitations/\w+/withdrawal", shown)
    assert send(client, withdrawal[0]).status_code == 303
    assert db.session.scalars(select(AccountInvitation)).one().withdrawn_at


def test_what_is_not_for_the_event_is_not_there(client: Visitor, event: Event) -> None:
    page = f"/organizer/events/{event.slug}/accounts"
    admin, stranger = an_account(Role.ADMIN), an_account(Role.DOOR_LEAD, event=an_event())
    shown = client.get(page).text
    for other in (admin, stranger):
        assert other.email not in shown
        grant = other.grants[0].id
        assert send(client, f"{page}/{other.code}/roles/{grant}/ending").status_code == 404
    refused = send(client, page, page=page, email="bo@bra.example", roles="editor")
    assert refused.status_code == 422


def test_a_role_for_the_event_ends(client: Visitor, event: Event) -> None:
    page = f"/organizer/events/{event.slug}/accounts"
    lead = an_account(Role.DOOR_LEAD, event=event)
    code, grant = lead.code, lead.grants[0].id

    assert send(client, f"{page}/{code}/roles/{grant}/ending").status_code == 303
    assert lead.email not in client.get(page).text


def test_ones_own_role_for_the_event_is_ended_only_after_being_asked(
    client: Visitor, event: Event
) -> None:
    page = f"/organizer/events/{event.slug}/accounts"
    (ending,) = re.findall(rf'href="({page}/\w+/roles/\d+/ending)"', client.get(page).text)

    assert "Du kommer inte längre åt" in client.get(ending).text
    assert send(client, ending, page=ending).location == "/account"
    assert client.get(page).status_code == 404  # nothing there concerns them any more
