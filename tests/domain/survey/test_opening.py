"""Opening is undone for ten minutes; the times of an open survey can be changed."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.domain.errors import StaleVersion
from eventapp.domain.outbox import lease
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.survey import opening
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.survey import ClosesTooEarly, SurveyNotOpen
from eventapp.extensions import db
from eventapp.models import (
    Job,
    JobKind,
    Survey,
    SurveyAsking,
    SurveyLetter,
    SurveyState,
    SurveyToken,
)
from tests.builders import NOON, a_registration
from tests.builders.moments import DAY
from tests.builders.survey import a_draft, an_open_survey, ask, open_for, participants

LATER = NOON + timedelta(minutes=9)
ACTOR = "organizer"


def opened(survey: Survey) -> Survey:
    """As an organizer opens it: with ten minutes to undo it."""
    came = [person.id for person in participants(survey.event, 12)]
    surveys.open_survey(
        survey, now=NOON, actor=ACTOR, attended=lambda _event: came, undo_period=UNDO_PERIOD
    )
    return survey


def letters_due(now: datetime) -> int:
    return sum(leased.kind == JobKind.SURVEY_MAIL for leased in lease(100, now=now))


def count(table: type[SurveyToken | SurveyAsking | SurveyLetter | Job]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def survey(app: Flask) -> Survey:
    del app
    return opened(a_draft())


def test_the_letters_wait_ten_minutes(survey: Survey) -> None:
    assert letters_due(LATER) == 0
    assert letters_due(NOON + UNDO_PERIOD) == 12


def test_undone_it_is_a_draft_and_nothing_is_left_of_it(survey: Survey) -> None:
    jobs = count(Job)
    opening.undo_opening(survey, now=LATER, actor=ACTOR)

    assert (survey.state, survey.asked, survey.asked_by_group) == (SurveyState.DRAFT, 0, {})
    assert [count(table) for table in (SurveyToken, SurveyAsking, SurveyLetter)] == [0, 0, 0]
    assert count(Job) == jobs - 12
    # It can be opened again, and asks whoever came.
    came = [a_registration(survey.event).id for _ in range(5)]
    assert open_for(survey, came) == 5


def test_it_cannot_be_undone_once_the_letters_go(survey: Survey) -> None:
    with pytest.raises(opening.LettersSent):
        opening.undo_opening(survey, now=NOON + UNDO_PERIOD, actor=ACTOR)


def test_nor_when_the_worker_has_begun(survey: Survey) -> None:
    lease(100, now=NOON + UNDO_PERIOD)
    with pytest.raises(opening.LettersSent):
        opening.undo_opening(survey, now=LATER, actor=ACTOR)


def test_who_does_not_want_to_wait_sends_them_at_once(survey: Survey) -> None:
    opening.send_letters_now(survey, now=LATER)

    assert letters_due(LATER) == 12
    with pytest.raises(opening.LettersSent):
        opening.undo_opening(survey, now=LATER, actor=ACTOR)


def test_nobody_is_asked_meanwhile(survey: Survey) -> None:
    newcomer = a_registration(survey.event).id
    assert ask(survey, [newcomer]) == 0  # at NOON, while it can be undone


def test_what_the_clock_opened_cannot_be_undone(app: Flask) -> None:
    del app
    survey = an_open_survey()
    assert not opening.may_undo_opening(survey, now=NOON)
    with pytest.raises(opening.LettersSent):
        opening.undo_opening(survey, now=NOON, actor=ACTOR)


def revise(survey: Survey, closes_at: datetime, reminds_at: datetime | None = None) -> None:
    opening.revise_times(
        survey,
        closes_at=closes_at,
        reminds_at=reminds_at,
        version=survey.version,
        now=NOON,
        actor=ACTOR,
    )


def test_the_times_of_an_open_survey_can_be_changed(survey: Survey) -> None:
    revise(survey, NOON + 20 * DAY, NOON + 9 * DAY)

    assert (survey.closes_at, survey.reminds_at) == (NOON + 20 * DAY, NOON + 9 * DAY)
    with pytest.raises(ClosesTooEarly):
        revise(survey, NOON)
    with pytest.raises(opening.ReminderOutside):
        revise(survey, NOON + 3 * DAY, NOON + 4 * DAY)
    with pytest.raises(StaleVersion):
        opening.revise_times(
            survey,
            closes_at=NOON + DAY,
            reminds_at=None,
            version=survey.version - 1,
            now=NOON,
            actor=ACTOR,
        )


def test_a_reminder_that_was_sent_keeps_its_time(survey: Survey) -> None:
    surveys.send_reminders(survey, now=NOON)
    with pytest.raises(opening.ReminderSent):
        revise(survey, NOON + 20 * DAY, NOON + 9 * DAY)
    revise(survey, NOON + 20 * DAY, survey.reminds_at)


def test_a_draft_has_its_times_elsewhere(app: Flask) -> None:
    del app
    with pytest.raises(SurveyNotOpen):
        revise(a_draft(), NOON + DAY)
