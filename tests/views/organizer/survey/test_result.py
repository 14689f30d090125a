"""Results as a page and as a table: what is hidden is in neither."""

import csv
import io
import re
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from eventapp.domain.permission import Role
from eventapp.domain.survey.response import SurveyReply, submit_response
from eventapp.domain.survey.result import find_results
from eventapp.domain.survey.review import list_waiting
from eventapp.extensions import db
from eventapp.models import Organisation, Survey, SurveyText
from tests.builders import NOON, an_event, an_organisation
from tests.builders.account import an_account, signed_in
from tests.builders.survey import (
    an_open_survey,
    answered,
    ask,
    closed_and_mixed,
    links_by_person,
    participants,
)
from tests.visitor import Visitor

# Organisations with how many were asked, and the grades that they gave.
TOWNS = {
    "Storstad": (30, [5] * 12 + [3] * 6),
    "Mellanstad": (20, [4] * 8 + [2] * 4),
    "Småstad": (15, [5] * 4 + [1] * 3),
    "Ensamstad": (9, [1] * 2),
    "Tvåstad": (6, [5] * 6),
}
HIDDEN = "Not shown. Otherwise some people’s answers could be worked out."


@pytest.fixture
def survey(app: Flask) -> Survey:
    big = an_event(seats=200)
    people = {
        name: participants(big, asked, an_organisation(name))
        for name, (asked, _grades) in TOWNS.items()
    }
    survey = an_open_survey(5, big)
    ask(survey, [registration.id for town in people.values() for registration in town])
    codes = dict(db.session.execute(select(Organisation.name, Organisation.code)).all())  # type: ignore[arg-type]
    links = links_by_person(survey)
    for name, (_asked, grades) in TOWNS.items():
        for person, grade in zip(people[name], grades, strict=False):
            texts = {"q15": f"Tack från {name}, ring 08-123 45 67."} if grade == 5 else {}
            role = "a" if grade > 3 else "bd"[grade == 1]
            answers = {"q1": codes[name], "q2": role, "q3": str(grade), "q6": f"2>{grade}"}
            answers |= {
                "q4-a": str(grade),
                "q8": "c>a",
                "q9": str(2 * grade),
                "q10": str(grade + 5),
            }
            submit_response(links[person.id], SurveyReply(answers, texts), now=NOON)
    return closed_and_mixed(survey)


@pytest.fixture
def desk(client: Visitor) -> Visitor:
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return signed_in(client, an_account(Role.ANALYST))


def post(desk: Visitor, path: str, data: dict[str, object] | None = None) -> TestResponse:
    """Send a form with the token of a page looked at before."""
    return desk.post(path, data={**(data or {}), "csrf_token": desk.form_token()})


def at(survey: Survey) -> str:
    return f"/organizer/events/{survey.event.slug}/surveys/{survey.code}"


def test_groups_are_shown_as_far_as_they_may_be(desk: Visitor, survey: Survey) -> None:
    page = desk.get(f"{at(survey)}/results").text
    assert "45 of 85 participants answered." in page
    assert "67 per cent gav betyget 4 eller 5" in page
    for words in ("Storstad: 67%", "Mellanstad: 67%", "Småstad: 57%"):
        assert words in page
    assert "Ensamstad:" not in page
    assert "Tvåstad:" not in page
    assert HIDDEN in page


def test_another_measure_can_be_compared_and_nonsense_is_the_first(
    desk: Visitor, survey: Survey
) -> None:
    page = desk.get(f"{at(survey)}/results?by=q6").text
    assert "Storstad: 100%" in page
    assert desk.get(f"{at(survey)}/results?by=q1").status_code == 200


def table(desk: Visitor, survey: Survey, language: str) -> list[list[str]]:
    answer_ = desk.get(f"{at(survey)}/results.csv", headers={"Accept-Language": language})
    assert answer_.headers["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer_.data.decode("utf-8-sig")), delimiter=";"))


def page_words(page: TestResponse) -> str:
    """What the page says, without its markup, each blank as one."""
    return re.sub(r"[ \n]+", " ", unescape(re.sub(r"<[^>]+>", " ", page.text)))


def test_the_table_says_no_more_than_the_page(desk: Visitor, survey: Survey) -> None:
    rows = table(desk, survey, "en")
    grades = {row[3]: row[5:] for row in rows if row[0] == "q3" and not row[4]}
    assert grades["Storstad"] == ["18", "67", "", "4,3", "percentage of positive answers"]
    assert grades["Småstad"] == ["percentage only", "57", "", "", "percentage of positive answers"]
    # Two answers, and six of the six who were asked: the same words.
    assert grades["Ensamstad"] == grades["Tvåstad"] == ["", "", "", "", HIDDEN]
    assert len(rows[0]) == len(set(rows[0]))  # no two columns bear one name, in Swedish neither
    assert table(desk, survey, "sv")[0][4:6] == ["Svar", "Antal svar"]
    # Groups have no distribution, and nobody's answer stands as a row.
    assert {row[3] for row in rows if row[4]} <= {"All", "Answer", "Group"}
    assert "Tack från" not in str(rows)


def test_small_categories_of_a_background_question_are_hidden(
    desk: Visitor, survey: Survey
) -> None:
    roles = {row[4]: row[5:] for row in table(desk, survey, "en") if row[0] == "q2"}
    assert roles[""] == ["45", "", "", "", ""]
    assert roles["Strategi eller samordning"] == ["30", "67", "", "", ""]
    assert roles["Chef eller ledning"] == ["10", "22", "", "", ""]
    shown = {"", "Strategi eller samordning", "Chef eller ledning"}
    hidden = [row for label, row in roles.items() if label not in shown]
    assert hidden == [["", "", "", "", HIDDEN]] * 5  # five of one, and four times none


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_cell_of_the_table_is_what_the_page_shows(
    desk: Visitor, survey: Survey, language: str
) -> None:
    everybody, hidden = {"en": ("All", "Not shown"), "sv": ("Alla", "Visas inte")}[language]
    pages: dict[str, str] = {}
    compared = 0
    for row in table(desk, survey, language)[1:]:
        name, question, statement, group, part, answers, percent, before, mean, note = row
        by = name if group != everybody else ""
        if by not in pages:
            path = f"{at(survey)}/results?by={by}"
            pages[by] = page_words(desk.get(path, headers={"Accept-Language": language}))
        page = pages[by]
        label = part or (group if by else statement)
        figures = [figure for figure in (answers, before, mean) if figure]
        if percent:
            figures.append(f"{percent}\u00a0%" if language == "sv" else f"{percent}%")
        if language == "en":  # the file has the decimal comma that a Swedish Excel reads
            figures = [figure.replace(",", ".") for figure in figures]
        for cell in (question, label, *figures):
            assert cell in page, (cell, row)
        if note.startswith(hidden):
            assert not figures
            assert note in page, row
        compared += 1
    assert compared > 100


def test_free_text_is_shown_masked_and_only_when_two_have_read_it(
    desk: Visitor, survey: Survey, app: Flask
) -> None:
    code = survey.code
    texts = f"{at(survey)}/texts"
    page = desk.get(texts).text
    assert "08-123" not in page
    assert "[telefon]" in page
    key, version = db.session.execute(select(SurveyText.key, SurveyText.version)).first() or (0, 0)
    url, first = f"{texts}/{key}", {"masked": "Tack.", "verdict": "accept", "version": version}
    assert post(desk, url, data=first).location.endswith(f"#read-{key}")  # keys go on from here
    again = {**first, "version": version + 1}
    assert post(desk, url, data=again).status_code == 409  # the same reader
    assert post(desk, url, data={**again, "masked": ""}).status_code == 422
    results = f"/organizer/events/{texts.split('/')[3]}/surveys/{code}/results"
    assert "<q>Tack.</q>" not in desk.get(results).text
    other = signed_in(app.test_client(), an_account(Role.ORGANIZER))  # type: ignore[arg-type]
    assert post(other, url, data=again).location.endswith("#texts")  # it has left the list
    assert "<q>Tack.</q>" in desk.get(results).text
    assert post(other, url, data={"verdict": "withhold", "version": 3}).status_code == 409
    assert post(other, f"{texts}/1", data=again).status_code == 404


def test_nothing_ticked_is_said_and_counts_no_texts(desk: Visitor, survey: Survey) -> None:
    texts = f"{at(survey)}/texts"
    said = desk.get(post(desk, texts, data={}).location, headers={"Accept-Language": "en"}).text
    assert "You have not ticked any text." in said
    assert "0 texts accepted" not in said


def test_a_reader_overtaken_by_another_keeps_what_was_typed_and_sees_the_other(
    desk: Visitor, survey: Survey
) -> None:
    text = list_waiting(survey, page=1).texts[0]
    url, verdict = f"{at(survey)}/texts/{text.key}", {"verdict": "accept", "version": text.version}
    assert post(desk, url, data={**verdict, "masked": "Tack från [ort]."}).status_code == 303

    late = post(desk, url, data={**verdict, "masked": "Tack, ring inte."})

    assert late.status_code == 409
    assert ">Tack, ring inte.</textarea>" in late.text
    assert '<q lang="sv">Tack från [ort].</q>' in late.text
    assert "field-bad" not in late.text


@pytest.mark.parametrize("number", [0, 1, 4])
def test_of_fewer_than_five_answers_nothing_is_said(desk: Visitor, app: Flask, number: int) -> None:
    small = an_open_survey(12)
    answered(small, [SurveyReply({"q3": "1"})] * number)
    closed = closed_and_mixed(small)
    page = desk.get(f"{at(closed)}/results").text
    assert "12 participants were asked. The number of answers is too small to show." in page
    assert "percent gav" not in page
    row = f"q3;Vilket betyg ger du konferensen som helhet?;;All;;;;;;{HIDDEN}"
    assert row in desk.get(f"{at(closed)}/results.csv").text


def test_results_are_counted_in_one_pass(app: Flask) -> None:
    survey = an_open_survey(12)
    answered(survey, [SurveyReply({"q3": "4", "q9": "3"})] * 12)
    closed = closed_and_mixed(survey)
    assert len(closed.questions) == 14
    statements: list[str] = []
    event.listen(
        db.engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2])
    )
    results = find_results(closed)
    assert results is not None
    assert results.participation.percent == 100
    assert len(statements) == 1


def test_means_before_and_after_stand_with_one_decimal_each(desk: Visitor, survey: Survey) -> None:
    page = desk.get(f"{at(survey)}/results", headers={"Accept-Language": "sv"}).text

    assert "Från 2,0 före till 3,8 efter" in page
    assert "2.0" not in page
