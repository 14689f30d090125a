"""The tables of a report: each column a definition, each cell a figure that may be shown."""

from collections import defaultdict

from eventapp.domain.people.folding import fold
from eventapp.domain.report import definition as d
from eventapp.domain.report import wording
from eventapp.domain.report.document import HIDDEN, Cell, ReportTable
from eventapp.domain.report.figures import (
    EventFigures,
    MeasureFigures,
    OrganisationFigures,
    PartFigures,
    ReportFigures,
    SurveyFigures,
    total,
)
from eventapp.i18n import _

Row = tuple[Cell, ...]


def tables_by_section(figures: ReportFigures) -> dict[str, tuple[ReportTable, ...]]:
    """The tables that stand in the sections; those without any row are left out."""
    tables = {
        "events": event_table(figures),
        "organisations": organisation_table(figures),
        "topics": topic_table(figures),
        "surveys": survey_table(figures),
        "experiences": stage_table(figures),
        "spread": spread_table(figures),
    }
    return {section: (table,) for section, table in tables.items() if table.rows}


def appendix_tables(figures: ReportFigures) -> tuple[ReportTable, ...]:
    """The long tables, which stand last; those without any row are left out."""
    tables = (attendance_table(figures), measure_table(figures), answer_table(figures))
    return tuple(table for table in tables if table.rows)


def event_table(figures: ReportFigures) -> ReportTable:
    """A row for each event."""
    columns = (
        d.EVENT,
        d.DAYS,
        d.SEATS,
        d.PLACED,
        d.CAME,
        d.CAME_PERCENT,
        d.ABSENT,
        d.WAITING,
        d.CANCELLED,
    )
    rows = tuple(map(_event_row, figures.events))
    return ReportTable("events", _("Places, registrations and attendance"), columns, rows)


def _event_row(event: EventFigures) -> Row:
    hidden = event.placed is None
    came_hidden = event.recorded and event.came is None
    days = (
        event.first_day
        if event.first_day == event.last_day
        else f"{event.first_day} – {event.last_day}"
    )
    return (
        event.title,
        days,
        event.seats,
        _cell(event.placed, hidden=hidden),
        _cell(event.came, hidden=came_hidden),
        _cell(event.came_percent, hidden=came_hidden),
        _cell(event.absent, hidden=came_hidden),
        _cell(event.waiting, hidden=hidden),
        _cell(event.cancelled, hidden=hidden),
    )


def organisation_table(figures: ReportFigures) -> ReportTable:
    """A row for each organisation: at how many events it was, and its places where all are shown.

    A sum over events is made of what is shown at each of them, so that no choice of events tells
    more than the events do.
    """
    by_label: dict[str, list[OrganisationFigures]] = defaultdict(list)
    for event in figures.events:
        for row in event.organisations:
            by_label[row.label].append(row)
    rows = []
    for label in sorted(by_label, key=fold):
        own = by_label[label]
        hidden = any(row.placed is None for row in own)
        placed = HIDDEN if hidden else total(row.placed for row in own)
        rows.append((label, len(own), placed))
    columns = (d.ORGANISATION, d.ORGANISATION_EVENTS, d.PLACED)
    return ReportTable("organisations", _("Participants by organisation"), columns, tuple(rows))


def topic_table(figures: ReportFigures) -> ReportTable:
    """A row for each focus area."""
    rows = tuple(
        (
            name,
            sum(code in event.focus_areas for event in figures.events),
            sum(event.sessions_by_area.get(code, 0) for event in figures.events),
            figures.experiences.by_area.get(code, 0),
        )
        for code, name in figures.areas.items()
    )
    columns = (d.FOCUS_AREA, d.AREA_EVENTS, d.AREA_SESSIONS, d.AREA_EXPERIENCES)
    return ReportTable("topics", _("Topics by focus area"), columns, rows)


def survey_table(figures: ReportFigures) -> ReportTable:
    """A row for each survey that has closed."""
    rows = tuple(
        _survey_row(event, survey) for event, survey in figures.surveys if survey.state == "closed"
    )
    columns = (d.EVENT, d.SURVEY, d.CLOSED_ON, d.ASKED, d.ANSWERED, d.RESPONSE_RATE, d.INCOMPLETE)
    return ReportTable("surveys", _("Response rates"), columns, rows)


def _survey_row(event: EventFigures, survey: SurveyFigures) -> Row:
    hidden = survey.hidden
    return (
        event.title,
        survey.title,
        survey.closed_on,
        survey.asked,
        _cell(survey.answered, hidden=hidden),
        _cell(survey.percent, hidden=hidden),
        _cell(survey.incomplete, hidden=survey.incomplete is None),
    )


def stage_table(figures: ReportFigures) -> ReportTable:
    """A row for each stage, also those that nothing has reached."""
    experiences = figures.experiences
    rows: tuple[Row, ...] = ()
    if experiences.published:
        rows = tuple(
            (str(words), experiences.by_stage.get(stage, 0))
            for stage, words in wording.STAGES.items()
        )
    return ReportTable("stages", _("Experiences by stage"), (d.STAGE, d.EXPERIENCES), rows)


def spread_table(figures: ReportFigures) -> ReportTable:
    """A row for each pair of organisations and what the one does."""
    rows = tuple(
        (row.learner, row.source, str(wording.ADAPTATIONS[row.kind]), row.count)
        for row in figures.experiences.spread
    )
    columns = (d.LEARNER, d.SOURCE, d.ADAPTATION, d.ADAPTATIONS)
    return ReportTable("spread", _("Who has learnt from whom"), columns, rows)


def attendance_table(figures: ReportFigures) -> ReportTable:
    """A row for each organisation at each event."""
    rows = tuple(
        _attendance_row(event, row) for event in figures.events for row in event.organisations
    )
    columns = (d.EVENT, d.ORGANISATION, d.PLACED, d.CAME_PERCENT, d.ABSENT_PERCENT)
    title = _("Attendance by organisation and event")
    return ReportTable("attendance", title, columns, rows, appendix=True)


def _attendance_row(event: EventFigures, row: OrganisationFigures) -> Row:
    came = row.came_percent
    return (
        event.title,
        row.label,
        # Of five to nine people a percentage alone is shown.
        _cell(row.placed, hidden=row.placed is None),
        _cell(came, hidden=row.hidden),
        _cell(None if came is None else 100 - came, hidden=row.hidden),
    )


def measure_table(figures: ReportFigures) -> ReportTable:
    """A row for each measure of each survey."""
    rows = tuple(
        _measure_row(event, survey, measure)
        for event, survey in figures.surveys
        for measure in survey.measures
    )
    columns = (
        d.EVENT,
        d.SURVEY,
        d.QUESTION,
        d.STATEMENT,
        d.ANSWERS,
        d.POSITIVE_PERCENT,
        d.MEAN_BEFORE,
        d.MEAN,
        d.LOW,
        d.HIGH,
    )
    return ReportTable("measures", _("Results of the surveys"), columns, rows, appendix=True)


def _measure_row(event: EventFigures, survey: SurveyFigures, measure: MeasureFigures) -> Row:
    before, mean = (None, *measure.means)[-2:] if measure.means else (None, None)
    low, high = measure.interval or (None, None)
    return (
        event.title,
        survey.title,
        measure.question,
        measure.statement or None,
        _cell(measure.answers, hidden=measure.answers is None),
        _cell(measure.percent, hidden=measure.hidden),
        before,
        mean,
        low,
        high,
    )


def answer_table(figures: ReportFigures) -> ReportTable:
    """A row for each answer that could be given, where its number may be shown."""
    rows = tuple(
        _answer_row(event, survey, measure, part)
        for event, survey in figures.surveys
        for measure in survey.measures
        for part in measure.parts
    )
    columns = (d.EVENT, d.SURVEY, d.QUESTION, d.STATEMENT, d.ANSWER, d.COUNT, d.PERCENT)
    return ReportTable("answers", _("How the answers are spread"), columns, rows, appendix=True)


def _answer_row(
    event: EventFigures, survey: SurveyFigures, measure: MeasureFigures, part: PartFigures
) -> Row:
    return (
        event.title,
        survey.title,
        measure.question,
        measure.statement or None,
        part.label,
        _cell(part.count, hidden=part.count is None),
        _cell(part.percent, hidden=part.percent is None),
    )


def _cell(figure: int | None, *, hidden: bool) -> Cell:
    return HIDDEN if hidden else figure
