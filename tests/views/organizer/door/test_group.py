"""Several at once: looked up, ticked, checked in with one press, and undone with another."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Event, Registration
from tests.builders import DAY, HOUR, NOON, a_registration, an_event
from tests.builders.account import an_account, signed_in
from tests.builders.people import an_organisation
from tests.views.public.pages import words
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(seats=20, starts_at=NOON - HOUR, ends_at=NOON + 6 * HOUR)


@pytest.fixture
def people(event: Event) -> list[Registration]:
    sigtuna = an_organisation("Sigtuna kommun")
    names = ("Bo Ask", "Åsa Ek", "Cia Al")
    people = [a_registration(event, name=name, organisation=sigtuna) for name in names]
    db.session.commit()
    return people


@pytest.fixture
def desk(client: Visitor, app: Flask) -> Visitor:
    return signed_in(client, an_account(Role.ORGANIZER))


def address(event: Event, path: str = "") -> str:
    return f"/organizer/events/{event.slug}/door/group{path}"


def press(desk: Visitor, event: Event, path: str, *people: Registration) -> TestResponse:
    codes = [person.code for person in people]
    data = {"q": "Sigtuna", "person": codes, "csrf_token": desk.form_token()}
    return desk.post(address(event, path), data=data)


def test_those_ticked_are_checked_in_and_undone(
    desk: Visitor, event: Event, people: list[Registration]
) -> None:
    sent = press(desk, event, "", *people[:2])
    assert sent.status_code == 303
    page = desk.get(sent.location).text
    assert "2 personer är incheckade." in words(page)
    assert attended_registration_ids(event.id) == {person.id for person in people[:2]}

    undone = press(desk, event, "/undoing", *people[:2])
    assert undone.status_code == 303
    assert "2 incheckningar har ångrats." in words(desk.get(undone.location).text)
    assert attended_registration_ids(event.id) == set()


def test_the_list_says_who_has_come_and_who_read_it(
    desk: Visitor, event: Event, people: list[Registration]
) -> None:
    press(desk, event, "", people[0])
    page = desk.get(address(event, "?q=sigtuna")).text
    assert page.count('type="checkbox"') == 2
    assert "Bo Ask Sigtuna kommun Har kommit" in words(page)
    db.session.rollback()
    entry = db.session.query(AuditEntry).filter_by(action=AuditAction.LIST_READ).one()
    assert entry.details["list"] == "arrivals"
    assert "igtuna" not in str(entry.details)


def test_nobody_ticked_is_said_and_what_was_sought_stays(
    desk: Visitor, event: Event, people: list[Registration]
) -> None:
    sent = press(desk, event, "")
    assert sent.status_code == 409
    assert "Kryssa för dem som har kommit" in words(sent.text)
    assert 'value="Sigtuna"' in sent.text


def test_on_another_day_it_says_so_and_offers_no_button(
    desk: Visitor, event: Event, people: list[Registration]
) -> None:
    event.starts_at, event.ends_at = NOON + DAY, NOON + 2 * DAY
    db.session.commit()
    page = words(desk.get(address(event, "?q=sigtuna")).text)
    assert "Evenemanget är inte i dag" in page
    assert "Checka in de förkryssade" not in page
    assert press(desk, event, "", people[0]).status_code == 409
    assert "Ingen träff" in words(desk.get(address(event, "?q=ingen alls")).text)
