"""After "remember me on this phone" ticket and sessions open without network, until they should not."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import Error as PlaywrightError

from eventapp.clock import utcnow
from eventapp.documents.photo import draw_picture
from eventapp.domain.registration.link import personal_token, renew_links
from eventapp.domain.schedule.venue_picture import WholePicture
from eventapp.extensions import db
from eventapp.models import Registration
from tests.browser import SWEDISH_PHONE
from tests.builders import a_registration
from tests.builders.speaker import a_picture
from tests.builders.venue_picture import a_venue_picture
from tests.journeys.demo_event import (
    an_event_soon,
    app_on_demo_database,
    with_two_sessions_at_once,
)
from tests.journeys.test_accessibility import AXE, find_violations
from tests.server import LiveServer

PICTURE_WIDTH = "document.querySelector('.venue-picture img, body > img')?.naturalWidth"
HOME, DAY_PAGE = "/registrations", "/registrations/day"
STORED = """async () => (await Promise.all((await caches.keys()).map(async name =>
  (await (await caches.open(name)).keys()).map(each => new URL(each.url).pathname)))).flat()"""


class OwnPhone:
    """A participant's phone, and the registration it is about."""

    def __init__(self, context: BrowserContext, live: LiveServer, code: str, token: str) -> None:
        self.context, self.live, self.code = context, live, code
        self.own = f"{live.base}{HOME}/{token}"
        self.page = context.new_page()

    def remember(self) -> None:
        self.page.goto(self.own)
        self.page.locator("#phone-remember").check()
        self.page.locator("section[aria-labelledby=phone] button").click()
        expect(self.page.locator("[data-component=store-day]")).to_be_visible()

    def forget(self) -> None:
        self.page.goto(self.own)
        self.page.locator("section[aria-labelledby=phone] form button").click()
        expect(self.page.locator("#phone-remember")).to_be_visible()

    def opens_without_network(self, address: str) -> bool:
        self.context.set_offline(True)
        try:
            self.page.goto(address)
            return self.page.locator(".ticket-code").count() > 0
        except PlaywrightError as error:
            if "ERR_INTERNET_DISCONNECTED" not in str(error) and "ERR_FAILED" not in str(error):
                raise
            return False
        finally:
            self.context.set_offline(False)

    def finds_its_way_without_network(self) -> None:
        self.context.set_offline(True)
        self.page.goto(self.own)
        picture = self.page.locator(".venue-picture img")
        picture.scroll_into_view_if_needed()
        self.page.wait_for_function(f"{PICTURE_WIDTH} === 400")
        picture.click()  # large, as a page of its own
        self.page.wait_for_function(f"{PICTURE_WIDTH} === 400")
        assert f"{DAY_PAGE}/picture" in self.page.url
        self.context.set_offline(False)

    def keeps_nothing(self) -> None:
        self.page.goto(self.live.base)
        self.page.wait_for_function(f"async () => !(await ({STORED})()).includes('{DAY_PAGE}')")
        assert not self.opens_without_network(self.live.base + HOME)

    def change(self, change: str) -> None:
        with app_on_demo_database(self.live):
            registration = db.session.query(Registration).filter_by(code=self.code).one()
            if change == "link renewed":
                renew_links(registration)
            else:
                registration.event.starts_at = utcnow() - timedelta(hours=1)
                registration.event.ends_at = utcnow() + timedelta(seconds=3)
            db.session.commit()


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[OwnPhone]:
    with app_on_demo_database(live_server):
        event = an_event_soon(seats=5)
        with_two_sessions_at_once(event)
        drawn = draw_picture(a_picture(400, 300).read())
        a_venue_picture(event, WholePicture(drawn.digest, drawn.jpeg, drawn.width, drawn.height))
        registration = a_registration(event, now=utcnow(), name="Åsa Tallgren")
        code, token = registration.code, personal_token(registration)
        db.session.commit()
    context = browser.new_context(**SWEDISH_PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    yield OwnPhone(context, live_server, code, token)
    context.close()


def the_page_says(page: Page) -> str:
    return page.locator("main").inner_text()


def test_ticket_and_sessions_open_without_network(phone: OwnPhone, live_server: LiveServer) -> None:
    assert not phone.opens_without_network(phone.own), "before the tick"
    phone.remember()

    for address in (live_server.base + HOME, phone.own, f"{phone.own}/now", f"{phone.own}/ticket"):
        assert phone.opens_without_network(address), address
    assert "Åsa Tallgren" in the_page_says(phone.page)
    assert "Välj pass A" in the_page_says(phone.page)
    assert not phone.opens_without_network(f"{live_server.base}{HOME}/{'a' * 32}"), "of others"
    phone.finds_its_way_without_network()

    phone.page.goto(phone.own)
    assert phone.page.url == phone.own, "with network it is the page itself"
    stored = phone.page.evaluate(STORED)
    assert not [name for name in stored if not name.startswith(("/static/", "/assets/", DAY_PAGE))]

    phone.forget()
    phone.keeps_nothing()


def test_nothing_is_found_on_what_it_keeps_and_it_follows_the_clock(phone: OwnPhone) -> None:
    phone.context.add_init_script(script=AXE.read_text(encoding="utf-8"))
    phone.remember()
    phone.page.goto(phone.live.base + DAY_PAGE)
    assert find_violations(phone.page) == []

    moments = phone.page.locator("[data-component=stored-day] > div")
    last = moments.last.get_attribute("data-from")
    assert last
    phone.page.clock.set_fixed_time(last)
    phone.page.reload()
    expect(moments.last).to_be_visible()
    expect(moments.first).to_be_hidden()


@pytest.mark.parametrize("change", ["link renewed", "event over"])
def test_it_is_gone_with_the_link_and_with_the_event(phone: OwnPhone, change: str) -> None:
    phone.remember()
    phone.change(change)
    if change == "event over":
        phone.page.goto(phone.own)  # the phone hears when it ends
        phone.page.wait_for_timeout(3500)
        assert not phone.opens_without_network(phone.own)
    else:
        phone.page.goto(phone.own)
    phone.keeps_nothing()
