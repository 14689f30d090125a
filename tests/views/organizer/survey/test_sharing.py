"""Organizers decide who reads results, and fix the classes that are compared."""

from flask import Flask

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Survey
from tests.builders import an_event, an_organisation
from tests.builders.account import an_account, signed_in
from tests.builders.survey import a_draft
from tests.builders.survey_results import a_closed_survey
from tests.visitor import Visitor


def at(survey: Survey) -> str:
    return f"/organizer/events/{survey.event.slug}/surveys/{survey.code}"


def desk(client: Visitor, role: Role = Role.ORGANIZER) -> Visitor:
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return signed_in(client, an_account(role))


def send(visitor: Visitor, path: str, **fields: str) -> int:
    data = {**fields, "csrf_token": visitor.form_token()}
    return visitor.post(path, data=data).status_code


def test_who_reads_is_decided_on_the_page_of_results(client: Visitor, app: Flask) -> None:
    del app
    survey = a_closed_survey(an_event(), {an_organisation(): [5] * 8 + [2] * 4})
    organizer = desk(client)
    assert "Everyone who takes part in the event" in organizer.get(f"{at(survey)}/results").text

    assert send(organizer, f"{at(survey)}/sharing", participants="y", version="1") == 303
    assert send(organizer, f"{at(survey)}/sharing", links="y", version="1") == 409

    db.session.expire_all()
    assert (survey.shown_to_participants, survey.links_shared) == (True, False)


def test_an_analyst_reads_and_does_not_decide(client: Visitor, app: Flask) -> None:
    del app
    survey = a_closed_survey(an_event(), {an_organisation(): [5] * 12})
    analyst = desk(client, Role.ANALYST)

    assert "Everyone who takes part" not in analyst.get(f"{at(survey)}/results").text
    assert send(analyst, f"{at(survey)}/sharing", participants="y", version="1") == 404


def test_classes_are_set_while_the_survey_is_a_draft(client: Visitor, app: Flask) -> None:
    del app
    survey = a_draft()
    breakdown = next(question for question in survey.questions if question.code == "q1")
    breakdown.choice_list = [{"code": "o-9", "label": "Ekby", "organisation": "o-9"}]
    db.session.commit()
    organizer, path = desk(client), f"{at(survey)}/classes"
    assert "Ekby" in organizer.get(path).text

    wrong = {"class-o-9": "huge", "version": "1", "csrf_token": organizer.form_token()}
    assert organizer.post(path, data=wrong).status_code == 422
    assert send(organizer, path, **{"class-o-9": "small", "version": "1"}) == 303

    db.session.expire_all()
    assert survey.class_by_group == {"o-9": "small"}
