"""Which experiences hold the words, as bits."""

import pytest

from eventapp.domain.exchange.finding.facet_cache import SHOWN, current_facets
from eventapp.domain.exchange.finding.sought_word import sought_words
from eventapp.domain.exchange.finding.word_match import match_words
from tests.builders.experience import an_experience

pytestmark = pytest.mark.usefixtures("app")


def test_an_expression_must_be_held_whole_and_its_synonym_ranks_below() -> None:
    synonyms = {("social", "insatsgrupp"): [("sig",)]}
    ours = an_experience(title="Sociala insatsgrupper")
    other = an_experience(title="SIG för unga")
    an_experience(title="Sociala medier")
    facets = current_facets()

    match = match_words(sought_words("social insatsgrupp", synonyms), facets.of(SHOWN))

    (word,) = match.ranked
    assert facets.newest_ids(word.levels[0][1], 9) == [ours.id]
    assert set(facets.newest_ids(word.anywhere, 9)) == {ours.id, other.id}
    assert match.missing == []


def test_words_that_nothing_holds_are_missing_as_typed() -> None:
    an_experience(title="Torget")
    facets = current_facets()

    match = match_words(sought_words("torg xyzzy", {}), facets.of(SHOWN))

    assert match.missing == ["xyzzy"]


def test_a_compound_that_nothing_holds_is_shown_by_its_parts_below_what_holds_it() -> None:
    both = an_experience(title="Brott av ungdomar")
    crime = an_experience(title="Brott vid torget")
    facets = current_facets()

    match = match_words(sought_words("ungdomsbrott", {}), facets.of(SHOWN))

    assert match.instead == {"ungdomsbrott": ["ungdomar", "brott"]}
    (word,) = match.ranked
    assert [facets.newest_ids(bits, 9) for _, bits in word.levels] == [[both.id], [crime.id]]
    assert match.missing == match.doubtful == []

    an_experience(title="Ungdomsbrottet")
    facets = current_facets()
    match = match_words(sought_words("ungdomsbrott", {}), facets.of(SHOWN))
    assert match.instead == {}


def test_a_word_shown_by_one_part_alone_may_be_misspelt() -> None:
    an_experience(title="Brott vid torget")
    facets = current_facets()

    match = match_words(sought_words("gängbrott", {}), facets.of(SHOWN))

    assert match.instead == {"gängbrott": ["brott"]}
    assert match.doubtful == ["gängbrott"]
