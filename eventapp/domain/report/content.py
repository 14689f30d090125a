"""What a report holds: its newest figures, those before them, and what people wrote."""

from sqlalchemy import select

from eventapp.domain.report.document import OwnText, ReportHead
from eventapp.domain.report.figures import ReportFigures, from_stored
from eventapp.extensions import db
from eventapp.models import Report, ReportText


def figures_of(report: Report) -> ReportFigures | None:
    """The newest figures; None before they have been gathered once."""
    return from_stored(report.figures, ReportFigures) if report.figures else None


def figures_before(report: Report) -> ReportFigures | None:
    """The figures before the newest."""
    return from_stored(report.figures_before, ReportFigures) if report.figures_before else None


def head_of(report: Report) -> ReportHead:
    """What the report says before its figures, with what people wrote."""
    rows = db.session.scalars(select(ReportText).where(ReportText.report_id == report.id))
    texts = {row.section: OwnText(row.text, row.draft) for row in rows}
    return ReportHead(report.title, report.first_day, report.last_day, report.language, texts)
