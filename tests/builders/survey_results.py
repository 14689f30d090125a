"""Closed surveys with so many answers of each group, written straight into the tables."""

from collections.abc import Mapping, Sequence

from sqlalchemy import insert

from eventapp.domain.survey import template
from eventapp.extensions import db
from eventapp.models import Event, Organisation, Survey, SurveyAnswer, SurveyState, new_key
from tests.builders.moments import DAY, NOON

# What is answered beside the grade, so that several measures can be set against each other.
MEASURES = ("q3", "q4-a", "q5-a", "q10")


def a_closed_survey(
    event: Event, grades: Mapping[Organisation, Sequence[int]], *, asked: int = 30
) -> Survey:
    """A survey where each organisation's people gave these grades, `asked` of each."""
    survey = template.draft_standard_survey(event, opens_at=NOON, closes_at=NOON + 14 * DAY)
    breakdown = next(question for question in survey.questions if question.code == survey.breakdown)
    breakdown.choice_list = [
        {"code": organisation.code, "label": organisation.name, "organisation": organisation.code}
        for organisation in grades
    ]
    for organisation, given in grades.items():
        write_answers(survey, organisation.code, given)
    survey.asked_by_group = {organisation.code: asked for organisation in grades}
    survey.asked = asked * len(grades)
    survey.answered = sum(map(len, grades.values()))
    survey.state, survey.complete = SurveyState.CLOSED, True
    db.session.commit()
    return survey


def write_answers(survey: Survey, group: str, grades: Sequence[int]) -> None:
    """Let as many people of the group answer as there are grades."""
    for grade in grades:
        values = {"q1": group, **dict.fromkeys(MEASURES, str(grade))}
        rows = [
            {
                "survey_id": survey.id,
                "question": question,
                "group": group,
                "value": value,
                "key": new_key(),
            }
            for question, value in values.items()
        ]
        db.session.execute(insert(SurveyAnswer), rows)
