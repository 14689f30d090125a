"""The tables of a report: each column a definition, each cell a figure that may be shown."""

from collections import defaultdict
from collections.abc import Sequence

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
Surveys = Sequence[tuple[EventFigures, SurveyFigures]]

SURVEY_COLUMNS = (
    d.EVENT,
    d.SURVEY,
    d.CLOSED_ON,
    d.ASKED,
    d.ANSWERED,
    d.RESPONSE_RATE,
    d.INCOMPLETE,
)


def tables_by_section(figures: ReportFigures) -> dict[str, tuple[ReportTable, ...]]:
    """The tables that stand in the sections; those without any row are left out."""
    tables = {
        "events": (event_table(figures),),
        "organisations": (organisation_table(figures),),
        "topics": (topic_table(figures),),
        "surveys": (survey_table(figures),),
        "experiences": (stage_table(figures),),
        "spread": (spread_table(figures),),
        "follow_up": (follow_up_table(figures), outcome_table(figures)),
    }
    filled = {
        section: tuple(table for table in own if table.rows) for section, own in tables.items()
    }
    return {section: own for section, own in filled.items() if own}


def appendix_tables(figures: ReportFigures) -> tuple[ReportTable, ...]:
    """The long tables, which stand last; those without any row are left out."""
    makers = (attendance_table, rate_table, measure_table, answer_table)
    return tuple(table for make in makers if (table := make(figures)).rows)


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
    share_hidden = event.recorded and event.came_percent is None
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
        _cell(event.came_percent, hidden=share_hidden),
        _cell(event.absent, hidden=came_hidden),
        _cell(event.waiting, hidden=hidden or (event.counted and event.waiting is None)),
        _cell(event.cancelled, hidden=hidden or (event.counted and event.cancelled is None)),
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
    return ReportTable(
        "surveys", _("Response rates"), SURVEY_COLUMNS, _survey_rows(figures.surveys)
    )


def follow_up_table(figures: ReportFigures) -> ReportTable:
    """A row for each follow-up that has closed."""
    title = _("Response rates of the follow-ups")
    return ReportTable("follow_ups", title, SURVEY_COLUMNS, _survey_rows(figures.follow_ups))


def _survey_rows(surveys: Surveys) -> tuple[Row, ...]:
    return tuple(
        _survey_row(event, survey) for event, survey in surveys if survey.state == "closed"
    )


def _survey_row(event: EventFigures, survey: SurveyFigures) -> Row:
    hidden = survey.hidden
    return (
        event.title,
        survey.title,
        survey.closed_on,
        _cell(survey.asked, hidden=survey.asked is None),
        _cell(survey.answered, hidden=hidden),
        _cell(survey.percent, hidden=hidden),
        _cell(survey.incomplete, hidden=survey.incomplete is None),
    )


def rate_table(figures: ReportFigures) -> ReportTable:
    """A row for each organisation that was asked in each survey."""
    rows = tuple(
        (event.title, survey.title, rate.label, _cell(rate.percent, hidden=rate.percent is None))
        for event, survey in [*figures.surveys, *figures.follow_ups]
        for rate in survey.rates
    )
    columns = (d.EVENT, d.SURVEY, d.ORGANISATION, d.ORGANISATION_RATE)
    title = _("Response rates by organisation")
    return ReportTable("response_rates", title, columns, rows, appendix=True)


def outcome_table(figures: ReportFigures) -> ReportTable:
    """What came of what people meant to do: a row for each share of a follow-up."""
    rows = tuple(
        (
            event.title,
            measure.statement or measure.question,
            measure.stated,
            _cell(measure.percent, hidden=measure.percent is None),
        )
        for event, survey in figures.follow_ups
        for measure in survey.measures
        if measure.stated is not None
    )
    columns = (d.EVENT, d.QUESTION, d.STATED_PERCENT, d.POSITIVE_PERCENT)
    return ReportTable("outcomes", _("What was meant, and what came of it"), columns, rows)


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
        for event, survey in [*figures.surveys, *figures.follow_ups]
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
        for event, survey in [*figures.surveys, *figures.follow_ups]
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
