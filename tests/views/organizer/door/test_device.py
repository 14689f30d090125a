"""The phones of an event at the desk."""

import re

import pytest

from eventapp.domain.door import device as devices
from eventapp.domain.door.check_in import receive_scans
from eventapp.extensions import db
from eventapp.models import Device
from tests.builders import NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan, read_scans
from tests.builders.forms import send
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both


def test_a_phone_is_invited_with_a_link_and_its_qr_code(desk: Visitor) -> None:
    event = an_event()
    address = f"/organizer/events/{event.slug}/door/devices"
    assert "No phones yet" in desk.get(address).text

    answer = send(desk, address, door="Norra porten")

    assert answer.status_code == 303
    page = desk.get(answer.location).text
    device = db.session.query(Device).one()
    assert f"/door/pair/{devices.pairing_token(device)}" in page
    assert '<path class="qr-ink"' in page
    assert "Waiting to be paired" in desk.get(address).text


def test_the_link_leads_to_the_public_address_whatever_host_was_asked(desk: Visitor) -> None:
    event = an_event()
    address = f"/organizer/events/{event.slug}/door/devices"
    page = send(desk, address, door="Norra porten").location
    token = devices.pairing_token(db.session.query(Device).one())

    name = desk.application.config["SESSION_COOKIE_NAME"]
    cookie = desk.get_cookie(name)
    assert cookie is not None
    desk.set_cookie(name, cookie.value, domain="evil.example")

    shown = desk.get(page, base_url="http://evil.example").text

    assert f"http://localhost/door/pair/{token}" in shown
    assert "evil.example" not in shown


def test_a_door_without_a_name_is_asked_for_again(desk: Visitor) -> None:
    event = an_event()

    answer = send(desk, f"/organizer/events/{event.slug}/door/devices", door="  ")

    assert answer.status_code == 422
    assert "field-bad" in answer.text
    assert db.session.query(Device).count() == 0


def test_a_used_link_is_shown_no_more(desk: Visitor) -> None:
    event = an_event()
    phone, _token = a_phone(event)
    secret = devices.pairing_token(phone)

    page = desk.get(f"/organizer/events/{event.slug}/door/devices/{phone.code}").text

    assert secret not in page
    assert "Paired" in page


def test_shutting_a_phone_out_asks_first(desk: Visitor) -> None:
    event = an_event()
    phone, _token = a_phone(event)
    address = f"/organizer/events/{event.slug}/door/devices/{phone.code}/revocation"
    assert desk.get(address).status_code == 200
    assert phone.revoked_at is None

    assert send(desk, address, page=address).status_code == 303

    assert phone.revoked_at == NOON
    assert "Blocked" in desk.get(f"/organizer/events/{event.slug}/door/devices").text


def test_what_it_told_afterwards_counts_when_one_says_so(desk: Visitor) -> None:
    event = an_event()
    phone, _token = a_phone(event)
    devices.revoke(phone, actor="organizer", now=NOON)
    receive_scans(phone, read_scans(a_scan(a_digest(a_registration(event)))), now=NOON)
    address = f"/organizer/events/{event.slug}/door/devices"
    assert "1 scan arrived after the phone was blocked." in desk.get(address).text

    answer = send(desk, f"{address}/{phone.code}/quarantine/release", page=address)

    assert answer.status_code == 303
    assert devices.quarantined_scans(event) == {}
    assert "came after" not in desk.get(address).text


def test_a_phone_of_another_event_is_none_of_this_ones(desk: Visitor) -> None:
    phone, _token = a_phone(an_event())
    other = an_event()

    address = f"/organizer/events/{other.slug}/door/devices/{phone.code}"

    assert desk.get(address).status_code == 404
    assert send(desk, f"{address}/revocation").status_code == 404
    assert phone.revoked_at is None


def test_the_lists_links_all_lead_somewhere(desk: Visitor) -> None:
    event = an_event()
    a_phone(event)
    page = desk.get(f"/organizer/events/{event.slug}/door/devices").text

    inside = re.findall(r'href="(/organizer/events/[^"]*/door[^"]*)"', page)

    assert len(inside) >= 4
    assert [desk.get(link).status_code for link in inside] == [200] * len(inside)
