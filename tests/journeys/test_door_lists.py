"""Two lists on one phone, a network that goes, people who leave: a browser, and a real server."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from eventapp.clock import utcnow
from eventapp.domain.door import device as devices
from eventapp.domain.door.check_in_list import definition
from eventapp.domain.registration import ticket
from eventapp.extensions import db
from eventapp.models import CheckIn, ChoiceState, Event, SessionChoice
from tests.browser import SWEDISH_PHONE
from tests.builders import a_registration, a_session, an_event
from tests.builders.door import a_check_in_list
from tests.databases import SqliteTemplate
from tests.journeys.door_server import DoorServer
from tests.journeys.phone import Phone
from tests.journeys.test_door_page import assert_accessible

HALL, WORKSHOP = "Kammaren", "Workshop A"


@dataclass
class ListedEvent:
    """An event that goes on now: a hall for one, a workshop, and codes by name."""

    server: DoorServer
    slug: str = ""
    link: str = ""
    codes: dict[str, str] = field(default_factory=dict)

    def scans(self) -> list[tuple[str, int, str | None, str]]:
        rows = db.session.scalars(select(CheckIn).order_by(CheckIn.seq))
        return [(row.kind.value, row.list_number, row.verdict, row.flags) for row in rows]

    def close(self, name: str) -> None:
        """An organizer closes a list."""
        with self.server.app_context():
            event = db.session.scalars(select(Event)).one()
            listing = next(of for of in definition.list_lists(event) if of.name == name)
            definition.close_list(event, listing, actor="organizer", now=utcnow())


@pytest.fixture(scope="module")
def server(sqlite: SqliteTemplate) -> Iterator[DoorServer]:
    with sqlite.database() as database:
        running = DoorServer(database.data)
        running.start()
        yield running
        running.kill()


@pytest.fixture
def listed(server: DoorServer) -> ListedEvent:
    now, listed = utcnow(), ListedEvent(server)
    with server.app_context():
        event = an_event(
            starts_at=now - timedelta(hours=1),
            ends_at=now + timedelta(hours=6),
            registration_opens_at=now - timedelta(days=9),
            registration_closes_at=now + timedelta(hours=6),
        )
        seated, other = (
            a_registration(event, name=name, now=now) for name in ("Åsa Tallgren", "Bo Ekström")
        )
        workshop = a_session(event)
        choice = {"registration_id": seated.id, "session_id": workshop.id}
        db.session.add(SessionChoice(state=ChoiceState.CONFIRMED, **choice))
        a_check_in_list(event, name=HALL, exits=True, capacity=1)
        a_check_in_list(event, workshop.code, name=WORKSHOP, signed_up_only=True)
        link = devices.invite(event, "Entré", actor="organizer", now=now)
        listed.slug, listed.link = event.slug, f"/door/pair/{devices.pairing_token(link)}"
        listed.codes = {p.name.split()[0]: ticket.current_code(p) for p in (seated, other)}
    return listed


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(**SWEDISH_PHONE)  # type: ignore[arg-type]
    yield context
    context.close()


def choose(page: Page, name: str) -> None:
    page.locator("[data-part=lists] [data-action=lists]").click()
    page.locator("[data-part=lists-dialog] li button", has_text=name).click()
    expect(page.locator("[data-part=list-name]")).to_contain_text(name)


def tells_of_nobody(phone: Phone, listed: ListedEvent) -> None:
    stored = phone.everything_stored()
    assert WORKSHOP in stored  # what is there is found
    for secret in ("Tallgren", "Ekström", "town.example", *listed.codes.values()):
        assert secret not in stored


def paired_phone(context: BrowserContext, listed: ListedEvent) -> Phone:
    phone = Phone(context.new_page(), listed.server.base)
    phone.pair(listed.link)
    phone.ready()
    return phone


def self_service(page: Page, dialog: str) -> None:
    """Begin or end self check-in."""
    page.locator("[data-action=kiosk]").click()
    page.locator(f"#{dialog}-figures").fill("2580")
    page.locator("dialog[open] [type=submit]").click()


def test_a_phone_checks_in_to_several_lists_and_out_with_and_without_network(
    context: BrowserContext, listed: ListedEvent
) -> None:
    phone = paired_phone(context, listed)
    page, stage = phone.page, phone.stage
    phone.type(listed.codes["Åsa"])
    phone.shows("welcome")  # to the event itself
    page.locator("[data-part=lists] [data-action=lists]").click()
    assert_accessible(page)
    page.locator("[data-part=lists-dialog] [data-closes]").click()

    choose(page, WORKSHOP)
    phone.type(listed.codes["Bo"])
    phone.shows("not-signed-up")
    expect(stage.locator("[data-word=list]")).to_have_text(WORKSHOP)
    assert_accessible(page)
    phone.press("let-in")
    phone.shows("forced")
    phone.type(listed.codes["Åsa"])
    phone.shows("welcome")
    phone.until(lambda: phone.stored()["scans"] == [])

    context.set_offline(True)
    choose(page, HALL)
    phone.type(listed.codes["Åsa"])
    phone.shows("welcome")
    expect(stage.locator("[data-word=full]")).to_contain_text("1 av 1")
    page.reload()  # without network: what was chosen is remembered, and who is inside
    expect(page.locator("[data-part=list-name]")).to_contain_text(HALL)
    phone.type(listed.codes["Åsa"])
    phone.shows("again")
    page.locator("[data-part=lists] [data-action=way]").click()
    phone.type(listed.codes["Åsa"])
    phone.shows("left")
    assert_accessible(page)
    self_service(page, "kiosk-start")
    expect(stage).to_contain_text("Checka ut här")
    self_service(page, "kiosk-end")
    page.locator("[data-part=lists] [data-action=way]").click()
    expect(page.locator("[data-bar=inside]")).to_contain_text("0 av 1")
    listed.close(HALL)
    # A phone's scans are placed too early by as long as the server's last answer was on its way.
    page.wait_for_timeout(3_000)
    phone.type(listed.codes["Bo"])
    phone.shows("welcome")  # as far as the phone knows
    tells_of_nobody(phone, listed)

    context.set_offline(False)
    phone.until(lambda: phone.stored()["scans"] == [])
    expect(page.locator("[data-part=list-name]")).to_contain_text("stängd")
    expect(stage).to_contain_text("stängd", timeout=20_000)  # on the verdict or, later, beside it
    phone.type(listed.codes["Bo"])
    phone.shows("list-closed")
    phone.until(lambda: phone.stored()["scans"] == [])
    tells_of_nobody(phone, listed)
    with listed.server.app_context():
        assert listed.scans() == [
            ("entry", 0, "welcome", ""),
            ("entry", 2, "not-signed-up", ""),
            ("entry", 2, "not-signed-up", ""),  # let in by hand
            ("entry", 2, "welcome", ""),
            ("entry", 1, "welcome", ""),
            ("entry", 1, "again", ""),
            ("exit", 1, None, ""),
            ("entry", 1, "list-closed", "list-closed"),  # welcome, said the phone
            ("entry", 1, "list-closed", "list-closed"),
        ]
