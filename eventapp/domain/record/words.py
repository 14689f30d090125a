"""The words by which a reason is found again."""

import re
import unicodedata

WORD_MAX_LENGTH = 40
WORDS_MAX = 100  # a reason is a sentence


def fold_words(text: str) -> list[str]:
    """The text's words in small letters, each once, in order."""
    folded = unicodedata.normalize("NFC", text).casefold()
    words = dict.fromkeys(word[:WORD_MAX_LENGTH] for word in re.findall(r"\w+", folded))
    return list(words)[:WORDS_MAX]
