"""The facets of published experiences as bits, read on from where each process stopped.

Every search counts what each filter would show. Each value of a facet is one number here, in which
bit n stands for the experience with id n; counting thousands is then a matter of microseconds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest
from itertools import islice
from sys import intern
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select

from eventapp.domain.exchange.finding.bits import MANY, bits_of, ids_of
from eventapp.domain.exchange.finding.search_index import index_revision
from eventapp.extensions import db
from eventapp.models.exchange.search_entry import ExperienceEntry

SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class FacetBits:
    """All entries of the index as of one revision of its generation.

    `order` has the ids, the newest last, and `places` where each stands; both are shared with later
    ones, which only add to them.
    """

    revision: tuple[str, int] = ("", 0)
    newest: Any = None
    order: list[int] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)
    bits: dict[str, int] = field(default_factory=dict)
    words: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def of(self, *words: str) -> int:
        """Those that have one of the facet words."""
        bits = 0
        for word in words:
            bits |= self.bits.get(word, 0)
        return bits

    def newest_ids(self, bits: int, count: int) -> list[int]:
        """The ids of the newest among them, at most so many."""
        if bits.bit_count() >= MANY:
            return list(islice(self._newest_first(bits), count))
        known = (experience_id for experience_id in ids_of(bits) if experience_id in self.places)
        return nlargest(count, known, key=self.places.__getitem__)

    def _newest_first(self, bits: int) -> Iterator[int]:
        held = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
        end = len(held) * 8
        for place in range(len(self.order) - 1, -1, -1):
            number = self.order[place]
            is_held = number < end and held[number >> 3] >> (number & 7) & 1
            if is_held and self.places[number] == place:  # published again, it has two places
                yield number


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


def known_generation() -> str:
    """The generation of the index that this process read last; asks only where it read none."""
    known = _cache.get(db.engine)
    return known.revision[0] if known else index_revision()[0]


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
        shown and experience_id not in known.places and published_at < known.newest
        for experience_id, shown, published_at, _facets in rows
        if known.newest is not None
    )


class _Writing:
    """Facets being written: bits are gathered by word and set at the end, all at once."""

    def __init__(self, known: FacetBits) -> None:
        self._known, self._words, self._bits = known, dict(known.words), dict(known.bits)
        self._newest = known.newest
        self._new: dict[str, list[int]] = {}

    def add(self, experience_id: int, shown: bool, published_at: Any, facets: str) -> None:
        for word in self._words.pop(experience_id, ()):
            self._bits[word] &= ~(1 << experience_id)
        if not shown:
            return
        order, places = self._known.order, self._known.places
        if experience_id not in places or published_at > self._newest:
            places[experience_id] = len(order)
            order.append(experience_id)
            self._newest = published_at
        words = (*map(intern, facets.split()), SHOWN)
        self._words[experience_id] = words
        for word in words:
            self._new.setdefault(word, []).append(experience_id)

    def finished(self, revision: tuple[str, int]) -> FacetBits:
        for word, ids in self._new.items():
            self._bits[word] = self._bits.get(word, 0) | bits_of(ids)
        return replace(
            self._known, revision=revision, newest=self._newest, bits=self._bits, words=self._words
        )
