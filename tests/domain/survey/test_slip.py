"""Links on paper: as many as asked for, with nobody's name."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.survey import slip
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.survey import SurveyNotOpen
from eventapp.extensions import db
from eventapp.models import SurveyAsking, SurveyLetter, SurveyToken
from tests.builders import NOON
from tests.builders.survey import a_draft, an_open_survey, participants


def count(table: type[SurveyToken | SurveyAsking | SurveyLetter]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_slip_is_a_link_without_a_letter(app: Flask) -> None:
    del app
    survey = an_open_survey(12)
    tokens = slip.issue_slips(survey, 400, now=NOON, actor="organizer")

    assert len(set(tokens)) == slip.SLIPS_MAX
    assert (count(SurveyToken), count(SurveyAsking), count(SurveyLetter)) == (112, 12, 12)
    assert survey.asked == 112


def test_none_is_made_before_it_is_open_for_good(app: Flask) -> None:
    del app
    draft = a_draft()
    with pytest.raises(SurveyNotOpen):
        slip.issue_slips(draft, 3, now=NOON, actor="organizer")
    came = [person.id for person in participants(draft.event, 6)]
    surveys.open_survey(
        draft, now=NOON, actor="organizer", attended=lambda _event: came, undo_period=UNDO_PERIOD
    )
    with pytest.raises(slip.SlipsTooEarly):
        slip.issue_slips(draft, 3, now=NOON, actor="organizer")
