"""My registration leads home on one's own phone: only after a tick, until one says no."""

import pytest
from flask import Flask

from eventapp.clock import standing_at
from eventapp.domain.registration.link import renew_links
from eventapp.extensions import db
from eventapp.models import Event, Registration
from tests.builders.event import an_event
from tests.builders.forms import send, token_on
from tests.builders.registration import a_registration
from tests.views.participant.own import own_page
from tests.views.public.pages import words
from tests.visitor import Visitor

HEAD = "/registrations"


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event()


@pytest.fixture
def mine(event: Event) -> Registration:
    registration = a_registration(event)
    db.session.commit()
    return registration


def remember(client: Visitor, mine: Registration, what: str = "remember") -> str:
    address = own_page(mine, "/phone")
    answer = send(client, address, own_page(mine), phone=what)
    assert answer.status_code == 303
    return answer.headers.get("Set-Cookie", "")


def leads_home(client: Visitor, mine: Registration) -> bool:
    answer = client.get(HEAD)
    return answer.status_code == 303 and answer.location.endswith(own_page(mine))


def test_it_never_leads_home_on_its_own(client: Visitor, mine: Registration) -> None:
    client.get(own_page(mine))
    assert not leads_home(client, mine)


def test_after_a_tick_it_leads_home_until_it_is_told_to_forget(
    client: Visitor, mine: Registration
) -> None:
    cookie = remember(client, mine)
    assert "HttpOnly" in cookie
    assert "Path=/registrations" in cookie
    assert leads_home(client, mine)
    assert "Glöm mig på den här telefonen" in words(client.get(own_page(mine)).text)

    remember(client, mine, "forget")
    assert not leads_home(client, mine)


def test_whoever_has_another_registration_gets_to_the_form(
    client: Visitor, mine: Registration
) -> None:
    remember(client, mine)
    assert client.get(f"{HEAD}?another=yes").status_code == 200


def test_it_ends_with_the_event_and_with_a_new_link(
    client: Visitor, event: Event, mine: Registration
) -> None:
    remember(client, mine)
    with standing_at(event.ends_at):
        assert not leads_home(client, mine)
    renew_links(mine)
    db.session.commit()
    assert client.get(HEAD).status_code == 200


def test_a_tick_from_before_the_end_is_answered_after_it(
    client: Visitor, event: Event, mine: Registration
) -> None:
    token = token_on(client, own_page(mine))
    with standing_at(event.ends_at):
        typed = {"csrf_token": token, "phone": "remember"}
        answer = client.post(own_page(mine, "/phone"), data=typed)
        shown = words(client.get(answer.location).text)

    assert "eventapp_phone" not in str(answer.headers)
    assert "Evenemanget är över" in shown


def test_a_cookie_of_nonsense_is_no_fault(client: Visitor, mine: Registration) -> None:
    client.set_cookie("eventapp_phone", "%00åäö.x", path="/registrations")
    assert client.get(HEAD).status_code == 200
    assert client.get(own_page(mine)).status_code == 200


def test_what_is_no_tick_is_refused(client: Visitor, mine: Registration) -> None:
    answer = send(client, own_page(mine, "/phone"), own_page(mine), phone="both")
    assert answer.status_code == 400
