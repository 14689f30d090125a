"""Taking in a list on the organizers' pages."""

import csv
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from eventapp.domain.people.public_bodies import import_public_bodies
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    AuditEntry,
    Event,
    EventState,
    ImportRow,
    ImportState,
    Job,
    JobKind,
    QuestionKind,
    Registration,
    RegistrationImport,
    RegistrationQuestion,
    RowOutcome,
)
from eventapp.views.organizer.people import import_page
from eventapp.worker.loop import run_all
from tests.builders import an_event, an_organisation
from tests.builders.account import an_account
from tests.builders.forms import token_on
from tests.builders.planted_list import (
    ENCODINGS,
    planted_file,
    planted_outcomes,
    planted_rows,
)
from tests.builders.registration_import import HEAD, PROTECTED, a_csv, a_person, outcomes
from tests.visitor import Visitor


def page_of(event: Event) -> str:
    return f"/organizer/events/{event.slug}/import"


def choose(desk: Visitor, event: Event, content: bytes, name: str = "maj.csv") -> str:
    """Choose a file; the address of the page that shows what would happen."""
    response = desk.post(
        page_of(event),
        data={
            "csrf_token": token_on(desk, page_of(event)),
            "file": (io.BytesIO(content), name),
        },
    )
    assert response.status_code == 303, response.text
    return response.location


def press(desk: Visitor, page: str, deed: str, **fields: str) -> int:
    sent = {"csrf_token": token_on(desk, page), "version": str(the_plan().version), **fields}
    return desk.post(f"{page}/{deed}", data=sent).status_code


def the_plan() -> RegistrationImport:
    db.session.rollback()
    return db.session.scalars(select(RegistrationImport)).one()


def emails() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Registration.email).order_by(Registration.email)))


def test_a_list_is_looked_through_taken_in_and_undone(desk: Visitor) -> None:
    event = an_event()
    db.session.commit()

    page = choose(desk, event, a_csv(a_person(1), a_person(2, Namn="ALI EK TVÅ")))

    shown = desk.get(page).text
    assert "2 of 2 rows can be taken in now" in shown
    assert "Capital letters" in shown
    assert emails() == []
    assert press(desk, page, "start") == 303
    assert desk.get(page).headers["Refresh"] == "2"
    run_all()
    assert emails() == ["ali.1@town.example", "ali.2@town.example"]
    done = desk.get(page)
    assert "2 people have been taken in" in done.text
    assert "Refresh" not in done.headers
    assert press(desk, page, "undo") == 303
    run_all()
    assert emails() == []
    assert the_plan().state is ImportState.UNDONE
    assert JobKind.REGISTRATION_MAIL not in set(db.session.scalars(select(Job.kind)))


def test_a_wrong_address_waits_and_is_mended_where_it_stands(desk: Visitor) -> None:
    event = an_event()
    db.session.commit()
    page = choose(desk, event, a_csv(a_person(1, **{"E-post": "ali.ek at town.example"})))

    shown = desk.get(page).text
    assert 'value="ali.ek@town.example"' in shown
    fields = {"row-1-email": "ali.ek@town.example", "row-1-decision": "take"}
    status = press(desk, page, "rows/1", **fields, **{"row-1-version": str(the_plan().version)})

    assert status == 303
    assert outcomes(the_plan()) == {1: "repaired"}


def test_a_text_beyond_all_bounds_leaves_the_list_as_it_was_read(desk: Visitor) -> None:
    event = an_event()
    db.session.commit()
    page = choose(desk, event, a_csv(a_person(1, **{"E-post": "ali.ek at town.example"})))
    sent = {"csrf_token": token_on(desk, page), "row-1-email": "x" * 12_000_000}

    answer = desk.post(f"{page}/rows/1", data=sent)

    assert (answer.status_code, answer.location) == (303, page)
    shown = desk.get(page).text
    assert "One of the texts was far too long, so it was not saved." in shown
    assert 'value="ali.ek@town.example"' in shown


def test_of_two_that_differ_one_is_chosen(desk: Visitor) -> None:
    event = an_event()
    db.session.commit()
    rows = a_person(1, Specialkost="Inget fläsk"), a_person(1, Specialkost="Vegan")
    page = choose(desk, event, a_csv(*rows))
    assert outcomes(the_plan()) == {1: "taken", 2: "held"}

    version = {"row-2-version": str(the_plan().version)}
    press(desk, page, "rows/2", **{"row-2-decision": "instead"}, **version)

    assert outcomes(the_plan()) == {1: "refused", 2: "repaired"}


def test_an_answer_that_is_neither_yes_nor_no_is_asked_about(desk: Visitor) -> None:
    event = an_event()
    question = {"code": "mingel", "kind": QuestionKind.YES_NO, "label": {"sv": "Mingel"}}
    db.session.add(RegistrationQuestion(event_id=event.id, **question))
    event.revision += 1
    db.session.commit()
    rows = [(*a_person(number), answer) for number, answer in enumerate(("Ja", "x", "Kanske"))]
    page = choose(desk, event, a_csv(*rows, head=(*HEAD, "Mingel")))
    assert outcomes(the_plan()) == {1: "taken", 2: "repaired", 3: "held"}

    fields = {"row-3-question:mingel": "no", "row-3-decision": "take"}
    press(desk, page, "rows/3", **fields, **{"row-3-version": str(the_plan().version)})
    press(desk, page, "start")
    run_all()

    db.session.rollback()
    answers = db.session.scalars(select(Registration.answers).order_by(Registration.email)).all()
    assert answers == [{"mingel": "yes"}, {"mingel": "yes"}, {"mingel": "no"}]


def test_options_without_places_are_announced_before_anybody_is_taken_in(desk: Visitor) -> None:
    event = an_event()
    options = [{"value": "m", "label": {"sv": "Museet"}}]
    question = {"code": "tur", "kind": QuestionKind.CHOICE, "label": {"sv": "Tur"}}
    db.session.add(RegistrationQuestion(event_id=event.id, options=options, **question))
    event.option_limits = {"tur m": 1}
    event.revision += 1
    db.session.commit()
    rows = [(*a_person(number), "Museet") for number in range(3)]
    page = choose(desk, event, a_csv(*rows, head=(*HEAD, "Tur")))

    shown = desk.get(page).text
    assert "2 people have chosen something that has no places left" in shown
    assert "All places of “Museet” are taken. It is taken in all the same." in shown
    press(desk, page, "start")
    run_all()
    assert len(emails()) == 3
    event = db.session.scalars(select(Event)).one()
    again = choose(desk, event, a_csv((*a_person(9), "Museet"), head=(*HEAD, "Tur")))
    assert "1 person has chosen something that has no places left" in desk.get(again).text


def test_rows_are_shown_by_outcome_and_page_by_page(
    desk: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(import_page.ROWS_SHOWN, RowOutcome.HELD, 2)
    event = an_event()
    db.session.commit()
    wrong = [a_person(n, **{"E-post": f"ali.{n}"}) for n in range(2, 5)]
    page = choose(desk, event, a_csv(a_person(1), *wrong))

    taken, second = desk.get(f"{page}?outcome=taken").text, desk.get(f"{page}?outcome=held&page=2")
    assert "Ali Åkervinge 1" in taken
    assert "Ali Åkervinge 2" not in taken
    assert "Ali Åkervinge 4" in second.text
    assert "Ali Åkervinge 3" not in second.text
    assert "No such rows" in desk.get(f"{page}?outcome=refused").text
    assert desk.get(f"{page}?outcome=odd&page=x").status_code == 200

    fields = {"row-4-email": "x", "row-4-version": str(the_plan().version), "csrf_token": ""}
    token = {"csrf_token": token_on(desk, page)}
    wrong_again = desk.post(
        f"{page}/rows/4?outcome=held&page=2", data=fields | token | {"row-4-decision": "odd"}
    )
    assert wrong_again.status_code == 422
    assert "Ali Åkervinge 4" in wrong_again.text
    saved = desk.post(
        f"{page}/rows/4?outcome=held&page=2", data=fields | token | {"row-4-decision": "leave"}
    )
    assert saved.location.endswith("?outcome=held&page=2")


def test_what_was_guessed_is_shown(desk: Visitor) -> None:
    import_public_bodies()
    event = an_event()
    db.session.commit()
    row = a_person(1, **{"E-post": "ali@kumla.example", "Organisation": ""})

    page = choose(desk, event, a_csv(row))

    assert outcomes(the_plan()) == {1: "repaired"}
    assert "Now:</span> Kumla kommun" in desk.get(page).text
    _, line = cells_of(desk.get(f"{page}/report.csv").data, "csv")
    assert line[6] == "Organisation: → Kumla kommun. Guessed from what else the row says."


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_report_has_every_row_and_nothing_of_the_quarantined(
    desk: Visitor, ending: str
) -> None:
    event = an_event()
    an_account(Role.SECURITY_CONTACT)
    db.session.commit()
    rows = (
        a_person(1, Specialkost=" nötter "),
        a_person(2, Namn="ALI EK TVÅ"),
        a_person(3, **{"E-post": "x"}),
        a_person(4, Övrigt=PROTECTED),
        a_person(1, Specialkost=" nötter "),
    )
    page = choose(desk, event, a_csv(*rows))
    answer = desk.get(f"{page}/report.{ending}")
    heads, *lines = cells_of(answer.data, ending)

    assert heads[:4] == ["Row", "Outcome", "Now", "Name"]
    assert [line[:2] for line in lines] == [
        ["2", "Repaired"],
        ["3", "Repaired"],
        ["4", "On hold"],
        ["5", "In quarantine"],
        ["6", "Refused"],
    ]
    assert lines[1][3:5] == ["Ali Ek Två", "ali.2@town.example"]
    assert "ALI EK TVÅ → Ali Ek Två. Capital letters throughout." in lines[1][6]
    assert "nötter" not in " ".join(lines[0])
    assert lines[3][3:6] == ["", "", ""]
    assert "skydd" not in " ".join(lines[3])
    assert lines[4][6] == "The same as row 2."
    logged = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (logged.action, logged.details["list"]) == (AuditAction.FILE_EXPORTED, "import")
    assert desk.get(f"{page}/report.odt").status_code == 404


def cells_of(content: bytes, ending: str) -> list[list[str]]:
    if ending == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    sheet = load_workbook(io.BytesIO(content)).active
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


def test_what_a_column_becomes_can_be_changed(desk: Visitor) -> None:
    event = an_event()
    an_organisation("Town")
    db.session.commit()
    page = choose(desk, event, a_csv(("Ali Ek", "ali@town.example", "Chef"), head=("A", "B", "C")))
    assert the_plan().columns == ["", "email", ""]

    chosen = {"column-0": "name", "column-1": "email", "column-2": "role"}
    assert press(desk, page, "columns", **chosen) == 303
    press(desk, page, "start")
    run_all()

    db.session.rollback()
    person = db.session.scalars(select(Registration)).one()
    assert (person.name, person.role, person.organisation_name) == ("Ali Ek", "Chef", "Town")


def test_the_organizer_sees_the_number_of_a_row_in_quarantine_and_nothing_else(
    desk: Visitor,
) -> None:
    event = an_event()
    an_account(Role.SECURITY_CONTACT)
    db.session.commit()
    hidden = a_person(2, Namn="Maja Hemlund", Övrigt=PROTECTED)

    page = choose(desk, event, a_csv(a_person(1), hidden))

    shown = desk.get(page).text
    assert "Held: row 3" in shown
    for word in ("Hemlund", "ali.2@town.example", PROTECTED):
        assert word not in shown
    assert press(desk, page, "rows/2") == 404
    press(desk, page, "start")
    run_all()
    assert emails() == ["ali.1@town.example"]


def test_without_a_security_contact_the_import_stops_and_says_so(desk: Visitor) -> None:
    event = an_event()
    db.session.commit()
    page = choose(desk, event, a_csv(a_person(1), a_person(2, Övrigt=PROTECTED)))

    shown = desk.get(page).text

    assert "until you have appointed a security contact" in shown
    assert f'action="{page}/start"' not in shown
    assert press(desk, page, "start") == 409
    assert emails() == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"\xd0\xcf\x11\xe0old", "an old Excel file"),
        (b"PK\x03\x04broken", "cannot be read"),
        (b"Namn;E-post", "no rows"),
    ],
)
def test_what_is_no_list_is_refused_kindly(desk: Visitor, content: bytes, sentence: str) -> None:
    event = an_event()
    db.session.commit()

    response = desk.post(
        page_of(event),
        data={
            "csrf_token": token_on(desk, page_of(event)),
            "file": (io.BytesIO(content), "fil.csv"),
        },
    )

    assert response.status_code == 422
    assert sentence in response.text


def test_no_file_at_all_is_asked_for_again(desk: Visitor) -> None:
    event = an_event()
    db.session.commit()

    response = desk.post(page_of(event), data={"csrf_token": token_on(desk, page_of(event))})

    assert response.status_code == 422
    assert "Choose a file." in response.text


def test_a_called_off_event_takes_no_list(desk: Visitor) -> None:
    event = an_event(state=EventState.CANCELLED)
    db.session.commit()

    assert 'type="file"' not in desk.get(page_of(event)).text


def test_who_pressed_on_an_older_page_is_told(desk: Visitor) -> None:
    event = an_event()
    db.session.commit()
    page = choose(desk, event, a_csv(a_person(1)))

    assert press(desk, page, "start", version="99") == 409
    assert not db.session.scalars(select(ImportRow.registration_id)).one()


@pytest.mark.parametrize("name", ENCODINGS)
def test_of_a_real_list_every_planted_fault_is_met_and_the_clean_come_as_they_are(
    desk: Visitor, name: str
) -> None:
    import_public_bodies()  # as every start does
    event = an_event()
    an_account(Role.SECURITY_CONTACT)
    db.session.commit()

    page = choose(desk, event, planted_file(name))

    planned = planted_outcomes(name)
    assert outcomes(the_plan()) == planned
    press(desk, page, "start")
    run_all()
    db.session.rollback()
    people = {person.email: person for person in db.session.scalars(select(Registration))}
    assert len(people) == sum(outcome in {"taken", "repaired"} for outcome in planned.values())
    for place, row in planted_rows(name).items():
        if planned[place] == "taken":
            person = people[row["E-post"]]
            assert person.name == f"{row['Förnamn']} {row['Efternamn']}"
            assert (person.role, person.living) == (row["Roll"], row["Status"] != "Avanmäld")
