"""Ranking by bits: which experiences hold the words best, without looking at each of them.

A word has levels: what it is worth, and a bit for each experience that holds it so. A common word
is worth less than a rare one. The best are taken out group by group, the most promising first, so
that only those of the page are ever looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import log

# With fewer that hold every word, those that hold half of what the words are worth count too.
ENOUGH = 10
SHARE_WANTED = 0.5
LEAST_WORTH = 0.1
# What holds a word worse, by a part of it alone, makes the word no less rare.
WELL_HELD = 0.3


@dataclass(frozen=True, slots=True)
class RankedWord:
    """A word: its levels, worth most first and each experience in one alone, and its rarity."""

    levels: Sequence[tuple[float, int]]
    anywhere: int
    rarity: float


def rank_word(levels: Sequence[tuple[float, int]], readable: int) -> RankedWord:
    """The word among what the reader may see; each experience stays in its best level alone."""
    anywhere, apart, well = 0, [], 0
    for worth, level in sorted(levels, key=lambda level: -level[0]):
        bits = level & readable & ~anywhere
        if bits:
            anywhere |= bits
            well |= bits if worth >= WELL_HELD else 0
            apart.append((worth, bits))
    among, holding = readable.bit_count(), (well or anywhere).bit_count()
    rarity = max(LEAST_WORTH, log((among + 1) / (holding + 0.5)))
    return RankedWord([(worth * rarity, bits) for worth, bits in apart], anywhere, rarity)


def holding_words(words: Sequence[RankedWord], readable: int) -> tuple[int, int]:
    """Those that hold every word; and these with others that hold most, where they are few."""
    known = [word for word in words if word.anywhere]
    if not known:
        return 0, 0
    every = readable
    for word in known:
        every &= word.anywhere
    whole = every if len(known) == len(words) else 0
    if every.bit_count() >= ENOUGH or len(known) == 1:
        return whole, every
    wanted = SHARE_WANTED * sum(word.rarity for word in known)
    return whole, every | _holding(known, readable, wanted)


def _holding(words: Sequence[RankedWord], among: int, wanted: float) -> int:
    """Those among which the words that they hold are worth as much as is wanted."""
    if wanted <= 0 or not among:
        return among
    if sum(word.rarity for word in words) < wanted:
        return 0
    first, others = words[0], words[1:]
    with_it = _holding(others, among & first.anywhere, wanted - first.rarity)
    return with_it | _holding(others, among & ~first.anywhere, wanted)


def best_first(words: Sequence[RankedWord], among: int) -> Iterator[int]:
    """Groups of those among, as bits: what holds the words best first, equals in one group."""
    rarest_first = sorted((word for word in words if word.levels), key=lambda word: -word.rarity)
    most_after = _most_after(rarest_first)
    # What a group can still be worth (negative, for the heap), a number against ties, how many
    # words are settled, what these are worth, and the group.
    waiting = [(-most_after[0], 0, 0, 0.0, among)]
    number = 0
    while waiting:
        _most, _number, settled, worth, bits = heappop(waiting)
        if settled == len(rarest_first):
            yield bits
            continue
        for added, part in _split(rarest_first[settled], bits):
            number += 1
            most = worth + added + most_after[settled + 1]
            heappush(waiting, (-most, number, settled + 1, worth + added, part))


def _most_after(words: Sequence[RankedWord]) -> list[float]:
    most = [0.0]
    for word in reversed(words):
        most.append(most[-1] + word.levels[0][0])
    return most[::-1]


def _split(word: RankedWord, bits: int) -> Iterator[tuple[float, int]]:
    for worth, level in word.levels:
        part = bits & level
        if part:
            yield worth, part
            bits ^= part
    if bits:
        yield 0.0, bits
