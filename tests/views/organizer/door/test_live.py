"""The second screen: figures and no name, messages and pauses by those who may."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from eventapp.domain.door.arriving.message import list_messages, send_message
from eventapp.domain.door.arriving.phone_report import PhoneReport, take_report
from eventapp.domain.door.check_in import receive_scans
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Event
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.builders.account import an_account, signed_in
from tests.builders.door import a_digest, a_phone, a_scan, read_scans
from tests.builders.people import an_organisation
from tests.views.organizer.counting import counted_statements
from tests.views.public.pages import words
from tests.visitor import Visitor

STATEMENTS_MAX = 15


@pytest.fixture
def event(app: Flask) -> Event:
    """Five people of an organisation; one has come by a phone that then fell silent."""
    event = an_event(seats=20, starts_at=NOON + HOUR, ends_at=NOON + 6 * HOUR)
    sigtuna = an_organisation("Sigtuna")
    people = [a_registration(event, name=f"Sju Sovare{n}", organisation=sigtuna) for n in range(5)]
    phone, _ = a_phone(event)
    receive_scans(phone, read_scans(a_scan(a_digest(people[0]))), now=NOON)
    take_report(phone, PhoneReport(11, NOON, []), now=NOON - 19 * timedelta(minutes=1))
    phone.last_seen_at = None
    db.session.commit()
    return event


def address(event: Event, path: str = "") -> str:
    return f"/organizer/events/{event.slug}/door/live{path}"


def say(lead: Visitor, event: Event, text: str) -> TestResponse:
    data = {"text": text, "csrf_token": lead.form_token()}
    return lead.post(address(event, "/messages"), data=data)


@pytest.fixture
def lead(client: Visitor, event: Event) -> Visitor:
    return signed_in(client, an_account(Role.DOOR_LEAD, event=event))


def test_it_says_the_day_in_figures_and_nobodys_name(lead: Visitor, event: Event) -> None:
    lead.get(address(event))
    with counted_statements() as sent:
        page = lead.get(address(event)).text

    said = words(page)
    for part in (
        "1 av 5 har kommit",
        "1 de senaste fem minuterna.",
        "11 skanningar ligger kvar på telefoner",
        "Programmet börjar 14.00.",
        "Entré, läsare 1 har inte hörts av på 19 minuter",
        "Sigtuna 1 av 5",
    ):
        assert part in said, part
    assert "Sju Sovare" not in page
    assert len(sent) <= STATEMENTS_MAX
    assert re.findall(r'<meta http-equiv="refresh" content="(\d+)">', page) == ["5"]


def test_a_frozen_picture_says_so_and_does_not_renew_itself(lead: Visitor, event: Event) -> None:
    page = lead.get(address(event, "?frozen=yes")).text
    assert "Bilden är fryst sedan 13.00." in words(page)
    assert "refresh" not in page
    assert "data-every" not in page


def test_a_message_is_sent_seen_read_and_taken_back(lead: Visitor, event: Event) -> None:
    assert say(lead, event, "  Kön är kort. ").status_code == 303
    page = words(lead.get(address(event)).text)
    assert "Kön är kort. Läst på 0 av 1 telefoner." in page
    (sent_message,) = list_messages(event)
    taken = address(event, f"/messages/{sent_message.message.code}/withdrawal")
    assert lead.post(taken, data={"csrf_token": lead.form_token()}).status_code == 303
    again = lead.post(taken, data={"csrf_token": lead.form_token()})  # a colleague's page
    assert again.status_code == 404
    assert "Meddelandet var redan tillbakataget." in words(again.text)
    assert list_messages(event) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Skriv vad dörrarna ska veta."), ("å" * 121, "120"), ("Rad\n två", "rad")],
)
def test_what_cannot_be_sent_stays_in_the_field(
    lead: Visitor, event: Event, text: str, said: str
) -> None:
    sent = say(lead, event, text)
    assert sent.status_code == 422
    assert said in words(sent.text)
    assert text.split("\n", maxsplit=1)[0] in sent.text
    assert "refresh" not in sent.text


def test_a_door_is_paused_and_opened(lead: Visitor, event: Event) -> None:
    def press(what: str, number: int = 1) -> int:
        data = {"csrf_token": lead.form_token()}
        return lead.post(address(event, f"/doors/{number}/{what}"), data=data).status_code

    assert press("pause") == 303
    page = words(lead.get(address(event)).text)
    assert "Pausad sedan 13.00" in page
    assert "Öppna igen" in page
    assert press("opening") == 303
    assert "Pausad" not in words(lead.get(address(event)).text)
    assert press("pause", 9) == 404


def test_door_staff_look_on_until_the_door_closes(client: Visitor, event: Event) -> None:
    send_message(event, "Kön är kort.", actor="organizer", now=NOON)
    staff = signed_in(client, an_account(Role.DOOR_STAFF, event=event))
    page = staff.get(address(event)).text
    assert "Kön är kort." in page
    assert "<textarea" not in page
    assert 'name="text"' not in page
    event.starts_at, event.ends_at = NOON - 9 * HOUR, NOON - 3 * HOUR
    event.registration_closes_at = NOON - 9 * HOUR
    db.session.commit()
    assert staff.get(address(event)).status_code == 403
