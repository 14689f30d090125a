"""Which experiences hold each of the sought words, and how well, as bits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eventapp.domain.exchange.finding import search_index
from eventapp.domain.exchange.finding.facet_cache import FacetBits
from eventapp.domain.exchange.finding.index_terms import (
    BEGINS_IN_TITLE,
    WHOLE_IN_BODY,
    WHOLE_IN_TITLE,
    lookups_of,
    lookups_of_other,
)
from eventapp.domain.exchange.finding.ranking import RankedWord, rank_word
from eventapp.domain.exchange.finding.sought_word import Alternative, SoughtWord

Levels = list[tuple[float, int]]


@dataclass(frozen=True, slots=True)
class WordMatch:
    """The sought words and their ranks, in one order; those that nothing holds are `missing`."""

    sought: Sequence[SoughtWord]
    ranked: Sequence[RankedWord]

    @property
    def missing(self) -> list[str]:
        """The words, as typed, that the reader finds nothing by."""
        pairs = zip(self.sought, self.ranked, strict=True)
        return [sought.typed for sought, ranked in pairs if not ranked.anywhere]


def match_words(sought: Sequence[SoughtWord], facets: FacetBits, readable: int) -> WordMatch:
    """Look all of them up among what the reader may see. One query."""
    own = {word for sought_word in sought for word in sought_word.own}
    others = {word for sought_word in sought for word in sought_word.others} - own
    looked_up = {word: lookups_of(word) for word in own}
    looked_up |= {word: lookups_of_other(word) for word in others}
    lookups = list(dict.fromkeys(lookup for pairs in looked_up.values() for _, lookup in pairs))
    ids = search_index.find_ids(lookups)
    bits = dict(zip(lookups, map(facets.of_ids, ids), strict=True))
    levels = {
        option: [(worth, bits[lookup]) for worth, lookup in pairs]
        for option, pairs in looked_up.items()
    }
    return WordMatch(
        sought, [rank_word(_levels_of_word(word, levels), readable) for word in sought]
    )


def _levels_of_word(word: SoughtWord, levels: dict[str, Levels]) -> Levels:
    return [
        (worth * alternative.worth, bits)
        for alternative in word.alternatives
        for worth, bits in _levels_of(alternative, levels)
    ]


def _levels_of(alternative: Alternative, levels: dict[str, Levels]) -> Levels:
    """Of one word its own levels; of several those that hold all, in the title or anywhere."""
    if len(alternative.words) == 1:
        return [level for option in alternative.words[0] for level in levels[option]]
    in_title, anywhere = -1, -1
    for options in alternative.words:
        held = [level for option in options for level in levels[option]]
        anywhere &= _union(bits for _, bits in held)
        in_title &= _union(bits for worth, bits in held if worth >= BEGINS_IN_TITLE)
    return [(WHOLE_IN_TITLE, in_title), (WHOLE_IN_BODY, anywhere)]


def _union(many: Iterable[int]) -> int:
    union = 0
    for bits in many:
        union |= bits
    return union
