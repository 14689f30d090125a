"""Offers and needs that speak of the same thing."""

import pytest

from eventapp.domain.exchange.listing import list_by_area
from eventapp.models import Listing, ListingKind
from tests.builders import NOON, an_organisation
from tests.builders.experience import a_focus_area, a_listing

pytestmark = pytest.mark.usefixtures("app")
OFFER, NEED = ListingKind.OFFER, ListingKind.NEED


def pairs(**sought: str) -> list[tuple[Listing, Listing]]:
    return [
        (match.need, match.offer)
        for area in list_by_area(now=NOON, **sought)
        for match in area.matches
    ]


def test_an_offer_meets_a_need_of_others_that_shares_words_within_its_focus_area() -> None:
    area, other = a_focus_area(), a_focus_area()
    giver, seeker = an_organisation(), an_organisation()
    given = a_listing(OFFER, giver, area, "Räkneprotokollet", "Vi lånar ut protokollet.")
    sought = a_listing(NEED, seeker, area, "Något att mäta med", "Vi söker ett protokoll.")
    a_listing(NEED, giver, area, "Protokoll")  # one's own
    a_listing(NEED, seeker, other, "Protokoll")  # another focus area
    a_listing(NEED, seeker, area, "Stickprov", "Av föreningsbidrag.")  # another matter

    assert pairs() == [(sought, given)]
    assert [group.area for group in list_by_area(now=NOON, area=other.code)] == [other]


def test_words_that_say_nothing_make_no_match() -> None:
    area = a_focus_area()
    a_listing(OFFER, None, area, "Vi visar gärna", "Vi hjälper andra kommuner med erfarenhet.")
    a_listing(NEED, None, area, "Vi söker hjälp", "Andra kommuner med erfarenhet av föräldrar.")

    assert pairs() == []


def test_those_that_share_most_come_first() -> None:
    area = a_focus_area()
    near = a_listing(OFFER, None, area, "Stickprov", "Av föreningsbidrag, en gång om året.")
    far = a_listing(OFFER, None, area, "Stickprov", "Av fakturor.")
    sought = a_listing(NEED, None, area, "Stickprov av föreningsbidrag", "Varje termin.")

    assert pairs() == [(sought, near), (sought, far)]
