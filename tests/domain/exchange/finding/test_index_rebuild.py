"""Writing the index anew in batches, by today's rules."""

import pytest
from sqlalchemy import delete, select, update

from eventapp.domain.exchange.finding import index_rebuild
from eventapp.domain.exchange.finding.search import SearchQuery, list_newest
from eventapp.domain.people.stemmer import RULES
from eventapp.domain.schedule.materials.search import search_materials
from eventapp.extensions import db
from eventapp.models import Material, MaterialPage, MaterialStem
from eventapp.models.exchange.search_entry import ExperienceEntry, ExperiencePosting
from tests.builders import NOON, an_event
from tests.builders.experience import a_draft_experience, an_experience
from tests.builders.material import a_material

pytestmark = pytest.mark.usefixtures("app")


def found(words: str) -> list[str]:
    cards = list_newest(SearchQuery(words), on=NOON.date(), count=9)
    return [card.title for card in cards]


def test_all_published_are_written_anew_batch_by_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_rebuild, "BATCH_SIZE", 2)
    cards = [an_experience(title=f"Torget {number}") for number in range(3)]
    a_draft_experience(title="Torget i utkast")
    db.session.execute(update(ExperienceEntry).values(rules=RULES - 1))
    db.session.execute(delete(ExperiencePosting))
    assert found("torg") == []

    first = index_rebuild.rebuild_batch(0)
    assert (first.written, first.next_id) == (2, cards[1].id + 1)
    assert len(found("torg")) == 2
    second = index_rebuild.rebuild_batch(first.next_id or 0)
    assert second.written == 1  # beside the draft
    assert index_rebuild.rebuild_batch(second.next_id or 0).next_id is None
    assert len(found("torg")) == 3


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
