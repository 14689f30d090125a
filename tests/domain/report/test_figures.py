"""Figures as they are stored: what comes back is what went in."""

from eventapp.domain.report.figures import (
    EventFigures,
    ReportFigures,
    SurveyFigures,
    from_stored,
    to_stored,
    total,
)

SURVEY = SurveyFigures("s", "Enkät", "sv", "closed", "2027-05-01", 9)
EVENT = EventFigures(
    "e",
    "slug",
    "Titel",
    "conference",
    False,
    "2027-04-01",
    "2027-04-01",
    100,
    placed=50,
    came=40,
    surveys=(SURVEY,),
)


def test_what_is_stored_is_read_back() -> None:
    figures = ReportFigures((EVENT,), areas={"a": "Område"}, gathered_on="2027-05-02")

    assert from_stored(to_stored(figures), ReportFigures) == figures
    assert from_stored(to_stored(EVENT), EventFigures) == EVENT


def test_nobody_knows_how_many_stayed_away_where_one_of_the_two_is_hidden() -> None:
    assert EVENT.absent == 10
    hidden = EventFigures("e", "s", "T", "conference", False, "", "", 100, placed=50)
    assert hidden.absent is None


def test_a_survey_that_few_answered_is_hidden_once_it_is_closed() -> None:
    assert SURVEY.hidden
    assert not SurveyFigures("s", "E", "sv", "open", "", 9).hidden


def test_a_total_is_of_what_is_shown() -> None:
    assert total([1, None, 2]) == 3
