"""A follow-up some months later: four questions from what everyone said, opened by the clock."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert

from eventapp.domain.survey.analysis.disclosure import DisclosureLevel
from eventapp.domain.survey.result import find_results
from eventapp.domain.survey.results import later_survey
from eventapp.domain.survey.results.own_result import ResultReader
from eventapp.domain.survey.timetable import advance
from eventapp.extensions import db
from eventapp.models import Organisation, Survey, SurveyAnswer, SurveyState, new_key
from tests.builders import NOON, a_registration, an_event, an_organisation
from tests.builders.moments import DAY
from tests.builders.survey import a_draft
from tests.builders.survey_results import a_closed_survey

LAST_WEEK = NOON - 7 * DAY


@pytest.fixture
def town(app: Flask) -> Organisation:
    del app
    return an_organisation("Ålstad")


@pytest.fixture
def first(town: Organisation) -> Survey:
    """Of twenty-four, two thirds mean to use something."""
    event = an_event(starts_at=LAST_WEEK, ends_at=LAST_WEEK + DAY / 4)
    village = an_organisation("Ekby")
    for organisation in (town, village):
        a_registration(event, organisation=organisation)
    survey = a_closed_survey(event, {town: [5] * 8 + [2] * 4, village: [5] * 8 + [1] * 4})
    answered(survey, "q5-c", {town.code: (8, 4), village.code: (8, 4)}, ("5", "2"))
    return survey


def answered(
    survey: Survey, question: str, counts: dict[str, tuple[int, int]], values: tuple[str, str]
) -> None:
    for group, given in counts.items():
        for value, times in zip(values, given, strict=True):
            for _ in range(times):
                row = {
                    "survey_id": survey.id,
                    "question": question,
                    "group": group,
                    "value": value,
                    "key": new_key(),
                }
                db.session.execute(insert(SurveyAnswer), row)


def followed_up(first: Survey, months: int = 4, now: datetime = NOON) -> Survey:
    return later_survey.create_later_survey(first, months=months, now=now, actor="organizer")


def test_its_questions_follow_from_what_everyone_said(first: Survey) -> None:
    later = followed_up(first)

    by_code = {question.code: question for question in later.questions}
    assert list(by_code) == ["q1", "l1", "l2", "l4"]  # the event has no focus areas
    assert by_code["l1"].hint == (
        "Efter konferensen svarade 67 procent att de skulle använda något inom tre månader."
    )
    assert by_code["l2"].hint == ""  # nobody answered q11: nothing may be said of it
    assert (later.follows, later.breakdown, later.min_group) == (first.code, "q1", first.min_group)
    with pytest.raises(later_survey.LaterSurveyExists):
        followed_up(first)


def test_the_timetable_opens_it_months_later(first: Survey) -> None:
    later = followed_up(first, months=4)
    came = [a_registration(first.event).id for _ in range(6)]
    days = (later.opens_at - first.event.ends_at) / timedelta(days=1)
    assert 119 < days < 121
    db.session.commit()

    advance(later.id, now=later.opens_at - DAY, attended=lambda _event: came)
    assert db.session.get_one(Survey, later.id).state is SurveyState.READY
    advance(later.id, now=later.opens_at, attended=lambda _event: came)
    assert db.session.get_one(Survey, later.id).state is SurveyState.OPEN


def test_it_is_for_surveys_with_results_and_for_days_to_come(first: Survey) -> None:
    with pytest.raises(later_survey.NoResultsYet):
        followed_up(a_draft())
    with pytest.raises(later_survey.LaterSurveyTooLate):
        followed_up(first, months=3, now=NOON + 120 * DAY)
    over = first.event.ends_at
    ahead = [later_survey.months_ahead(first, now=over + days * DAY) for days in (1, 130, 200)]
    assert ahead == [[3, 4, 5, 6], [5, 6], []]


def a_closed_later_survey(first: Survey, town: Organisation) -> Survey:
    """Half of the town did as it meant to, and three of four of the others."""
    later = followed_up(first)
    other = next(code for code in first.asked_by_group if code != town.code)
    answered(later, "q1", {town.code: (12, 0), other: (12, 0)}, (town.code, other))
    answered(later, "l1", {town.code: (6, 6), other: (9, 3)}, ("yes", "no"))
    later.state, later.complete, later.asked, later.answered = SurveyState.CLOSED, True, 60, 24
    later.asked_by_group = {town.code: 30, other: 30}
    db.session.commit()
    return later


def test_its_shares_stand_beside_the_first(first: Survey, town: Organisation) -> None:
    results = find_results(a_closed_later_survey(first, town))
    assert results

    (pair,) = later_survey.compare_then_and_now(results)[:1]

    then, now = pair.shown("")
    assert (then.percent, now.percent) == (67, 63)
    then, now = pair.shown(town.code)
    assert (then.percent, now.percent) == (67, 50)
    assert pair.shown("nobody")[1].level is DisclosureLevel.NOTHING
    first_results = find_results(first)
    assert first_results
    assert later_survey.compare_then_and_now(first_results) == []


@pytest.mark.parametrize(
    ("reader", "allowed"),
    [
        (ResultReader.PARTICIPANT, "shown_to_participants"),
        (ResultReader.LINK, "links_shared"),
    ],
)
def test_the_first_is_told_only_to_those_who_may_read_it(
    first: Survey, town: Organisation, reader: ResultReader, allowed: str
) -> None:
    results = find_results(a_closed_later_survey(first, town))
    assert results
    assert later_survey.compare_then_and_now(results, ResultReader.COORDINATOR)
    assert later_survey.compare_then_and_now(results, reader) == []
    setattr(first, allowed, True)
    db.session.commit()
    assert later_survey.compare_then_and_now(results, reader)
