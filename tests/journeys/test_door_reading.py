"""Reading at the door: the server is asked in time, scanners type, and people check themselves in."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from eventapp.clock import utcnow
from eventapp.domain.door import device as devices
from tests.browser import SWEDISH_PHONE
from tests.databases import SqliteTemplate
from tests.journeys.door_event import DoorEvent, a_door_event
from tests.journeys.door_server import DoorServer
from tests.journeys.phone import Phone

# Its set-up costs more than its tests: one test process runs them all.
pytestmark = pytest.mark.xdist_group("door reading")

VERDICT, SCANS = "**/api/v1/door/verdict", "**/api/v1/door/scans"
# Every word the stage has shown since: what came and went is seen too.
WATCH = """() => {
  const stage = document.querySelector("[data-part=verdict]")
  window.shown = []
  new MutationObserver(() => window.shown.push(stage.dataset.shows))
    .observe(stage, { attributes: true, attributeFilter: ["data-shows"] })
}"""


@pytest.fixture(scope="module")
def server(sqlite: SqliteTemplate) -> Iterator[DoorServer]:
    with sqlite.database() as database:
        running = DoorServer(database.data)
        running.start()
        yield running
        running.kill()


@pytest.fixture
def door_event(server: DoorServer) -> DoorEvent:
    return a_door_event(server, ends_in=timedelta(hours=6))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(**SWEDISH_PHONE)  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture
def phone(context: BrowserContext, door_event: DoorEvent) -> Phone:
    phone = Phone(context.new_page(), door_event.server.base)
    phone.pair(door_event.link)
    phone.page.evaluate(WATCH)
    return phone


def scan(phone: Phone, code: str, end: str = "Enter") -> None:
    """As a hand scanner does it: wherever the focus is, a key each twelve milliseconds.

    The keys bear their times, so that it is as quick on a machine that has much to do.
    """
    session = phone.page.context.new_cdp_session(phone.page)
    began = time.time()
    for number, key in enumerate([*code, end]):
        numbers = {"Enter": 13, "Tab": 9}
        pressed = {"key": key, "timestamp": began + number * 0.012}
        if key in numbers:
            pressed |= {"code": key, "windowsVirtualKeyCode": numbers[key]}
        text = {"Enter": "\r", "Tab": ""}.get(key, key)
        session.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": text, **pressed})
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", **pressed})
    session.detach()


class Held:
    """Requests on their way that a test holds back."""

    def __init__(self) -> None:
        self.routes: list[Route] = []

    def hold(self, route: Route) -> None:
        """Keep one."""
        self.routes.append(route)

    def release(self, phone: Phone, name: str) -> None:
        """Wait for the first to an address that ends so, and let it go on."""

        def held() -> Route | None:
            ours = (route for route in self.routes if route.request.url.endswith(name))
            return next(ours, None)

        phone.until(held)
        if route := held():
            route.continue_()


def shown(phone: Phone) -> list[str]:
    words: list[str] = phone.page.evaluate("() => window.shown")
    return [word for word in words if word != "idle"]


def test_a_ticket_cancelled_a_moment_ago_is_never_green(
    phone: Phone, door_event: DoorEvent
) -> None:
    phone.wait_for_answers()
    with door_event.server.app_context():
        door_event.cancel("Åsa Öberg")

    scan(phone, door_event.codes["Åsa Öberg"])

    phone.shows("cancelled")
    expect(phone.stage.locator("[data-word=name]")).to_have_text("Åsa Öberg")
    assert shown(phone) == ["read", "cancelled"]
    phone.until(lambda: phone.stored()["scans"] == [])
    with door_event.server.app_context():
        assert [item.phone_verdict for item in door_event.scans()] == ["cancelled"]


def test_without_an_answer_in_time_the_list_decides_and_says_so_until_the_server_does(
    phone: Phone, door_event: DoorEvent
) -> None:
    """Both answers are held back: the colour comes meanwhile, and then another one."""
    with door_event.server.app_context():
        door_event.cancel("Åsa Öberg")
    held = Held()
    phone.page.route(VERDICT, held.hold)
    phone.page.route(SCANS, held.hold)

    scan(phone, door_event.codes["Åsa Öberg"])

    phone.shows("welcome")
    expect(phone.stage.locator("[data-word=unconfirmed]")).to_contain_text("telefonens lista")
    held.release(phone, "scans")
    phone.shows("cancelled")
    expect(phone.stage.locator("[data-part=correction]")).to_contain_text("avanmäld")
    assert shown(phone) == ["read", "welcome", "cancelled"]
    phone.page.unroute_all(behavior="ignoreErrors")


def test_an_answer_that_comes_after_the_next_ticket_corrects_a_line_and_no_colour(
    phone: Phone, door_event: DoorEvent
) -> None:
    with door_event.server.app_context():
        door_event.cancel("Åsa Öberg")
    held = Held()
    phone.page.route(VERDICT, lambda route: route.abort())
    phone.page.route(SCANS, held.hold)
    scan(phone, door_event.codes["Åsa Öberg"])
    phone.shows("welcome")

    scan(phone, door_event.codes["Vänta Länge"])
    phone.shows("waitlisted")
    held.release(phone, "scans")
    phone.page.unroute(SCANS)
    phone.until(lambda: phone.stored()["scans"] == [])

    assert shown(phone)[-1] == "waitlisted"
    phone.press("next")
    lines = phone.stage.locator("[data-part=latest] li span")
    expect(lines.nth(1)).to_have_text("Avanmäld (visades först: Välkommen)")
    phone.page.unroute_all(behavior="ignoreErrors")


def test_a_hand_scanner_is_heard_whatever_has_the_focus_and_types_into_nothing(
    phone: Phone, door_event: DoorEvent
) -> None:
    people = iter(("Åsa Öberg", "Avan Mäld", "Nyare Biljett", "Vänta Länge"))

    scan(phone, door_event.codes[next(people)])
    phone.shows("welcome")
    scan(phone, door_event.codes["Åsa Öberg"])  # some read a ticket twice
    phone.shows("welcome")
    phone.button("undo").focus()  # which Enter would press
    scan(phone, door_event.codes[next(people)].lower(), "Tab")
    phone.shows("cancelled")
    expect(phone.button("next")).to_have_count(1)
    phone.press("next")
    phone.press("find")
    phone.page.keyboard.type("Ann", delay=80)  # somebody was typing
    code = door_event.codes[next(people)]
    scan(phone, f"{code[:4]}+{code[4:8]}/{code[8:]}")
    phone.shows("replaced")
    expect(phone.page.locator("dialog[open]")).to_have_count(0)
    expect(phone.page.locator("#typed")).to_have_value("")
    phone.button("next").focus()
    scan(phone, door_event.codes[next(people)])
    phone.shows("waitlisted")
    scan(phone, "https://elsewhere.example/7")
    phone.shows("unreadable")

    phone.until(lambda: phone.stored()["scans"] == [])
    with door_event.server.app_context():
        assert [(item.how, item.phone_verdict) for item in door_event.scans()] == [
            ("typed", verdict) for verdict in ("welcome", "cancelled", "cancelled", "waitlisted")
        ]


def test_a_phone_that_was_shut_out_says_so_when_loaded_anew_with_and_without_network(
    phone: Phone, door_event: DoorEvent
) -> None:
    phone.ready()
    phone.page.context.set_offline(True)
    scan(phone, door_event.codes["Åsa Öberg"])
    phone.shows("welcome")
    with door_event.server.app_context():
        devices.revoke(door_event.device(), actor="organizer", now=utcnow())
    phone.page.context.set_offline(False)

    phone.page.reload()

    phone.shows("revoked")
    stores = phone.stored()
    assert stores["scans"] == []
    assert not {"roster", "base", "others", "swap"} & set(stores["keys"])
    with door_event.server.app_context():
        assert [item.standing for item in door_event.scans()] == ["quarantined"]
    phone.page.context.set_offline(True)
    phone.page.reload()
    phone.shows("revoked")
    scan(phone, door_event.codes["Avan Mäld"])
    phone.page.wait_for_timeout(300)
    phone.shows("revoked")


def test_a_phone_paired_anew_knows_the_former_event_s_tickets_without_network(
    phone: Phone, door_event: DoorEvent
) -> None:
    phone.pair(door_event.other_link)
    expect(phone.page.locator("[data-bar=door]")).to_contain_text("Annan entré")
    phone.page.context.set_offline(True)
    expect(phone.network).to_contain_text("Utan nät")

    scan(phone, door_event.codes["Åsa Öberg"])
    phone.shows("other-event")
    scan(phone, "7C9JTH1C8ZMA5VDMS")
    phone.shows("unlisted")
    scan(phone, door_event.codes["Annika Annan"])
    phone.shows("welcome")


def test_people_check_themselves_in_and_only_staff_end_it(
    phone: Phone, door_event: DoorEvent
) -> None:
    page = phone.page
    page.locator("[data-action=kiosk]").click()
    page.locator("#kiosk-start-figures").fill("12")
    page.locator("dialog[open] [type=submit]").click()
    expect(page.locator("dialog[open] [data-part=answer]")).to_contain_text("fyra till åtta")
    page.locator("#kiosk-start-figures").fill("2580")
    page.locator("dialog[open] [type=submit]").click()
    expect(phone.stage).to_contain_text("Checka in här")

    scan(phone, door_event.codes["Åsa Öberg"])
    expect(page.locator("[data-shows=welcome]")).to_contain_text("Åsa Öberg")
    phone.shows("idle")  # by itself
    scan(phone, door_event.codes["Avan Mäld"])
    refusal = page.locator("[data-shows=cancelled]")
    expect(refusal).to_have_text(re.compile(r"^\s*Gå till disken\s*Där hjälper vi dig\.\s*$"))
    expect(phone.stage.locator("button, [data-part=latest]")).to_have_count(0)
    page.reload()
    expect(phone.stage).to_contain_text("Checka in här")
    assert "2580" not in str(phone.stored())
    page.locator("[data-action=kiosk]").click()
    page.locator("#kiosk-end-figures").fill("2581")
    page.locator("dialog[open] [type=submit]").click()
    expect(page.locator("dialog[open] [data-part=answer]")).to_contain_text("inte rätt kod")
    page.locator("#kiosk-end-figures").fill("2580")
    page.locator("dialog[open] [type=submit]").click()
    expect(phone.button("find")).to_have_count(1)
