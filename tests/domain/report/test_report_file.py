"""Files of a report: of what it is now, or none; a job of the time before stores nothing."""

import pytest
from flask import Flask

from eventapp.domain.report.report import delete_report, save_text
from eventapp.domain.report.report_file import (
    FileNotWritten,
    FileStatus,
    list_files,
    make_files,
    read_draft,
    read_file,
    store_file,
)
from eventapp.extensions import db
from eventapp.models import Job, JobKind, Report, ReportFile
from tests.builders.report import ACTOR, AFTER, Town, a_report, an_event_that_is_over, gathered

TOWNS = {"Stor": Town(12, 11)}


@pytest.fixture
def report(app: Flask) -> Report:
    return gathered(a_report(an_event_that_is_over(TOWNS)))


def statuses(report: Report) -> set[FileStatus]:
    return {file.status for file in list_files(report)}


def store(report: Report, content: bytes | None) -> None:
    for file in db.session.query(ReportFile).filter_by(report_id=report.id):
        draft = read_draft(file.id, file.turn)
        assert draft
        store_file(draft, content, now=AFTER)
    db.session.commit()


def test_both_are_promised_once_there_are_figures(report: Report) -> None:
    assert statuses(report) == {FileStatus.WAITING}
    assert db.session.query(Job).filter_by(kind=JobKind.REPORT_FILE).count() == 2


def test_what_was_written_is_read_until_the_report_changes(report: Report) -> None:
    store(report, b"written")
    assert statuses(report) == {FileStatus.READY}
    assert read_file(report, "pdf") == b"written"

    save_text(report, "summary", "Vårt.", version=0, actor=ACTOR, now=AFTER)
    assert statuses(report) == {FileStatus.MISSING}
    with pytest.raises(FileNotWritten):
        read_file(report, "pdf")


def test_a_job_of_the_time_before_stores_nothing(report: Report) -> None:
    file = db.session.query(ReportFile).filter_by(ending="pdf").one()
    late = read_draft(file.id, file.turn)
    assert late
    make_files(report, now=AFTER)

    store_file(late, b"late", now=AFTER)
    assert statuses(report) == {FileStatus.WAITING}
    assert read_draft(file.id, late.turn) is None


def test_what_is_ready_is_not_written_again(report: Report) -> None:
    store(report, b"written")
    make_files(report, now=AFTER)
    assert statuses(report) == {FileStatus.READY}
    assert db.session.query(Job).filter_by(kind=JobKind.REPORT_FILE).count() == 2


def test_a_file_that_cannot_be_written_is_said_and_asked_for_again(report: Report) -> None:
    store(report, None)
    assert statuses(report) == {FileStatus.FAILED}
    make_files(report, now=AFTER)
    assert statuses(report) == {FileStatus.WAITING}


def test_files_go_with_their_report(report: Report) -> None:
    store(report, b"written")
    delete_report(report, actor=ACTOR, now=AFTER)
    assert db.session.query(ReportFile).count() == 0
