"""The texts of a report: drafts, own words, and two people at once."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from eventapp.domain.permission import Role
from eventapp.domain.report.event_list import find_by_public_id
from eventapp.domain.report.report import find_text, refresh_report, save_text
from eventapp.extensions import db
from eventapp.models import Report
from tests.builders.account import an_account, signed_in
from tests.builders.report import AFTER, Town, a_report, an_event_that_is_over, gathered
from tests.visitor import Visitor

TOWNS = {"Stor": Town(30, 24), "Större": Town(40, 31)}


@pytest.fixture
def desk(client: Visitor) -> Visitor:
    client.set_cookie("language", "en")
    return signed_in(client, an_account(Role.ANALYST))


@pytest.fixture
def report(app: Flask) -> Report:
    return gathered(a_report(an_event_that_is_over(TOWNS)))


def address(report: Report, section: str = "events") -> str:
    return f"/organizer/reports/{report.code}/texts/{section}"


def post(desk: Visitor, path: str, **data: object) -> TestResponse:
    return desk.post(path, data={**data, "csrf_token": desk.form_token()})


def test_the_draft_is_in_the_form_and_own_words_take_its_place(
    desk: Visitor, report: Report
) -> None:
    assert "70 personer hade en plats, och 55 av dem kom" in desk.get(address(report)).text
    sent = post(desk, address(report), text="Vårt eget.\n\nOch mer.", version="0")
    assert sent.status_code == 303
    # The next step is there: files that have the new words.
    assert sent.location.endswith(f"/organizer/reports/{report.code}#files")
    page = desk.get(f"/organizer/reports/{report.code}").text
    assert "Word and PDF lack what was changed last." in page
    assert '<p class="prose section-gap-s">Vårt eget.</p>' in page
    assert "Egen text" in page


def test_changed_figures_are_shown_beside_ones_own_words(desk: Visitor, report: Report) -> None:
    save_text(report, "events", "Vårt.", version=0, actor="a", now=AFTER)
    event = find_by_public_id(report.events[0])
    assert event
    event.seats = 321
    refresh_report(report, actor="a", now=AFTER)
    db.session.commit()
    gathered(report)

    page = desk.get(address(report)).text
    assert "The figures have changed since you wrote" in page
    assert "hade 200 platser" in page
    assert "hade 321 platser" in page
    assert "Siffrorna har ändrats sedan dess" in desk.get(f"/organizer/reports/{report.code}").text


def test_two_who_write_at_once_see_each_others_words(desk: Visitor, report: Report) -> None:
    desk.get(address(report))
    save_text(report, "events", "Hennes.", version=0, actor="a", now=AFTER)
    db.session.commit()
    response = post(desk, address(report), text="Mina.", version="0")

    assert response.status_code == 409
    assert "Hennes." in response.text
    assert "Mina." in response.text


def test_an_empty_text_is_the_draft_again(desk: Visitor, report: Report) -> None:
    save_text(report, "events", "Vårt.", version=0, actor="a", now=AFTER)
    db.session.commit()
    desk.get(address(report))
    assert post(desk, address(report), text="", version="1").status_code == 303
    assert find_text(report, "events") is None


def test_a_text_that_is_too_long_stays_with_its_sentence(desk: Visitor, report: Report) -> None:
    desk.get(address(report))
    response = post(desk, address(report), text="x" * 20_001, version="0")
    assert response.status_code == 422
    assert "Write at most 20000 characters" in response.text
    assert desk.get(address(report, "ingen")).status_code == 404
