"""Changing materials: versions, opening by hand, and ten minutes in which to take it back."""

from datetime import timedelta

import pytest

from eventapp.domain.errors import StaleVersion
from eventapp.domain.schedule import file_removal, material
from eventapp.domain.schedule.material import MaterialLink, MaterialText, UploadedFile
from eventapp.domain.schedule.materials import change
from eventapp.domain.schedule.materials.access import VISITOR, list_open
from eventapp.extensions import db
from eventapp.models import Audience, Captions, Material, Opening
from eventapp.models.schedule.material import UNKNOWN_BEFORE
from tests.builders import NOON, an_event, an_organisation
from tests.builders.material import a_film, a_material

pytestmark = pytest.mark.usefixtures("app")
NEW = UploadedFile("bilder2.pdf", "application/pdf", "1" * 64, 20)


def test_a_new_version_takes_the_place_and_the_old_one_stays_for_organizers() -> None:
    event = an_event()
    slides = a_material(event)

    for _ in range(2):
        change.replace_file(event, slides, NEW, "bild 14 rättad", actor="o", now=NOON)

    assert (slides.number, slides.checksum, slides.change) == (2, "1" * 64, "bild 14 rättad")
    (earlier,) = slides.earlier
    assert (earlier.number, earlier.checksum) == (1, "0" * 64)
    assert change.find_version(slides, 1) is earlier
    assert change.find_version(slides, 2) is slides
    assert change.find_version(slides, 3) is None
    db.session.commit()
    assert [file_removal.is_used(digit * 64) for digit in "012"] == [True, True, False]
    assert file_removal.list_files_only_of(Material.id == slides.id) == ["0" * 64, "1" * 64]


def test_what_is_said_of_it_changes_against_its_version() -> None:
    event, town = an_event(), an_organisation("Dalby")
    film = a_film(event)
    text = MaterialText("Ny", "en", Audience.ORGANISATIONS, organisations=(town,))
    link = MaterialLink("https://film.example/2", 3, Captions.REVIEWED)

    change.edit_material(event, film, text, link, version=1, actor="o", now=NOON)

    assert (film.title, film.url, film.minutes) == ("Ny", "https://film.example/2", 3)
    assert film.organisations == [town]
    with pytest.raises(StaleVersion):
        change.edit_material(event, film, text, link, version=1, actor="o", now=NOON)


def test_it_opens_by_hand_once() -> None:
    event = an_event()
    slides = a_material(event, opening=Opening.HAND)
    assert list_open(event, VISITOR, now=NOON) == []

    change.open_material(event, slides, actor="o", now=NOON)
    change.open_material(event, slides, actor="o", now=NOON + timedelta(hours=1))

    assert slides.opens_at == NOON
    assert list_open(event, VISITOR, now=NOON) == [slides]


def test_withdrawing_can_be_undone_for_ten_minutes() -> None:
    event = an_event()
    slides, film = a_material(event), a_film(event)
    for thing in (slides, film):
        material.withdraw_material(event, thing, actor="o", now=NOON)
        assert thing in change.list_restorable(event, now=NOON + timedelta(minutes=9))
        assert change.find_any_material(event, thing.code) is thing
        change.restore_material(event, thing, actor="o", now=NOON + timedelta(minutes=9))
    assert set(list_open(event, VISITOR, now=NOON)) == {slides, film}

    material.withdraw_material(event, slides, actor="o", now=NOON)
    assert change.list_restorable(event, now=NOON + timedelta(minutes=10)) == []
    with pytest.raises(change.TooLateToRestore):
        change.restore_material(event, slides, actor="o", now=NOON + timedelta(minutes=10))


def test_the_release_before_sees_nothing_that_it_would_give_to_too_many() -> None:
    event = an_event()
    plain = a_material(event, Audience.CONFIRMED)
    restricted = (
        a_film(event),
        a_material(event, Audience.CAME, title="a"),
        a_material(event, opening=Opening.SESSION_END, title="b"),
    )
    assert plain.withdrawn_at is None
    assert {thing.withdrawn_at for thing in restricted} == {UNKNOWN_BEFORE}
    assert not any(thing.withdrawn for thing in restricted)
