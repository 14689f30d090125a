"""Somebody without a registration, in a browser: noted in ten seconds, with and without network."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from eventapp.clock import utcnow
from eventapp.domain.desk.walk_in.decision import ReadPerson, confirm_walk_in
from eventapp.domain.desk.walk_in.listing import list_walk_ins
from eventapp.domain.door import device as devices
from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.registration.registration import Affiliation
from eventapp.extensions import db
from eventapp.models import CheckIn, Event, WalkIn
from tests.browser import SWEDISH_PHONE
from tests.builders import a_registration, an_event
from tests.databases import SqliteTemplate
from tests.journeys.door_server import DoorServer
from tests.journeys.phone import Phone
from tests.journeys.test_door_page import FORGED, assert_accessible

pytestmark = pytest.mark.xdist_group("door page")
PERSON = ("Vilma Oanmäld", "Örnsköldsviks kommun", "vilma@town.example")


class Foyer:
    """An event that goes on now, with a phone at its door and no seat left."""

    def __init__(self, server: DoorServer) -> None:
        self.server = server
        now = utcnow()
        with server.app_context():
            event = an_event(
                seats=1,
                starts_at=now - timedelta(hours=1),
                ends_at=now + timedelta(hours=6),
                registration_opens_at=now - timedelta(days=9),
                registration_closes_at=now + timedelta(hours=6),
            )
            a_registration(event, name="Ada", now=now)
            link = devices.invite(event, "Entré", actor="organizer", now=now)
            self.slug = event.slug
            self.link = f"/door/pair/{devices.pairing_token(link)}"

    def event(self) -> Event:
        return db.session.query(Event).filter_by(slug=self.slug).one()

    def noted(self) -> list[tuple[str, str, str]]:
        """Who waits for an organizer."""
        with self.server.app_context():
            lines = list_walk_ins(self.event(), now=utcnow()).waiting
            people = [line.person for line in lines if line.person]
            return [(person.name, person.organisation, person.email) for person in people]


@pytest.fixture(scope="module")
def server(sqlite: SqliteTemplate) -> Iterator[DoorServer]:
    with sqlite.database() as database:
        running = DoorServer(database.data)
        running.start()
        yield running
        running.kill()


@pytest.fixture
def foyer(server: DoorServer) -> Foyer:
    return Foyer(server)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(**SWEDISH_PHONE)  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture
def phone(context: BrowserContext, foyer: Foyer) -> Phone:
    phone = Phone(context.new_page(), foyer.server.base)
    phone.pair(foyer.link)
    phone.shows("idle")
    return phone


def fill_in(phone: Phone, name: str, organisation: str = "", email: str = "") -> None:
    """Type into the form that is open, with keys alone."""
    keys = phone.page.keyboard
    for typed in (name, organisation, email):
        keys.type(typed)
        keys.press("Tab")
    keys.press("Enter")


def note(phone: Phone, *typed: str) -> None:
    phone.press("walk-in")
    fill_in(phone, *typed)
    phone.shows("walk-in")


def test_online_they_are_let_in_noted_and_nothing_is_left(phone: Phone, foyer: Foyer) -> None:
    phone.press("walk-in")
    offered = phone.page.locator("#walk-in-organisations option")
    expect(offered).to_have_count(1)
    assert_accessible(phone.page)
    fill_in(phone, *PERSON)

    phone.shows("walk-in")
    assert_accessible(phone.page)
    phone.until(lambda: phone.stored()["scans"] == [])
    assert foyer.noted() == [PERSON]
    phone.press("next")
    expect(phone.stage).to_contain_text("utöver antalet platser")
    with foyer.server.app_context():
        assert db.session.query(WalkIn).filter_by(event_id=foyer.event().id).one().over_capacity


def test_offline_all_day_only_sealed_bytes_lie_on_the_phone(phone: Phone, foyer: Foyer) -> None:
    phone.ready()
    phone.page.context.set_offline(True)
    note(phone, *PERSON)
    phone.page.reload()
    phone.shows("idle")
    note(phone, "Bo Ek")
    phone.press("next")
    note(phone, "Bo Ek")  # once too often
    phone.press("take-back")
    phone.shows("taken-back")

    stores, page = phone.everything_stored(), phone.page.content()
    typed = phone.page.locator("dialog input").evaluate_all("all => all.map(one => one.value)")
    assert len(phone.stored()["scans"]) == 4
    for word in ("Vilma", "Oanmäld", "Örnsköldsvik", "vilma", "town.example", "Bo Ek"):
        assert word not in stores + page
    assert not any(typed)

    phone.page.context.set_offline(False)
    phone.until(lambda: phone.stored()["scans"] == [])
    assert foyer.noted() == [PERSON, ("Bo Ek", "", "")]


def test_an_answer_lost_on_the_way_back_notes_nobody_twice(phone: Phone, foyer: Foyer) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.page.route("**/api/v1/door/walk-ins", lose, times=1)
    note(phone, *PERSON)

    phone.until(lambda: phone.stored()["scans"] == [])
    assert foyer.noted() == [PERSON]


def test_a_server_of_before_gets_scans_all_the_same(phone: Phone, foyer: Foyer) -> None:
    phone.page.route("**/api/v1/door/walk-ins", lambda route: route.fulfill(status=404, json={}))
    note(phone, *PERSON)
    phone.type(FORGED)
    phone.press("let-in")
    phone.shows("forced-unlisted")

    phone.until(lambda: [scan["kind"] for scan in phone.stored()["scans"]] == ["walk-in"])
    phone.page.unroute("**/api/v1/door/walk-ins")
    phone.until(lambda: phone.stored()["scans"] == [], seconds=40)
    assert foyer.noted() == [PERSON]


def test_who_is_let_in_with_an_unknown_ticket_can_be_named(phone: Phone, foyer: Foyer) -> None:
    phone.type(FORGED)
    phone.shows("unlisted")
    phone.press("let-in")
    phone.shows("forced-unlisted")
    assert_accessible(phone.page)
    note(phone, *PERSON)
    phone.until(lambda: phone.stored()["scans"] == [])

    with foyer.server.app_context():
        event, now = foyer.event(), utcnow()
        (walk_in,) = db.session.query(WalkIn).filter_by(event_id=event.id).all()
        read = ReadPerson(PERSON[0], PERSON[2], Affiliation(PERSON[1]))
        person = confirm_walk_in(walk_in, read, actor="organizer", now=now)
        (scan,) = db.session.query(CheckIn).filter_by(event_id=event.id).all()
        assert walk_in.entry_id == scan.scan_id
        assert attended_registration_ids(event.id) == {person.id}


def test_whoever_is_protected_is_led_to_the_desk_and_nothing_is_kept(
    phone: Phone, foyer: Foyer
) -> None:
    phone.press("walk-in")
    phone.page.locator("#walk-in-name").fill("Skyddad Person")
    phone.page.locator("[data-protected]").click()

    expect(phone.page.locator("#walk-in-name")).to_be_hidden()
    expect(phone.page.locator("#walk-in-name")).to_have_value("")
    assert_accessible(phone.page)
    phone.page.locator("dialog[open] [data-section=protected] [data-closes]").click()
    phone.shows("idle")
    assert phone.stored()["scans"] == []
    assert foyer.noted() == []


def test_what_is_missing_is_said_and_what_was_typed_stays(phone: Phone, foyer: Foyer) -> None:
    phone.press("walk-in")
    fill_in(phone, "", "Exempelby")
    expect(phone.page.locator("[data-part=walk-in-note]")).to_have_text("Skriv namnet.")
    expect(phone.page.locator("#walk-in-name")).to_be_focused()
    expect(phone.page.locator("#walk-in-organisation")).to_have_value("Exempelby")
    phone.page.locator("#walk-in-name").fill("Bo Ek")
    phone.page.locator("#walk-in-email").fill("bo.town.example")
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator("#walk-in-email")).to_be_focused()
    phone.page.locator("#walk-in-email").fill("bo@town.example")
    phone.page.keyboard.press("Enter")

    phone.shows("walk-in")
    phone.until(lambda: foyer.noted() == [("Bo Ek", "Exempelby", "bo@town.example")])
