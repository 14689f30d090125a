"""Reports as files: Word, PDF, a workbook, JSON and a data package. Each is logged before."""

from datetime import date

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue

from eventapp.documents.archive.names import safe_name
from eventapp.documents.prints.report.open_data import report_json, report_package
from eventapp.documents.prints.report.pdf import report_pdf
from eventapp.documents.prints.report.word import report_docx
from eventapp.documents.prints.report.workbook import report_xlsx
from eventapp.domain.permission import Action
from eventapp.domain.report.composition import compose
from eventapp.domain.report.document import ReportDocument
from eventapp.domain.report.figures import ReportFigures
from eventapp.domain.report.report import figures_of, head_of, subject_of
from eventapp.models import Account, AuditAction
from eventapp.views.guards import staff
from eventapp.views.headers import as_attachment
from eventapp.views.organizer.report.report import load_report
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
    record_reading(
        AuditAction.FILE_EXPORTED, subject_of(report), account, list="report", form=ending
    )
    document = compose(head_of(report), figures)
    return send_file(_content(document, figures, ending), document.title, ending, report.code)


def send_file(content: bytes, title: str, ending: str, otherwise: str) -> Response:
    """The content as a file named for its title."""
    name = f"{safe_name(title, otherwise=otherwise)}.{ending}"
    return as_attachment(Response(content, mimetype=MIME_TYPES[ending]), name)


def _content(document: ReportDocument, figures: ReportFigures, ending: str) -> bytes:
    if ending == "docx":
        return report_docx(document)
    if ending == "pdf":
        return report_pdf(document)
    if ending == "xlsx":
        return report_xlsx(document)
    gathered_on = date.fromisoformat(figures.gathered_on)
    write = report_json if ending == "json" else report_package
    return write(document, gathered_on=gathered_on)
