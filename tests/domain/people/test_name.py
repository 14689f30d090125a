"""When two names are one person's, and when they are two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.domain.people.name import fold_name


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Anna Ek", "anna ek"),
        ("Anna Ek", "  Anna \u00a0 Ek\t"),
        ("Åsa", "A\u030asa"),
        ("Strauß", "STRAUSS"),
        ("ﬁna", "FINA"),
        ("李小龍", "李小龍"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
    ],
)
def test_case_blanks_and_forms_of_letters_do_not_matter(name: str, other: str) -> None:
    assert fold_name(name) == fold_name(other)


@pytest.mark.parametrize(
    ("name", "other"), [("Åsa", "Asa"), ("Søren", "Soren"), ("Anna-Karin", "Anna Karin")]
)
def test_accents_and_signs_tell_people_apart(name: str, other: str) -> None:
    assert fold_name(name) != fold_name(other)


@given(st.text())
def test_a_folded_name_is_folded(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)
