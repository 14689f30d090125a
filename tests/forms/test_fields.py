"""What is typed, tidied: nothing that is not a blank is lost, and nothing turns what follows."""

import pytest

from eventapp.forms.fields import tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, ""),
        (" A\u030asa\u200b ", "Åsa"),
        ("\u202ecba", "\u202ecba\u202c"),
        ("\u2067a \u202ab", "\u2067a \u202ab\u202c\u2069"),
        ("\u202eesrever\u202c \u2066isolate\u2069", "\u202eesrever\u202c \u2066isolate\u2069"),
        ("ليلى حداد", "ليلى حداد"),
        ("\u202c\u2069 nothing to end", "\u202c\u2069 nothing to end"),
    ],
)
def test_a_turned_direction_ends_with_the_text(typed: str | None, kept: str) -> None:
    assert tidy(typed) == kept
    assert tidy(kept) == kept
