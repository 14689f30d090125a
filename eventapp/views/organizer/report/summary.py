"""The management summary of an event: on a page, and as a file of one page."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.documents.prints.report.pdf import summary_pdf
from eventapp.documents.prints.report.word import summary_docx
from eventapp.domain.permission import Action
from eventapp.domain.report.document import ReportDocument
from eventapp.domain.report.event_summary import is_over, summarise
from eventapp.models import Account, AuditAction, Event
from eventapp.views.guards import staff
from eventapp.views.organizer.report.file import send_file
from eventapp.views.reading import record_reading

bp = Blueprint("event_summary", __name__, url_prefix="/events/<slug>/summary")


@bp.get("")
@staff(Action.MAKE_REPORT)
def show(account: Account, event: Event) -> ResponseReturnValue:
    """The summary, or when there will be one."""
    now = utcnow()
    document = summarise(event, now=now) if is_over(event, now=now) else None
    return _page(account, event, document)


@bp.get("/file.<ending>")
@staff(Action.MAKE_REPORT)
def download(account: Account, event: Event, ending: str) -> ResponseReturnValue:
    """The summary as PDF or for Word."""
    now = utcnow()
    if ending not in {"pdf", "docx"}:
        abort(404)
    if not is_over(event, now=now):
        return _page(account, event), 409
    record_reading(AuditAction.FILE_EXPORTED, event, account, list="summary", form=ending)
    document = summarise(event, now=now)
    content = summary_pdf(document) if ending == "pdf" else summary_docx(document)
    return send_file(content, document.title, ending, event.slug)


def _page(account: Account, event: Event, document: ReportDocument | None = None) -> str:
    return render_template(
        "organizer/event_summary/show.html", account=account, event=event, document=document
    )
