"""Words and what they are found by."""

from eventapp.domain.exchange.stemmer import QUERY_WORDS_MAX, stem_query, stems_of


def test_words_are_split_and_folded() -> None:
    assert stems_of("Åtgärd 2, på_torget!") == stems_of("atgard 2 pa torget")


def test_forms_of_a_word_share_a_stem() -> None:
    assert set(stems_of("orossamtalen").split()) & set(stems_of("orossamtal").split())
    assert set(stems_of("meetings").split()) & set(stems_of("meeting").split())


def test_a_query_is_at_most_so_many_words_each_once() -> None:
    assert len(stem_query(" ".join(f"ord{n}" for n in range(20)))) == QUERY_WORDS_MAX
    assert len(stem_query("torg torg")) == 1
    assert stem_query("!?") == []
