"""Cells as answers: the ways in which spreadsheets and web forms write numbers, days, options."""

import pytest

from eventapp.domain.registration.form_content import FormQuestion
from eventapp.forms.registration_import.answer import (
    is_month_first,
    read_cell,
    read_day,
    read_number,
    read_options,
)
from eventapp.models import QuestionKind

OPTIONS = (
    ("skola", {"sv": "Skola, förskola", "en": "School, preschool"}),
    ("fritid", {"sv": "Fritid"}),
    ("polis", {"sv": "Polis"}),
)


def a_question(kind: QuestionKind = QuestionKind.CHOICES, **facts: object) -> FormQuestion:
    return FormQuestion("omrade", kind, {"sv": "Område"}, {}, OPTIONS, required=True, **facts)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("012", "12"),
        ("1 200", "1200"),
        ("1\u00a0200", "1200"),
        ("12.0", "12"),  # a spreadsheet's decimals
        ("12,00", "12"),
        ("1,5", None),
        ("1.5", None),
        ("1.200", None),  # 1200 to some, 1.2 to others
        ("1,000", None),
        ("tolv", None),
        ("-3", None),
        ("1234567890", None),
        ("", None),
        ("١٢", "12"),
    ],
)
def test_a_number_is_whole_and_nothing_is_guessed(text: str, number: str | None) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-04",
        "20240304",
        "2024-03-04 00:00",
        "2024-03-04T00:00:00",
        "24-03-04",
        "240304",
        "4/3 2024",
        "4/3-2024",
        "04/03/2024",
        "4.3.2024",
        "04-03-2024",
        "4 mars 2024",
        "den 4 mars 2024",
        "måndag 4 mars 2024",
        "Monday, March 4, 2024",
        "Mar 4, 2024",
        "45355",
        "45355,5",
    ],
)
def test_a_day_is_read_in_the_ways_it_is_written(text: str) -> None:
    assert read_day(text) == "2024-03-04"


@pytest.mark.parametrize(
    "text", ["", "i mars", "2024-02-30", "31/31/2024", "99999", "0/0/00", "4/3", "0001-01-01"]
)
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert read_day(text) is None


def test_american_dates_are_known_by_their_column() -> None:
    cells = ["3/4/2024", "3/14/2024"]
    assert is_month_first(cells)
    assert not is_month_first(["3/4/2024"])
    assert not is_month_first([*cells, "14/3/2024"])
    assert [read_day(cell, month_first=True) for cell in cells] == ["2024-03-04", "2024-03-14"]
    assert read_day("3/14/2024") == "2024-03-14"  # it can be nothing else


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Fritid", "fritid"),
        ("polis;Skola, förskola;", "skola polis"),  # as Microsoft's forms write it
        ("Skola, förskola, Polis", "skola polis"),  # as Google's do
        ("School, preschool\nfritid", "skola fritid"),
        ("fritid | fritid", "fritid"),
        ("Skol", None),
        ("Fritid, Kultur", None),
        (";", None),
    ],
)
def test_several_options_are_told_apart_whatever_stands_between(
    text: str, answer: str | None
) -> None:
    assert read_options(a_question(), text) == answer


def test_none_of_them_and_too_many_are_what_the_question_allows() -> None:
    assert read_options(a_question(none_option=True), "Inga") == "none"
    assert read_options(a_question(), "Inga") is None
    assert read_options(a_question(choices_max=1), "Fritid;Polis") is None


def test_one_option_is_read_by_its_words_in_any_language() -> None:
    question = a_question(QuestionKind.CHOICE)
    read = [read_cell(question, text, month_first=False) for text in ("SCHOOL PRESCHOOL", "Ingen")]
    assert read == ["skola", None]
