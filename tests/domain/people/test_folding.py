"""Whoever types in a hurry finds all the same; the browser folds by the same table."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.domain.people.folding import fold

VECTORS = Path(__file__).parents[2] / "vectors" / "folded.json"


@pytest.mark.parametrize(("written", "folded"), json.loads(VECTORS.read_text(encoding="utf-8")))
def test_case_accents_and_signs_do_not_matter(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=20))
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_letters_and_figures_remain() -> None:
    assert fold("Ærø-Straße  Þór ÅÄÖ").split() == ["aero", "strasse", "thor", "aao"]
