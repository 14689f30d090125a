"""Surveys in a report: what their results page shows, and no more."""

from flask import Flask

from eventapp.domain.report.survey_figures import gather_surveys
from eventapp.domain.survey.result import find_results
from eventapp.extensions import db
from eventapp.models import Survey, SurveyAnswer
from tests.builders.report import TOWNS, Town, a_closed_survey, an_event_that_is_over
from tests.builders.survey import an_open_survey


def test_figures_are_those_of_the_raw_answers(app: Flask) -> None:
    event = an_event_that_is_over()
    survey = a_closed_survey(event)
    (figures,) = gather_surveys(event)

    grades = [
        int(row.value)
        for row in db.session.query(SurveyAnswer).filter_by(survey_id=survey.id, question="q3")
    ]
    assert figures.asked == sum(town.came for town in TOWNS.values()) == 56
    assert figures.answered == len(grades) == 44
    assert figures.percent == round(100 * 44 / 56) == 79
    (grade,) = [m for m in figures.measures if m.code == "q3"]
    assert grade.percent == round(100 * sum(g >= 4 for g in grades) / len(grades))
    assert grade.means == (round(sum(grades) / len(grades), 1),)
    assert [part.count for part in grade.parts] == [grades.count(g) for g in range(1, 6)]


def test_whole_and_hidden_are_as_the_results_have_them(app: Flask) -> None:
    event = an_event_that_is_over()
    survey = a_closed_survey(event)
    results = find_results(db.session.get_one(Survey, survey.id))
    assert results
    (figures,) = gather_surveys(event)

    for finding, measure in zip(results.findings, figures.measures, strict=True):
        whole = finding.publication.whole
        assert (measure.answers, measure.percent) == (whole.answers, whole.percent)


def test_of_four_answers_nothing_is_said_but_that_they_are_few(app: Flask) -> None:
    few = {"Stor": Town(20, 12, [5, 4, 3, 1])}
    event = an_event_that_is_over(few)
    a_closed_survey(event, few)
    (figures,) = gather_surveys(event)

    assert figures.hidden
    assert (figures.answered, figures.percent) == (None, None)
    assert all(m.hidden and not m.parts for m in figures.measures if m.code == "q3")


def test_an_open_survey_has_no_figures(app: Flask) -> None:
    survey = an_open_survey(12)
    (figures,) = gather_surveys(survey.event)
    assert (figures.state, figures.answered, figures.measures) == ("open", None, ())
