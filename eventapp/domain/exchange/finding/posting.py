"""Postings: for each term of the index the experiences that hold it, as bits in blocks of ids.

What every experience holds is read as half a kilobyte for some thousands of them, so that a common
word costs hardly more than a rare one. Terms are letters and digits alone, and are compared byte
by byte: those that begin with another stand in one row behind it.
"""

import json
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, text, tuple_

from eventapp.domain.exchange.finding.bits import bits_of, ids_of
from eventapp.domain.exchange.finding.index_terms import Lookup
from eventapp.extensions import db
from eventapp.models.exchange.search_entry import ExperiencePosting

BLOCK_SIZE = 4_096  # ids
ALL_BITS_LENGTH = BLOCK_SIZE // 8  # bytes; fewer are a list of places, of two bytes each
FIRST_SIGN, BEYOND_LAST_SIGN = "0", "\U0010ffff"
TERMS_A_STATEMENT = 500
# One text for any number of lookups, so nothing is compiled for a search.
FIND_ON_SQLITE = text(
    """
    SELECT query.key, posting.block, posting.content FROM json_each(:ranges) AS query
    CROSS JOIN experience_postings AS posting
      ON posting.term >= json_extract(query.value, '$[0]')
      AND posting.term < json_extract(query.value, '$[1]')
    """
)
FIND_ON_POSTGRESQL = text(
    """
    SELECT query.number - 1, posting.block, posting.content
    FROM unnest(CAST(:first AS text[]), CAST(:beyond AS text[]))
      WITH ORDINALITY AS query (first, beyond, number)
    CROSS JOIN LATERAL (
      SELECT block, content FROM experience_postings
      WHERE term >= query.first COLLATE "C" AND term < query.beyond COLLATE "C"
    ) AS posting
    """
)

READ_ON_SQLITE = text(
    """
    SELECT posting.term, posting.content FROM json_each(:terms) AS wanted
    CROSS JOIN experience_postings AS posting
      ON posting.term = wanted.value AND posting.block = :block
    """
)
READ_ON_POSTGRESQL = text(
    """
    SELECT term, content FROM experience_postings
    WHERE term = ANY(CAST(:terms AS text[])) AND block = :block
    """
)
WRITE_ON_SQLITE = text(
    """
    INSERT INTO experience_postings (term, block, content) VALUES (:term, :block, :content)
    ON CONFLICT (term, block) DO UPDATE SET content = excluded.content
    """
)
WRITE_ON_POSTGRESQL = text(
    """
    INSERT INTO experience_postings (term, block, content)
    SELECT written.term, :block, written.content
    FROM unnest(CAST(:terms AS text[]), CAST(:contents AS bytea[])) AS written (term, content)
    ON CONFLICT (term, block) DO UPDATE SET content = excluded.content
    """
)


@dataclass(frozen=True, slots=True)
class TermChange:
    """The terms that one experience held, and those that it holds now."""

    experience_id: int
    before: frozenset[str]
    after: frozenset[str]


@dataclass(frozen=True, slots=True)
class _BlockChange:
    """By term the places to set in one block, and those to take away."""

    added: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    removed: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def find_bits(lookups: Sequence[Lookup]) -> list[int]:
    """For each lookup the experiences that it finds, a bit for each id; in one statement."""
    ranges = [
        (number, *pair) for number, lookup in enumerate(lookups) for pair in _ranges_of(lookup)
    ]
    if not ranges:
        return []
    bits, few = [0] * len(lookups), defaultdict[int, list[int]](list)
    for number, block, content in _read([pair for _number, *pair in ranges]):
        place, first = ranges[number][0], block * BLOCK_SIZE
        if len(content) == ALL_BITS_LENGTH:
            bits[place] |= int.from_bytes(content, "little") << first
        else:
            few[place] += [first + offset for offset in _places_of(content)]
    for place, ids in few.items():
        bits[place] |= bits_of(ids)
    return bits


def _ranges_of(lookup: Lookup) -> Iterator[tuple[str, str]]:
    """From where in the order of terms, and before which."""
    for term in lookup.terms:
        first = term if lookup.whole else term + FIRST_SIGN
        yield first, term + (BEYOND_LAST_SIGN if lookup.begins else FIRST_SIGN)


def _read(ranges: Sequence[Sequence[str]]) -> Iterable[Any]:
    """A number of a range, a block and its content, for each term of a range."""
    if db.engine.dialect.name == "postgresql":
        first, beyond = zip(*ranges, strict=True)
        return db.session.execute(FIND_ON_POSTGRESQL, {"first": [*first], "beyond": [*beyond]})
    return db.session.execute(FIND_ON_SQLITE, {"ranges": json.dumps(ranges)})


def write_postings(changes: Sequence[TermChange]) -> None:
    """Write what the experiences hold now; what was lost of it by any accident is there again.

    The caller has raised the index's revision, so that nobody else writes at the same time.
    """
    blocks = defaultdict[int, _BlockChange](_BlockChange)
    for change in changes:
        block, place = divmod(change.experience_id, BLOCK_SIZE)
        of_block = blocks[block]
        for term in change.after:
            of_block.added[term].append(place)
        for term in change.before - change.after:
            of_block.removed[term].append(place)
    for block, of_block in sorted(blocks.items()):
        _write(block, of_block)


def _write(block: int, change: _BlockChange) -> None:
    terms = sorted({*change.added, *change.removed})
    stored = _stored(block, terms)
    contents, gone = dict[str, bytes](), list[str]()
    for term in terms:
        before = stored.get(term, b"")
        content = changed(before, change.added.get(term, ()), change.removed.get(term, ()))
        if not content:
            gone.append(term)
        elif content != before:
            contents[term] = content
    store_terms(block, contents)
    delete_terms(block, gone)


def _stored(block: int, terms: Sequence[str]) -> dict[str, bytes]:
    """What the block has of these terms. Thousands of them: told as one parameter."""
    if db.engine.dialect.name == "postgresql":
        rows = db.session.execute(READ_ON_POSTGRESQL, {"block": block, "terms": [*terms]})
    else:
        rows = db.session.execute(READ_ON_SQLITE, {"block": block, "terms": json.dumps(terms)})
    return {row.term: row.content for row in rows}


def store_terms(block: int, contents: Mapping[str, bytes]) -> None:
    """Write what the block has of these terms, new or not."""
    if not contents:
        return
    if db.engine.dialect.name == "postgresql":
        parameters = {"block": block, "terms": [*contents], "contents": [*contents.values()]}
        db.session.execute(WRITE_ON_POSTGRESQL, parameters)
    else:
        rows = [
            {"term": term, "block": block, "content": content} for term, content in contents.items()
        ]
        db.session.execute(WRITE_ON_SQLITE, rows)


def delete_terms(block: int, terms: Sequence[str]) -> None:
    """Take away what the block has of these terms."""
    key = tuple_(ExperiencePosting.term, ExperiencePosting.block)
    for start in range(0, len(terms), TERMS_A_STATEMENT):
        part = [(term, block) for term in terms[start : start + TERMS_A_STATEMENT]]
        db.session.execute(delete(ExperiencePosting).where(key.in_(part)))


def changed(content: bytes, added: Sequence[int], removed: Sequence[int]) -> bytes:
    """The content with these places set and those taken away. Thousands of times in a rebuild."""
    if len(content) == ALL_BITS_LENGTH:
        before = int.from_bytes(content, "little")
        bits = before & ~bits_of(removed) | bits_of(added)
        return content if bits == before else encoded(bits)
    places = set(_places_of(content))
    after = (places - set(removed)).union(added)
    return content if after == places else encoded(bits_of([*after]))


def encoded(bits: int) -> bytes:
    """The bits of one block: their places where these are shorter than all bits."""
    count = bits.bit_count()
    if 2 * count >= ALL_BITS_LENGTH:
        return bits.to_bytes(ALL_BITS_LENGTH, "little")
    return struct.pack(f"<{count}H", *reversed([*ids_of(bits)]))


def encoded_places(places: Sequence[int]) -> bytes:
    """As encoded, of places in their order, which a rebuild has in hand."""
    if 2 * len(places) >= ALL_BITS_LENGTH:
        return bits_of(places).to_bytes(ALL_BITS_LENGTH, "little")
    return struct.pack(f"<{len(places)}H", *places)


def _places_of(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 2}H", content)
