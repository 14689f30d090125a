"""Reports as files: Word, PDF, a workbook, JSON and a data package. Each is logged before.

Word and PDF are written in the background; the page of the report says how far that has come.
"""

from datetime import date

from flask import Blueprint, Response, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.documents.archive.names import safe_name
from eventapp.documents.prints.report.open_data import report_json, report_package
from eventapp.documents.prints.report.workbook import report_xlsx
from eventapp.domain.permission import Action
from eventapp.domain.report.composition import compose
from eventapp.domain.report.content import figures_of, head_of
from eventapp.domain.report.figures import ReportFigures
from eventapp.domain.report.report import subject_of
from eventapp.domain.report.report_file import ENDINGS, FileNotWritten, make_files, read_file
from eventapp.models import Account, AuditAction, Report
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.headers import as_attachment
from eventapp.views.organizer.report.report import load_report, report_page
from eventapp.views.reading import record_reading

bp = Blueprint("report_file", __name__, url_prefix="/reports")

OFFICE = "application/vnd.openxmlformats-officedocument"
MIME_TYPES = {
    "docx": f"{OFFICE}.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "json": "application/json",
    "zip": "application/zip",
}


@bp.get("/<code>.<ending>")
@staff(Action.MAKE_REPORT)
def show(account: Account, code: str, ending: str) -> ResponseReturnValue:
    """The report as a file."""
    report = load_report(code)
    figures = figures_of(report)
    if figures is None or ending not in MIME_TYPES:
        abort(404)
    try:
        content = _content(report, figures, ending)
    except FileNotWritten as refusal:
        return report_page(account, report, refusal), 409
    record_reading(
        AuditAction.FILE_EXPORTED, subject_of(report), account, list="report", form=ending
    )
    return send_file(content, report.title, ending, report.code)


@bp.post("/<code>/files")
@staff(Action.MAKE_REPORT)
def create(account: Account, code: str) -> ResponseReturnValue:  # noqa: ARG001
    """Have Word and PDF written."""
    report = load_report(code)
    require_confirmation()
    with attempt():
        make_files(report, now=utcnow())
    return redirect(f"{url_for('organizer.report.show', code=code)}#files", 303)


def send_file(content: bytes, title: str, ending: str, otherwise: str) -> Response:
    """The content as a file named for its title."""
    name = f"{safe_name(title, otherwise=otherwise)}.{ending}"
    return as_attachment(Response(content, mimetype=MIME_TYPES[ending]), name)


def _content(report: Report, figures: ReportFigures, ending: str) -> bytes:
    """Raises FileNotWritten."""
    if ending in ENDINGS:
        return read_file(report, ending)
    document = compose(head_of(report), figures)
    if ending == "xlsx":
        return report_xlsx(document)
    gathered_on = date.fromisoformat(figures.gathered_on)
    write = report_json if ending == "json" else report_package
    return write(document, gathered_on=gathered_on)
