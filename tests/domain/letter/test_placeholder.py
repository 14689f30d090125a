"""What a letter fills in, and what it refuses."""

import pytest
from flask import Flask

from eventapp.domain.letter.placeholder import (
    IN_ENGLISH,
    LABELS,
    Placeholder,
    list_filled_lines,
    list_unknown,
    read,
)
from eventapp.i18n import speaking


def test_every_placeholder_has_a_label_and_an_english_word() -> None:
    assert set(LABELS) == set(Placeholder)
    assert set(IN_ENGLISH.values()) | {Placeholder.ORGANISATION} == set(Placeholder)


@pytest.mark.parametrize("word", ["fornamn", "Fornamn", " fornamn ", "first_name"])
def test_either_language_is_read_however_it_is_typed(word: str) -> None:
    assert read(word) is Placeholder.FIRST_NAME


def test_what_is_not_on_the_list_is_named_with_its_line_and_what_may_be_meant() -> None:
    unknown = list_unknown("Hej {fornamn}!\n\nSäg {anmalningskoden} och {personnummer.__class__}.")

    assert [
        (unknown_placeholder.line, unknown_placeholder.word, unknown_placeholder.meant)
        for unknown_placeholder in unknown
    ] == [
        (3, "anmalningskoden", Placeholder.CODE),
        (3, "personnummer.__class__", None),
    ]


@pytest.mark.parametrize("text", ["Hej {fornamn", "Hej fornamn}!", "{ fornamn\n} {namn}"])
def test_a_brace_without_its_pair_is_named_with_its_line(text: str) -> None:
    unknown = list_unknown(f"Hej!\n{text}")

    assert (unknown[0].line, unknown[0].meant) == (2, Placeholder.FIRST_NAME)
    assert "Line 2: a brace is missing its pair." in unknown[0].message


def test_what_may_be_meant_is_asked_in_the_readers_language(app: Flask) -> None:
    (unknown,) = list_unknown("Säg {anmalningskoden}.")

    with app.test_request_context("/"), speaking("sv"):
        assert unknown.message.endswith("Menar du {anmalningskod}?")


@pytest.mark.parametrize("text", ["", "{}", "{ }", "{{fornamn}}", "{fornamn", "fornamn}", "{\n}"])
def test_braces_without_a_known_word_never_break_anything(text: str) -> None:
    assert isinstance(list_unknown(text), list)
    assert isinstance(list(list_filled_lines(text)), list)


def test_lines_with_placeholders_are_shown_in_parts() -> None:
    lines = list(list_filled_lines("Hej {fornamn}!\nIngenting.\nSäg {ort}."))

    assert [line.number for line in lines] == [1, 3]
    assert lines[0].parts == [
        ("Hej ", None, False),
        ("fornamn", Placeholder.FIRST_NAME, False),
        ("!", None, False),
    ]
    assert lines[1].parts[1] == ("ort", None, True)
