"""Two phones, a server that is really gone, one ticket at both doors: nothing lost or doubled."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Playwright, expect
from sqlalchemy import select

from eventapp.clock import utcnow
from eventapp.domain.door import device as devices
from eventapp.domain.door.arriving import dashboard
from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.registration import ticket
from eventapp.extensions import db
from eventapp.models import CheckIn, Event, Registration
from tests.builders import a_registration, an_event
from tests.databases import SqliteTemplate
from tests.journeys.camera_film import film
from tests.journeys.door_server import DoorServer
from tests.journeys.phone import Phone, browser_of

LINNEA, MEHMET = "Linnéa Vårglim", "Mehmet Malkizada"
FORGED = "7C9JTH1C8ZMA5VDMS"
KEEP = """name => new Promise(done => {
  const asked = indexedDB.open("control", 1)
  asked.onupgradeneeded = () => asked.result.createObjectStore("kept")
  asked.onsuccess = () => {
    const writing = asked.result.transaction("kept", "readwrite")
    writing.objectStore("kept").put({ name }, "guest")
    writing.oncomplete = done
  }
})"""


@pytest.fixture
def server(sqlite: SqliteTemplate) -> Iterator[DoorServer]:
    with sqlite.database() as database:
        server = DoorServer(database.data)
        yield server
        server.kill()


@pytest.fixture
def door_event(server: DoorServer) -> dict[str, str]:
    """An event that goes on now, two guests with tickets, and a pairing link for each door."""
    now = utcnow()
    soon = now + timedelta(hours=6)
    with server.app_context():
        event = an_event(
            starts_at=now - timedelta(hours=1),
            ends_at=soon,
            registration_closes_at=soon,
            registration_opens_at=now - timedelta(days=9),
        )
        facts = {"slug": event.slug}
        for name in (LINNEA, MEHMET):
            someone = a_registration(event, name=name, email=f"{name[:3]}@town.example", now=now)
            facts[name] = ticket.current_code(someone)
        for door in ("Entré", "Norra porten"):
            link = devices.invite(event, door, actor="organizer", now=now)
            facts[door] = f"/door/pair/{devices.pairing_token(link)}"
    return facts


def test_one_ticket_at_two_doors_without_network_is_one_arrival_and_one_conflict(
    playwright: Playwright, server: DoorServer, door_event: dict[str, str], tmp_path: Path
) -> None:
    hall = film(tmp_path / "hall.mjpeg")
    queues = {
        "Entré": film(tmp_path / "a.mjpeg", door_event[LINNEA], door_event[MEHMET]),
        "Norra porten": film(tmp_path / "b.mjpeg", FORGED, door_event[LINNEA]),
    }
    profiles = {door: tmp_path / f"profile-{number}" for number, door in enumerate(queues)}

    server.start()
    for door, profile in profiles.items():
        with browser_of(playwright, profile, hall) as context:
            phone = Phone(context.pages[0], server.base)
            phone.pair(door_event[door])
            phone.ready()
    server.kill()

    for door, profile in profiles.items():
        with browser_of(playwright, profile, queues[door]) as context:
            phone = Phone(context.pages[0], server.base)
            phone.open()
            if door == "Entré":
                phone.shows("welcome")
                expect(phone.stage.locator("[data-word=name]")).to_have_text(LINNEA)
                phone.until(lambda phone=phone: len(phone.stored()["scans"]) == 2)
                expect(phone.stage.locator("[data-word=name]")).to_have_text(MEHMET)
            else:
                phone.shows("unlisted")
                phone.shows("welcome")
                phone.until(lambda phone=phone: len(phone.stored()["scans"]) == 1)
            phone.page.reload()
            waiting = "2" if door == "Entré" else "1"
            expect(phone.network).to_contain_text(waiting)
        assert not files_containing(profile, door_event[LINNEA])

    server.start()
    for profile in profiles.values():
        with browser_of(playwright, profile, hall) as context:
            phone = Phone(context.pages[0], server.base)
            phone.open()
            phone.until(lambda phone=phone: phone.stored()["scans"] == [])
            if profile == profiles["Norra porten"]:
                phone.until(
                    lambda phone=phone: phone.stage.locator("[data-part=notices] p").count() == 1
                )
                expect(phone.stage.locator("[data-part=notices]")).to_contain_text("Entré")

    with server.app_context():
        event = db.session.scalars(select(Event)).one()
        people = {
            registration.id: registration.name
            for registration in db.session.scalars(select(Registration))
        }
        assert {
            people[registration_id] for registration_id in attended_registration_ids(event.id)
        } == {LINNEA, MEHMET}
        assert db.session.query(CheckIn).count() == 3
        today = utcnow().astimezone(ZoneInfo(event.time_zone)).date()
        crowd = dashboard.count_day(event, today)
        assert (crowd.came, len(crowd.conflicts)) == (2, 1)
        assert crowd.conflicts[0].name == LINNEA
        assert {crowd.conflicts[0].first_door, crowd.conflicts[0].other_door} == set(queues)

    for profile in profiles.values():
        for secret in (LINNEA, MEHMET, "town.example", door_event[LINNEA], door_event[MEHMET]):
            assert files_containing(profile, secret) == []


def test_fifty_tickets_leave_no_name_and_no_code_on_the_phone(
    playwright: Playwright, server: DoorServer, door_event: dict[str, str], tmp_path: Path
) -> None:
    now = utcnow()
    with server.app_context():
        event = db.session.scalars(select(Event)).one()
        event.seats = 99
        people = [a_registration(event, name=f"Gäst Nummer{n}a", now=now) for n in range(50)]
        codes = [ticket.current_code(person) for person in people]
    server.start()
    profile = tmp_path / "profile"
    with browser_of(playwright, profile, film(tmp_path / "hall.mjpeg")) as context:
        phone = Phone(context.pages[0], server.base)
        phone.pair(door_event["Entré"])
        for n, code in enumerate(codes):
            phone.type(code)
            expect(phone.stage.locator("[data-word=name]")).to_have_text(f"Gäst Nummer{n}a")
        phone.until(lambda: phone.stored()["scans"] == [])
        # The control: what is stored is found by the search below.
        phone.page.evaluate(KEEP, "Kontroll Personsson")

    assert files_containing(profile, "Kontroll Personsson")
    for n, code in enumerate(codes):
        assert files_containing(profile, f"Nummer{n}a") == []
        assert files_containing(profile, code) == []


def files_containing(profile: Path, words: str) -> list[str]:
    """The files of a profile that hold these words, in any way a browser writes them."""
    forms = {words.encode(), words.encode("utf-16-le"), words.encode("latin-1")}
    forms |= {words.replace("-", "").encode(), words.upper().encode()}
    return [
        path.name
        for path in profile.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]
