"""Addresses that were probably mistyped."""

import pytest

from eventapp.domain.people.mail_host import suggest_address
from eventapp.domain.people.organisation import ListedOrganisation
from eventapp.models import OrganisationKind

LINKOPING = ListedOrganisation(
    1, "kommun-0580", OrganisationKind.MUNICIPALITY, "Linköpings kommun", "", "Linköping", (1,)
)
BOARD = ListedOrganisation(
    2, "bra", OrganisationKind.AGENCY, "Rådet", "", "", (2,), mailbox="post@council.example"
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("anna@gmial.com", "anna@gmail.com"),
        ("anna@hotmail.con", "anna@hotmail.com"),
        ("anna@lnkoping.se", "anna@linkoping.se"),
        ("anna@counci.example", "anna@council.example"),
        ("anna@hotmial.co", "anna@hotmail.com"),
    ],
)
def test_near_misses(typed: str, meant: str) -> None:
    assert suggest_address(typed, [LINKOPING, BOARD]) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "anna@gmail.com",
        "anna@mail.com",
        "anna@linkoping.se",
        "anna@norrkoping.se",
        "anna@live.se",
        "anna@town.example",
        "",
    ],
)
def test_what_may_well_be_right_is_left_alone(typed: str) -> None:
    assert suggest_address(typed, [LINKOPING, BOARD]) == ""


def test_only_the_own_organisation_counts() -> None:
    assert suggest_address("anna@lnkoping.se") == ""
