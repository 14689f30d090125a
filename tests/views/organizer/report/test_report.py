"""Reports at the desk: chosen, gathered, read, gathered anew, deleted."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Event, Report
from tests.builders.account import an_account, signed_in
from tests.builders.report import (
    Town,
    a_closed_survey,
    a_report,
    an_event_that_is_over,
    gathered,
)
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both

REPORTS = "/organizer/reports"
PERIOD = "first=2020-01-01&last=2199-12-31"
TOWNS = {"Stor": Town(30, 24, [5] * 8 + [4] * 4 + [2] * 3), "Liten": Town(2, 1)}


@pytest.fixture
def desk(client: Visitor) -> Visitor:
    client.set_cookie("language", "en")
    return signed_in(client, an_account(Role.ANALYST))


@pytest.fixture
def event(app: Flask) -> Event:
    """An event that was over before the tests' own time."""
    event = an_event_that_is_over(TOWNS)
    a_closed_survey(event, TOWNS)
    event.starts_at, event.ends_at = event.starts_at.replace(2026), event.ends_at.replace(2026)
    db.session.commit()
    return event


def post(desk: Visitor, path: str, **data: object) -> TestResponse:
    return desk.post(path, data={**data, "csrf_token": desk.form_token()})


def test_an_empty_list_invites_to_make_the_first_report(desk: Visitor) -> None:
    page = desk.get(REPORTS).text

    assert "No reports yet" in page
    assert f'href="{REPORTS}/new"' in page


def test_a_period_without_events_says_so_kindly(desk: Visitor) -> None:
    page = desk.get(f"{REPORTS}/new?first=2001-01-01&last=2001-12-31").text

    assert "No event in this period is over." in page
    assert "Make the report" not in page


@pytest.mark.parametrize(
    ("period", "sentence"),
    [
        ("first=2026-05-01&last=2026-01-01", "The last day is before the first."),
        ("first=igår&last=2026-01-01", "Write the date like this: 2024-03-14."),
        ("first=0001-01-01&last=9999-12-31", "Choose a day from"),
        ("first=2026-01-01&last=2026-02-01&area=ingen", "That option no longer exists."),
    ],
)
def test_a_period_that_cannot_be_meant_gets_its_sentence(
    desk: Visitor, period: str, sentence: str
) -> None:
    response = desk.get(f"{REPORTS}/new?{period}")

    assert response.status_code == 422
    assert sentence in response.text


def test_a_report_is_made_gathered_and_read(desk: Visitor, event: Event) -> None:
    page = desk.get(f"{REPORTS}/new?{PERIOD}").text
    assert event.title in page
    sent = {"first": "2020-01-01", "last": "2199-12-31", "language": "sv", "title": "Årsrapport"}
    response = post(desk, REPORTS, **sent, events=[event.public_id])
    assert response.status_code == 303

    report = db.session.query(Report).one()
    waiting = desk.get(response.location).text
    assert "0 of 1 events are counted" in waiting
    gathered(report)
    page = desk.get(response.location).text
    assert "32 personer hade en plats, och 25 av dem kom (78 procent)." in page
    assert "15 av 25 deltagare svarade." in page
    assert 'lang="sv"' in page


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({"events": []}, 422, "Choose at least one event that is over."),
        ({"title": ""}, 422, "Write a title."),
        ({"title": "x" * 201}, 422, "Write at most 200 characters."),
        ({"first": "", "last": ""}, 422, "Choose the first day."),
        ({"events": ["no-such-event"]}, 422, "That option no longer exists."),
        ({"language": "tlh"}, 422, "That option no longer exists."),
    ],
)
def test_bad_input_gets_a_sentence_and_stays(
    desk: Visitor, event: Event, sent: dict[str, object], status: int, sentence: str
) -> None:
    desk.get(f"{REPORTS}/new?{PERIOD}")
    usual = {"first": "2020-01-01", "last": "2199-12-31", "language": "sv", "title": "Behållen"}
    response = post(desk, REPORTS, **{**usual, "events": [event.public_id], **sent})

    assert response.status_code == status
    assert sentence in response.text
    assert db.session.query(Report).count() == 0


def test_figures_are_gathered_anew_and_what_changed_is_shown(desk: Visitor, event: Event) -> None:
    report = gathered(a_report(event))
    address = f"{REPORTS}/{report.code}"
    event.seats = 321
    db.session.commit()
    desk.get(address)
    assert post(desk, f"{address}/figures").status_code == 303
    again = post(desk, f"{address}/figures")
    assert again.status_code == 409
    assert "The figures are being gathered." in again.text
    gathered(report)

    page = desk.get(address).text
    assert "figures have changed since the time before" in page or "figure has changed" in page
    assert "321" in page


def test_a_survey_with_four_answers_says_so(desk: Visitor) -> None:
    few = {"Stor": Town(30, 24, [5, 4, 3, 1])}
    event = an_event_that_is_over(few)
    a_closed_survey(event, few)
    page = desk.get(f"{REPORTS}/{gathered(a_report(event)).code}").text

    assert "Så få svarade på enkäten" in page


def test_definitions_have_every_column_of_the_report(desk: Visitor, event: Event) -> None:
    report = gathered(a_report(event))
    page = desk.get(f"{REPORTS}/{report.code}/definitions").text
    assert "How many of those with a place were checked in" in page
    assert "came_percent" in page


def test_a_report_is_deleted_after_a_question(desk: Visitor, event: Event) -> None:
    report = gathered(a_report(event))
    address = f"{REPORTS}/{report.code}"
    assert "Delete the report?" in desk.get(f"{address}/removal").text
    assert post(desk, f"{address}/removal").status_code == 303
    assert desk.get(address).status_code == 404


def test_nobody_reads_what_is_not_there(desk: Visitor) -> None:
    unready = a_report(an_event_that_is_over(TOWNS))
    for path in (
        "ingen",
        "ingen.docx",
        f"{unready.code}.docx",
        f"{unready.code}/definitions",
        f"{unready.code}/texts/summary",
    ):
        assert desk.get(f"{REPORTS}/{path}").status_code == 404
