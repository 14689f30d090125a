"""Writing the index anew in batches, by today's rules."""

import pytest
from sqlalchemy import delete, select, update

from eventapp.domain.exchange.finding import index_rebuild
from eventapp.domain.exchange.finding.index_rebuild import EntryBatch
from eventapp.domain.exchange.finding.search import SearchQuery, list_newest
from eventapp.domain.exchange.finding.search_index import WITHOUT_POSTINGS
from eventapp.domain.people.stemmer import RULES
from eventapp.domain.schedule.materials.search import search_materials
from eventapp.extensions import db
from eventapp.models import Material, MaterialPage, MaterialStem
from eventapp.models.exchange.search_entry import ExperienceEntry, ExperiencePosting
from tests.builders import NOON, an_event
from tests.builders.experience import an_experience, drafts_until_a_block_begins
from tests.builders.material import a_material

pytestmark = pytest.mark.usefixtures("app")


def found(words: str) -> list[str]:
    cards = list_newest(SearchQuery(words), on=NOON.date(), count=9)
    return [card.title for card in cards]


def test_entries_are_written_anew_batch_by_batch_until_the_block_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index_rebuild, "BATCH_SIZE", 2)
    monkeypatch.setattr(index_rebuild, "BLOCK_SIZE", 4)
    drafts_until_a_block_begins(4)
    first, second = (an_experience(title=f"Torget {number}").id for number in range(2))
    drafts_until_a_block_begins(4)
    drafts_until_a_block_begins(4)
    far = an_experience(title="Torget långt bort").id
    db.session.execute(update(ExperienceEntry).values(rules=RULES - 1, terms="3gammal"))

    assert index_rebuild.rebuild_batch(first) == EntryBatch(2, second + 1, None)
    assert index_rebuild.rebuild_batch(second + 1) == EntryBatch(0, second + 3, first // 4)
    assert index_rebuild.rebuild_batch(second + 3) == EntryBatch(0, second + 5, None)
    assert index_rebuild.rebuild_batch(second + 5) == EntryBatch(0, far, first // 4 + 1)
    assert index_rebuild.rebuild_batch(far) == EntryBatch(1, None, far // 4)

    entries = db.session.execute(select(ExperienceEntry.rules, ExperienceEntry.terms)).all()
    assert {rules for rules, _terms in entries} == {WITHOUT_POSTINGS}
    assert all("1torg" in terms.split() for _rules, terms in entries)
    assert index_rebuild.is_outdated()  # should nobody come to write the blocks


def test_what_is_missing_or_older_is_indexed_without_being_asked() -> None:
    an_experience(title="Torget")
    assert not index_rebuild.is_outdated()
    db.session.execute(update(ExperienceEntry).values(rules=RULES - 1, terms=""))
    db.session.execute(delete(ExperiencePosting))
    assert index_rebuild.is_outdated()

    batch = index_rebuild.index_missing()

    assert (batch.written, batch.next_id) == (1, None)
    assert found("torg") == ["Torget"]
    assert not index_rebuild.is_outdated()
    assert index_rebuild.index_missing().written == 0


def test_pages_stemmed_by_older_rules_are_stemmed_anew() -> None:
    material: Material = a_material(an_event())
    page = MaterialPage(material_id=material.id, number=1, text="Brottet på torget", rules=1)
    db.session.add(page)
    db.session.flush()
    db.session.add(MaterialStem(stem="brottet", page_id=page.id))
    db.session.flush()
    assert search_materials("brott torgen", [material]) == []

    assert index_rebuild.restem_pages().written == 1
    assert db.session.scalar(select(MaterialPage.rules)) == RULES
    assert [hit.page for hit in search_materials("brott torgen", [material])] == [1]
    assert index_rebuild.restem_pages().written == 0
