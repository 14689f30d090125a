"""What words are found by: their Swedish and their English stem, letters folded."""

import re
from functools import lru_cache

from eventapp.domain.people.folding import fold
from eventapp.optional_import import without_its_other_modules

with without_its_other_modules("snowballstemmer"):  # 4 MB, for thirty languages
    from snowballstemmer.english_stemmer import EnglishStemmer
    from snowballstemmer.swedish_stemmer import SwedishStemmer

WORD = re.compile(r"[^\W_]+")
# A longer stem finds words that begin with it too, for Swedish joins words: samtal, samtalskväll.
PREFIX_MIN_LENGTH = 4
QUERY_WORDS_MAX = 8
STEMMERS = (SwedishStemmer, EnglishStemmer)


def stems_of(text: str) -> str:
    """Every stem of the text, once each, in their order, with a blank between."""
    return " ".join(dict.fromkeys(stem for word in _split_words(text) for stem in _stems(word)))


def stem_query(text: str) -> list[tuple[str, ...]]:
    """For each word that is sought, the stems of which one is enough; at most eight words."""
    return [_stems(word) for word in dict.fromkeys(_split_words(text))][:QUERY_WORDS_MAX]


def _split_words(text: str) -> list[str]:
    """The words of a text in folded letters: ``Åtgärd 2`` → ``atgard``, ``2``."""
    return WORD.findall(fold(text))


@lru_cache(maxsize=20_000)
def _stems(word: str) -> tuple[str, ...]:
    # Folded before it is stemmed, both here and when sought, so that accents never matter.
    # By stemmers of its own: one keeps where it is in the word, and threads would share that.
    return tuple(dict.fromkeys(stemmer().stemWord(word) for stemmer in STEMMERS))
