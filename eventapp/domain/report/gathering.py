"""Gathering a report's figures: one event at a time, so that nobody waits and progress is seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from eventapp.domain import outbox
from eventapp.domain.event.focus_area import list_areas, list_valid_areas
from eventapp.domain.locking import lock_row
from eventapp.domain.report.event_figures import gather_event
from eventapp.domain.report.event_list import find_by_public_id
from eventapp.domain.report.experience_figures import gather_experiences
from eventapp.domain.report.figures import (
    EventFigures,
    ExperienceFigures,
    ReportFigures,
    from_stored,
    to_stored,
)
from eventapp.domain.report.report_file import promise_files
from eventapp.extensions import db
from eventapp.i18n import speaking
from eventapp.models import JobKind, Report, ReportState


@dataclass(frozen=True, slots=True)
class GatheredPart:
    """The figures of the event in this position, or what comes after the last event.

    `event` is empty where the event has been deleted meanwhile.
    """

    report_id: int
    round: int
    position: int
    event: dict[str, Any] | None = None
    rest: ReportFigures | None = None


def start_gathering(report: Report, *, now: datetime) -> None:
    """Promise the figures of a report whose row is locked, or new. Flushes."""
    report.state, report.gathered = ReportState.GATHERING, []
    db.session.flush()
    _promise(report, 0, now)


def read_next(report_id: int, number: int, *, now: datetime) -> GatheredPart | None:
    """Read the figures of the next event; None where nobody waits for them. Only reads."""
    report = db.session.get(Report, report_id)
    if report is None or report.round != number or report.state is not ReportState.GATHERING:
        return None
    position = len(report.gathered)
    with speaking(report.language):
        if position == len(report.events):
            rest = _read_rest(report, now)
            return GatheredPart(report_id, number, position, rest=rest)
        event = find_by_public_id(report.events[position])
        figures = to_stored(gather_event(event)) if event else {}
    return GatheredPart(report_id, number, position, figures)


def store_part(part: GatheredPart, *, now: datetime) -> None:
    """Store what was read, and promise what is next, if the report still waits for it. Flushes."""
    report = db.session.get(Report, part.report_id)
    if report is None:
        return
    lock_row(report)
    if report.round != part.round or len(report.gathered) != part.position:
        return
    if part.rest is None:
        report.gathered = [*report.gathered, part.event or {}]
        db.session.flush()
        _promise(report, part.position + 1, now)
        return
    events = tuple(from_stored(stored, EventFigures) for stored in report.gathered if stored)
    rest = part.rest
    figures = ReportFigures(events, rest.experiences, rest.areas, rest.gathered_on)
    report.figures_before, report.figures = report.figures, to_stored(figures)
    report.state, report.gathered_at, report.gathered = ReportState.READY, now, []
    report.version += 1
    db.session.flush()
    promise_files(report, now=now)


def _promise(report: Report, position: int, now: datetime) -> None:
    key = f"report:{report.id}:{report.round}:{position}"
    outbox.enqueue(
        JobKind.REPORT_FIGURES, key=key, now=now, report_id=report.id, round=report.round
    )


def _read_rest(report: Report, now: datetime) -> ReportFigures:
    """What is of no single event: experiences, and the names of focus areas."""
    first = datetime.combine(report.first_day, time.min, UTC)
    last = datetime.combine(report.last_day, time.max, UTC)
    codes = _area_codes(report.gathered)
    areas = [*list_valid_areas(on=report.last_day)]
    areas += [area for area in list_areas(codes) if area not in areas]
    wanted = set(report.focus_areas)
    names = {
        area.code: area.name_in(report.language)
        for area in areas
        if not wanted or area.code in wanted
    }
    return ReportFigures(
        experiences=_read_experiences(report, first, last),
        areas=names,
        gathered_on=now.date().isoformat(),
    )


def _read_experiences(report: Report, first: datetime, last: datetime) -> ExperienceFigures:
    return gather_experiences(report.events, report.focus_areas, first=first, last=last)


def _area_codes(gathered: Sequence[dict[str, Any]]) -> list[str]:
    codes = {code for stored in gathered for code in stored.get("focus_areas", ())}
    return sorted(codes)
