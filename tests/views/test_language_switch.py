"""The button for the other language: what it sends along, and where else it leads."""

import re

import pytest

from eventapp.domain.permission import Role
from tests.builders import an_event
from tests.builders.account import an_account, signed_in
from tests.builders.door import a_phone
from tests.builders.forms import token_on
from tests.views.organizer.conftest import desk
from tests.visitor import Visitor

__all__ = ["desk"]

pytestmark = pytest.mark.usefixtures("app")
NEXT = re.compile(r'name="next" value="([^"]*)"')
FORM = re.compile(r'name="language"[^>]* form="([^"]+)" formaction="([^"]+)"')


def leads_to(page: str) -> str:
    """Where the button leads, when no form is sent along."""
    address = NEXT.search(page)
    assert address
    assert not FORM.search(page)
    return address[1]


def test_a_page_without_a_form_leads_back_to_itself(client: Visitor) -> None:
    assert leads_to(client.get("/privacy").text) == "/privacy"
    assert leads_to(client.get("/nowhere").text) == "/nowhere"
    assert leads_to(client.post("/nowhere").text) == "/"


def test_the_log_leads_back_to_itself_with_its_filter(desk: Visitor) -> None:
    assert leads_to(desk.get("/organizer/log?query=abc").text) == "/organizer/log?query=abc"


def test_a_refused_button_leads_to_the_page_that_it_was_on(desk: Visitor) -> None:
    address = f"/organizer/events/{an_event().slug}/publication"

    refused = desk.post(address, data={})

    assert refused.status_code == 400
    assert leads_to(refused.text) == address.removesuffix("/publication")


def test_the_form_that_came_back_is_sent_along_and_not_the_first(desk: Visitor) -> None:
    page = desk.get("/account").text
    first = FORM.search(page)
    assert first
    assert first[2].startswith("/account?")

    token = token_on(desk, "/account")
    wrong = desk.post("/account/address", data={"address-csrf_token": token, "csrf_token": token})

    sent = FORM.search(wrong.text)
    assert wrong.status_code == 422
    assert sent
    assert sent[2].startswith("/account/address?")
    assert re.search(rf'<form id="{sent[1]}"[^>]* action="/account/address"', wrong.text)


def test_a_button_sent_with_a_language_does_nothing_but_change_it(desk: Visitor) -> None:
    """Nobody's page sends it so; written by hand it was an outage on PostgreSQL."""
    event = an_event()
    phone, _token = a_phone(event)
    page = f"/organizer/events/{event.slug}/door/devices"
    data = {"csrf_token": token_on(desk, page)}

    for button in (f"{page}/{phone.code}/quarantine/release", f"{page}/{phone.code}/revocation"):
        answer = desk.post(f"{button}?language=sv", data=data)
        assert answer.status_code == 303
        assert "language=sv" in answer.headers["Set-Cookie"]
    assert phone.revoked_at is None


def test_a_form_with_nothing_but_secrets_is_not_sent_along(client: Visitor) -> None:
    page = client.get("/sign-in").text

    assert FORM.search(page)
    assert 'name="password"' in page


def test_enter_sends_the_form_for_a_party_and_adds_no_row(client: Visitor) -> None:
    page = client.get(f"/events/{an_event().slug}/registration/party/new").text
    head, _, form = page.partition("</header>")

    enter = re.search(r"<button[^>]* form=[^>]*>", head)

    assert enter
    assert 'name="add"' in form
    assert "name=" not in enter[0]
    assert enter[0].count("tabindex") == 1


def test_enter_presses_the_first_button_of_the_form(client: Visitor) -> None:
    """The button for the other language stands before it, and must not be what Enter presses."""
    page = signed_in(client, an_account(Role.ADMIN)).get("/organizer/settings").text
    head = page.partition("</header>")[0]

    enter = re.search(r"<button[^>]* form=[^>]*>", head)

    assert enter
    assert 'formaction="/organizer/settings/preview"' in enter[0]
