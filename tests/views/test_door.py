"""The door's page, its files, and the pairing of a phone."""

import json
import re
from datetime import timedelta

import pytest
from flask import Flask

from eventapp.clock import standing_at
from eventapp.config import ROOT
from eventapp.domain.door import device as devices
from eventapp.extensions import db
from eventapp.models import Device, Event
from tests.builders import DAY, NOON, an_event
from tests.builders.door import a_phone
from tests.visitor import Visitor

COOKIE = "eventapp_door"
# Compressed, without typefaces: what a phone fetches before it can scan.
SHELL_BYTES_MAX = 480_000


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(title="Exempelkonferensen")


@pytest.fixture
def invited(event: Event) -> Device:
    return devices.invite(event, "Norra porten", actor="organizer", now=NOON)


def link_of(device: Device) -> str:
    return f"/door/pair/{devices.pairing_token(device)}"


def press(client: Visitor, page_address: str, address: str = "") -> int:
    """Press the button of a pairing page; the status. `address`: press it there instead."""
    page, address = client.get(page_address), address or page_address
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    answer = client.post(address, data={"csrf_token": token[1] if token else ""})
    return answer.status_code


def test_an_unpaired_phone_gets_an_answer_and_no_camera(client: Visitor) -> None:
    answer = client.get("/door")

    assert answer.status_code == 200
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "data-door" not in answer.text


def test_looking_at_a_link_pairs_nothing_and_its_button_does(
    client: Visitor, invited: Device
) -> None:
    address = link_of(invited)
    page = client.get(address)
    assert "Norra porten" in page.text
    assert "Exempelkonferensen" in page.text
    assert invited.paired_at is None

    assert press(client, address) == 303

    assert invited.paired_at == NOON
    cookie = client.get_cookie(COOKIE)
    assert cookie
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Strict", "/")
    assert "data-door" in client.get("/door").text


def test_a_link_pairs_once(client: Visitor, app: Flask, invited: Device) -> None:
    address = link_of(invited)
    press(client, address)

    other = app.test_client()

    assert other.get(address).status_code == 410
    assert client.post(address).status_code == 400


@pytest.mark.parametrize("why", ["unknown", "old", "taken back"])
def test_a_spent_link_says_so(client: Visitor, invited: Device, why: str) -> None:
    address = link_of(invited)
    if why == "unknown":
        address = "/door/pair/" + "a" * 32
    elif why == "old":
        invited.pairing_ends_at = NOON - DAY
    else:
        devices.revoke(invited, actor="organizer", now=NOON)

    assert client.get(address).status_code == 410


def test_without_its_own_forms_token_nothing_is_paired(client: Visitor, invited: Device) -> None:
    assert client.post(link_of(invited)).status_code == 400

    assert invited.paired_at is None


def test_the_camera_and_the_reader_are_allowed_here_alone(client: Visitor, event: Event) -> None:
    _device, token = a_phone(event)
    client.set_cookie(COOKIE, token)

    door, start = client.get("/door"), client.get("/")

    assert "'wasm-unsafe-eval'" in door.headers["Content-Security-Policy"]
    assert "camera=(self)" in door.headers["Permissions-Policy"]
    assert "unsafe" not in start.headers["Content-Security-Policy"]
    assert "camera=()" in start.headers["Permissions-Policy"]


def test_a_shut_out_phones_page_only_sends_what_is_left(client: Visitor, event: Event) -> None:
    device, token = a_phone(event)
    devices.revoke(device, actor="organizer", now=NOON)
    db.session.flush()
    client.set_cookie(COOKIE, token)

    answer = client.get("/door")

    assert answer.status_code == 403
    assert "data-door" in answer.text


def test_after_the_event_the_page_only_sends_what_is_left(client: Visitor, event: Event) -> None:
    _device, token = a_phone(event)
    client.set_cookie(COOKIE, token)

    with standing_at(event.ends_at + timedelta(hours=2, seconds=1)):
        closed = client.get("/door")
    with standing_at(event.ends_at + timedelta(days=31)):
        ended = client.get("/door")

    assert (closed.status_code, "data-door" in closed.text) == (403, True)
    assert (ended.status_code, "data-door" in ended.text) == (403, False)
    assert "Evenemanget är slut" in ended.text


def test_a_phone_cannot_be_paired_after_the_event(client: Visitor, invited: Device) -> None:
    address, over = link_of(invited), invited.event.ends_at + timedelta(hours=2)
    invited.pairing_ends_at = over + DAY

    with standing_at(over):
        assert client.get(address).status_code == 410
        assert press(client, "/sign-in", address) == 410

    assert invited.paired_at is None


def test_the_kept_page_is_the_same_for_all(client: Visitor, event: Event) -> None:
    stranger = client.get("/door/shell").text
    _device, token = a_phone(event)
    client.set_cookie(COOKIE, token)

    assert client.get("/door/shell").text == stranger
    assert client.get("/door").text == stranger


def test_the_worker_keeps_files_that_are_there_and_none_of_the_api(client: Visitor) -> None:
    answer = client.get("/door/service-worker.js")

    assert answer.headers["Service-Worker-Allowed"] == "/door"
    assert answer.mimetype == "text/javascript"
    match = re.search(r"const FILES = (\[.*\])", answer.text)
    assert match
    files = json.loads(match[1])
    assert [client.get(file).status_code for file in files] == [200] * len(files)
    assert not [file for file in files if "/api" in file]
    modules = {f"/static/js/door/{path.name}" for path in (ROOT / "static/js/door").glob("*.js")}
    assert modules - set(files) == {"/static/js/door/rehearsal.js"}  # what practises comes later


def test_the_manifest_opens_the_door(client: Visitor) -> None:
    answer = client.get("/door/manifest.webmanifest")

    assert answer.mimetype == "application/manifest+json"
    assert json.loads(answer.text)["start_url"] == "/door"


def test_what_a_phone_stores_is_fetched_quickly(client: Visitor) -> None:
    worker = client.get("/door/service-worker.js").text
    files = re.search(r"const FILES = (\[.*\])", worker)
    assert files
    parts = [file for file in json.loads(files[1]) if ".woff2" not in file]
    takes = {"Accept-Encoding": "gzip"}

    sizes = {file: len(client.get(file, headers=takes).data) for file in parts}

    assert sum(sizes.values()) <= SHELL_BYTES_MAX, sizes
    print(f"the door's page and its files: {sum(sizes.values()) / 1000:.0f} kB (≤ 480)")
