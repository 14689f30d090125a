"""Words and what they are found by."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from eventapp.domain.people.stemmer import QUERY_WORDS_MAX, _stems, stem_query, stems_of

ENDINGS = ("skvallarnas", "ernas", "heterna", "ing", "ations", "ligheten", "ernes")
BEGINNINGS = ("samtal", "trygghet", "kommun", "organisation", "running", "national")


@pytest.fixture
def switching_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("switching_often")
def test_threads_that_look_for_words_at_once_find_the_same_stems() -> None:
    text = " ".join(beginning + ending for beginning in BEGINNINGS for ending in ENDINGS)
    right = stems_of(text)

    def stems_anew(_number: int) -> str:
        _stems.cache_clear()
        return stems_of(text)

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(stems_anew, range(240))) == {right}


def test_words_are_split_and_folded() -> None:
    assert stems_of("Åtgärd 2, på_torget!") == stems_of("atgard 2 pa torget")


def test_forms_of_a_word_share_a_stem() -> None:
    assert set(stems_of("orossamtalen").split()) & set(stems_of("orossamtal").split())
    assert set(stems_of("meetings").split()) & set(stems_of("meeting").split())


def test_a_query_is_at_most_so_many_words_each_once() -> None:
    assert len(stem_query(" ".join(f"ord{n}" for n in range(20)))) == QUERY_WORDS_MAX
    assert len(stem_query("torg torg")) == 1
    assert stem_query("!?") == []
