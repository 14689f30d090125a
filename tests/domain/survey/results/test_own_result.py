"""One municipality's results beside earlier events: which events, and which questions."""

from datetime import datetime

from flask import Flask

from eventapp.domain.survey.result import find_results
from eventapp.domain.survey.results.own_result import ResultReader, Trend, find_earlier, trends_of
from eventapp.extensions import db
from eventapp.models import Event, EventKind, Series, Survey
from tests.builders import NOON, an_event, an_organisation
from tests.builders.moments import DAY
from tests.builders.survey_results import a_closed_survey

GRADES = [5] * 8 + [2] * 4
COORDINATOR = ResultReader.COORDINATOR


def on(moment: datetime, **facts: object) -> Event:
    return an_event(starts_at=moment, ends_at=moment + DAY / 4, **facts)


def closed(event: Event) -> Survey:
    return a_closed_survey(event, {an_organisation(): GRADES, an_organisation(): GRADES})


def trends(survey: Survey) -> list[Trend]:
    results = find_results(survey)
    assert results
    return trends_of(results, find_earlier(survey, COORDINATOR))


def test_earlier_means_earlier_in_the_series(app: Flask) -> None:
    del app
    series = Series(slug="natverk", title="Nätverket")
    db.session.add(series)
    first, second, third = (
        closed(on(NOON - days * DAY, series=series)) for days in (300, 200, 100)
    )
    closed(on(NOON - 250 * DAY))  # of no series

    earlier = find_earlier(third, COORDINATOR)

    assert [results.survey for results in earlier] == [second, first]
    assert find_earlier(first, COORDINATOR) == []


def test_a_conference_of_no_series_is_set_beside_earlier_conferences(app: Flask) -> None:
    del app
    last_year, meeting, now = (
        closed(on(NOON - days * DAY, kind=kind))
        for days, kind in (
            (400, EventKind.CONFERENCE),
            (300, EventKind.NETWORK_MEETING),
            (10, EventKind.CONFERENCE),
        )
    )

    assert [results.survey for results in find_earlier(now, COORDINATOR)] == [last_year]
    assert find_earlier(meeting, COORDINATOR) == []


def test_each_reads_only_earlier_results_that_are_shown_to_them(app: Flask) -> None:
    del app
    earlier, now = (closed(on(NOON - days * DAY)) for days in (400, 10))
    assert find_earlier(now, ResultReader.PARTICIPANT) == []
    assert find_earlier(now, ResultReader.LINK) == []
    earlier.shown_to_participants = earlier.links_shared = True
    db.session.commit()

    for reader in (ResultReader.PARTICIPANT, ResultReader.LINK):
        assert [results.survey for results in find_earlier(now, reader)] == [earlier]


def test_only_questions_in_the_same_words_stand_over_time(app: Flask) -> None:
    del app
    earlier, now = (closed(on(NOON - days * DAY)) for days in (400, 10))
    names = {trend.finding.counted.name for trend in trends(now)}
    assert {"q3", "q4-a", "q10"} <= names

    question = next(question for question in earlier.questions if question.code == "q3")
    question.text = "Vilket betyg ger du dagen?"
    earlier.version += 1
    db.session.commit()

    assert "q3" not in {trend.finding.counted.name for trend in trends(now)}
    assert "q10" in {trend.finding.counted.name for trend in trends(now)}
