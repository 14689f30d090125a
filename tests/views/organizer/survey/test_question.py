"""The desk's pages of a draft's questions."""

import html
import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Survey, SurveyQuestionKind
from tests.builders.account import an_account, signed_in
from tests.builders.survey import a_draft, an_open_survey
from tests.visitor import Visitor


@pytest.fixture
def desk(client: Visitor) -> Visitor:
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return signed_in(client, an_account(Role.ORGANIZER))


def at(survey: Survey) -> str:
    return f"/organizer/events/{survey.event.slug}/surveys/{survey.code}/questions"


def post(desk: Visitor, path: str, **data: object) -> TestResponse:
    return desk.post(path, data={**data, "csrf_token": desk.form_token()})


def order(survey_id: int) -> list[str]:
    return [question.code for question in db.session.get_one(Survey, survey_id).questions]


def test_a_question_is_added_changed_moved_and_removed(desk: Visitor) -> None:
    survey = a_draft()
    base, survey_id = at(survey), survey.id
    assert "required" in desk.get(base).text
    assert "One per line." in desk.get(f"{base}/new?kind=single_choice").text
    new = {"text": "Kom du med tåg?", "choices": "Ja\r\n\r\n Nej ", "version": 1}
    assert post(desk, f"{base}?kind=single_choice", **new).status_code == 303
    name = order(survey_id)[-1]
    page = html.unescape(desk.get(f"{base}/{name}/edit").text)
    assert re.search(r"<textarea[^>]*>\s*Ja\nNej</textarea>", page.replace("\r", ""))
    changed = {"text": "Kom du med buss?", "choices": "Ja\nNej\nVet inte", "version": 2}
    assert post(desk, f"{base}/{name}/edit", **changed).status_code == 303
    assert post(desk, f"{base}/{name}/place", way="up", version=3).status_code == 303
    assert order(survey_id)[-2] == name
    assert "Kom du med buss?" in desk.get(base.removesuffix("questions") + "preview").text
    assert post(desk, f"{base}/{name}/removal", version=4).status_code == 303
    assert name not in order(survey_id)


@pytest.mark.parametrize("kind", SurveyQuestionKind)
def test_every_kind_has_its_form_and_refuses_an_empty_one(
    desk: Visitor, kind: SurveyQuestionKind
) -> None:
    base = at(a_draft())
    assert desk.get(f"{base}/new?kind={kind}").status_code == 200
    empty = post(desk, f"{base}?kind={kind}", version=1)
    assert empty.status_code == 422
    assert "Write the question." in empty.text


@pytest.mark.parametrize("choices", ["En", "En\nEn", "a" * 121 + "\nEn", "\n".join("abc" * 11)])
def test_choices_that_are_none_are_refused(desk: Visitor, choices: str) -> None:
    base = at(a_draft())
    sent = post(desk, f"{base}?kind=dropdown", text="Vilken?", choices=choices, version=1)
    assert sent.status_code == 422


def test_refusals_are_said_and_nothing_is_changed(desk: Visitor) -> None:
    survey = a_draft()
    base, survey_id, before = at(survey), survey.id, order(survey.id)
    assert post(desk, f"{base}/q11/removal", version=1).status_code == 409
    assert post(desk, f"{base}/q3/removal", version=7).status_code == 409
    assert order(survey_id) == before
    assert post(desk, f"{base}/none/removal", version=1).status_code == 404
    assert desk.get(f"{base}/new?kind=none").status_code == 404


def test_once_open_the_page_only_shows(desk: Visitor, app: Flask) -> None:
    base = at(an_open_survey(5))
    page = desk.get(base).text
    assert "can no longer be changed" in page
    assert "Move up" not in page
    for path, data in (
        ("?kind=yes_no", {"text": "Ny?"}),
        ("/q3/edit", {"text": "Ny?", "low": "a", "high": "b"}),
        ("/q3/place", {}),
        ("/q3/removal", {}),
    ):
        assert post(desk, f"{base}{path}", version=2, **data).status_code == 409
