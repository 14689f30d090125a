"""The management summary of one event: a page that writes itself once the event is over."""

from dataclasses import replace
from datetime import datetime

from eventapp.domain.event.focus_area import list_areas
from eventapp.domain.report.chart import charts_by_section
from eventapp.domain.report.definition import DEFINITIONS
from eventapp.domain.report.document import ReportChart, ReportDocument, sections_of
from eventapp.domain.report.event_figures import gather_event
from eventapp.domain.report.experience_figures import gather_experiences
from eventapp.domain.report.figures import ReportFigures
from eventapp.domain.report.table import tables_by_section
from eventapp.i18n import _, current_language, days
from eventapp.models import Event, EventState

# What has room on one page; a section with nothing to say is left out.
SECTIONS = ("events", "organisations", "topics", "surveys", "experiences")
BARS_MAX = 8


def is_over(event: Event, *, now: datetime) -> bool:
    """Whether there is anything to sum up."""
    return event.state is EventState.PUBLISHED and now >= event.ends_at


def summarise(event: Event, *, now: datetime) -> ReportDocument:
    """The summary in the current language. Only reads."""
    figures = _figures(event, now)
    tables = {"events": tables_by_section(figures).get("events", ())}
    charts = {"surveys": tuple(map(_short, charts_by_section(figures).get("surveys", ())))}
    sections = sections_of(figures, {}, tables, charts)
    used = {column.code for own in tables.values() for table in own for column in table.columns}
    return ReportDocument(
        title=_("Management summary: %(event)s", event=event.title_in(current_language())),
        subtitle=days(event.starts_at, event.ends_at, event.time_zone),
        language=current_language(),
        sections=tuple(section for section in sections if section.code in SECTIONS),
        appendix=(),
        definitions=tuple(row for row in DEFINITIONS if row.code in used),
    )


def _figures(event: Event, now: datetime) -> ReportFigures:
    areas = list_areas(event.focus_areas)
    born = gather_experiences(
        [event.public_id],
        (),
        first=event.ends_at,
        last=event.ends_at,  # of no period
    )
    return ReportFigures(
        events=(gather_event(event),),
        experiences=born,
        areas={area.code: area.name_in(current_language()) for area in areas},
        gathered_on=now.date().isoformat(),
    )


def _short(chart: ReportChart) -> ReportChart:
    """The bars of most and of least agreement, as many as have room, in their order."""
    if len(chart.bars) <= BARS_MAX:
        return chart
    ranked = sorted(chart.bars, key=lambda bar: -(bar.percent or 0))
    chosen = {*ranked[: BARS_MAX // 2], *ranked[-(BARS_MAX // 2) :]}
    return replace(chart, bars=tuple(bar for bar in chart.bars if bar in chosen))
