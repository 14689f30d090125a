"""The worker writes a report's files, and says so where it cannot."""

import pytest
from flask import Flask

from eventapp.documents.typesetter import TypesetterFailed
from eventapp.domain.report.report_file import FileStatus, list_files, read_file
from eventapp.extensions import db
from eventapp.models import Job, JobKind, JobState, Report
from eventapp.worker import report_file as worker
from eventapp.worker.loop import run_all
from tests.builders.moments import DAY, NOON
from tests.builders.report import Town, a_report, an_event_that_is_over, gathered

TOWNS = {"Stor": Town(12, 11)}


@pytest.fixture
def report(app: Flask) -> Report:
    report = gathered(a_report(an_event_that_is_over(TOWNS)))
    db.session.query(Job).filter(Job.kind != JobKind.REPORT_FILE).update({"state": JobState.DONE})
    waiting = db.session.query(Job).filter_by(kind=JobKind.REPORT_FILE)
    waiting.update({"due_at": NOON - DAY})
    db.session.commit()
    return report


def test_both_files_are_written(report: Report) -> None:
    number = report.id
    run_all()

    report = db.session.get_one(Report, number)
    assert {file.status for file in list_files(report)} == {FileStatus.READY}
    assert read_file(report, "pdf").startswith(b"%PDF")
    assert read_file(report, "docx").startswith(b"PK")


def test_one_that_cannot_be_set_is_said_to_have_failed(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_document: object) -> bytes:
        raise TypesetterFailed

    monkeypatch.setattr(worker, "WRITERS", {**worker.WRITERS, "pdf": refuse})
    number = report.id
    run_all()

    files = list_files(db.session.get_one(Report, number))
    assert {file.ending: file.status for file in files} == {
        "docx": FileStatus.READY,
        "pdf": FileStatus.FAILED,
    }
