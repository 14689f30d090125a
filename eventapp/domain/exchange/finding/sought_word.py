"""The words that somebody looks for, with what else would do for each: synonyms, and parts.

A compound that nobody wrote may be written apart: bilbrand, "bilar sattes i brand"; and what was
typed apart may be one word: bus körning.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eventapp.domain.exchange.finding.compound import Compound, compounds_of
from eventapp.domain.exchange.finding.index_terms import query_stem
from eventapp.domain.people.stemmer import EMPTY_WORDS, QUERY_WORDS_MAX, split_words

JOINED_WORTH, SYNONYM_WORTH, PARTS_WORTH = 0.8, 0.6, 0.4
PART_WORTH, RARER_PART_WORTH = 0.1, 0.12
ALTERNATIVES_MAX = 12
Phrase = tuple[str, ...]  # words in small letters


@dataclass(frozen=True, slots=True)
class Alternative:
    """Words that all must be held for it to do; for each of them, others that would do as well."""

    worth: float
    words: tuple[tuple[str, ...], ...]
    is_part: bool = False  # of a compound: it says less than what was typed


@dataclass(frozen=True, slots=True)
class SoughtWord:
    """One word, or several that are one expression, as typed, and what would do for it."""

    typed: str
    alternatives: tuple[Alternative, ...]
    parts: tuple[str, ...] = ()

    @property
    def whole(self) -> list[Alternative]:
        """What says as much as was typed."""
        return [alternative for alternative in self.alternatives if not alternative.is_part]

    @property
    def in_parts(self) -> list[Alternative]:
        """Parts of what was typed, which say less."""
        return [alternative for alternative in self.alternatives if alternative.is_part]


def sought_words(text: str, synonyms: Mapping[Phrase, Sequence[Phrase]]) -> list[SoughtWord]:
    """What is looked for; `synonyms` are by the stems of an expression. At most eight words."""
    words = list(dict.fromkeys(split_words(text)))
    meaning = [word for word in words if word not in EMPTY_WORDS] or words
    meaning = meaning[:QUERY_WORDS_MAX]
    compounds = compounds_of(words[: 2 * QUERY_WORDS_MAX])
    return [
        _sought(phrase, synonyms, compounds[phrase[0]] if len(phrase) == 1 else Compound())
        for phrase in _phrases(meaning, synonyms)
    ]


def stems_of_phrase(phrase: Sequence[str]) -> Phrase:
    """By what a phrase is known among the synonyms, whatever the form of its words."""
    return tuple(query_stem(word) for word in phrase)


def _phrases(words: Sequence[str], synonyms: Mapping[Phrase, Sequence[Phrase]]) -> Iterator[Phrase]:
    """The words, those together that are one expression with synonyms; the longest first."""
    longest = max(map(len, synonyms), default=1)
    start = 0
    while start < len(words):
        for length in range(min(longest, len(words) - start), 0, -1):
            phrase = tuple(words[start : start + length])
            if length == 1 or stems_of_phrase(phrase) in synonyms:
                yield phrase
                start += length
                break


def _sought(
    phrase: Phrase, synonyms: Mapping[Phrase, Sequence[Phrase]], compound: Compound
) -> SoughtWord:
    own = Alternative(1.0, tuple((word,) for word in phrase))
    joined = [Alternative(JOINED_WORTH, ((word,),)) for word in compound.joined]
    others = synonyms.get(stems_of_phrase(phrase), ())[:ALTERNATIVES_MAX]
    parts = _parts(compound.parts, synonyms)
    alternatives = (own, *joined, *_others(others), *parts)
    return SoughtWord(" ".join(phrase), alternatives, compound.parts)


def _others(others: Sequence[Phrase]) -> list[Alternative]:
    """Synonyms: those of one word are looked up together, those of several each."""
    words = tuple(other[0] for other in others if len(other) == 1)
    together = [Alternative(SYNONYM_WORTH, (words,))] if words else []
    phrases = (tuple((word,) for word in other) for other in others if len(other) > 1)
    return [*together, *(Alternative(SYNONYM_WORTH, phrase) for phrase in phrases)]


def _parts(parts: Sequence[str], synonyms: Mapping[Phrase, Sequence[Phrase]]) -> list[Alternative]:
    """Both parts together, then each alone."""
    alone = [Alternative(PART_WORTH, ((part,),), is_part=True) for part in parts]
    if len(parts) < 2:
        return alone
    both = tuple(_with_synonyms(part, synonyms) for part in parts)
    return [Alternative(PARTS_WORTH, both, is_part=True), *alone]


def _with_synonyms(word: str, synonyms: Mapping[Phrase, Sequence[Phrase]]) -> tuple[str, ...]:
    others = synonyms.get(stems_of_phrase((word,)), ())
    return (word, *(other[0] for other in others if len(other) == 1))[:ALTERNATIVES_MAX]
