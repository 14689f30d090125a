"""Offers and needs: they stand for a time, are found by words, and meet where they fit."""

import pytest

from eventapp.domain.exchange import offer
from eventapp.domain.exchange.offer import LISTED_FOR, WishWithdrawn, list_exchange
from eventapp.models import Wish, WishKind
from tests.builders import DAY, NOON, an_organisation
from tests.builders.experience import COORDINATOR, a_focus_area, a_wish

pytestmark = pytest.mark.usefixtures("app")
OFFER, NEED = WishKind.OFFER, WishKind.NEED


def pairs(**sought: str) -> list[tuple[Wish, Wish]]:
    return [
        (match.need, match.offer)
        for area in list_exchange(now=NOON, **sought)
        for match in area.matches
    ]


def test_an_offer_meets_a_need_of_others_that_shares_words_within_its_focus_area() -> None:
    area, other = a_focus_area(), a_focus_area()
    giver, seeker = an_organisation(), an_organisation()
    given = a_wish(OFFER, giver, area, "Räkneprotokollet", "Vi lånar ut protokollet.")
    sought = a_wish(NEED, seeker, area, "Något att mäta med", "Vi söker ett protokoll.")
    a_wish(NEED, giver, area, "Protokoll")  # one's own
    a_wish(NEED, seeker, other, "Protokoll")  # another focus area
    a_wish(NEED, seeker, area, "Stickprov", "Av föreningsbidrag.")  # another matter

    assert pairs() == [(sought, given)]
    assert [each.area for each in list_exchange(now=NOON, area=other.code)] == [other]


def test_words_that_say_nothing_make_no_match() -> None:
    area = a_focus_area()
    a_wish(OFFER, None, area, "Vi visar gärna", "Vi hjälper andra kommuner med erfarenhet.")
    a_wish(NEED, None, area, "Vi söker hjälp", "Andra kommuner med erfarenhet av föräldrar.")

    assert pairs() == []


def test_those_that_share_most_come_first() -> None:
    area = a_focus_area()
    near = a_wish(OFFER, None, area, "Stickprov", "Av föreningsbidrag, en gång om året.")
    far = a_wish(OFFER, None, area, "Stickprov", "Av fakturor.")
    sought = a_wish(NEED, None, area, "Stickprov av föreningsbidrag", "Varje termin.")

    assert pairs() == [(sought, near), (sought, far)]


def test_it_stands_for_a_year_or_until_it_is_withdrawn() -> None:
    kept, gone = a_wish(), a_wish()
    offer.withdraw(gone, actor=COORDINATOR, now=NOON)

    assert list(offer.search(now=NOON)) == [kept]
    assert offer.find_standing(kept.code, now=NOON) is kept
    assert offer.find_standing(gone.code, now=NOON) is None
    assert list(offer.search(now=NOON + LISTED_FOR)) == [kept]
    assert list(offer.search(now=NOON + LISTED_FOR + DAY)) == []
    with pytest.raises(WishWithdrawn):
        offer.withdraw(gone, actor=COORDINATOR, now=NOON)


@pytest.mark.parametrize(
    ("words", "found"),
    [("protokollen", True), ("PROTOKOLL räknade", True), ("proto", True), ("stickprov", False)],
)
def test_it_is_found_by_the_stems_of_every_word(words: str, found: bool) -> None:
    wish = a_wish(title="Låna protokoll", text="Vi räknar på fasta tider.")

    assert list(offer.search(now=NOON, words=words)) == ([wish] if found else [])


def test_one_sees_and_holds_ones_own_alone() -> None:
    own, others = a_wish(), a_wish()

    assert list(offer.list_own({own.organisation_id}, now=NOON)) == [own]
    assert offer.find_own(own.code, {own.organisation_id}) is own
    assert offer.find_own(others.code, {own.organisation_id}) is None
