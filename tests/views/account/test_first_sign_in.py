"""Staff who come in for the first time set up their second factor before all else."""

import re
from datetime import timedelta

import pyotp
import pytest

from eventapp.clock import standing_at
from eventapp.domain.permission import Role
from tests.builders import NOON, an_organisation
from tests.builders.account import PASSWORD, an_account, signed_in_by_link, with_password
from tests.builders.forms import send
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")


WHAT_AND_WHY = "Du arbetar med andras personuppgifter, så det räcker inte med ett lösenord."


@pytest.fixture
def mode() -> str:
    return "production"


def test_an_organizer_without_second_factor_is_led_to_set_one_up(client: Visitor) -> None:
    organizer = signed_in_by_link(client, an_account(Role.ORGANIZER))

    assert organizer.get("/account").status_code == 200
    turned_away = organizer.get("/organizer")
    assert (turned_away.status_code, turned_away.location) == (303, "/account")
    assert WHAT_AND_WHY in organizer.get("/account").text


def test_a_second_factor_without_a_password_does_not_let_in_who_then_could_not_return(
    client: Visitor,
) -> None:
    organizer = signed_in_by_link(client, an_account(Role.ORGANIZER))
    begun = send(organizer, "/account/second-factor/new").text
    assert "reservkod" not in begun  # there are none yet
    secret = "".join(begun.split('class="code strong">')[1].split("<")[0].split())
    shown = pyotp.TOTP(secret).at(int(NOON.timestamp()))
    assert send(organizer, "/account/second-factor", code=shown).status_code == 200

    assert organizer.get("/organizer").location == "/account"
    with standing_at(NOON + timedelta(minutes=11)):
        assert "Välj ett lösenord" in organizer.get("/account").text
        chosen = send(organizer, "/account/password", new_password=PASSWORD)
        assert chosen.location == "/organizer"  # the start list: nothing is left to set up
        assert organizer.get("/organizer").status_code == 200


def test_whoever_may_go_on_is_not_asked_to_set_anything_up(client: Visitor) -> None:
    coordinator = an_account(Role.COORDINATOR, organisation=an_organisation())

    assert WHAT_AND_WHY not in signed_in_by_link(client, coordinator).get("/account").text


def test_an_organizer_who_lost_the_phone_comes_in_by_an_operators_address(client: Visitor) -> None:
    account = with_password(an_account(Role.ORGANIZER))
    account.second_factor, account.second_factor_key = b"sealed", 1

    assert signed_in_by_link(client, account).get("/organizer").status_code == 200


def test_a_coordinator_needs_no_second_factor(client: Visitor) -> None:
    coordinator = an_account(Role.COORDINATOR, organisation=an_organisation())

    assert signed_in_by_link(client, coordinator).get("/delegations").status_code == 200


def test_from_the_recovery_codes_one_comes_to_the_step_that_is_left(client: Visitor) -> None:
    organizer = signed_in_by_link(client, an_account(Role.ORGANIZER))
    begun = send(organizer, "/account/second-factor/new").text
    secret = "".join(begun.split('class="code strong">')[1].split("<")[0].split())

    shown = send(organizer, "/account/second-factor", code=pyotp.TOTP(secret).at(NOON))

    assert re.search(r'href="/account"[^>]*>\s*Jag har sparat dem', shown.text)
    send(organizer, "/account/password", new_password=PASSWORD)
    assert "Lösenordet är sparat." in organizer.get("/account").text


def test_an_account_that_a_command_made_is_asked_for_its_name_first(client: Visitor) -> None:
    account = an_account(Role.ORGANIZER)
    account.name = account.email.partition("@")[0]
    organizer = signed_in_by_link(client, account)

    first = organizer.get("/account").text
    assert "Först: ditt namn och språk" in first
    assert WHAT_AND_WHY in first
    assert "Nytt lösenord" not in first
    refused = send(organizer, "/account", name="", language="sv", version=account.version)
    assert refused.status_code == 422
    assert "Skriv ett namn." in refused.text
    send(organizer, "/account", name="Anna Berg", language="sv", version=account.version)

    then = organizer.get("/account").text
    assert "Anna Berg" in then
    assert "Nytt lösenord" in then
    assert organizer.get("/organizer").location == "/account"


def test_whose_name_is_that_of_the_address_is_not_asked_again(client: Visitor) -> None:
    account = an_account(Role.ORGANIZER)
    account.email, account.name = "anna@bra.example", "anna"
    organizer = signed_in_by_link(client, account)

    answer = send(organizer, "/account", name="anna", language="sv", version=account.version)

    assert answer.status_code == 303

    assert "Nytt lösenord" in organizer.get("/account").text
