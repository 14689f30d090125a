"""The Word and PDF files of reports, each a job of its own."""

from collections.abc import Callable, Mapping

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.documents.prints.report.pdf import report_pdf
from eventapp.documents.prints.report.word import report_docx
from eventapp.documents.typesetter import TypesetterFailed
from eventapp.domain.outbox import Lease
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.domain.report.document import ReportDocument
from eventapp.domain.report.report_file import FileDraft, read_draft, store_file
from eventapp.extensions import db
from eventapp.logs import get_logger
from eventapp.mail.message import Letter

WRITERS: Mapping[str, Callable[[ReportDocument], bytes]] = {"docx": report_docx, "pdf": report_pdf}
log = get_logger("worker")


def no_letter(_leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """Writing a file is no letter."""
    return None


def write_file(leased: Lease) -> None:
    """Write one file, outside of any transaction, and store it if somebody still waits for it."""
    with transactions.reading(db.session):
        draft = read_draft(leased.payload["file_id"], leased.payload["turn"])
    if draft:
        store_file(draft, _written(draft), now=utcnow())


def _written(draft: FileDraft) -> bytes | None:
    """The file; None where it cannot be set, which the page says."""
    try:
        return WRITERS[draft.ending](draft.document)
    except TypesetterFailed as fault:
        log.warning("report not set", file=draft.file_id, error=type(fault).__name__)
        return None
