"""Every role at every door of the surveys at the desk."""

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.permission import ALLOWED, Action, Role
from eventapp.domain.survey.response import SurveyReply
from eventapp.extensions import db
from eventapp.models import Survey, SurveyText
from tests.builders import an_event
from tests.builders.account import an_account, signed_in
from tests.builders.survey import a_draft, an_open_survey, answered, closed_and_mixed
from tests.visitor import Visitor

STAFF = sorted(set(Role) - {Role.VISITOR, Role.PARTICIPANT, Role.COORDINATOR})
# Method, what comes after the survey's address, which survey, who may, and what they are answered.
DOORS = [
    ("GET", "", "draft", Action.SEE_SURVEY, 200),
    ("GET", "/preview", "draft", Action.SEE_SURVEY, 200),
    ("GET", "/edit", "draft", Action.MANAGE_SURVEY, 200),
    ("POST", "/edit", "draft", Action.MANAGE_SURVEY, 409),
    ("POST", "/opening", "draft", Action.MANAGE_SURVEY, 303),
    ("GET", "/closure", "closed", Action.MANAGE_SURVEY, 303),
    ("POST", "/closure", "closed", Action.MANAGE_SURVEY, 409),
    ("GET", "/results", "closed", Action.SEE_SURVEY, 200),
    ("GET", "/results.csv", "closed", Action.SEE_SURVEY, 200),
    ("GET", "/texts", "closed", Action.REVIEW_SURVEY_TEXTS, 200),
    ("POST", "/texts/<key>", "closed", Action.REVIEW_SURVEY_TEXTS, 422),
]


@pytest.fixture
def surveys(app: Flask) -> dict[str, str]:
    """The addresses of a draft and of a closed survey of one event."""
    event = an_event(seats=20)
    draft = a_draft(event)
    opened = an_open_survey(12, event)
    answered(opened, [SurveyReply({"q3": "4"}, {"q15": "Tack."})] * 11)
    closed = closed_and_mixed(opened)
    return {
        kind: f"/organizer/events/{survey.event.slug}/surveys/{survey.code}"
        for kind, survey in (("draft", db.session.get_one(Survey, draft.id)), ("closed", closed))
    }


def answers(visitor: Visitor, surveys: dict[str, str]) -> list[int]:
    token = visitor.form_token()
    key = db.session.scalars(select(SurveyText.key)).first()
    statuses = []
    for method, path, kind, _action, _status in DOORS:
        address = surveys[kind] + path.replace("<key>", str(key))
        sent = {"csrf_token": token}
        come = visitor.get(address) if method == "GET" else visitor.post(address, data=sent)
        statuses.append(come.status_code)
    return statuses


@pytest.mark.parametrize("role", STAFF)
def test_who_may_comes_in_and_to_others_there_is_no_such_page(
    client: Visitor, surveys: dict[str, str], role: Role
) -> None:
    visitor = signed_in(client, an_account(role))
    expected = [status if role in ALLOWED[action] else 404 for *_door, action, status in DOORS]
    assert answers(visitor, surveys) == expected


def test_an_organizer_of_another_event_is_nobody_here(
    client: Visitor, surveys: dict[str, str]
) -> None:
    visitor = signed_in(client, an_account(Role.ORGANIZER, event=an_event()))
    assert set(answers(visitor, surveys)) == {404}
