"""Those without a registration at the organizers' desk: noted, listed, looked at."""

import pytest
from flask import Flask

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Event, WalkIn
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.builders.account import an_account, signed_in
from tests.builders.door import a_noted_person
from tests.views.public.pages import words
from tests.visitor import Visitor


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - HOUR, ends_at=NOON + HOUR)


@pytest.fixture
def desk(client: Visitor, app: Flask) -> Visitor:
    return signed_in(client, an_account(Role.ORGANIZER))


def address(event: Event, rest: str = "") -> str:
    return f"/organizer/events/{event.slug}/door/walk-ins{rest}"


def test_the_list_says_who_waits_and_that_it_was_read(desk: Visitor, event: Event) -> None:
    known = a_registration(event, name="Vilma Utan")
    a_noted_person(event, "Vilma Utan", "Exempelby")
    a_noted_person(event, "Någon", key=9)
    db.session.commit()

    with desk.get(address(event)) as answer:
        page = words(answer.text)

    assert "Vilma Utan" in page
    assert "Kanske redan anmäld:" in page
    assert known.organisation_name in page
    assert "Ett namn som inte går att läsa" in page
    assert db.session.query(AuditEntry).filter_by(action=AuditAction.LIST_READ).count() == 1


def test_a_name_that_speaks_of_protection_is_shown_to_nobody(desk: Visitor, event: Event) -> None:
    walk_in = a_noted_person(event, "Bo (skyddad identitet)", "Exempelby")
    db.session.commit()

    pages = [words(desk.get(address(event, rest)).text) for rest in ("", f"/{walk_in.code}")]

    assert all("skyddad identitet" not in page for page in pages)
    assert all("Exempelby" not in page for page in pages)
    assert "Kanske skyddade personuppgifter" in pages[0]
    assert "Skyddade personuppgifter?" in pages[1]


def test_door_leads_note_people_and_see_no_name(client: Visitor, event: Event) -> None:
    lead = signed_in(client, an_account(Role.DOOR_LEAD, event=event))
    a_noted_person(event, "Vilma Utan")
    db.session.commit()

    listed = words(lead.get(address(event)).text)
    lead.get(address(event, "/new"))
    typed = {"name": "Bo Ek", "organisation": "", "email": "", "csrf_token": lead.form_token()}
    answer = lead.post(address(event), data=typed)

    assert "Vilma" not in listed
    assert "1 person väntar" in listed
    assert (answer.status_code, answer.location) == (303, address(event, "/new"))
    assert db.session.query(WalkIn).count() == 2


def test_the_desk_notes_somebody_and_goes_on_to_decide(desk: Visitor, event: Event) -> None:
    a_registration(event)
    db.session.commit()
    desk.get(address(event, "/new"))
    typed = {"name": "Bo Ek", "email": "Bo.Ek@Town.example", "csrf_token": desk.form_token()}

    answer = desk.post(address(event), data=typed)
    page = desk.get(answer.location)

    walk_in = db.session.query(WalkIn).one()
    assert answer.location == address(event, f"/{walk_in.code}")
    assert 'value="Bo Ek"' in page.text
    assert 'value="bo.ek@town.example"' in page.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": " "}, "Skriv namnet."),
        ({"name": "Bo Ek", "email": "bo"}, "saknar @"),
        ({"name": "Bo, skyddade personuppgifter"}, "Visa personen till säkerhetskontakten"),
        ({"name": "B" * 200}, "120"),
    ],
)
def test_what_is_wrong_is_said_kindly(
    desk: Visitor, event: Event, typed: dict[str, str], said: str
) -> None:
    db.session.commit()
    desk.get(address(event, "/new"))
    answer = desk.post(address(event), data=typed | {"csrf_token": desk.form_token()})

    assert answer.status_code == 422
    assert said in words(answer.text)
    assert db.session.query(WalkIn).count() == 0


def test_on_another_day_nobody_is_noted_and_what_was_typed_stays(desk: Visitor) -> None:
    coming = an_event()
    db.session.commit()
    desk.get(address(coming, "/new"))
    typed = {"name": "Bo Ek", "csrf_token": desk.form_token()}

    answer = desk.post(address(coming), data=typed)

    assert answer.status_code == 409
    assert "Bo Ek" in answer.text
