"""Results of a whole survey: what is hidden behind several measures at once."""

import pytest
from flask import Flask
from sqlalchemy import update

from eventapp.domain.survey.analysis.disclosure import DisclosureLevel
from eventapp.domain.survey.result import SurveyResults, find_results
from eventapp.extensions import db
from eventapp.models import Survey, SurveyAnswer, SurveyState
from tests.builders import NOON
from tests.builders.survey import a_draft

# How many of each group answered; not all of them answered every question.
SIZES = {"small": 2, "other": 6, "cover": 7, "middle": 12, "large": 20}
QUESTIONS = ("q3", "q4-a", "q5-a", "q10")


@pytest.fixture
def survey(app: Flask) -> Survey:
    survey = a_draft()
    breakdown = next(question for question in survey.questions if question.code == "q1")
    breakdown.choice_list = [{"code": code, "label": code} for code in SIZES]
    for code, size in SIZES.items():
        for person in range(size):
            add(survey, "q1", code, code)
            for number, question in enumerate(QUESTIONS):
                if person % (number + 4):
                    add(survey, question, code, str(1 + person % 5))
    survey.state, survey.complete = SurveyState.CLOSED, True
    survey.asked, survey.answered, survey.closes_at = 60, sum(SIZES.values()), NOON
    db.session.commit()
    return survey


def add(survey: Survey, question: str, group: str, value: str) -> None:
    db.session.add(SurveyAnswer(survey_id=survey.id, question=question, group=group, value=value))


def results_of(survey: Survey) -> SurveyResults:
    """The results counted anew: answers that change under them are nothing the product knows."""
    survey.version += 1
    results = find_results(survey)
    assert results is not None
    return results


def hidden(results: SurveyResults) -> dict[str, set[str]]:
    return {
        finding.counted.name: {
            shown.code
            for shown in finding.publication.groups
            if shown.level is DisclosureLevel.NOTHING
        }
        for finding in results.findings
        if finding.broken_down and finding.publication.whole.level is DisclosureLevel.ALL
    }


def test_groups_hidden_in_the_survey_are_hidden_in_every_measure(survey: Survey) -> None:
    by_measure = hidden(results_of(survey))
    assert len(by_measure) == len(QUESTIONS)
    assert all({"small", "other"} <= codes for codes in by_measure.values())


def test_two_hidden_groups_could_change_places_and_nothing_printed_would_change(
    survey: Survey,
) -> None:
    """So nobody can tell which is which, whatever measures they set against each other."""
    before = results_of(survey)
    for old, new in (("small", "-"), ("other", "small"), ("-", "other")):
        db.session.execute(update(SurveyAnswer).where(SurveyAnswer.group == old).values(group=new))
        db.session.execute(
            update(SurveyAnswer)
            .where(SurveyAnswer.question == "q1", SurveyAnswer.value == old)
            .values(value=new)
        )
    db.session.commit()
    assert results_of(survey).findings == before.findings


def test_control_groups_that_are_shown_cannot(survey: Survey) -> None:
    before = results_of(survey)
    for old, new in (("middle", "-"), ("large", "middle"), ("-", "large")):
        db.session.execute(update(SurveyAnswer).where(SurveyAnswer.group == old).values(group=new))
    db.session.commit()
    assert results_of(survey).findings != before.findings
