"""Results as a page and as a table: what is hidden is in neither."""

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from eventapp.domain.permission import Role
from eventapp.domain.survey.asking import ask
from eventapp.domain.survey.response import Reply, answer
from eventapp.domain.survey.results import find_results
from eventapp.domain.survey.review import list_waiting
from eventapp.extensions import db
from eventapp.models import Organisation, Survey, SurveyText
from tests.builders import NOON, an_event, an_organisation
from tests.builders.account import an_account, signed_in
from tests.builders.forms import token_on
from tests.builders.survey import (
    an_open_survey,
    answered,
    closed_and_mixed,
    link_for,
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


@pytest.fixture
def survey(app: Flask) -> Survey:
    big = an_event(seats=200)
    people = {
        name: participants(big, asked, an_organisation(name))
        for name, (asked, _grades) in TOWNS.items()
    }
    made = an_open_survey(5, big)
    ask(made, [each.id for town in people.values() for each in town], now=NOON)
    codes = dict(db.session.execute(select(Organisation.name, Organisation.code)).all())  # type: ignore[arg-type]
    for name, (_asked, grades) in TOWNS.items():
        for person, grade in zip(people[name], grades, strict=False):
            texts = {"q15": f"Tack från {name}, ring 08-123 45 67."} if grade == 5 else {}
            reply = Reply({"q1": codes[name], "q3": str(grade), "q6": "2>4"}, texts)
            answer(link_for(made, person), reply, now=NOON)
    return closed_and_mixed(made)


@pytest.fixture
def desk(client: Visitor) -> Visitor:
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return signed_in(client, an_account(Role.ANALYST))


def post(desk: Visitor, path: str, data: dict[str, object] | None = None) -> TestResponse:
    """Send a form with the token of a page looked at before."""
    return desk.post(path, data={**(data or {}), "csrf_token": token_on(desk, "/account")})


def at(survey: Survey) -> str:
    return f"/organizer/events/{survey.event.slug}/surveys/{survey.code}"


def test_groups_are_shown_as_far_as_they_may_be(desk: Visitor, survey: Survey) -> None:
    page = desk.get(f"{at(survey)}/results").text
    assert "45 of 85 participants answered." in page
    assert "67 percent gav betyget 4 eller 5" in page
    for words in ("Storstad: 67%", "Mellanstad: 67%", "Småstad: 57%"):
        assert words in page
    assert "Ensamstad:" not in page
    assert "Tvåstad:" not in page
    assert "Fewer than five answers." in page
    assert "Nearly everybody in the group answered." in page


def test_another_measure_can_be_compared_and_nonsense_is_the_first(
    desk: Visitor, survey: Survey
) -> None:
    page = desk.get(f"{at(survey)}/results?by=q6").text
    assert "Storstad: 100%" in page
    assert desk.get(f"{at(survey)}/results?by=q1").status_code == 200


def test_the_table_says_no_more_than_the_page(desk: Visitor, survey: Survey) -> None:
    answer_ = desk.get(f"{at(survey)}/results.csv")
    assert answer_.headers["Content-Type"].startswith("text/csv")
    text = answer_.data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    grades = {row[3]: row for row in rows if row[0] == "q3" and not row[4]}
    assert grades["Storstad"][5:7] == ["18", "67"]
    assert grades["Småstad"][5:7] == ["5–9 answers", "57"]
    assert grades["Ensamstad"][5:] == ["", "", "", "Fewer than five answers."]
    assert grades["Tvåstad"][5:8] == ["", "", ""]
    assert len(rows[0]) == len(set(rows[0]))  # no two columns bear one name, in Swedish neither
    swedish = desk.get(f"{at(survey)}/results.csv", headers={"Accept-Language": "sv"}).data
    heads = swedish.decode("utf-8-sig").splitlines()[0].split(";")
    assert heads[4:6] == ["Svar", "Antal svar"]
    # Groups have no distribution, and nobody's answer stands as a row.
    assert {row[3] for row in rows if row[4]} <= {"All", "Answer", "Group"}
    assert "Tack från" not in text


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
    assert post(desk, url, data=first).status_code == 303
    again = {**first, "version": version + 1}
    assert post(desk, url, data=again).status_code == 409  # the same reader
    assert post(desk, url, data={**again, "masked": ""}).status_code == 422
    results = f"/organizer/events/{texts.split('/')[3]}/surveys/{code}/results"
    assert "<q>Tack.</q>" not in desk.get(results).text
    other = signed_in(app.test_client(), an_account(Role.ORGANIZER))  # type: ignore[arg-type]
    assert post(other, url, data=again).status_code == 303
    assert "<q>Tack.</q>" in desk.get(results).text
    assert post(other, url, data={"verdict": "withhold", "version": 3}).status_code == 409
    assert post(other, f"{texts}/1", data=again).status_code == 404


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
    answered(small, [Reply({"q3": "1"})] * number)
    closed = closed_and_mixed(small)
    page = desk.get(f"{at(closed)}/results").text
    assert "Fewer than five of 12 answered." in page
    assert "percent gav" not in page
    table = desk.get(f"{at(closed)}/results.csv").text
    assert (
        "q3;Vilket betyg ger du konferensen som helhet?;;All;;;;;Fewer than five answers." in table
    )


def test_results_are_counted_in_one_pass(app: Flask) -> None:
    survey = an_open_survey(12)
    answered(survey, [Reply({"q3": "4", "q9": "3"})] * 12)
    closed = closed_and_mixed(survey)
    assert len(closed.questions) == 14
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *each: statements.append(each[2]))
    found = find_results(closed)
    assert found is not None
    assert found.rate == 100
    assert len(statements) == 1


def test_means_before_and_after_stand_with_one_decimal_each(desk: Visitor, survey: Survey) -> None:
    page = desk.get(f"{at(survey)}/results", headers={"Accept-Language": "sv"}).text

    assert "Från 2,0 före till 4,0 efter" in page
    assert "2.0" not in page
