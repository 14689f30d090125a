"""The words by which a reason is found again."""

from eventapp.domain.record.words import WORD_MAX_LENGTH, WORDS_MAX, fold_words


def test_each_word_once_in_small_letters() -> None:
    assert fold_words("Sjuk. SJUK igen, A\u030are!") == ["sjuk", "igen", "åre"]
    assert fold_words("  –  ") == []


def test_a_long_text_gives_no_more_than_a_reason_has() -> None:
    assert len(fold_words(" ".join(f"ord{n}" for n in range(WORDS_MAX + 5)))) == WORDS_MAX
    assert fold_words("x" * 500) == ["x" * WORD_MAX_LENGTH]
