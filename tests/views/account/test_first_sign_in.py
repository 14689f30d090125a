"""Staff who come in for the first time set up their second factor before all else."""

import pytest

from eventapp.domain.permission import Role
from tests.builders import an_organisation
from tests.builders.account import an_account, signed_in
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")


WHAT_AND_WHY = "Du arbetar med andras personuppgifter, så det räcker inte med ett lösenord."


@pytest.fixture
def mode() -> str:
    return "production"


def test_an_organizer_without_second_factor_is_led_to_set_one_up(client: Visitor) -> None:
    organizer = signed_in(client, an_account(Role.ORGANIZER))

    assert organizer.get("/account").status_code == 200
    turned_away = organizer.get("/organizer")
    assert (turned_away.status_code, turned_away.location) == (303, "/account")
    assert WHAT_AND_WHY in organizer.get("/account").text


def test_whoever_may_go_on_is_not_asked_to_set_anything_up(client: Visitor) -> None:
    coordinator = an_account(Role.COORDINATOR, organisation=an_organisation())

    assert WHAT_AND_WHY not in signed_in(client, coordinator).get("/account").text


def test_an_organizer_who_lost_the_phone_comes_in_by_an_operators_address(client: Visitor) -> None:
    account = an_account(Role.ORGANIZER)
    account.second_factor, account.second_factor_key = b"sealed", 1

    assert signed_in(client, account).get("/organizer").status_code == 200


def test_a_coordinator_needs_no_second_factor(client: Visitor) -> None:
    coordinator = an_account(Role.COORDINATOR, organisation=an_organisation())

    assert signed_in(client, coordinator).get("/delegations").status_code == 200
