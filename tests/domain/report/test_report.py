"""Reports: made, gathered anew, deleted, and what people write in them."""

import pytest
from flask import Flask

from eventapp.domain.errors import StaleVersion
from eventapp.domain.report.content import figures_before, figures_of, head_of
from eventapp.domain.report.report import (
    NothingToReport,
    StillGathering,
    delete_report,
    draft_of,
    find_report,
    find_text,
    list_reports,
    refresh_report,
    save_text,
    subject_of,
)
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Report, ReportState, ReportText
from tests.builders import an_event
from tests.builders.moments import DAY
from tests.builders.report import ACTOR, AFTER, Town, a_report, an_event_that_is_over, gathered

TOWNS = {"Stor": Town(12, 11), "Större": Town(14, 10)}


@pytest.fixture
def report(app: Flask) -> Report:
    return gathered(a_report(an_event_that_is_over(TOWNS)))


def write(report: Report, text: str, version: int = 0, section: str = "events") -> None:
    save_text(report, section, text, version=version, actor=ACTOR, now=AFTER)


def test_a_report_over_nothing_is_refused(app: Flask) -> None:
    ahead = an_event(starts_at=AFTER + DAY, ends_at=AFTER + 2 * DAY)
    for events in ((), (ahead,)):
        with pytest.raises(NothingToReport):
            a_report(*events)


def test_each_act_is_logged_by_the_reports_code(report: Report) -> None:
    write(report, "Vårt.")
    refresh_report(report, actor=ACTOR, now=AFTER)
    delete_report(report, actor=ACTOR, now=AFTER)

    rows = db.session.query(AuditEntry).filter_by(subject_kind="report").order_by("id").all()
    assert [row.action for row in rows] == [
        AuditAction.REPORT_CREATED,
        AuditAction.REPORT_TEXT_CHANGED,
        AuditAction.REPORT_REFRESHED,
        AuditAction.REPORT_DELETED,
    ]
    assert {row.subject_code for row in rows} == {subject_of(report).code}


def test_own_text_stays_when_the_figures_are_gathered_anew(report: Report) -> None:
    before = figures_of(report)
    write(report, "Vårt eget.")
    refresh_report(report, actor=ACTOR, now=AFTER)
    db.session.commit()
    assert report.state is ReportState.GATHERING
    with pytest.raises(StillGathering):
        refresh_report(report, actor=ACTOR, now=AFTER)
    gathered(report)

    assert head_of(report).texts["events"].text == "Vårt eget."
    assert figures_before(report) == before
    assert head_of(report).texts["events"].draft == draft_of(report, "events")


def test_nobody_overwrites_what_somebody_else_wrote_meanwhile(report: Report) -> None:
    write(report, "Ett.")
    with pytest.raises(StaleVersion):
        write(report, "Två.")
    write(report, "Tre.", version=1)
    stored = find_text(report, "events")
    assert stored
    assert (stored.text, stored.version) == ("Tre.", 2)
    write(report, "", version=2)
    with pytest.raises(StaleVersion):
        write(report, "Fyra.", version=2)


def test_an_empty_text_or_the_draft_itself_is_the_draft_again(report: Report) -> None:
    write(report, draft_of(report, "events"))
    assert find_text(report, "events") is None
    write(report, "Ett.")
    write(report, "", version=1)
    assert find_text(report, "events") is None


def test_nothing_is_written_before_there_are_figures(app: Flask) -> None:
    report = a_report(an_event_that_is_over(TOWNS))
    assert figures_of(report) is None
    assert draft_of(report, "events") == ""
    with pytest.raises(StillGathering):
        write(report, "Ett.")


def test_reports_are_listed_newest_first_and_found_by_words(app: Flask) -> None:
    event = an_event_that_is_over(TOWNS)
    old, new = a_report(event, title="Årsrapport"), a_report(event, title="Vårens möten")

    assert [*list_reports("", page=1)[0]] == [new, old]
    rows, page, total = list_reports("arsrapport", page=1)
    assert [*rows] == [old]
    assert (page.total, total) == (1, 2)


def test_a_deleted_report_leaves_no_text(report: Report) -> None:
    write(report, "Ett.")
    code = report.code
    delete_report(report, actor=ACTOR, now=AFTER)
    db.session.commit()
    assert find_report(code) is None
    assert db.session.query(ReportText).count() == 0
