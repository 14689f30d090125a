"""Series at the desk: written in two languages, given more meetings, deleted when unused."""

import re

from eventapp.extensions import db
from eventapp.models import Series
from tests.builders import an_event
from tests.builders.forms import send
from tests.visitor import Visitor

HOME = "/organizer/series"


def test_an_unused_series_is_deleted_and_a_used_one_says_why_not(desk: Visitor) -> None:
    unused = Series(slug="tom", title="Utan träffar")
    used = Series(slug="full", title="Med träffar")
    db.session.add_all([unused, used])
    db.session.flush()
    an_event(series_id=used.id)
    db.session.commit()

    listed = desk.get(HOME).text
    assert f"{HOME}/tom/removal" in listed
    assert f"{HOME}/full/removal" not in listed
    assert "The series has meetings" in desk.get(f"{HOME}/full/removal").text
    assert send(desk, f"{HOME}/full/removal").status_code == 409
    page = f"{HOME}/tom/removal"
    assert send(desk, page, page=page).location == HOME
    assert "Utan träffar" not in desk.get(HOME).text
    assert desk.get(page).status_code == 404


def test_a_series_is_written_in_both_languages_and_its_page_speaks_them(desk: Visitor) -> None:
    an_event(series_id=_series().id)
    db.session.commit()
    page = f"{HOME}/serien/edit"
    assert "2 texts lack English" in desk.get(HOME).text

    typed = {"title": "Nätverket", "summary": "Vi **ses**", "title_en": "The network"}
    answer = send(desk, f"{HOME}/serien", page, **typed, version=_version(desk, page))

    assert answer.location == HOME
    assert "1 text lacks English" in desk.get(HOME).text
    public = desk.get("/series/serien").text
    assert "<h1>The network</h1>" in public
    assert 'lang="sv"><p>Vi <strong>ses</strong></p>' in public


def test_a_stale_save_keeps_what_was_typed_beside_what_is_saved(desk: Visitor) -> None:
    series = _series()
    db.session.commit()
    page = f"{HOME}/serien/edit"
    version = _version(desk, page)
    series.summary, series.version = "Någon annans", series.version + 1
    db.session.commit()

    typed = {"title": "Nätverket", "summary": "Mina ord", "version": version}
    answer = send(desk, f"{HOME}/serien", page, **typed)

    assert answer.status_code == 409
    assert "Mina ord" in answer.text
    assert "Någon annans" in answer.text
    again = send(desk, f"{HOME}/serien", page, **typed | {"version": _version_in(answer.text)})
    assert again.status_code == 303
    assert send(desk, f"{HOME}/serien", page, title="").status_code == 422


def test_more_meetings_are_filled_in_as_the_last_one_was(desk: Visitor) -> None:
    an_event(series_id=_series().id, seats=37)
    db.session.commit()
    page = f"{HOME}/serien/meetings/new"
    assert 'value="37"' in desk.get(page).text

    typed = {"minutes": "60", "seats": "37"}
    wrong = send(desk, f"{HOME}/serien/meetings", page, **typed, dates="i morgon")
    right = send(desk, f"{HOME}/serien/meetings", page, **typed, dates="2028-09-21 13:00")
    twice = send(desk, f"{HOME}/serien/meetings", page, **typed, dates="2028-09-21 13:00")

    assert [wrong.status_code, right.location, twice.status_code] == [422, HOME, 409]
    assert "already has a meeting" in twice.text
    assert "natverket-2028-09-21" in desk.get(HOME).text


def test_a_closed_series_says_so_and_is_opened_again_by_one_press(desk: Visitor) -> None:
    an_event(series_id=_series().id)
    db.session.commit()
    meetings = f"{HOME}/serien/meetings"
    assert meetings in desk.get(HOME).text

    send(desk, f"{HOME}/serien/closing", HOME)

    listed = desk.get(HOME).text
    assert f"{meetings}/new" not in listed
    assert "The series is closed" in listed
    assert "No new meetings are planned" in desk.get("/series/serien").text
    assert desk.get("/series/serien.ics").status_code == 200
    # From a tab of before: what was typed stays, and the way on is one press.
    typed = {"minutes": "60", "seats": "37", "dates": "2028-09-21 13:00"}
    stale = send(desk, meetings, f"{meetings}/new", **typed)
    assert stale.status_code == 409
    assert "2028-09-21 13:00" in stale.text
    assert f"{HOME}/serien/opening" in stale.text

    send(desk, f"{HOME}/serien/opening", HOME)

    assert f"{meetings}/new" in desk.get(HOME).text


def _series() -> Series:
    series = Series(slug="serien", title="Nätverket", summary="Vi ses")
    db.session.add(series)
    db.session.flush()
    return series


def _version(desk: Visitor, page: str) -> str:
    return _version_in(desk.get(page).text)


def _version_in(page: str) -> str:
    field = re.search(r'<input[^>]*name="version"[^>]*>', page)
    assert field
    value = re.search(r'value="([^"]*)"', field[0])
    assert value
    return value[1]
