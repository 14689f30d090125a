"""Reports as files: logged, alike, and nobody learns from them what is hidden."""

import pytest
from flask import Flask
from sqlalchemy import delete
from werkzeug.test import TestResponse

from eventapp.domain.permission import Role
from eventapp.domain.report.report_file import read_draft, store_file
from eventapp.domain.report.shown_attendance import find_shown
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    AuditEntry,
    Event,
    ReportFile,
)
from eventapp.models.report.report import ShownAttendance
from tests.builders.account import an_account, signed_in
from tests.builders.report import (
    AFTER,
    a_closed_survey,
    a_report,
    an_event_that_is_over,
    find_or_make,
    gathered,
    written,
)
from tests.builders.survey import participants
from tests.documents.prints.report.reading import as_json
from tests.domain.report.people_adversary import Print, few_who_changed, learnt_by_anybody
from tests.views.organizer.report.outputs import swap
from tests.visitor import Visitor

ENDINGS = ("docx", "pdf", "xlsx", "json", "zip")
HIDDEN = ("Fåstad", "Ensamstad")


@pytest.fixture
def desk(client: Visitor) -> Visitor:
    return signed_in(client, an_account(Role.ANALYST))


@pytest.fixture
def event(app: Flask) -> Event:
    event = an_event_that_is_over()
    survey = a_closed_survey(event)
    survey.links_shared = True
    event.starts_at, event.ends_at = event.starts_at.replace(2026), event.ends_at.replace(2026)
    db.session.commit()
    return event


def post(desk: Visitor, path: str, **data: object) -> TestResponse:
    return desk.post(path, data={**data, "csrf_token": desk.form_token()})


def test_whoever_keeps_every_output_learns_of_no_small_organisation_by_what_changed(
    desk: Visitor, event: Event
) -> None:
    pages = [on_paper(desk, event)]
    for number, name in ((1, "Storstad"), (2, "Ensamstad"), (6, "Småstad"), (20, "Tvåstad")):
        participants(event, number, find_or_make(name))
        db.session.commit()
        pages.append(on_paper(desk, event))

    assert learnt_by_anybody([page for page, _figures in pages]) == []
    assert few_who_changed([figures for _page, figures in pages]) == []


def test_control_where_nothing_is_remembered_the_difference_of_two_outputs_tells(
    desk: Visitor, event: Event
) -> None:
    before = on_paper(desk, event)
    participants(event, 1, find_or_make("Storstad"))
    db.session.execute(delete(ShownAttendance))
    db.session.commit()

    assert few_who_changed([before[1], on_paper(desk, event)[1]])


def on_paper(desk: Visitor, event: Event) -> tuple[Print, dict[str, tuple[int, int]]]:
    """What a report's open data print of the people, read as a program would."""
    report = gathered(a_report(event))
    tables = as_json(desk.get(f"/organizer/reports/{report.code}.json").data)["tables"]
    rows = {table["name"]: table["rows"] for table in tables}
    (total,) = rows["events"]
    people = find_shown(event)
    assert people
    truth = {group.label: group.placed for group in people.groups.values()}
    shown = {
        r["organisation"]: r
        for r in rows["attendance"]
        if "came_percent" not in r.get("hidden", ())
    }
    figures = {
        name: (row["placed"], row["placed"] * row["came_percent"] // 100)
        for name, row in shown.items()
        if row["placed"]
    }
    return Print(truth, frozenset(shown), total["placed"]), figures


def test_a_report_of_two_events_says_no_more_than_those_of_each(
    desk: Visitor, event: Event
) -> None:
    """Subtracting one report from another leaves what the events' own reports say already."""
    other = an_event_that_is_over()
    swap(*HIDDEN)
    both, alone = gathered(a_report(event, other)), gathered(a_report(event))
    assert both.figures
    assert alone.figures
    assert both.figures["events"][0] == alone.figures["events"][0]
    files = as_json(desk.get(f"/organizer/reports/{both.code}.json").data)
    (table,) = [t for t in files["tables"] if t["name"] == "organisations"]
    sums = {row["organisation"]: row["placed"] for row in table["rows"]}
    assert sums["Storstad"] == 60
    assert sums["Fåstad"] is sums["Ensamstad"] is sums["Småstad"] is None


def test_each_file_is_logged_before_it_leaves(desk: Visitor, event: Event) -> None:
    report = written(gathered(a_report(event)))
    for ending in ENDINGS:
        desk.get(f"/organizer/reports/{report.code}.{ending}")
    rows = db.session.query(AuditEntry).filter_by(action=AuditAction.FILE_EXPORTED)
    assert [row.details["form"] for row in rows.order_by("id")] == list(ENDINGS)
    assert {row.subject_code for row in rows} == {report.code}


def test_a_file_is_named_for_the_report(desk: Visitor, event: Event) -> None:
    report = gathered(a_report(event, title="Årsrapport: 2027/28"))
    response = desk.get(f"/organizer/reports/{report.code}.json")
    assert "filename*=UTF-8''%C3%85rsrapport" in response.headers["Content-Disposition"]
    assert desk.get(f"/organizer/reports/{report.code}.exe").status_code == 404


def test_word_and_pdf_are_written_in_the_background_and_the_page_says_how_far(
    desk: Visitor, event: Event
) -> None:
    report = gathered(a_report(event))
    address = f"/organizer/reports/{report.code}"

    assert "0 av 2 filer är skrivna" in desk.get(address).text
    early = desk.get(f"{address}.pdf")
    assert early.status_code == 409
    assert "Filen är inte klar." in early.text
    assert db.session.query(AuditEntry).filter_by(action=AuditAction.FILE_EXPORTED).count() == 0

    written(report)

    assert "filer är skrivna" not in desk.get(address).text
    assert desk.get(f"{address}.pdf").data.startswith(b"%PDF")


def test_a_file_of_the_time_before_is_not_given_out_and_can_be_written_anew(
    desk: Visitor, event: Event
) -> None:
    report = written(gathered(a_report(event)))
    address = f"/organizer/reports/{report.code}"
    post(desk, f"{address}/texts/summary", text="Vi ser att fler kommer.", version="0")

    assert "Det som ändrades sist är inte med i Word och PDF än." in desk.get(address).text
    assert desk.get(f"{address}.docx").status_code == 409
    assert post(desk, f"{address}/files").status_code == 303
    written(report)

    assert desk.get(f"{address}.docx").status_code == 200


def test_a_file_that_could_not_be_written_is_said_and_asked_for_again(
    desk: Visitor, event: Event
) -> None:
    report = gathered(a_report(event))
    address = f"/organizer/reports/{report.code}"
    for file in db.session.query(ReportFile):
        draft = read_draft(file.id, file.turn)
        assert draft
        store_file(draft, None, now=AFTER)
    db.session.commit()

    assert "Filen gick inte att skriva." in desk.get(address).text
    post(desk, f"{address}/files")
    assert "0 av 2 filer är skrivna" in desk.get(address).text
