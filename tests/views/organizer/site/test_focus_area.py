"""The pages of focus areas."""

from typing import Any

import pytest
from sqlalchemy import select

from eventapp.domain.site.settings import save_settings
from eventapp.domain.site.site import Site, forget_site
from eventapp.extensions import db
from eventapp.models import EventState, FocusArea
from tests.builders import NOON, an_event
from tests.builders.experience import a_focus_area
from tests.builders.forms import send
from tests.visitor import Visitor

HOME = "/organizer/focus-areas"
WRITTEN = {
    "name": "Trygga torg",
    "name_en": "Safe squares",
    "short_name": "Torg",
    "short_name_en": "Squares",
    "figure": "3",
    "colour": "4",
    "valid_from": "2027-01-01",
}


def codes() -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(select(FocusArea.code).order_by(FocusArea.position)))


def test_an_empty_list_offers_a_start_that_works_once(desk: Visitor) -> None:
    assert "Add the five areas" in desk.get(HOME).text

    first, second = (send(desk, f"{HOME}/start") for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 409)
    assert len(codes()) == 5
    page = desk.get(HOME).text
    assert "Young people recruited into crime" in page
    assert "Add the five areas" not in page


def test_an_area_is_written_changed_ended_and_taken_up_again(desk: Visitor) -> None:
    assert send(desk, HOME, **WRITTEN).status_code == 303
    other = a_focus_area("other", name="Annat")
    changed = send(desk, f"{HOME}/torg", **WRITTEN | {"name": "Trygga gator"}, version="1")
    assert changed.status_code == 303
    assert 'value="Trygga gator"' in desk.get(f"{HOME}/torg").text

    ended = send(desk, f"{HOME}/torg/end", last_day="2027-02-01", successors=other.code)
    assert ended.status_code == 303
    page = desk.get(f"{HOME}/torg").text
    assert "continues this one from 2 February 2027" in page
    assert "Ended" in desk.get(f"{HOME}?show=ended").text
    assert send(desk, f"{HOME}/torg/reopening").status_code == 303
    assert send(desk, f"{HOME}/torg/successors/other/removal").status_code == 303
    assert "continues this one" not in desk.get(f"{HOME}/torg").text.split("<main")[1]
    again = send(desk, f"{HOME}/torg/successors", successor="other", since="2027-04-01")
    assert again.status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name_en": "x" * 121},
        {"short_name": "En\nrad"},
        {"figure": "9"},
        {"colour": "0"},
        {"valid_from": "i dag"},
        {"valid_from": "0001-01-01"},
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
    desk: Visitor, wrong: dict[str, Any]
) -> None:
    answer = send(desk, HOME, **WRITTEN | wrong)

    assert answer.status_code == 422
    assert "Squares" in answer.text
    assert codes() == []


def test_a_stale_save_shows_both_texts(desk: Visitor) -> None:
    send(desk, HOME, **WRITTEN)
    send(desk, f"{HOME}/torg", **WRITTEN | {"name": "Trygga gator"}, version="1")

    stale = send(desk, f"{HOME}/torg", **WRITTEN | {"name": "Trygga parker"}, version="1")

    assert stale.status_code == 409
    assert "Trygga gator" in stale.text
    assert "Trygga parker" in stale.text


def test_refusals_of_the_other_forms_are_told_on_the_page(desk: Visitor) -> None:
    a_focus_area("area", name="Ett")
    a_focus_area("other", name="Två")
    an_event(focus_areas=["area"])
    send(desk, f"{HOME}/area/successors", successor="other", since="2027-04-01")

    answers = [
        send(desk, f"{HOME}/area/end", last_day="2001-01-01"),
        send(desk, f"{HOME}/area/removal"),
        send(desk, f"{HOME}/other/successors", successor="area", since="2027-04-01"),
        send(desk, HOME, **WRITTEN | {"name": "Ett"}),
    ]
    unclear = [
        send(desk, f"{HOME}/area/end", last_day=""),
        send(desk, f"{HOME}/area/successors", successor="none", since="2027-04-01"),
        send(desk, f"{HOME}/area/successors", successor="other", since=""),
    ]

    assert [answer.status_code for answer in answers] == [409] * 4
    assert [answer.status_code for answer in unclear] == [422] * 3
    assert "cannot be deleted" in desk.get(f"{HOME}/area/removal").text
    assert send(desk, f"{HOME}/other/removal").status_code == 303  # nothing bears it
    assert codes() == ["area"]
    assert "Två" not in desk.get(HOME).text


def test_the_order_is_changed_by_buttons(desk: Visitor) -> None:
    for number, code in enumerate("abc", 1):
        a_focus_area(code, position=number)

    send(desk, f"{HOME}/c/moves/up")
    send(desk, f"{HOME}/a/moves/down")

    assert codes() == ["c", "a", "b"]


def test_an_ended_area_stays_where_it_was_chosen(desk: Visitor) -> None:
    a_focus_area("old", name="Gammalt", valid_until=NOON.date().replace(year=2026))
    event = an_event(focus_areas=["old"], state=EventState.DRAFT)

    page = desk.get(f"/organizer/events/{event.slug}/edit").text

    assert 'value="old"' in page
    assert 'value="old"' not in desk.get("/organizer/events/new").text


def test_every_page_works_without_any_area(desk: Visitor) -> None:
    event = an_event(state=EventState.DRAFT)
    pages = (
        "/",
        "/experiences",
        "/experiences/exchange",
        "/organizer/events/new",
        f"/organizer/events/{event.slug}/edit",
        f"/organizer/events/{event.slug}/tracks",
    )

    assert {page: desk.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    assert "Focus area" not in desk.get("/experiences").text


def test_english_is_asked_for_only_where_the_site_speaks_it(desk: Visitor) -> None:
    swedish = WRITTEN | {"name_en": "", "short_name_en": ""}
    assert send(desk, HOME, **swedish).status_code == 422

    save_settings(Site(name="Ett", languages=("sv",)), version=0, actor="a1", now=NOON)
    db.session.commit()
    forget_site()
    assert send(desk, HOME, **swedish).status_code == 303
    too_long = send(desk, HOME, **swedish | {"name_en": "x" * 121})
    assert too_long.status_code == 422

    area = db.session.scalars(select(FocusArea)).one()
    assert (area.name_in("en"), area.short_name_in("en")) == ("Trygga torg", "Torg")
