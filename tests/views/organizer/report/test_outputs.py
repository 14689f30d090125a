"""Somebody who collects every page and file of an event, of every reader, learns of no few."""

import pytest
from flask import Flask
from sqlalchemy import insert

from eventapp.domain.permission import Role
from eventapp.domain.survey.analysis import disclosure
from eventapp.domain.survey.analysis.disclosure import DisclosureLevel
from eventapp.domain.survey.session_feedback import ask_about, set_asking
from eventapp.extensions import db
from eventapp.models import (
    Event,
    RegistrationState,
    Session,
    Survey,
    SurveyAnswer,
    SurveyState,
    new_key,
)
from tests.builders import DAY, an_event
from tests.builders.account import an_account, signed_in
from tests.builders.report import TOWNS, Town, a_closed_survey, an_event_that_is_over, find_or_make
from tests.builders.session_question import a_lecture
from tests.builders.speaker import invite
from tests.builders.survey import participants
from tests.builders.survey_results import a_closed_survey as an_earlier_survey
from tests.views.organizer.report.outputs import PUBLIC, all_outputs, swap
from tests.visitor import Visitor

PEOPLE = {**TOWNS, "Fåstad": Town(4, 3, [5, 1])}
HIDDEN = ("Fåstad", "Ensamstad")
FEW_ANSWERS, FEW_SLIPS, FEW_CANCELLED, YEAR = 3, 3, 3, 364 * DAY
SAYS_NOTHING_OF_PEOPLE = {
    *PUBLIC,
    *("survey", "survey texts", "feedback", "feedback texts"),
    *("bundle, 1 Evenemanget", "bundle, 2 Program", "own page"),
}


@pytest.fixture
def desk(client: Visitor) -> Visitor:
    return signed_in(client, an_account(Role.ANALYST))


@pytest.fixture
def event(app: Flask) -> Event:
    """An event of which all that can be shown is shown: also over time, of lectures, on paper."""
    del app
    event = an_event_that_is_over(PEOPLE, reserved={find_or_make(name): 1 for name in PEOPLE})
    a_closed_survey(event, PEOPLE)
    event.starts_at, event.ends_at = event.starts_at.replace(2026), event.ends_at.replace(2026)
    earlier = an_event(starts_at=event.starts_at - YEAR, ends_at=event.ends_at - YEAR)
    an_earlier_survey(earlier, {find_or_make(name): town.grades for name, town in PEOPLE.items()})
    a_lecture(event)
    invite(event, now=event.starts_at - DAY)
    feedback(event, FEW_ANSWERS)
    for survey in db.session.query(Survey):
        survey.links_shared = survey.shown_to_participants = survey.session_id is None
    survey_of(event).slips = FEW_SLIPS
    cancelled(event, FEW_CANCELLED)
    return event


def change_what_is_hidden(event: Event) -> None:
    """Two hidden organisations change places, and one more is in each group that is small."""
    swap(*HIDDEN)
    feedback(event, FEW_ANSWERS + 1)
    survey_of(event).slips = FEW_SLIPS + 1
    cancelled(event, 1)


def cancelled(event: Event, number: int) -> None:
    """Let so many more have cancelled."""
    for person in participants(event, number):
        person.state = RegistrationState.CANCELLED
    db.session.commit()


def feedback(event: Event, answers: int) -> None:
    """Let so many have answered the survey about the event's lecture."""
    survey = db.session.query(Survey).filter(Survey.session_id.is_not(None)).one_or_none()
    if survey is None:
        set_asking(event, asks=True, actor="organizer", now=event.starts_at)
        session = db.session.query(Session).filter_by(event_id=event.id).one()
        assert ask_about(session.id, now=session.ends_at)
        survey = db.session.query(Survey).filter_by(session_id=session.id).one()
        survey.state, survey.complete = SurveyState.CLOSED, True
    for number in range(survey.answered, answers):
        for question in ("relevant", "clear"):
            value = {"value": str(2 + number % 3), "group": "", "key": new_key()}
            row = {"survey_id": survey.id, "question": question, **value}
            db.session.execute(insert(SurveyAnswer), row)
    survey.answered = answers
    survey.version += 1
    db.session.commit()


def kind_of(name: str) -> str:
    return name.partition(":")[0]


def survey_of(event: Event) -> Survey:
    return db.session.query(Survey).filter_by(event_id=event.id, session_id=None).one()


def hide_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disclosure, "is_hidden_alone", lambda *_arguments, **_facts: False)
    monkeypatch.setattr(disclosure, "_level", lambda *_arguments: DisclosureLevel.ALL)
    monkeypatch.setattr(disclosure._Remainder, "cover", lambda *_arguments: frozenset())
    monkeypatch.setattr(disclosure, "size_of_group", lambda count: count)
    monkeypatch.setattr(disclosure, "MIN_GROUP", 0)
    monkeypatch.setattr(disclosure, "FULL_FROM", 0)


def test_hidden_groups_could_be_others_and_nothing_that_anybody_reads_would_change(
    app: Flask, desk: Visitor, event: Event
) -> None:
    """So nobody can tell who or how many they are, whatever they set against each other."""
    before = all_outputs(app, desk, event)
    change_what_is_hidden(event)
    after = all_outputs(app, desk, event)

    assert [name for name in before if before[name] != after[name]] == []


@pytest.mark.on_sqlite_alone
def test_control_with_hiding_switched_off_every_output_tells(
    app: Flask, desk: Visitor, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide_nothing(monkeypatch)
    before = all_outputs(app, desk, event)
    change_what_is_hidden(event)
    after = all_outputs(app, desk, event)

    changed = {kind_of(name) for name in before if before[name] != after[name]}
    assert {kind_of(name) for name in before} - changed == SAYS_NOTHING_OF_PEOPLE
