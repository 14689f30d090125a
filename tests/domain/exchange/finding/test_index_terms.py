"""The terms of an experience, and where a sought word is looked up."""

from eventapp.domain.exchange.finding.index_terms import (
    BEGINS_IN_BODY,
    BEGINS_IN_TITLE,
    WHOLE_IN_BODY,
    WHOLE_IN_TITLE,
    Lookup,
    lookups_of,
    lookups_of_any,
    terms_of,
    words_by_stem,
)


def test_terms_say_where_a_word_stood_folded_and_as_written_and_its_ends() -> None:
    assert set(terms_of("Brottet", "gäng")) == {"1brott", "5rott", "3gang", "4gäng"}


def test_every_term_is_letters_and_digits_alone() -> None:
    terms = terms_of("¼ O'Neill 'OR' \"x\" <b>", "'; -- :* & ! ) ﬁ ½ 李小龍 " + "å" * 300)

    assert terms
    assert all(term.isalnum() for term in terms)
    assert max(map(len, terms)) <= 61


def test_a_word_is_worth_most_whole_in_the_title() -> None:
    assert lookups_of("brottet")[0] == (WHOLE_IN_TITLE, Lookup(("1brott",)))
    worths = [worth for worth, _ in lookups_of("brottet")]
    assert worths == sorted(worths, reverse=True)
    assert len(worths) == 6


def test_what_is_typed_with_dots_is_looked_up_as_written_alone() -> None:
    terms = {term for _, lookup in lookups_of("gäng") for term in lookup.terms}

    assert terms == {"2gäng", "4gäng", "5gäng", "6gäng"}


def test_short_words_begin_no_others() -> None:
    assert not any(lookup.begins for _, lookup in lookups_of("bil"))


def test_no_experience_is_looked_up_twice_for_one_word() -> None:
    begins = next(lookup for worth, lookup in lookups_of("brottet") if worth == BEGINS_IN_BODY)

    assert begins == Lookup(("3brott",), begins=True, whole=False)


def test_words_of_which_one_is_enough_are_looked_up_together() -> None:
    looked_up = lookups_of_any(["brottet", "gäng", "bil"])

    assert (BEGINS_IN_TITLE, Lookup(("1brott", "2gäng"), begins=True)) in looked_up
    assert (WHOLE_IN_BODY, Lookup(("3bil",))) in looked_up
    assert len({worth for worth, _ in looked_up}) == len(looked_up) == 5


def test_words_are_remembered_as_they_are_written_first() -> None:
    assert words_by_stem(["Torget och torg", "torgen"]) == {"torg": "torget", "och": "och"}
