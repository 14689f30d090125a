"""Charts: bars of what is shown."""

from flask import Flask

from eventapp.domain.report.chart import BARS_MAX, charts_by_section
from eventapp.domain.report.document import ReportBar
from eventapp.domain.report.figures import (
    EventFigures,
    ExperienceFigures,
    MeasureFigures,
    ReportFigures,
    SurveyFigures,
)


def test_bars_of_attendance_answers_and_stages(app: Flask) -> None:
    measures = tuple(MeasureFigures(f"q{n}", f"Fråga {n}", percent=n) for n in range(30))
    survey = SurveyFigures("s", "Enkät", "sv", "closed", "", 60, 50, 83, measures=measures)
    event = EventFigures(
        "e", "s", "Mötet", "conference", False, "", "", 100, recorded=True, surveys=(survey,)
    )
    charts = charts_by_section(
        ReportFigures((event,), ExperienceFigures(published=4, by_stage={"tried": 3}))
    )
    assert charts["events"][0].bars == (ReportBar("Mötet", None),)
    assert len(charts["surveys"][0].bars) == BARS_MAX
    assert [bar.percent for bar in charts["experiences"][0].bars] == [0, 75, 0, 0, 0]


def test_nothing_to_draw_is_no_chart(app: Flask) -> None:
    assert charts_by_section(ReportFigures()) == {}
