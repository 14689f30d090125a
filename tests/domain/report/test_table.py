"""Tables: what is hidden stands as hidden, and sums are made of what is shown."""

import msgspec
from flask import Flask

from eventapp.domain.report import table
from eventapp.domain.report.document import HIDDEN
from eventapp.domain.report.figures import (
    EventFigures,
    MeasureFigures,
    OrganisationFigures,
    PartFigures,
    RateFigures,
    ReportFigures,
    SurveyFigures,
)

BIG, SMALL = OrganisationFigures("Stor", 20, 90), OrganisationFigures("Liten", hidden=True)
MIDDLE = OrganisationFigures("Mellan", None, 71)
SURVEY = SurveyFigures(
    "s",
    "Enkät",
    "sv",
    "closed",
    "2027-05-01",
    60,
    50,
    83,
    measures=(
        MeasureFigures(
            "q3",
            "Betyg?",
            answers=50,
            percent=80,
            means=(4.1,),
            interval=(75, 84),
            parts=(PartFigures("Ja", 40, 80), PartFigures("Nej", None, None, True)),
        ),
        MeasureFigures("q4", "Mer?", hidden=True),
    ),
)


def event(title: str = "Mötet", **facts: object) -> EventFigures:
    return EventFigures(
        title,
        title,
        title,
        "conference",
        False,
        "2027-04-01",
        "2027-04-02",
        100,
        **facts,  # type: ignore[arg-type]
    )


def test_an_event_of_few_is_hidden_and_one_that_nobody_noted_is_empty(app: Flask) -> None:
    few = table.event_table(ReportFigures((event(recorded=True),))).rows[0]
    assert few == ("Mötet", "2027-04-01 – 2027-04-02", 100, *[HIDDEN] * 6)
    unknown = table.event_table(ReportFigures((event(placed=30, waiting=0, cancelled=2),))).rows[0]
    assert unknown[3:] == (30, None, None, None, 0, 2)


def test_a_sum_over_events_is_shown_only_where_each_part_is(app: Flask) -> None:
    figures = ReportFigures(
        (
            event("A", organisations=(BIG, MIDDLE, SMALL)),
            event("B", organisations=(BIG, SMALL)),
        )
    )
    assert table.organisation_table(figures).rows == (
        ("Liten", 2, HIDDEN),
        ("Mellan", 1, HIDDEN),
        ("Stor", 2, 40),
    )
    mixed = ReportFigures(
        (
            event("A", organisations=(BIG,)),
            event("B", organisations=(OrganisationFigures("Stor", None, 80),)),
        )
    )
    assert table.organisation_table(mixed).rows == (("Stor", 2, HIDDEN),)


def test_attendance_of_each_organisation(app: Flask) -> None:
    rows = table.attendance_table(ReportFigures((event(organisations=(BIG, MIDDLE, SMALL)),))).rows
    assert [row[2:] for row in rows] == [
        (20, 90, 10),
        (HIDDEN, 71, 29),
        (HIDDEN, HIDDEN, HIDDEN),
    ]


def test_surveys_measures_and_answers(app: Flask) -> None:
    figures = ReportFigures((event(surveys=(SURVEY,)),))
    assert table.survey_table(figures).rows == (
        ("Mötet", "Enkät", "2027-05-01", 60, 50, 83, HIDDEN),
    )
    assert [row[4:] for row in table.measure_table(figures).rows] == [
        (50, 80, None, 4.1, 75, 84),
        (HIDDEN, HIDDEN, None, None, None, None),
    ]
    assert [row[4:] for row in table.answer_table(figures).rows] == [
        ("Ja", 40, 80),
        ("Nej", HIDDEN, HIDDEN),
    ]


def test_rates_and_follow_ups(app: Flask) -> None:
    rates = (RateFigures("Stor", 80), RateFigures("Liten"))
    use = MeasureFigures("f1", "Använt?", answers=50, percent=38, stated=74)
    first = msgspec.structs.replace(SURVEY, rates=rates)
    later = msgspec.structs.replace(SURVEY, title="Sedan", follows="s", measures=(use,))
    figures = ReportFigures((event(surveys=(first, later)),))

    assert [row[2:] for row in table.rate_table(figures).rows] == [("Stor", 80), ("Liten", HIDDEN)]
    assert [row[1] for row in table.survey_table(figures).rows] == ["Enkät"]
    assert [row[1] for row in table.follow_up_table(figures).rows] == ["Sedan"]
    assert table.outcome_table(figures).rows == (("Mötet", "Använt?", 74, 38),)
    assert [t.code for t in table.tables_by_section(figures)["follow_up"]] == [
        "follow_ups",
        "outcomes",
    ]


def test_tables_without_rows_are_left_out(app: Flask) -> None:
    assert table.tables_by_section(ReportFigures()) == {}
    assert table.appendix_tables(ReportFigures()) == ()
