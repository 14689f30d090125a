"""Each rule of the search switched off, to see what it is worth."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from eventapp.domain.exchange.finding import compound, index_terms, sought_word, synonym_list
from eventapp.domain.exchange.finding.compound import Compound
from eventapp.domain.people import stemmer

NEVER, LONGER_THAN_WORDS = re.compile("(?!)"), 1_000
CACHES: tuple[Any, ...] = (
    stemmer.swedish_stem,
    stemmer.english_stem,
    stemmer._stems,
    index_terms._marked,
)


def _no_stems(patch: pytest.MonkeyPatch) -> None:
    for module in (stemmer, index_terms, compound):
        for name in ("swedish_stem", "english_stem"):
            if hasattr(module, name):
                patch.setattr(module, name, lambda word: word)


def _no_articles(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(stemmer, "without_article", lambda word: word)


def _no_compounds(patch: pytest.MonkeyPatch) -> None:
    """No word is found by its end, by its beginning, or by words of which it is made."""
    patch.setattr(stemmer, "LAST_PART", NEVER)
    patch.setattr(index_terms, "tails_of", lambda _stem: [])
    patch.setattr(index_terms, "PREFIX_MIN_LENGTH", LONGER_THAN_WORDS)
    patch.setattr(sought_word, "compounds_of", lambda words: dict.fromkeys(words, Compound()))


def _no_synonyms(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(synonym_list, "current_synonyms", dict)


CONTROLS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "the stemmer": _no_stems,
    "articles": _no_articles,
    "compounds": _no_compounds,
    "synonyms": _no_synonyms,
}


@contextmanager
def switched_off(control: str) -> Iterator[None]:
    """The block runs without this rule; with all rules when it is empty."""
    _forget()
    with pytest.MonkeyPatch.context() as patch:
        if control:
            CONTROLS[control](patch)
        yield
    _forget()


def _forget() -> None:
    for cache in CACHES:
        cache.cache_clear()
