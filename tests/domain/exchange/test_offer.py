"""Offers and needs: they stand for a time, are found by words, and meet where they fit."""

import pytest

from eventapp.domain.exchange import offer
from eventapp.domain.exchange.offer import LISTED_FOR, WishWithdrawn
from eventapp.models import WishKind
from tests.builders import DAY, NOON
from tests.builders.experience import COORDINATOR, a_wish

pytestmark = pytest.mark.usefixtures("app")
OFFER, NEED = WishKind.OFFER, WishKind.NEED


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
