"""Writing the index anew, in batches, each a transaction of its own; searches go on meanwhile.

Every entry is replaced by itself, and what finds it block by block, so nothing is ever missing.
What older rules wrote is found by its number of rules, and is written anew without being asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.exchange.finding import search_index
from eventapp.domain.exchange.finding.posting import BLOCK_SIZE
from eventapp.domain.people.stemmer import RULES
from eventapp.domain.schedule.materials.page_text import stem_rows
from eventapp.extensions import db
from eventapp.models import (
    Experience,
    ExperienceState,
    MaterialPage,
    MaterialStem,
    Organisation,
)
from eventapp.models.exchange.search_entry import ExperienceEntry

BATCH_SIZE = 200  # a tenth of a second, in which others wait to publish
PAGES_A_BATCH = 25


@dataclass(frozen=True, slots=True)
class IndexBatch:
    """How many were written anew, and where the next batch starts; None when it was the last."""

    written: int
    next_id: int | None


@dataclass(frozen=True, slots=True)
class EntryBatch(IndexBatch):
    """As IndexBatch, and the block that is complete by it, if one is."""

    block: int | None


def count_published() -> int:
    """How many experiences belong into the index."""
    published = select(func.count()).where(Experience.state == ExperienceState.PUBLISHED)
    return db.session.scalar(published) or 0


def is_outdated() -> bool:
    """Whether an experience or a page is not indexed by today's rules. Cheap when nothing is."""
    entries = (
        select(func.count())
        .select_from(ExperienceEntry)
        .where(ExperienceEntry.shown, ExperienceEntry.rules >= RULES)
    )
    if count_published() > (db.session.scalar(entries) or 0):
        return True
    return bool(db.session.scalar(select(exists().where(MaterialPage.rules < RULES))))


def rebuild_batch(from_id: int) -> EntryBatch:
    """Write the entries of the next experiences of a block anew, from this id on.

    When it is the block's last batch, its postings are to be written: `posting_block`.
    """
    block = from_id // BLOCK_SIZE
    rows = db.session.execute(
        select(Experience.id, Experience.state)
        .where(Experience.id >= from_id)  # not by state as well: all of them would be sorted
        .order_by(Experience.id)
        .limit(BATCH_SIZE + 1)
    ).all()
    batch = [row for row in rows[:BATCH_SIZE] if row.id // BLOCK_SIZE == block]
    published = [row.id for row in batch if row.state is ExperienceState.PUBLISHED]
    search_index.rewrite_entries(_locked(published))
    next_id = rows[len(batch)].id if len(rows) > len(batch) else None
    ends = next_id is None or next_id // BLOCK_SIZE != block
    return EntryBatch(len(published), next_id, block if ends else None)


def index_missing() -> IndexBatch:
    """Index experiences that have no entry, or one by older rules; the next batch of them."""
    entry = ExperienceEntry
    ids = db.session.scalars(
        select(Experience.id)
        .outerjoin(entry, entry.experience_id == Experience.id)
        .where(
            Experience.state == ExperienceState.PUBLISHED,
            func.coalesce(entry.rules, 0) < RULES,
        )
        .order_by(Experience.id)
        .limit(BATCH_SIZE)
    ).all()
    search_index.index_experiences(_locked(ids))
    return IndexBatch(len(ids), ids[-1] + 1 if len(ids) == BATCH_SIZE else None)


def restem_pages() -> IndexBatch:
    """Write the stems of pages of materials anew that older rules wrote; the next batch of them."""
    pages = db.session.scalars(
        select(MaterialPage)
        .where(MaterialPage.rules < RULES)
        .order_by(MaterialPage.rules, MaterialPage.id)
        .limit(PAGES_A_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    ids = [page.id for page in pages]
    rows = stem_rows([(page.id, page.text) for page in pages])
    db.session.execute(delete(MaterialStem).where(MaterialStem.page_id.in_(ids)))
    if rows:
        db.session.execute(insert(MaterialStem), rows)
    db.session.execute(update(MaterialPage).where(MaterialPage.id.in_(ids)).values(rules=RULES))
    return IndexBatch(len(ids), ids[-1] if len(ids) == PAGES_A_BATCH else None)


def _locked(ids: Sequence[int]) -> list[Experience]:
    """Lock them: one that is withdrawn meanwhile waits, or is no longer published.

    A database that is told the state beside the ids looks through all that are published.
    """
    experiences = db.session.scalars(
        select(Experience)
        .where(Experience.id.in_(ids))
        .order_by(Experience.id)
        .options(
            joinedload(Experience.organisation).joinedload(Organisation.parent),
            selectinload(Experience.focus_areas),
        )
        .with_for_update(of=Experience)
        .execution_options(populate_existing=True)
    ).all()
    return [
        experience for experience in experiences if experience.state is ExperienceState.PUBLISHED
    ]
