"""Lists and files out: what one gets, in how few clicks, and that the log says who took it."""

import csv
import io
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from eventapp.domain.permission import Role
from eventapp.domain.record import audit
from eventapp.domain.record.log import ActionGroup
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Event
from eventapp.views.organizer.registration import export
from tests.builders import a_queue, a_registration, an_event
from tests.builders.account import an_account, signed_in
from tests.views.public.pages import words
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both

CLICKS_MAX = 2
DOWNLOAD = re.compile(r'href="([^"]+participants\.xlsx[^"]*)"')


def sheet_of(content: bytes) -> list[tuple[object, ...]]:
    (sheet,) = load_workbook(io.BytesIO(content)).worksheets
    return list(sheet.iter_rows(values_only=True))


def exports_of(event: Event) -> str:
    return f"/organizer/events/{event.slug}/exports"


def test_everyone_in_excel_is_at_most_two_clicks_from_the_start(desk: Visitor) -> None:
    event = an_event()
    a_registration(event, name="Åsa Östrom")
    home = desk.get("/organizer").text
    page = desk.get(f"/organizer/events/{event.slug}").text
    listed = desk.get(f"/organizer/events/{event.slug}/registrations").text
    assert f'href="/organizer/events/{event.slug}"' in home

    for clicks, seen in ((1, home), (2, page), (2, listed)):
        address = DOWNLOAD.search(seen)
        assert address
        answer = desk.get(address[1])
        assert "Åsa Östrom" in str(sheet_of(answer.data))
        assert clicks <= CLICKS_MAX


def test_the_page_hands_its_filter_and_columns_to_the_file(desk: Visitor) -> None:
    event = an_event(seats=1)
    a_registration(event, name="Anna Plats")
    a_queue(event, 1, name="Bo Ek")
    listed = desk.get(f"/organizer/events/{event.slug}/registrations?state=waitlisted").text

    page = desk.get(f"{exports_of(event)}?state=waitlisted").text
    file = desk.get(f"{exports_of(event)}/participants.xlsx?state=waitlisted&column=name")

    assert "/exports?state=waitlisted" in listed
    assert 'name="state" value="waitlisted"' in page
    assert "1 person, as you narrowed the list." in words(page)
    assert sheet_of(file.data) == [("Name",), ("Bo Ek",)]


def test_a_swedish_excel_opens_the_csv(client: Visitor) -> None:
    signed_in(client, an_account(Role.ORGANIZER))
    client.set_cookie("language", "sv")
    event = an_event()
    a_registration(event, name="=cmd()", email="asa@town.example", role="0701")

    answer = client.get(f"{exports_of(event)}/participants.csv?column=name&column=role")

    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows == [["Namn", "Arbetar med"], ["'=cmd()", "'0701"]]
    assert f'filename="{event.slug}-participants.csv"' in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_every_list_is_a_file_and_each_is_logged_with_its_columns(desk: Visitor) -> None:
    event = an_event()
    a_registration(event)
    kinds = ["participants", "sessions", "catering", "answers", "invitations", "delegation-seats"]
    for kind in kinds:
        for ending in ("xlsx", "csv"):
            answer = desk.get(f"{exports_of(event)}/{kind}.{ending}?column=name&column=Anna")
            assert answer.status_code == 200, kind

    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == AuditAction.FILE_EXPORTED)
    ).all()
    assert {entry.details["list"] for entry in entries} == set(kinds)
    assert {entry.details["columns"] for entry in entries} == {"name", ""}
    log = words(desk.get(f"/organizer/events/{event.slug}/log?group={ActionGroup.READ}").text)
    assert "Delegations’ seats" in log


def test_who_did_not_come_is_said_kindly_before_the_event(desk: Visitor) -> None:
    event = an_event()
    answer = desk.get(f"{exports_of(event)}/no-shows.xlsx")

    assert answer.status_code == 409
    assert "Who did not come is known once the event has begun." in words(answer.text)
    assert desk.get(f"{exports_of(event)}/secrets.xlsx").status_code == 404
    assert desk.get(f"{exports_of(event)}/participants.pdf").status_code == 404


def test_nothing_leaves_where_it_cannot_be_logged(
    desk: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = an_event()
    a_registration(event)
    written: list[object] = []
    monkeypatch.setattr(export, "write_export", lambda *arguments: written.append(arguments))
    monkeypatch.setattr(audit, "NEW_ENTRY", db.text("INSERT INTO nowhere VALUES (1)"))

    with pytest.raises(DBAPIError):  # a page in production
        desk.get(f"{exports_of(event)}/participants.csv")
    assert not written


def test_a_thousand_people_are_all_in_the_file(desk: Visitor) -> None:
    event = an_event(seats=1_000)
    first = a_registration(event)
    values = {key: value for key, value in vars(first).items() if not key.startswith("_")}
    people = []
    for number in range(1_000):
        person = {**values, "code": f"c{number:09}", "secret": f"s{number}"}
        person |= {"email": f"{number}@a.example", "link_digest": f"l{number}"}
        people.append(person | {"agenda_digest": f"a{number}", "desk_code": f"{number:08}"})
        del people[-1]["id"]
    db.session.execute(first.__table__.insert(), people)
    desk.get(exports_of(event))

    answer = desk.get(f"{exports_of(event)}/participants.xlsx")

    assert len(sheet_of(answer.data)) == 1_002
