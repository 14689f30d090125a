"""Searching sessions and materials: stems, titles first, and never in what one cannot have."""

import pytest

from eventapp.domain.schedule.materials.access import VISITOR, MaterialReader, list_open
from eventapp.domain.schedule.materials.page_text import find_to_read, store_pages
from eventapp.domain.schedule.materials.search import (
    excerpt_of,
    search_materials,
    search_sessions,
)
from eventapp.domain.schedule.release import latest_schedule, store_release
from eventapp.extensions import db
from eventapp.models import Audience, Event, Material, MaterialPage, MaterialStem
from tests.builders import NOON, a_session, an_event
from tests.builders.material import a_material

pytestmark = pytest.mark.usefixtures("app")


def with_text(material: Material, *texts: str) -> Material:
    assert store_pages(material.id, material.checksum, texts, first=1, count=len(texts))
    return material


def titles(words: str, event: Event, reader: MaterialReader = VISITOR) -> list[str]:
    hits = search_materials(words, list_open(event, reader, now=NOON))
    return [hit.material.title for hit in hits]


def test_words_are_found_in_whatever_form_on_their_page() -> None:
    event = an_event()
    slides = with_text(
        a_material(event), "Om torget", "Belysningen bytt på busstorgen.", "Belysning"
    )

    (hit,) = search_materials("belysning", [slides])

    assert (hit.material, hit.page, hit.pages) == (slides, 2, 2)
    assert hit.excerpt == "Belysningen bytt på busstorgen."
    assert search_materials("torget belysning", [slides]) == []  # not on one page
    assert search_materials("'; DROP TABLE", [slides]) == []
    assert search_materials("", [slides]) == []
    assert slides.pages == 3
    assert find_to_read(slides.id) is slides


def test_titles_come_first() -> None:
    event = an_event()
    with_text(a_material(event, title="Bilder", checksum="1" * 64), "Klotter", "Klotter igen")
    with_text(a_material(event, title="Om klotter", checksum="2" * 64), "Annat")
    assert titles("klotter", event) == ["Om klotter", "Bilder"]


def test_each_reader_searches_in_what_they_can_have() -> None:
    event = an_event()
    for audience in (Audience.PUBLIC, Audience.CONFIRMED, Audience.ORGANIZERS):
        with_text(a_material(event, audience, title=audience.value), "Skadegörelse")
    assert titles("skadegörelse", event) == ["public"]
    assert titles("skadegörelse", event, MaterialReader(seated=True)) == ["public", "confirmed"]


def test_a_newer_files_text_takes_the_place_of_the_old_and_a_late_one_is_dropped() -> None:
    slides = with_text(a_material(an_event()), "Gammalt", "Mer")
    with_text(slides, "Nytt")
    assert [page.text for page in db.session.query(MaterialPage)] == ["Nytt"]
    assert {row.stem for row in db.session.query(MaterialStem)} == {"nytt"}
    assert not store_pages(slides.id, "9" * 64, ["Sent"], first=1, count=1)
    assert not store_pages(slides.id + 1, slides.checksum, ["Sent"], first=1, count=1)


def test_the_excerpt_is_around_the_word() -> None:
    text = f"{'Början, av allt. ' * 20}Här står Återfall. {'Slutet av det. ' * 20}"
    excerpt = excerpt_of(text, [("aterfall",)])
    assert "Återfall" in excerpt
    assert excerpt.startswith("… ")
    assert excerpt.endswith(" …")
    assert len(excerpt) < 210


def test_sessions_are_found_by_what_the_release_says() -> None:
    event = an_event()
    session = a_session(event, title="Platsen spelar roll")
    store_release(event, actor="organizer", now=NOON)
    session.title = "Hemlig ny titel"
    db.session.flush()
    schedule = latest_schedule(event)
    assert schedule is not None
    (hit,) = search_sessions("platser", event, schedule)
    assert hit.code == session.code
    assert search_sessions("hemlig", event, schedule) == []
