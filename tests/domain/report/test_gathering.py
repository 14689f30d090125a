"""Gathering: event by event, the same whoever is killed, never for a report that moved on."""

from flask import Flask

from eventapp.domain.report.content import figures_of
from eventapp.domain.report.gathering import read_next, store_part
from eventapp.domain.report.report import delete_report, refresh_report
from eventapp.extensions import db
from eventapp.models import Job, JobKind, JobState, Report, ReportState
from eventapp.worker.loop import run_all
from tests.builders.moments import DAY, NOON
from tests.builders.report import ACTOR, AFTER, Town, a_report, an_event_that_is_over, gathered

TOWNS = {"Stor": Town(12, 11), "Större": Town(14, 10)}


def test_each_job_reads_one_event_and_promises_the_next(app: Flask) -> None:
    report = a_report(an_event_that_is_over(TOWNS), an_event_that_is_over(TOWNS))
    part = read_next(report.id, 1, now=AFTER)
    assert part
    store_part(part, now=AFTER)
    db.session.commit()

    assert (report.state, len(report.gathered)) == (ReportState.GATHERING, 1)
    jobs = db.session.query(Job).filter_by(kind=JobKind.REPORT_FIGURES).count()
    assert jobs == 2


def test_the_worker_gathers_all_and_the_report_is_ready(app: Flask) -> None:
    report_id = a_report(an_event_that_is_over(TOWNS), an_event_that_is_over(TOWNS)).id
    db.session.query(Job).filter(Job.kind != JobKind.REPORT_FIGURES).update(
        {"state": JobState.DONE}
    )
    waiting = db.session.query(Job).filter_by(kind=JobKind.REPORT_FIGURES)
    waiting.update({"due_at": NOON - DAY})
    db.session.commit()
    run_all()

    report = db.session.get_one(Report, report_id)
    figures = figures_of(report)
    assert report.state is ReportState.READY
    assert figures
    assert [event.placed for event in figures.events] == [26, 26]
    assert report.gathered == []


def test_what_is_stored_twice_counts_once(app: Flask) -> None:
    report = a_report(an_event_that_is_over(TOWNS))
    part = read_next(report.id, 1, now=AFTER)
    assert part
    for _twice in range(2):
        store_part(part, now=AFTER)
        db.session.commit()
    assert len(report.gathered) == 1


def test_a_job_of_the_round_before_does_nothing(app: Flask) -> None:
    report = a_report(an_event_that_is_over(TOWNS))
    stale = read_next(report.id, 1, now=AFTER)
    gathered(report)
    refresh_report(report, actor=ACTOR, now=AFTER)
    db.session.commit()
    assert stale
    store_part(stale, now=AFTER)

    assert read_next(report.id, 1, now=AFTER) is None
    assert report.gathered == []


def test_a_deleted_report_and_a_deleted_event_stop_nobody(app: Flask) -> None:
    event = an_event_that_is_over({})
    report = a_report(event)
    db.session.delete(event)
    db.session.commit()
    figures = figures_of(gathered(report))
    assert figures
    assert figures.events == ()

    part = read_next(report.id, 1, now=AFTER)
    assert part is None
    refresh_report(report, actor=ACTOR, now=AFTER)
    waiting = read_next(report.id, 2, now=AFTER)
    delete_report(report, actor=ACTOR, now=AFTER)
    db.session.commit()
    assert waiting
    store_part(waiting, now=AFTER)
