"""The terms that an experience is indexed by, and those that a sought word is looked up by.

A term is a stem behind one sign that says where it stood, so that the index finds it by its
beginning alone and need not know columns or places. Whole words stand there in folded letters, and
as they were written where that differs: whoever types gäng does not mean gång. Ends of words, for
compounds, stand there as they were written only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from eventapp.domain.people.folding import fold
from eventapp.domain.people.stemmer import (
    PREFIX_MIN_LENGTH,
    english_stem,
    split_words,
    swedish_stem,
    tails_of,
)

TITLE, TITLE_AS_WRITTEN, BODY, BODY_AS_WRITTEN, TITLE_TAIL, BODY_TAIL = "123456"
IN_TITLE, IN_BODY = (TITLE, TITLE_AS_WRITTEN, TITLE_TAIL), (BODY, BODY_AS_WRITTEN, BODY_TAIL)
STEM_MAX_LENGTH = 60
# What a word is worth where it stands: whole, as the beginning of a longer one, as its end.
WHOLE_IN_TITLE, BEGINS_IN_TITLE, ENDS_IN_TITLE = 6.0, 4.0, 1.5
WHOLE_IN_BODY, BEGINS_IN_BODY, ENDS_IN_BODY = 2.0, 1.5, 0.5


@dataclass(frozen=True, slots=True)
class Lookup:
    """Terms of which one is enough, `whole`, or where it `begins` a longer one, or either.

    All are worth the same.
    """

    terms: tuple[str, ...]
    begins: bool = False
    whole: bool = True


def terms_of(title: str, body: str) -> list[str]:
    """Every term of an experience, once each."""
    terms = set[str]()
    for text, marks in ((title, IN_TITLE), (body, IN_BODY)):
        for word in set(split_words(text)):
            terms.update(_marked(word, marks))
    return sorted(terms)


def lookups_of(word: str) -> list[tuple[float, Lookup]]:
    """Where to look for a word, in small letters, and what it is worth there; the most first."""
    stem = query_stem(word)
    written = fold(stem) != stem
    stems = (stem,) if written else tuple(dict.fromkeys((stem, *_english(word))))
    title, body = (TITLE_AS_WRITTEN, BODY_AS_WRITTEN) if written else (TITLE, BODY)
    whole = [(WHOLE_IN_TITLE, _lookup(title, stems)), (WHOLE_IN_BODY, _lookup(body, stems))]
    if len(stem) < PREFIX_MIN_LENGTH:
        return whole
    parts = [
        (BEGINS_IN_TITLE, _lookup(title, stems, begins=True)),
        (BEGINS_IN_BODY, _lookup(body, stems, begins=True)),
    ]
    return sorted(
        [
            *whole,
            *((worth, replace(lookup, whole=False)) for worth, lookup in parts),
            (ENDS_IN_TITLE, _lookup(TITLE_TAIL, (stem,), begins=True)),
            (ENDS_IN_BODY, _lookup(BODY_TAIL, (stem,), begins=True)),
        ],
        key=lambda pair: -pair[0],
    )


def lookups_of_any(words: Sequence[str]) -> list[tuple[float, Lookup]]:
    """The same for words of which one is enough: a lookup for each worth, and fewer of these.

    Such words only stand for another, and there may be many of them.
    """
    terms: dict[tuple[float, bool], list[str]] = {}
    for word in words:
        looked_up = [pair for pair in lookups_of(word) if pair[1].begins] or lookups_of(word)
        for worth, lookup in looked_up:
            terms.setdefault((worth, lookup.begins), []).extend(lookup.terms)
    return [
        (worth, Lookup(tuple(dict.fromkeys(its_terms)), begins))
        for (worth, begins), its_terms in terms.items()
    ]


def whole_lookups_of(word: str) -> list[tuple[float, Lookup]]:
    """Where a word stands whole in any of its forms, and what it is worth there."""
    whole = (WHOLE_IN_TITLE, WHOLE_IN_BODY)
    return [pair for pair in lookups_of(word) if pair[0] in whole]


def query_stem(word: str) -> str:
    """The stem of a word that is sought, no longer than those that are indexed."""
    return swedish_stem(word)[:STEM_MAX_LENGTH]


def words_by_stem(texts: Iterable[str]) -> dict[str, str]:
    """The words of the texts by their stems, each as it is written first."""
    words: dict[str, str] = {}
    for word in dict.fromkeys(word for text in texts for word in split_words(text)):
        words.setdefault(query_stem(word), word[:STEM_MAX_LENGTH])
    return words


def _lookup(mark: str, stems: Iterable[str], *, begins: bool = False) -> Lookup:
    long = PREFIX_MIN_LENGTH if begins else 1
    return Lookup(tuple(mark + stem for stem in stems if len(stem) >= long), begins)


def _english(word: str) -> list[str]:
    """Its English stem where that is another word: most words of the cards are Swedish."""
    stem = english_stem(word)[:STEM_MAX_LENGTH]
    return [stem] if stem != word else []


@lru_cache(maxsize=10_000)  # a kilobyte each; the words of most cards are among so many
def _marked(word: str, marks: tuple[str, str, str]) -> tuple[str, ...]:
    """The terms of a word: its stems in folded letters, as written if that differs, its ends."""
    stem, (whole, as_written, tail) = query_stem(word), marks
    folded = (form for form in (fold(stem), *_english(fold(word))) if form and " " not in form)
    written = [as_written + stem] if fold(stem) != stem else []
    return (
        *(whole + form for form in folded),
        *written,
        *(tail + end for end in tails_of(stem)),
    )
