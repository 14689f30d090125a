"""The words that somebody looks for, with what else would do for each: synonyms, and parts.

A compound that nobody wrote may be written apart: bilbrand, "bilar sattes i brand". It is split
where both parts are words that the index knows.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from eventapp.domain.exchange.finding.index_terms import query_stem
from eventapp.domain.people.stemmer import QUERY_WORDS_MAX, split_words
from eventapp.extensions import db
from eventapp.models.exchange.search_entry import SearchWord

SYNONYM_WORTH, PARTS_WORTH, ONE_PART_WORTH = 0.6, 0.4, 0.1
ALTERNATIVES_MAX = 12
PART_MIN_LENGTH = 3
COMPOUND_MIN_LENGTH = 7
# Words of questions, which say nothing of what is asked for.
EMPTY_WORDS = frozenset(
    split_words(
        "hur vad vem vilka vilken vilket var när varför och eller att som det den de en ett är på "
        "i av för med till från om vi man kan ska får gör göra har hade blir bli inte utan vid mot "
        "mellan bland efter innan under över in ut upp ner sig sin sina sitt vår våra vårt er ni "
        "du jag finns någon något några hos genom så också mer mest bra bättre a an the of "
        "for to and or with how what who which we do does is are"
    )
)

Phrase = tuple[str, ...]  # words in small letters


@dataclass(frozen=True, slots=True)
class Alternative:
    """Words that all must be held for it to do; for each of them, others that would do as well."""

    worth: float
    words: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SoughtWord:
    """One word, or several that are one expression, as typed, and what would do for it."""

    typed: str
    alternatives: tuple[Alternative, ...]

    @property
    def own(self) -> set[str]:
        """The words as typed."""
        return _words_of(self.alternatives[:1])

    @property
    def others(self) -> set[str]:
        """The words that only stand for these."""
        return _words_of(self.alternatives[1:])


def _words_of(alternatives: Sequence[Alternative]) -> set[str]:
    return {word for alternative in alternatives for words in alternative.words for word in words}


def sought_words(text: str, synonyms: Mapping[Phrase, Sequence[Phrase]]) -> list[SoughtWord]:
    """What is looked for; `synonyms` are by the stems of an expression. At most eight words."""
    words = list(dict.fromkeys(split_words(text)))
    meaning = [word for word in words if word not in EMPTY_WORDS] or words
    meaning = meaning[:QUERY_WORDS_MAX]
    parts = _parts_of(meaning)
    return [
        _sought(phrase, synonyms, parts.get(phrase[0], []) if len(phrase) == 1 else [])
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
    phrase: Phrase,
    synonyms: Mapping[Phrase, Sequence[Phrase]],
    parts: Sequence[tuple[str, str]],
) -> SoughtWord:
    own = Alternative(1.0, tuple((word,) for word in phrase))
    others = [
        Alternative(SYNONYM_WORTH, tuple((word,) for word in other))
        for other in synonyms.get(stems_of_phrase(phrase), ())
    ]
    apart = [
        Alternative(PARTS_WORTH, (_with_synonyms(head, synonyms), _with_synonyms(tail, synonyms)))
        for head, tail in parts
    ]
    alone = [Alternative(ONE_PART_WORTH, ((part,),)) for pair in parts for part in pair]
    return SoughtWord(" ".join(phrase), (own, *others[:ALTERNATIVES_MAX], *apart, *alone))


def _with_synonyms(word: str, synonyms: Mapping[Phrase, Sequence[Phrase]]) -> tuple[str, ...]:
    others = synonyms.get(stems_of_phrase((word,)), ())
    return (word, *(other[0] for other in others if len(other) == 1))[:ALTERNATIVES_MAX]


def _parts_of(words: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """How each word can be split into two that the index knows. One query, or none."""
    splits = {word: list(_splits(query_stem(word))) for word in words}
    parts = {part for pairs in splits.values() for pair in pairs for part in pair}
    wanted = parts | set(map(query_stem, parts))
    if not wanted:
        return {}
    known = set(db.session.scalars(select(SearchWord.stem).where(SearchWord.stem.in_(wanted))))
    return {word: _likeliest(pairs, known) for word, pairs in splits.items()}


def _likeliest(pairs: Sequence[tuple[str, str]], known: Collection[str]) -> list[tuple[str, str]]:
    """The split with the parts most alike in length: of bostadsbolag not bo and stadsbolag."""
    fitting = [pair for pair in pairs if all(_is_known(part, known) for part in pair)]
    fitting.sort(key=lambda pair: abs(len(pair[0]) - len(pair[1])))
    return fitting[:1]


def _is_known(part: str, known: Collection[str]) -> bool:
    """Whether the index has it as a stem or as a word; where it was cut off tells not which."""
    return part in known or query_stem(part) in known


def _splits(stem: str) -> Iterator[tuple[str, str]]:
    if len(stem) < COMPOUND_MIN_LENGTH:
        return
    for place in range(PART_MIN_LENGTH, len(stem) - PART_MIN_LENGTH + 1):
        head, tail = stem[:place], stem[place:]
        yield head, tail
        if head.endswith("s") and len(head) > PART_MIN_LENGTH:
            yield head[:-1], tail
