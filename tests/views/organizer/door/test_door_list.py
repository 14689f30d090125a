"""The door's list: for organizers and door leads, without names that nobody chose to show."""

import pytest
from flask import Flask

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Badge, Event
from tests.builders import DAY, HOUR, NOON, a_registration, an_event
from tests.builders.account import an_account, signed_in
from tests.views.organizer.prints.papers import pages_in, pdf_of, text_on
from tests.views.public.pages import words
from tests.visitor import Visitor


@pytest.fixture
def event(app: Flask) -> Event:
    """One of two days that begins tomorrow."""
    times = {"starts_at": NOON + DAY, "ends_at": NOON + 2 * DAY + 4 * HOUR}
    event = an_event(seats=90, registration_closes_at=NOON + DAY, **times)
    a_registration(event, name="Åsa Öberg", badge=Badge.FIRST_NAME)
    a_registration(event, name="Kim Vass")
    db.session.commit()
    return event


@pytest.fixture
def lead(client: Visitor, event: Event) -> Visitor:
    return signed_in(client, an_account(Role.DOOR_LEAD, event=event))


def address(event: Event, rest: str = "door/list") -> str:
    return f"/organizer/events/{event.slug}/{rest}"


def test_whoever_is_in_charge_of_the_door_gets_the_list_and_taking_it_is_logged(
    lead: Visitor, event: Event
) -> None:
    page = lead.get(address(event))
    assert page.status_code == 200
    assert "Åsa" not in page.text  # the page itself names nobody
    assert "En arrangör av evenemanget skriver in den" in words(page.text)

    stored = lead.get(address(event, "door/list/kept"))
    text = words(stored.text)
    assert "Åsa" in text
    assert not any(hidden in text for hidden in ("Öberg", "Kim", "Vass"))
    assert stored.headers["Cache-Control"] == "no-store"
    assert lead.get(address(event, "prints/door.pdf")).status_code == 200
    taken = db.session.query(AuditEntry).filter_by(action=AuditAction.PRINTED).all()
    assert [entry.details["list"] for entry in taken] == ["door-list", "door-list"]


def test_the_paper_has_a_box_for_each_day_and_says_how_it_is_entered(
    lead: Visitor, event: Event
) -> None:
    for number in range(58):
        a_registration(event, name=f"Person {number}")
    db.session.commit()
    document = pdf_of(lead.get(address(event, "prints/door.pdf")))
    text = text_on(document, 0)
    assert pages_in(document) == 2  # thirty a page
    assert "2/3" in text
    assert "3/3" in text
    assert "Listan på papper" in text


def test_when_the_door_has_closed_there_is_nothing_to_keep(lead: Visitor, event: Event) -> None:
    event.starts_at, event.ends_at = NOON - 9 * HOUR, NOON - 3 * HOUR
    assert lead.get(address(event, "door/list/kept")).status_code == 410
    assert "data-store" not in lead.get(address(event)).text


def test_an_event_that_nobody_comes_to_says_so(lead: Visitor, client: Visitor) -> None:
    empty = an_event()
    desk = signed_in(client, an_account(Role.ORGANIZER))
    answer = desk.get(address(empty, "door/list/kept"))
    assert answer.status_code == 409
    assert "ingen att skriva ut" in words(answer.text)
