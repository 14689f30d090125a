"""Practising at the door in a browser: every verdict, without network, and nothing of it anywhere."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Request

from eventapp.domain.door.by_hand.rehearsal import TICKETS
from eventapp.extensions import db
from eventapp.models import CheckIn, Device
from tests.browser import SWEDISH_PHONE
from tests.databases import SqliteTemplate
from tests.journeys.door_server import DoorServer
from tests.journeys.phone import Phone

pytestmark = pytest.mark.xdist_group("door page")


@pytest.fixture
def server(sqlite: SqliteTemplate) -> Iterator[DoorServer]:
    with sqlite.database() as database:
        running = DoorServer(database.data)
        running.start()
        yield running
        running.kill()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(**SWEDISH_PHONE)  # type: ignore[arg-type]
    yield context
    context.close()


def test_every_sample_ticket_is_answered_and_without_network_too(
    context: BrowserContext, server: DoorServer
) -> None:
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method != "GET" or "/api/" in request.url:
            sent.append(f"{request.method} {request.url}")

    context.on("request", note)
    phone = Phone(context.new_page(), server.base)
    phone.page.goto(f"{server.base}/door/rehearsal")
    phone.ready()
    assert "Påhittade" in phone.page.locator(".practice-banner").inner_text()

    for sample in TICKETS:
        phone.type(sample.code)
        phone.shows(sample.says)
    phone.press("let-in")
    phone.shows("forced-unlisted")
    phone.press("undo")
    phone.shows("undone")
    server.kill()
    phone.page.reload()
    phone.ready()
    for verdict in ("welcome", "again"):
        phone.type(TICKETS[0].code)
        phone.shows(verdict)
    phone.type("Alva")
    assert "bara övningsbiljetternas koder" in phone.page.locator("[data-part=note]").inner_text()

    assert sent == []
    stores = phone.page.evaluate(
        "() => indexedDB.databases().then(all => all.map(one => one.name))"
    )
    assert stores == []
    with server.app_context():
        assert db.session.query(CheckIn).count() == db.session.query(Device).count() == 0
