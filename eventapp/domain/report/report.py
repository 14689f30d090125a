"""Reports: made, gathered anew, deleted; and what people write in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select

from eventapp.domain.errors import Refusal, StaleVersion, check_version
from eventapp.domain.locking import lock_row
from eventapp.domain.paging import Page
from eventapp.domain.people.folding import fold, fold_query
from eventapp.domain.record.audit import Subject, record
from eventapp.domain.report.content import figures_of
from eventapp.domain.report.document import SECTIONS
from eventapp.domain.report.draft import draft
from eventapp.domain.report.event_list import list_events_over
from eventapp.domain.report.gathering import start_gathering
from eventapp.extensions import db
from eventapp.i18n import _l, speaking
from eventapp.models import AuditAction, Report, ReportFile, ReportState, ReportText

PAGE_SIZE = 25
TITLE_MAX_LENGTH = 200


class NothingToReport(Refusal):
    """None of the chosen events is over, or no event was chosen."""

    code = "nothing-to-report"
    sentence = _l("Choose at least one event that is over.")


class StillGathering(Refusal):
    """The figures are on their way already."""

    code = "still-gathering"
    sentence = _l("The figures are being gathered. Wait until they are here.")


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """What a report is to be about; `events` are public ids."""

    title: str
    language: str
    first_day: date
    last_day: date
    events: Sequence[str]
    focus_areas: Sequence[str] = ()


def create_report(choice: ReportChoice, *, actor: str, now: datetime) -> Report:
    """Make a report, whose figures the worker gathers. Raises NothingToReport. Flushes."""
    over = list_events_over(choice.first_day, choice.last_day, choice.focus_areas, now=now)
    wanted = set(choice.events)
    events = [event.public_id for event in over if event.public_id in wanted]
    if not events:
        raise NothingToReport
    report = Report(
        title=choice.title,
        language=choice.language,
        first_day=choice.first_day,
        last_day=choice.last_day,
        events=events,
        focus_areas=list(choice.focus_areas),
        created_at=now,
    )
    db.session.add(report)
    db.session.flush()
    start_gathering(report, now=now)
    record(AuditAction.REPORT_CREATED, subject_of(report), actor=actor, now=now, events=len(events))
    return report


def refresh_report(report: Report, *, actor: str, now: datetime) -> None:
    """Gather the figures anew; what people wrote stays. Raises StillGathering. Flushes."""
    lock_row(report)
    if report.state is ReportState.GATHERING:
        raise StillGathering
    report.round += 1
    start_gathering(report, now=now)
    record(AuditAction.REPORT_REFRESHED, subject_of(report), actor=actor, now=now)


def delete_report(report: Report, *, actor: str, now: datetime) -> None:
    """Delete the report, its texts and its files for good. Flushes."""
    lock_row(report)
    db.session.execute(delete(ReportText).where(ReportText.report_id == report.id))
    db.session.execute(delete(ReportFile).where(ReportFile.report_id == report.id))
    record(AuditAction.REPORT_DELETED, subject_of(report), actor=actor, now=now)
    db.session.delete(report)
    db.session.flush()


def save_text(
    report: Report, section: str, text: str, *, version: int, actor: str, now: datetime
) -> None:
    """Let a section say this; an empty text, or the draft itself, is the draft again.

    What was written of it as a file is then of a version before.

    `version` is that of the text when the form was opened, 0 where there was none. Raises
    StaleVersion, StillGathering. Flushes.
    """
    lock_row(report)
    if report.figures is None:
        raise StillGathering
    drafted = draft_of(report, section)
    stored = find_text(report, section)
    if stored:
        check_version(stored, version)
    elif version:
        raise StaleVersion
    if not text or text == drafted:
        if stored:
            db.session.delete(stored)
    elif stored:
        stored.text, stored.draft, stored.version = text, drafted, stored.version + 1
    else:
        row = ReportText(report_id=report.id, section=section, text=text, draft=drafted)
        db.session.add(row)
    report.version += 1
    record(
        AuditAction.REPORT_TEXT_CHANGED, subject_of(report), actor=actor, now=now, section=section
    )
    db.session.flush()


def subject_of(report: Report) -> Subject:
    """What the log calls it."""
    return Subject("report", report.code)


def find_report(code: str) -> Report | None:
    """The report with this code."""
    return db.session.scalar(select(Report).where(Report.code == code))


def find_text(report: Report, section: str) -> ReportText | None:
    """What somebody wrote in place of a section's draft."""
    return db.session.get(ReportText, (report.id, section))


def list_reports(words: str, *, page: int) -> tuple[Sequence[Report], Page, int]:
    """A page of the reports whose title has every word, the newest first; and how many there are.

    Words are compared as `fold` writes them.
    """
    rows = db.session.execute(
        select(Report.id, Report.title).order_by(Report.created_at.desc(), Report.id.desc())
    ).all()
    wanted = fold_query(words)
    ids = [row.id for row in rows if all(word in fold(row.title) for word in wanted)]
    shown = Page.of(len(ids), wanted=page, size=PAGE_SIZE)
    listed = db.session.scalars(
        select(Report)
        .where(Report.id.in_(shown.cut(ids)))
        .order_by(Report.created_at.desc(), Report.id.desc())
    ).all()
    return listed, shown, len(rows)


def draft_of(report: Report, section: str) -> str:
    """What a section's draft says of the newest figures; sections are those of SECTIONS."""
    figures = figures_of(report)
    if figures is None or section not in SECTIONS:
        return ""
    with speaking(report.language):
        return draft(section, figures)
