"""What is looked for: words without those that say nothing, expressions, and parts of compounds."""

import pytest

from eventapp.domain.exchange.finding.sought_word import sought_words
from eventapp.domain.people.stemmer import QUERY_WORDS_MAX
from tests.builders.experience import an_experience

pytestmark = pytest.mark.usefixtures("app")
SYNONYMS = {("social", "insatsgrupp"): [("sig",)], ("sig",): [("social", "insatsgrupp")]}


def typed(text: str) -> list[str]:
    return [word.typed for word in sought_words(text, SYNONYMS)]


def test_words_that_say_nothing_are_left_out_unless_there_are_no_others() -> None:
    assert typed("hur får vi fler att anmäla hot?") == ["fler", "anmäla", "hot"]
    assert typed("hur gör vi") == ["hur", "gör", "vi"]
    assert typed("") == typed("?!") == []
    assert len(typed(" ".join(f"ord{n}" for n in range(99)))) == QUERY_WORDS_MAX


def test_an_expression_is_one_word_and_each_form_of_it_has_its_synonyms() -> None:
    group, other = sought_words("sociala insatsgrupper nu", SYNONYMS)

    assert (group.typed, other.typed) == ("sociala insatsgrupper", "nu")
    assert [alternative.words for alternative in group.alternatives] == [
        (("sociala",), ("insatsgrupper",)),
        (("sig",),),
    ]


def test_a_compound_is_sought_by_both_parts_and_by_each_alone() -> None:
    an_experience(title="Bilar i brand")

    (fire,) = sought_words("bilbranden", {})

    assert fire.parts == ("bilar", "branden")
    assert [alternative.words for alternative in fire.in_parts] == [
        (("bilar",), ("branden",)),
        (("bilar",),),
        (("branden",),),
    ]
    assert [alternative.words for alternative in fire.whole] == [(("bilbranden",),)]


def test_words_typed_apart_are_sought_as_one_too_each_of_them() -> None:
    an_experience(title="Buskörning på torget")

    words = sought_words("bus körningen", {})

    assert [word.alternatives[1].words for word in words] == [(("buskörningen",),)] * 2
