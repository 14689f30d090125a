"""The facets of published experiences as bits, read on from where each process stopped.

Every search counts what each filter would show. Each value of a facet is one number here, with a
bit for each experience that has it; counting thousands is then a matter of microseconds. The
highest bit is the newest experience.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from sys import intern
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select

from eventapp.domain.exchange.finding.search_index import index_revision
from eventapp.extensions import db
from eventapp.models.exchange.search_entry import ExperienceEntry

FEW = 60  # up to so many bits are taken one by one
MANY = 1_000  # from so many on bits are set as digits
SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class FacetBits:
    """All entries of the index as of one revision of its generation.

    `ids` and `positions` are shared with later ones, which only add to them.
    """

    revision: tuple[str, int] = ("", 0)
    newest: Any = None
    ids: list[int] = field(default_factory=list)
    positions: dict[int, int] = field(default_factory=dict)
    bits: dict[str, int] = field(default_factory=dict)
    words: dict[int, tuple[str, ...]] = field(default_factory=dict)
    size: int = 0

    def of(self, *words: str) -> int:
        """Those that have one of the facet words."""
        bits = 0
        for word in words:
            bits |= self.bits.get(word, 0)
        return bits

    def of_ids(self, ids: Sequence[int]) -> int:
        """Those with these ids."""
        size, known = self.size, self.positions
        positions = [known.get(experience_id, size) for experience_id in ids]
        return _bits_at([position for position in positions if position < size])

    def newest_ids(self, bits: int, count: int) -> list[int]:
        """The ids of the newest among them, at most so many."""
        return [self.ids[position] for position in _highest(bits, count)]


def _highest(bits: int, count: int) -> Iterable[int]:
    if count > FEW:
        signs = f"{bits:b}"
        top = len(signs) - 1
        return [top - place for place, sign in enumerate(signs) if sign == "1"][:count]
    return _one_by_one(bits, count)


def _one_by_one(bits: int, count: int) -> Iterator[int]:
    while bits and count > 0:
        position = bits.bit_length() - 1
        yield position
        bits ^= 1 << position
        count -= 1


_cache: WeakKeyDictionary[Engine, FacetBits] = WeakKeyDictionary()
_reading = Lock()


def current_facets() -> FacetBits:
    """The facets of all that is published now. One query of one number when nothing has changed."""
    revision = index_revision()
    known = _cache.get(db.engine)
    if known is not None and known.revision == revision:
        return known
    with _reading:
        known = _cache.get(db.engine) or FacetBits()
        facets = _read(known, revision)
        _cache[db.engine] = facets
    return facets


def _read(known: FacetBits, revision: tuple[str, int]) -> FacetBits:
    """What was known and what is new; all anew where the index is another or has an older entry."""
    same = known.revision[0] == revision[0]
    rows = _rows_after(known.revision[1]) if same else []
    if not same or _goes_back(known, rows):
        known = FacetBits()
        rows = _rows_after(0)
    signed = _Writing(known)
    for row in rows:
        signed.add(*row)
    return signed.finished(revision)


def _rows_after(revision: int) -> Sequence[Any]:
    entry = ExperienceEntry
    return db.session.execute(
        select(entry.experience_id, entry.shown, entry.published_at, entry.facets)
        .where(entry.revision > revision)
        .order_by(entry.published_at, entry.experience_id)
    ).all()


def _goes_back(known: FacetBits, rows: Sequence[Any]) -> bool:
    """Whether a row that is new here belongs before those that are known."""
    return any(
        shown and experience_id not in known.positions and published_at < known.newest
        for experience_id, shown, published_at, _facets in rows
        if known.newest is not None
    )


class _Writing:
    """Facets being written: bits are gathered by word and set at the end, all at once."""

    def __init__(self, known: FacetBits) -> None:
        self._known = known
        self._ids, self._positions, self._words = known.ids, known.positions, dict(known.words)
        self._newest = known.newest
        self._bits = dict(known.bits)
        self._new: dict[str, list[int]] = {}

    def add(self, experience_id: int, shown: bool, published_at: Any, facets: str) -> None:
        position = self._positions.get(experience_id)
        for word in self._words.pop(position, ()) if position is not None else ():
            self._bits[word] &= ~(1 << position)  # type: ignore[operator]
        if not shown:
            return
        if position is None or published_at > self._newest:
            position = len(self._ids)
            self._ids.append(experience_id)
            self._positions[experience_id] = position
            self._newest = published_at
        words = (*map(intern, facets.split()), SHOWN)
        self._words[position] = words
        for word in words:
            self._new.setdefault(word, []).append(position)

    def finished(self, revision: tuple[str, int]) -> FacetBits:
        for word, positions in self._new.items():
            self._bits[word] = self._bits.get(word, 0) | _bits_at(positions)
        return replace(
            self._known,
            revision=revision,
            newest=self._newest,
            bits=self._bits,
            words=self._words,
            size=len(self._ids),
        )


def _bits_at(positions: Sequence[int]) -> int:
    """A number with these bits: of many by its digits, of few by its bytes, which is quicker."""
    top = max(positions, default=0)
    if len(positions) < MANY:
        parts = bytearray(top // 8 + 1)
        for position in positions:
            parts[position >> 3] |= 1 << (position & 7)
        return int.from_bytes(parts, "little")
    signs = bytearray(b"0") * (top + 1)
    for position in positions:
        signs[top - position] = 49
    return int(signs, 2)
