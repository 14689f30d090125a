"""Which experiences hold each of the sought words, and how well, as bits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from eventapp.domain.exchange.finding.index_terms import (
    BEGINS_IN_TITLE,
    WHOLE_IN_BODY,
    WHOLE_IN_TITLE,
    lookups_of,
    lookups_of_any,
)
from eventapp.domain.exchange.finding.posting import find_bits
from eventapp.domain.exchange.finding.ranking import RankedWord, rank_word
from eventapp.domain.exchange.finding.sought_word import RARER_PART_WORTH, Alternative, SoughtWord

Levels = list[tuple[float, int]]
LevelsByWords = Mapping[tuple[str, ...], Levels]  # by words of which one is enough


@dataclass(frozen=True, slots=True)
class WordMatch:
    """The sought words and their ranks, in one order; those that nothing holds are `missing`.

    `instead` are compounds that nothing holds, with the parts that are shown for them.
    """

    sought: Sequence[SoughtWord]
    ranked: Sequence[RankedWord]
    instead: Mapping[str, Sequence[str]]

    @property
    def missing(self) -> list[str]:
        """The words, as typed, that the reader finds nothing by."""
        pairs = zip(self.sought, self.ranked, strict=True)
        return [sought.typed for sought, ranked in pairs if not ranked.anywhere]

    @property
    def doubtful(self) -> list[str]:
        """Those and compounds of which one part is shown: they may be misspelt."""
        one_part = [typed for typed, parts in self.instead.items() if len(parts) == 1]
        return [*self.missing, *one_part]


def match_words(sought: Sequence[SoughtWord], readable: int) -> WordMatch:
    """Look all of them up among what the reader may see. One query."""
    own = {words for word in sought for words in word.alternatives[0].words}
    others = {
        words for word in sought for other in word.alternatives[1:] for words in other.words
    } - own
    looked_up = {words: lookups_of(words[0]) for words in own}
    looked_up |= {words: lookups_of_any(words) for words in others}
    lookups = list(dict.fromkeys(lookup for pairs in looked_up.values() for _, lookup in pairs))
    bits = dict(zip(lookups, find_bits(lookups), strict=True))
    levels = {
        words: [(worth, bits[lookup] & readable) for worth, lookup in pairs]
        for words, pairs in looked_up.items()
    }
    whole = {word: _levels_of_all(word.whole, levels) for word in sought}
    parts = {word: _levels_of_parts(word.in_parts, levels) for word in sought}
    return WordMatch(
        sought,
        [rank_word([*whole[word], *parts[word]], readable) for word in sought],
        {
            word.typed: _held_parts(word, levels)
            for word in sought
            if not _union(bits for _, bits in whole[word])
            and _union(bits for _, bits in parts[word])
        },
    )


def _levels_of_all(alternatives: Iterable[Alternative], levels: LevelsByWords) -> Levels:
    return [
        (worth * alternative.worth, bits)
        for alternative in alternatives
        for worth, bits in _levels_of(alternative, levels)
    ]


def _levels_of_parts(alternatives: Sequence[Alternative], levels: LevelsByWords) -> Levels:
    """Those of a compound's parts: of two alone the rarer says more."""
    alone = alternatives[-2:]
    held = [_union(bits for _, bits in _levels_of(part, levels)).bit_count() for part in alone]
    if len(alone) == 2 and all(held):
        rarer = held.index(min(held))
        alone = [*alone]
        alone[rarer] = replace(alone[rarer], worth=RARER_PART_WORTH)
    return _levels_of_all([*alternatives[:-2], *alone], levels)


def _held_parts(word: SoughtWord, levels: LevelsByWords) -> list[str]:
    return [part for part in word.parts if _union(bits for _, bits in levels[(part,)])]


def _levels_of(alternative: Alternative, levels: LevelsByWords) -> Levels:
    """Of one word its own levels; of several those that hold all, in the title or anywhere."""
    if len(alternative.words) == 1:
        return levels[alternative.words[0]]
    in_title, anywhere = -1, -1
    for words in alternative.words:
        anywhere &= _union(bits for _, bits in levels[words])
        in_title &= _union(bits for worth, bits in levels[words] if worth >= BEGINS_IN_TITLE)
    return [(WHOLE_IN_TITLE, in_title), (WHOLE_IN_BODY, anywhere)]


def _union(many: Iterable[int]) -> int:
    union = 0
    for bits in many:
        union |= bits
    return union
