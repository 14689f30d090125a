"""Writing the postings of one block of ids as a whole, from the entries of its experiences.

For a rebuild: setting bits batch by batch reads and writes the same rows twenty times. What the
entries say is put together without any lock, and compared with what is stored under the index's.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, select, update

from eventapp.domain.exchange.finding.posting import (
    BLOCK_SIZE,
    delete_terms,
    encoded_places,
    store_terms,
)
from eventapp.domain.exchange.finding.search_index import (
    WITHOUT_POSTINGS,
    index_revision,
    raise_revision,
)
from eventapp.domain.people.stemmer import RULES
from eventapp.extensions import db
from eventapp.models.exchange.search_entry import ExperienceEntry, ExperiencePosting


@dataclass(frozen=True, slots=True)
class PostingBlock:
    """What a block holds by its entries, as they were at a revision of the index."""

    number: int
    revision: tuple[str, int]
    contents: Mapping[str, bytes]


def read_block(number: int) -> PostingBlock:
    """Put together what the block has to hold. Only reads."""
    revision = index_revision()  # first: what changes from here on is seen to have changed
    places = defaultdict[str, list[int]](list)
    entries = db.session.execute(
        select(ExperienceEntry.experience_id, ExperienceEntry.terms)
        .where(_is_of(number))
        .order_by(ExperienceEntry.experience_id)
    )
    for experience_id, terms in entries:
        place = experience_id % BLOCK_SIZE
        for term in terms.split():
            places[term].append(place)
    contents = {term: encoded_places(its_places) for term, its_places in places.items()}
    return PostingBlock(number, revision, contents)


def write_block(block: PostingBlock) -> None:
    """Store what differs; the entries that waited for it are indexed by today's rules.

    Others who write entries wait until this transaction ends. Where one of the block's has been
    written since it was read, it is read again.
    """
    raise_revision()
    if _has_changed(block):
        block = read_block(block.number)
    table = ExperiencePosting
    rows = db.session.execute(
        select(table.term, table.content).where(table.block == block.number)
    ).all()
    stored = {row.term: row.content for row in rows}
    different = {
        term: content for term, content in block.contents.items() if stored.get(term) != content
    }
    store_terms(block.number, different)
    delete_terms(block.number, [term for term in stored if term not in block.contents])
    db.session.execute(
        update(ExperienceEntry)
        .where(_is_of(block.number), ExperienceEntry.rules == WITHOUT_POSTINGS)
        .values(rules=RULES)
        .execution_options(synchronize_session=False)
    )


def _has_changed(block: PostingBlock) -> bool:
    generation, revision = block.revision
    since = exists().where(_is_of(block.number), ExperienceEntry.revision > revision)
    return index_revision()[0] != generation or bool(db.session.scalar(select(since)))


def _is_of(number: int) -> ColumnElement[bool]:
    first, id_ = number * BLOCK_SIZE, ExperienceEntry.experience_id
    return and_(id_ >= first, id_ < first + BLOCK_SIZE)
