"""Words near to one that nothing holds: a letter wrong, missing, too many, or two swapped."""

from collections.abc import Collection, Sequence
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select

from eventapp.domain.exchange.finding.facet_cache import known_generation
from eventapp.domain.exchange.finding.index_terms import query_stem
from eventapp.domain.people.folding import fold
from eventapp.extensions import db
from eventapp.models.exchange.search_entry import SearchWord

SHORT = 6  # letters below which one fault is allowed, else two
SHORTEST = 4

# By database, the generation and the last number read, and the words that are known: their stem in
# folded letters, the letters it has as bits, the word as written.
_known: WeakKeyDictionary[Engine, tuple[str, int, list[tuple[str, int, str]]]] = WeakKeyDictionary()


def find_nearest(words: Sequence[str]) -> dict[str, str]:
    """For each word the one that some experience contains and that is nearest, where one is."""
    known = _known_words()
    nearest = {word: _nearest(word, known) for word in words}
    return {word: near for word, near in nearest.items() if near}


def _nearest(word: str, known_words: Sequence[tuple[str, int, str]]) -> str:
    stem = fold(query_stem(word))
    if len(stem) < SHORTEST:
        return ""
    most = 1 if len(stem) < SHORT else 2
    letters, best, nearest = _letters(stem), most + 1, ""
    for known, known_letters, written in known_words:
        if abs(len(known) - len(stem)) > most:
            continue
        if (letters ^ known_letters).bit_count() > 2 * most:
            continue
        faults = count_faults(stem, known, most)
        if faults < best and (faults or known != stem):
            best, nearest = faults, written
    return nearest


def known_beginnings(parts: Collection[str]) -> set[str]:
    """Those of the parts that some known word begins with, whatever the accents."""
    folded = {part: fold(part) for part in parts}
    sought = tuple(folded.values())
    words = [known for known, _letters, _written in _known_words() if known.startswith(sought)]
    return {part for part in parts if any(word.startswith(folded[part]) for word in words)}


def count_faults(word: str, other: str, most: int) -> int:
    """How many letters were mistaken, left out, added or swapped; more than `most` is `most` + 1.

    The optimal string alignment distance.
    """
    before: Sequence[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word, start=1):
        earlier, before = before, row
        row = [i]
        for j, its in enumerate(other, start=1):
            faults = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == its:
                faults = min(faults, earlier[j - 2] + 1)
            row.append(faults)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _known_words() -> list[tuple[str, int, str]]:
    """All words, those read before from memory. One query."""
    generation = known_generation()
    of_generation, last, words = _known.get(db.engine, (generation, 0, []))
    if of_generation != generation:
        last, words = 0, []
    new = db.session.execute(
        select(SearchWord.id, SearchWord.stem, SearchWord.word)
        .where(SearchWord.id > last)
        .order_by(SearchWord.id)
    ).all()
    if new:
        read = [(fold(row[1]), _letters(fold(row[1])), row[2]) for row in new]
        words = [*words, *read]
        _known[db.engine] = (generation, new[-1][0], words)
    return words


def _letters(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits
