"""Compounds are taken apart as Swedish joins them, and put together as people type them apart."""

import pytest

from eventapp.domain.exchange.finding.compound import compounds_of
from tests.builders.experience import an_experience

pytestmark = pytest.mark.usefixtures("app")


def parts_of(word: str) -> tuple[str, ...]:
    return compounds_of([word])[word].parts


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("ungdomsbrott", ("ungdomar", "brott")),
        ("ungdomsbrottens", ("ungdomar", "brottens")),
        ("gatubelysning", ("gator", "belysning")),
        ("familjestöd", ("familjer", "stöd")),
        ("flickgrupper", ("flickor", "grupper")),
        ("trygghetsbelysning", ("trygghet", "belysning")),
        ("busstationen", ("buss", "stationen")),
        ("bostadsbolaget", ("bostad", "bolaget")),
    ],
)
def test_both_parts_are_found_whatever_joins_them(typed: str, parts: tuple[str, ...]) -> None:
    an_experience(
        title="Ungdomar, brott, gator och belysning",
        problem="Familjer får stöd. Flickor i grupp. Trygghet. Buss och station. Bo i stad.",
        measure="Bostad hos bolag",
    )

    assert parts_of(typed) == parts


def test_where_one_part_is_known_that_is_taken_the_last_before_the_first() -> None:
    an_experience(title="Brott vid torg")

    assert parts_of("cykelbrott") == ("brott",)
    assert parts_of("brottskurva") == ("brott",)
    assert parts_of("torgvrakning") == ("torg",)
    assert parts_of("hittepåord") == parts_of("vrakning") == ()


def test_a_part_that_only_begins_another_word_is_taken_where_nobody_wrote_the_word() -> None:
    an_experience(title="Brottsoffer vid torg")

    assert parts_of("ungdomsbrott") == ("brott",)
    assert parts_of("torgbrott") == ("torg", "brott")


def test_a_word_that_is_known_is_not_taken_for_a_part_alone() -> None:
    an_experience(title="Förvaringen", problem="Ring")

    assert parts_of("förvaringen") == ()


def test_words_apart_are_joined_where_somebody_wrote_them_as_one() -> None:
    an_experience(title="Kvällsvärdar och buskörning")

    joined = compounds_of(["kväll", "värdar", "bus", "körning"])

    assert joined["kväll"].joined == joined["värdar"].joined == ("kvällsvärdar",)
    assert joined["bus"].joined == joined["körning"].joined == ("buskörning",)
