"""The charts of a report: what its tables say, as bars."""

from eventapp.domain.report import wording
from eventapp.domain.report.document import ReportBar, ReportChart
from eventapp.domain.report.figures import (
    EventFigures,
    MeasureFigures,
    ReportFigures,
    SurveyFigures,
)
from eventapp.domain.survey.analysis.statistics import percent
from eventapp.i18n import _

BARS_MAX = 20  # in one picture: more cannot be read on a page


def charts_by_section(figures: ReportFigures) -> dict[str, tuple[ReportChart, ...]]:
    """The charts that stand in the sections; a section without any is left out."""
    charts = {
        "events": _attendance(figures),
        "surveys": tuple(_survey(*pair) for pair in figures.surveys if _positive(pair[1])),
        "follow_up": tuple(_survey(*pair) for pair in figures.follow_ups if _positive(pair[1])),
        "experiences": _stages(figures),
    }
    return {section: drawn for section, drawn in charts.items() if drawn}


def _attendance(figures: ReportFigures) -> tuple[ReportChart, ...]:
    recorded = [event for event in figures.events if event.recorded]
    if not recorded:
        return ()
    bars = tuple(ReportBar(event.title, event.came_percent) for event in recorded[:BARS_MAX])
    title = _("Came, in per cent of those who had a place")
    return (ReportChart("attendance", title, bars),)


def _survey(event: EventFigures, survey: SurveyFigures) -> ReportChart:
    bars = tuple(
        ReportBar(measure.statement or measure.question, measure.percent)
        for measure in _positive(survey)[:BARS_MAX]
    )
    title = _(
        "Positive answers, in per cent: %(event)s, %(survey)s",
        event=event.title,
        survey=survey.title,
    )
    return ReportChart(f"survey-{survey.code}", title, bars)


def _positive(survey: SurveyFigures) -> list[MeasureFigures]:
    """The measures of which some answers are good news."""
    return [measure for measure in survey.measures if measure.percent is not None]


def _stages(figures: ReportFigures) -> tuple[ReportChart, ...]:
    experiences = figures.experiences
    if not experiences.published:
        return ()
    bars = tuple(
        ReportBar(str(words), percent(experiences.by_stage.get(stage, 0), experiences.published))
        for stage, words in wording.STAGES.items()
    )
    title = _("Experiences by stage, in per cent of all")
    return (ReportChart("stages", title, bars),)
