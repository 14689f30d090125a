"""The door's list in a browser: kept by a tick, read without network, forgotten; and entered by keys."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from eventapp.clock import utcnow
from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Badge, Event
from tests.builders import a_registration, an_event
from tests.builders.account import an_account, signed_in
from tests.databases import SqliteTemplate
from tests.journeys.door_server import DoorServer
from tests.visitor import Visitor

pytestmark = pytest.mark.xdist_group("door page")
SESSION = "eventapp_session"


@dataclass
class Desk:
    """An organizer's browser at an event that goes on now, and the codes of its people."""

    server: DoorServer
    page: Page
    slug: str
    codes: list[str]

    def url(self, rest: str) -> str:
        return f"{self.server.base}/organizer/events/{self.slug}/door/{rest}"

    def caches(self) -> list[str]:
        names: list[str] = self.page.evaluate("() => caches.keys()")
        return names


@pytest.fixture
def desk(sqlite: SqliteTemplate, browser: Browser) -> Iterator[Desk]:
    now = utcnow()
    with sqlite.database() as database:
        server = DoorServer(database.data)
        server.start()
        with server.app_context() as app:
            opens = {"registration_opens_at": now - timedelta(days=9)}
            times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=5)}
            event = an_event(
                seats=9, registration_closes_at=now + timedelta(hours=5), **opens, **times
            )
            named = a_registration(event, name="Åsa Öberg", badge=Badge.FIRST_NAME, now=now)
            nameless = a_registration(event, name="Kim Vass", now=now)
            slug, codes = event.slug, [named.desk_code, nameless.desk_code]
            visitor = signed_in(Visitor(app), an_account(Role.ORGANIZER))
            cookie = visitor.get_cookie(SESSION)
            assert cookie
        context = browser.new_context(locale="sv-SE")
        context.add_cookies([{"name": SESSION, "value": cookie.value, "url": server.base}])
        yield Desk(server, context.new_page(), slug, codes)
        context.close()
        server.kill()


def test_the_list_is_kept_by_a_tick_read_without_network_and_forgotten(desk: Desk) -> None:
    page = desk.page
    page.goto(desk.url("list"))
    assert desk.caches() == []  # looking keeps nothing
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Spara listan").click()
    expect(page.get_by_role("status").filter(has_text="Sparad")).to_be_visible()
    page.evaluate("() => navigator.serviceWorker.getRegistrations().then(all => all.length)")

    desk.server.kill()
    page.goto(desk.url("list/kept"))
    body = page.locator("body")
    for code in desk.codes:
        expect(body).to_contain_text(f"{code[:4]} {code[4:]}")
    expect(body).to_contain_text("Åsa")
    for hidden in ("Öberg", "Kim", "Vass"):
        expect(body).not_to_contain_text(hidden)
    assert page.locator("h1").evaluate("one => getComputedStyle(one).fontWeight") == "780"

    desk.server.start()
    page.get_by_role("button", name="Glöm listan").click()
    page.wait_for_url(desk.url("list"))
    assert desk.caches() == []
    desk.server.kill()
    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        page.goto(desk.url("list/kept"))


def test_the_copy_is_gone_when_its_time_is_over_and_when_the_server_says_so(desk: Desk) -> None:
    page = desk.page
    page.goto(desk.url("list"))
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Spara listan").click()
    expect(page.get_by_role("status").filter(has_text="Sparad")).to_be_visible()
    page.evaluate("() => caches.open('kept-list somewhere 1')")
    page.reload()  # any page of the desk looks for what is over
    page.wait_for_function("() => caches.keys().then(names => names.length === 1)")

    with desk.server.app_context():
        event = db.session.query(Event).filter_by(slug=desk.slug).one()
        event.starts_at, event.ends_at = (
            moment - timedelta(days=1) for moment in (event.starts_at, event.ends_at)
        )
    page.goto(desk.url("list/kept"))
    page.wait_for_function("() => caches.keys().then(names => names.length === 0)")
    page.goto(desk.url("list/kept"))
    expect(page.locator("body")).not_to_contain_text(desk.codes[0][:4] + " ")


# What is typed next takes the place of a code that nobody has.
ALL_IS_SELECTED = """() => document.activeElement.selectionStart === 0
  && document.activeElement.selectionEnd === document.activeElement.value.length"""


def test_the_list_is_entered_with_keys_alone(desk: Desk) -> None:
    page = desk.page
    page.goto(desk.url("paper"))
    for code in (desk.codes[0].lower(), "ZZZZ9999", desk.codes[1], desk.codes[0]):
        assert page.evaluate("() => document.activeElement.name") == "code"
        page.wait_for_function(ALL_IS_SELECTED)
        page.keyboard.type(code)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        if code == "ZZZZ9999":
            expect(page.locator(".error").first).to_contain_text("Ingen på det här evenemanget")
    expect(page.locator(".error").first).to_contain_text("redan")
    with desk.server.app_context():
        event = db.session.query(Event).filter_by(slug=desk.slug).one()
        assert len(attended_registration_ids(event.id)) == 2
