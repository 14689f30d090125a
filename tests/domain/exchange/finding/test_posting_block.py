"""A block of postings written as a whole: by what the entries say, whatever was stored."""

import pytest
from sqlalchemy import delete, select, update

from eventapp.domain.exchange.finding import posting, posting_block, search_index
from eventapp.domain.exchange.finding.bits import ids_of
from eventapp.domain.exchange.finding.index_terms import Lookup
from eventapp.domain.exchange.finding.posting import TermChange, find_bits, write_postings
from eventapp.domain.exchange.finding.posting_block import read_block, write_block
from eventapp.domain.exchange.finding.search_index import WITHOUT_POSTINGS
from eventapp.domain.people.stemmer import RULES
from eventapp.extensions import db
from eventapp.models import Experience
from eventapp.models.exchange.search_entry import ExperienceEntry, ExperiencePosting
from tests.builders.experience import an_experience, drafts_until_a_block_begins
from tests.plans import executed

pytestmark = pytest.mark.usefixtures("app")


def ids(term: str) -> set[int]:
    (bits,) = find_bits([Lookup((term,))])
    return set(ids_of(bits))


def stored() -> set[tuple[str, int, bytes]]:
    table = ExperiencePosting
    rows = db.session.execute(select(table.term, table.block, table.content))
    return {(row.term, row.block, bytes(row.content)) for row in rows}


def block_of(experience: Experience) -> int:
    return experience.id // posting.BLOCK_SIZE


def test_what_was_lost_is_there_again_and_what_nothing_holds_is_gone_in_this_block_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (posting, posting_block):
        monkeypatch.setattr(module, "BLOCK_SIZE", 4)
    drafts_until_a_block_begins(4)
    square, park = an_experience(title="Torget"), an_experience(title="Parken")
    drafts_until_a_block_begins(4)
    far = an_experience(title="Torget igen")
    whole = stored()
    table = ExperiencePosting
    db.session.execute(delete(table).where(table.term == "1torg"))
    stray = TermChange(park.id, frozenset(), frozenset({"1torg", "3finnsinte"}))
    write_postings([stray])
    db.session.execute(update(ExperienceEntry).values(rules=WITHOUT_POSTINGS))

    write_block(read_block(block_of(square)))

    assert (ids("1torg"), ids("1park"), ids("3finnsinte")) == ({square.id}, {park.id}, set())
    entry = ExperienceEntry
    rows = db.session.execute(select(entry.experience_id, entry.rules))
    assert {row.experience_id: row.rules for row in rows} == {
        square.id: RULES,
        park.id: RULES,
        far.id: WITHOUT_POSTINGS,
    }
    write_block(read_block(block_of(far)))
    assert stored() == whole


def test_what_is_as_it_should_be_is_not_written_again() -> None:
    block = read_block(block_of(an_experience(title="Torget")))

    with executed() as statements:
        write_block(block)

    assert not any("experience_postings (" in statement for statement, _parameters in statements)


def test_one_that_changes_between_reading_and_writing_is_found_by_its_new_words() -> None:
    changed, withdrawn = an_experience(title="Torget"), an_experience(title="Parken")
    block = read_block(block_of(changed))

    changed.title = "Badet"
    search_index.index_experience(changed)
    search_index.remove_from_index(withdrawn)
    write_block(block)

    assert (ids("1torg"), ids("1park"), ids("1bad")) == (set(), set(), {changed.id})


def test_an_entry_is_rewritten_where_it_differs_and_waits_for_its_block() -> None:
    experience = an_experience(title="Torget")
    before = search_index.index_revision()
    search_index.rewrite_entries([experience])
    assert search_index.index_revision() == before

    experience.title = "Badet"
    search_index.rewrite_entries([experience])
    assert search_index.index_revision() == (before[0], before[1] + 1)
    assert (ids("1torg"), ids("1bad")) == ({experience.id}, set())
    write_block(read_block(block_of(experience)))
    assert (ids("1torg"), ids("1bad")) == (set(), {experience.id})
