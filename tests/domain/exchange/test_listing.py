"""Offers and needs: they stand for a time, are found by words, and meet where they fit."""

import pytest

from eventapp.domain.exchange import listing
from eventapp.domain.exchange.listing import LISTED_FOR, ListingWithdrawn
from eventapp.models import ListingKind
from tests.builders import DAY, NOON, an_organisation
from tests.builders.experience import COORDINATOR, a_focus_area, a_listing

pytestmark = pytest.mark.usefixtures("app")
OFFER, NEED = ListingKind.OFFER, ListingKind.NEED


def test_it_stands_for_a_year_or_until_it_is_withdrawn() -> None:
    listed, withdrawn = a_listing(), a_listing()
    listing.withdraw(withdrawn, actor=COORDINATOR, now=NOON)

    assert list(listing.search(now=NOON)) == [listed]
    assert listing.find_listed(listed.code, now=NOON) is listed
    assert listing.find_listed(withdrawn.code, now=NOON) is None
    assert list(listing.search(now=NOON + LISTED_FOR)) == [listed]
    assert list(listing.search(now=NOON + LISTED_FOR + DAY)) == []
    with pytest.raises(ListingWithdrawn):
        listing.withdraw(withdrawn, actor=COORDINATOR, now=NOON)


@pytest.mark.parametrize(
    ("words", "expected"),
    [("protokollen", True), ("PROTOKOLL räknade", True), ("proto", True), ("stickprov", False)],
)
def test_it_is_found_by_the_stems_of_every_word(words: str, expected: bool) -> None:
    own = a_listing(title="Låna protokoll", text="Vi räknar på fasta tider.")

    assert list(listing.search(now=NOON, words=words)) == ([own] if expected else [])


def test_one_sees_and_holds_ones_own_alone() -> None:
    own, others = a_listing(), a_listing()

    assert list(listing.list_own({own.organisation_id}, now=NOON)) == [own]
    assert listing.find_own(own.code, {own.organisation_id}) is own
    assert listing.find_own(others.code, {own.organisation_id}) is None


def test_a_second_click_lists_nothing_twice() -> None:
    town, area = an_organisation(), a_focus_area()
    listed = a_listing(OFFER, town, area)

    assert a_listing(OFFER, town, area) is listed
    assert a_listing(NEED, town, area) is not listed
    listing.withdraw(listed, actor=COORDINATOR, now=NOON)
    assert a_listing(OFFER, town, area) is not listed
