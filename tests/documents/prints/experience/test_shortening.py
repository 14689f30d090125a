"""Texts are cut after a sentence, else after a word, and together fill no more than they may."""

import pytest

from eventapp.documents.prints.experience.shortening import (
    LINE_LENGTH,
    count_lines,
    shorten,
    shorten_together,
)

SENTENCE = "Vi bytte lampor i hela tunneln."


def test_what_fits_is_left_alone() -> None:
    assert shorten(SENTENCE, 1) == SENTENCE
    assert shorten_together([SENTENCE, ""], 10) == [SENTENCE, ""]


@pytest.mark.parametrize("lines", [1, 2, 5])
def test_a_long_text_ends_with_a_whole_sentence_and_a_sign(lines: int) -> None:
    short = shorten(" ".join([SENTENCE] * 60), lines)

    assert short.endswith("tunneln. …")
    assert count_lines(short) <= lines


def test_without_sentences_it_ends_with_a_word_and_without_words_somewhere() -> None:
    assert shorten("ord " * 100, 1).endswith("ord …")
    assert len(shorten("o" * 500, 1)) <= LINE_LENGTH


def test_short_texts_leave_their_room_to_long_ones() -> None:
    short, long = shorten_together([SENTENCE, " ".join([SENTENCE] * 90)], 12)

    assert short == SENTENCE
    assert 10 <= count_lines(long) <= 11
