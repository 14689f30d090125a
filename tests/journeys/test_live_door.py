"""The second screen and a phone: who of theirs is missing, a message, a pause, and going on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from eventapp.clock import utcnow
from eventapp.domain.door import device as devices
from eventapp.domain.people.sign_in_link import (
    SIGN_IN_LINK_DURATION,
    create_sign_in_link,
    sign_in_token,
)
from eventapp.domain.permission import Role
from eventapp.domain.registration import ticket
from eventapp.extensions import db
from eventapp.models import CheckIn
from tests.builders import a_registration, an_event
from tests.builders.account import an_account
from tests.builders.people import an_organisation
from tests.databases import SqliteTemplate
from tests.journeys.camera_film import film
from tests.journeys.door_server import DoorServer
from tests.journeys.phone import Phone, browser_of

WORDS = "Garderoben är full, visa till plan 2."
ASK_NOW = "() => dispatchEvent(new Event('online'))"  # else it does in fifteen seconds


@dataclass
class Sigtuna:
    """An event that goes on now, to which three come from Sigtuna."""

    server: DoorServer
    screen: str
    signing: str
    pairing: str
    codes: list[str]

    def scans(self) -> int:
        with self.server.app_context():
            return db.session.query(CheckIn).count()


@pytest.fixture
def sigtuna(sqlite: SqliteTemplate) -> Iterator[Sigtuna]:
    with sqlite.database() as database:
        server = DoorServer(database.data)
        now = utcnow()
        times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=6)}
        opened = {"registration_opens_at": now - timedelta(days=9)}
        closes = {"registration_closes_at": now + timedelta(hours=6)}
        with server.app_context():
            event = an_event(seats=9, **times, **opened, **closes)
            body = an_organisation("Sigtuna")
            people = [
                a_registration(event, name=name, organisation=body, now=now)
                for name in ("Åsa Öberg", "Bo Ask", "Cia Al")
            ]
            phone = devices.invite(event, "Entré", actor="organizer", now=now)
            lead = an_account(Role.DOOR_LEAD, event=event)
            link = create_sign_in_link(lead, lasts=SIGN_IN_LINK_DURATION, now=now)
            sigtuna = Sigtuna(
                server,
                f"/organizer/events/{event.slug}/door/live",
                f"/sign-in/links/{sign_in_token(link)}",
                f"/door/pair/{devices.pairing_token(phone)}",
                [ticket.current_code(person) for person in people],
            )
        server.start()
        yield sigtuna
        server.kill()


@pytest.fixture
def screen(browser: Browser, sigtuna: Sigtuna) -> Iterator[Page]:
    context = browser.new_context(locale="sv-SE", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(sigtuna.server.base + sigtuna.signing)
    page.locator("main form button").click()
    page.goto(sigtuna.server.base + sigtuna.screen)
    yield page
    context.close()


def test_a_phone_and_the_second_screen_tell_each_other(
    playwright: Playwright, sigtuna: Sigtuna, screen: Page, tmp_path: Path
) -> None:
    queue = film(tmp_path / "queue.mjpeg", *sigtuna.codes)
    with browser_of(playwright, tmp_path / "profile", queue) as context:
        phone = Phone(context.pages[0], sigtuna.server.base)
        phone.pair(sigtuna.pairing)

        # Three who arrive together, and nobody touches the phone.
        theirs = phone.stage.locator("[data-part=theirs]")
        for words in ("2 av 3 från", "1 av 3 från", "Alla 3 från Sigtuna är här"):
            expect(theirs).to_contain_text(words, timeout=20_000)
        expect(phone.page.locator("[data-bar=inside]")).to_have_text("3 av 3 är här")
        expect(screen.locator("h1")).to_have_text("3 av 3 har kommit", timeout=12_000)
        phone.ready()

        screen.get_by_label("Meddelande till alla telefoner").fill(WORDS)
        screen.get_by_role("button", name="Skicka till dörrarna").click()
        phone.page.evaluate(ASK_NOW)
        said = phone.page.locator("[data-part=say]")
        expect(said).to_contain_text(WORDS, timeout=20_000)
        said.get_by_role("button").click()
        expect(said).to_be_hidden()
        # It is seen there without anybody loading the page anew.
        expect(screen.locator("#live-messages")).to_contain_text("Läst på 1 av 1 telefoner")

        screen.get_by_role("button", name="Pausa").click()
        phone.page.evaluate(ASK_NOW)
        phone.shows("paused")
        before = sigtuna.scans()
        expect(screen.locator("#doors")).to_contain_text("Läsare 1 Pausad", ignore_case=True)
        context.set_offline(True)
        phone.page.reload()
        phone.shows("paused")
        phone.page.wait_for_timeout(3_500)  # a ticket would have been held up meanwhile
        phone.shows("paused")
        assert phone.stored()["scans"] == []
        context.set_offline(False)

        screen.get_by_role("button", name="Öppna igen").click()
        phone.page.evaluate(ASK_NOW)
        expect(phone.stage).not_to_have_attribute("data-shows", "paused", timeout=20_000)
        phone.shows("again")
        phone.until(lambda: sigtuna.scans() > before)
