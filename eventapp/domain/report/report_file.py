"""Word and PDF files of a report: promised, written in the background, and kept until it changes.

To set 160 pages takes seconds, for which no page waits. The other files are quick, and are written
when they are asked for.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from eventapp.domain import outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import lock_row
from eventapp.domain.report.composition import compose
from eventapp.domain.report.content import figures_of, head_of
from eventapp.domain.report.document import ReportDocument
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import JobKind, Report, ReportFile

ENDINGS = ("docx", "pdf")


class FileNotWritten(Refusal):
    """Nobody has asked for the file since the report changed, or it is still being written."""

    code = "file-not-written"
    sentence = _l("The file is not ready. Have it made below, and wait until it is.")


class FileStatus(StrEnum):
    """What a page says of a file."""

    MISSING = "missing"
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileState:
    """One file as it is now; its size in bytes and when it was written, once it is ready."""

    ending: str
    status: FileStatus
    size: int = 0
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FileDraft:
    """What one file is to hold: the report as it was in this version."""

    file_id: int
    turn: int
    version: int
    ending: str
    document: ReportDocument


def make_files(report: Report, *, now: datetime) -> None:
    """Promise the files that are not ready, and leave the others. Flushes."""
    lock_row(report)
    promise_files(report, now=now)


def promise_files(report: Report, *, now: datetime) -> None:
    """As make_files, of a report whose row is locked. Nothing before there are figures. Flushes."""
    if report.figures is None:
        return
    known = {file.ending: file for file in _files(report)}
    for ending in ENDINGS:
        file = known.get(ending) or ReportFile(report_id=report.id, ending=ending)
        if file.content_version == report.version and file.size:
            continue
        file.turn, file.asked_version, file.failed = (file.turn or 0) + 1, report.version, False
        db.session.add(file)
        db.session.flush()
        key = f"report-file:{file.id}:{file.turn}"
        outbox.enqueue(JobKind.REPORT_FILE, key=key, now=now, file_id=file.id, turn=file.turn)


def read_draft(file_id: int, turn: int) -> FileDraft | None:
    """What is to be written; None where nobody waits for it any more. Only reads."""
    file = db.session.get(ReportFile, file_id)
    report = db.session.get(Report, file.report_id) if file and file.turn == turn else None
    figures = figures_of(report) if report else None
    if file is None or report is None or figures is None:
        return None
    document = compose(head_of(report), figures)
    return FileDraft(file_id, turn, report.version, file.ending, document)


def store_file(draft: FileDraft, content: bytes | None, *, now: datetime) -> None:
    """Store what was written, or that it failed, if somebody still waits for it. Flushes."""
    file = db.session.get(ReportFile, draft.file_id)
    if file is None:
        return
    lock_row(file)
    if file.turn != draft.turn:
        return
    if content is None:
        file.failed = True
    else:
        file.content, file.size, file.written_at = content, len(content), now
        file.content_version = file.asked_version = draft.version
    db.session.flush()


def list_files(report: Report) -> list[FileState]:
    """Each file as it is now."""
    known = {file.ending: file for file in _files(report)}
    return [_state(report, ending, known.get(ending)) for ending in ENDINGS]


def read_file(report: Report, ending: str) -> bytes:
    """The file. Raises FileNotWritten where there is none of the report as it is now."""
    content: bytes | None = db.session.scalar(
        select(ReportFile.content).where(
            ReportFile.report_id == report.id,
            ReportFile.ending == ending,
            ReportFile.content_version == report.version,
        )
    )
    if content is None:
        raise FileNotWritten
    return content


def _state(report: Report, ending: str, file: ReportFile | None) -> FileState:
    if file and file.content_version == report.version and file.size:
        return FileState(ending, FileStatus.READY, file.size, file.written_at)
    if file is None or file.asked_version != report.version:
        return FileState(ending, FileStatus.MISSING)
    return FileState(ending, FileStatus.FAILED if file.failed else FileStatus.WAITING)


def _files(report: Report) -> list[ReportFile]:
    rows = db.session.scalars(select(ReportFile).where(ReportFile.report_id == report.id))
    return list(rows)
