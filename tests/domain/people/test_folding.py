"""Whoever types in a hurry finds all the same; the browser folds by the same table."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.domain.people.folding import fold, fold_query

VECTORS = Path(__file__).parents[2] / "vectors" / "folded.json"


@pytest.mark.parametrize(("written", "folded"), json.loads(VECTORS.read_text(encoding="utf-8")))
def test_case_accents_and_signs_do_not_matter(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=20))
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("signs", ["%", "_", "\\", "–", "?!", "\u0308"])
def test_a_query_of_signs_alone_is_in_no_text(signs: str) -> None:
    text = fold(f"100 {signs} trygg{signs}a gator")

    assert fold_query(signs)
    assert not any(word in text for word in fold_query(signs))


@given(st.text(max_size=20), st.text(max_size=20))
def test_only_a_blank_query_is_in_every_text(query: str, text: str) -> None:
    if not fold(query):
        assert bool(fold_query(query)) is bool(query.split())
        assert not any(word in fold(text) for word in fold_query(query))


def test_signs_beside_words_do_not_matter() -> None:
    assert fold_query("100 % Åker") == ["100", "aker"]


def test_letters_and_figures_remain() -> None:
    assert fold("Ærø-Straße  Þór ÅÄÖ").split() == ["aero", "strasse", "thor", "aao"]
