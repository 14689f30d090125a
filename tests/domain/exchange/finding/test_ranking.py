"""Ranking by bits; experience 0 is the lowest bit."""

from itertools import islice

from eventapp.domain.exchange.finding.ranking import ENOUGH, best_first, holding_words, rank_word

ALL = (1 << 40) - 1


def bits(*positions: int) -> int:
    return sum(1 << position for position in positions)


def test_each_experience_stays_in_the_best_level_of_a_word_alone() -> None:
    word = rank_word([(1.0, bits(1, 2)), (6.0, bits(2, 3, 50))], ALL)

    assert [level for _, level in word.levels] == [bits(2, 3), bits(1)]
    assert word.anywhere == bits(1, 2, 3)


def test_a_rare_word_is_worth_more_than_a_common_one() -> None:
    rare, common = rank_word([(2.0, bits(1))], ALL), rank_word([(2.0, bits(*range(30)))], ALL)

    assert next(best_first([common, rare], bits(1, 2, 35))) == bits(1)
    assert rare.rarity > common.rarity


def test_groups_come_best_first_and_hold_each_experience_once() -> None:
    words = [
        rank_word([(6.0, bits(4, 9)), (2.0, bits(*range(12)))], ALL),
        rank_word([(6.0, bits(4, 7)), (2.0, bits(1, 9))], ALL),
    ]

    groups = list(best_first(words, bits(*range(14))))

    assert groups[0] == bits(4)
    assert sum(group.bit_count() for group in groups) == 14
    assert groups[-1] == bits(12, 13)
    # Both words in the title; then one there and one below.
    assert set(islice(groups, 3)) == {bits(4), bits(9), bits(7)}


def test_all_words_are_wanted_where_enough_hold_them() -> None:
    many = bits(*range(ENOUGH))
    first, second = rank_word([(1.0, many | bits(30))], ALL), rank_word([(1.0, many)], ALL)

    assert holding_words([first, second], ALL) == (many, many)


def test_where_few_hold_all_those_that_hold_most_count_too() -> None:
    first, second = rank_word([(1.0, bits(1, 2))], ALL), rank_word([(1.0, bits(*range(20)))], ALL)

    whole, matching = holding_words([first, second], ALL)

    assert (whole, matching) == (bits(1, 2), bits(1, 2))
    other = rank_word([(1.0, bits(3, 4))], ALL)
    assert holding_words([first, other], ALL) == (0, bits(1, 2, 3, 4))


def test_a_word_that_nothing_holds_leaves_what_holds_the_others() -> None:
    known, unknown = rank_word([(1.0, bits(1))], ALL), rank_word([], ALL)

    assert holding_words([known, unknown], ALL) == (0, bits(1))
    assert holding_words([unknown], ALL) == (0, 0)
