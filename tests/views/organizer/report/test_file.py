"""Reports as files: logged, alike, and nobody learns from them what is hidden."""

from collections.abc import Callable, Mapping

import pytest
from flask import Flask
from sqlalchemy import update

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Event, Organisation, Registration, SurveyAnswer
from tests.builders.account import an_account, signed_in
from tests.builders.report import a_closed_survey, a_report, an_event_that_is_over, gathered
from tests.documents.prints.reading import text_of
from tests.documents.prints.report.reading import as_json, package_files, sheets_of, word_tables
from tests.visitor import Visitor

ENDINGS = ("docx", "pdf", "xlsx", "json", "zip")
READERS: Mapping[str, Callable[[bytes], object]] = {
    "docx": word_tables,
    "pdf": text_of,
    "xlsx": sheets_of,
    "json": as_json,
    "zip": package_files,
}
HIDDEN, SHOWN = ("Fåstad", "Ensamstad"), ("Storstad", "Mellanstad")


@pytest.fixture
def desk(client: Visitor) -> Visitor:
    return signed_in(client, an_account(Role.ANALYST))


@pytest.fixture
def event(app: Flask) -> Event:
    event = an_event_that_is_over()
    a_closed_survey(event)
    return event


def everything(desk: Visitor, event: Event) -> dict[str, object]:
    """What an adversary reads: the page and every file, of a report of its own."""
    report = gathered(a_report(event))
    address = f"/organizer/reports/{report.code}"
    body = desk.get(address).text.partition('aria-labelledby="summary"')[2]
    page = body.partition('aria-labelledby="more"')[0]
    seen: dict[str, object] = {"page": page.replace(report.code, "")}
    for ending in ENDINGS:
        response = desk.get(f"{address}.{ending}")
        assert response.status_code == 200
        seen[ending] = READERS[ending](response.data)
    return seen


def swap(first: str, second: str) -> None:
    """Let the people of two organisations change places, and what they answered."""
    rows = db.session.query(Organisation).filter(Organisation.name.in_((first, second)))
    ids = {row.name: (row.id, row.code) for row in rows}
    (number, code), (other, other_code) = ids[first], ids[second]
    moving = db.session.query(Registration.id).filter_by(organisation_id=number).all()
    people = [row.id for row in moving]
    move = update(Registration).execution_options(synchronize_session=False)
    db.session.execute(
        move.where(Registration.organisation_id == other).values(organisation_id=number)
    )
    db.session.execute(move.where(Registration.id.in_(people)).values(organisation_id=other))
    for old, new in ((code, "-"), (other_code, code), ("-", other_code)):
        answers = update(SurveyAnswer).execution_options(synchronize_session=False)
        db.session.execute(answers.where(SurveyAnswer.group == old).values(group=new))
        of_group = (SurveyAnswer.question == "q1", SurveyAnswer.value == old)
        db.session.execute(answers.where(*of_group).values(value=new))
    db.session.commit()


def test_two_hidden_organisations_could_change_places_and_no_file_would_change(
    desk: Visitor, event: Event
) -> None:
    """So nobody can tell which is which, whatever they set against each other."""
    before = everything(desk, event)
    swap(*HIDDEN)
    assert everything(desk, event) == before


def test_control_two_that_are_shown_cannot_in_any_of_them(desk: Visitor, event: Event) -> None:
    before = everything(desk, event)
    swap(*SHOWN)
    after = everything(desk, event)
    assert [name for name in before if before[name] == after[name]] == []


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
    report = gathered(a_report(event))
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
