"""The door's page in a browser: every verdict, and everything that goes wrong at doors."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import update

from eventapp.clock import utcnow
from eventapp.domain.door import device as devices
from eventapp.extensions import db
from eventapp.models import Registration
from tests.browser import SWEDISH_PHONE
from tests.databases import SqliteTemplate
from tests.journeys.door_event import DoorEvent, a_door_event
from tests.journeys.door_server import DoorServer
from tests.journeys.phone import Phone

# Its set-up costs more than its tests: one test process runs them all.
pytestmark = pytest.mark.xdist_group("door page")

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
FORGED = "7C9JTH1C8ZMA5VDMS"


@pytest.fixture(scope="module")
def server(sqlite: SqliteTemplate) -> Iterator[DoorServer]:
    with sqlite.database() as database:
        running = DoorServer(database.data)
        running.start()
        yield running
        running.kill()


@pytest.fixture
def ends_in() -> timedelta:
    return timedelta(hours=6)


@pytest.fixture
def door_event(server: DoorServer, ends_in: timedelta) -> DoorEvent:
    return a_door_event(server, ends_in=ends_in)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(**SWEDISH_PHONE)  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture
def phone(context: BrowserContext, door_event: DoorEvent) -> Phone:
    phone = Phone(context.new_page(), door_event.server.base)
    phone.pair(door_event.link)
    return phone


def assert_accessible(page: Page) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate("() => axe.run().then(told => told.violations.map(each => each.id))")
    assert violations == []


@pytest.mark.parametrize(
    ("who", "shows", "stored"),
    [
        ("Åsa Öberg", "welcome", ["welcome"]),
        ("Avan Mäld", "cancelled", ["cancelled"]),
        ("Nyare Biljett", "replaced", ["cancelled"]),
        ("Vänta Länge", "waitlisted", ["waitlisted"]),
        ("Annika Annan", "other-event", ["other-event"]),
        (FORGED, "unlisted", []),
    ],
)
def test_a_typed_code_is_answered_with(
    phone: Phone, door_event: DoorEvent, who: str, shows: str, stored: list[str]
) -> None:
    code = door_event.codes.get(who, who)
    phone.wait_for_answers()

    phone.type(f"{code[:4].lower()} {code[4:8]}-{code[8:12]}\u2013{code[12:]}")

    phone.shows(shows)
    assert_accessible(phone.page)
    phone.until(lambda: phone.stored()["scans"] == [])
    with door_event.server.app_context():
        assert [scan.phone_verdict for scan in door_event.scans()] == stored


def test_a_name_and_a_foreign_code_are_words_and_never_markup_or_a_link(
    phone: Phone, door_event: DoorEvent
) -> None:
    """CHK-02."""
    markup = "<img src=x onerror=alert(1)> Öberg"
    with door_event.server.app_context():
        db.session.execute(
            update(Registration).where(Registration.name == "Åsa Öberg").values(name=markup)
        )
    phone.wait_for_answers()

    phone.type(door_event.codes["Åsa Öberg"])
    phone.shows("welcome")
    expect(phone.stage).to_contain_text(markup)
    phone.type("https://evil.example/1")
    expect(phone.page.locator("[data-part=note]")).not_to_be_empty()

    assert phone.page.locator("[src=x], a[href*=evil]").count() == 0
    assert "/door" in phone.page.url


def test_a_mistyped_code_says_so_and_is_asked_of_nobody(
    phone: Phone, door_event: DoorEvent
) -> None:
    code = door_event.codes["Åsa Öberg"]
    asked: list[str] = []
    phone.page.on("request", lambda sent: asked.append(sent.url))

    # A figure: words without one are looked for as a name, and some codes have none.
    phone.type(code[:-1] + ("7" if code[-1] != "7" else "8"))

    expect(phone.page.locator("[data-part=note]")).to_have_text(
        "Ett tecken i biljettkoden är fel. Kontrollera den igen."
    )
    assert not [url for url in asked if url.endswith("/search")]


def test_every_verdict_says_itself_in_words_signs_and_colours(phone: Phone) -> None:
    templates = phone.page.evaluate(
        """() => [...document.querySelectorAll("template[data-verdict]")].map(each => [
          each.dataset.verdict, each.dataset.tone,
          each.content.querySelector("h1").textContent.trim(),
          each.content.querySelector(".verdict-sign")?.innerHTML ?? ""])"""
    )

    verdicts = [
        verdict
        for verdict in templates
        if verdict[1] not in {"rest", "read"} and not verdict[0].startswith("kiosk-")
    ]
    assert len(verdicts) == 18
    assert all(title and sign for _key, _tone, title, sign in verdicts)
    looks = {(tone, title) for _key, tone, title, _sign in verdicts}
    assert len(looks) == len(verdicts)


def test_again_says_when_and_where_and_may_be_let_in_all_the_same(
    phone: Phone, door_event: DoorEvent
) -> None:
    phone.type(door_event.codes["Åsa Öberg"])
    phone.shows("welcome")
    phone.page.wait_for_timeout(5100)  # the same showing lasts five seconds
    phone.type(door_event.codes["Åsa Öberg"])

    phone.shows("again")
    assert re.search(r"\d\d\.\d\d", phone.stage.locator("h1").inner_text())
    expect(phone.stage.locator("[data-word=organisation]")).to_contain_text("Entré")
    phone.press("let-in")
    phone.shows("forced")

    phone.until(lambda: phone.stored()["scans"] == [])
    with door_event.server.app_context():
        assert [(scan.how, scan.verdict) for scan in door_event.scans()] == [
            ("typed", "welcome"),
            ("typed", "again"),
            ("forced", "again"),
        ]


def test_an_undone_scan_leaves_nobody_inside(phone: Phone, door_event: DoorEvent) -> None:
    phone.type(door_event.codes["Åsa Öberg"])
    phone.shows("welcome")
    expect(phone.page.locator("[data-bar=inside]")).to_contain_text("1")

    phone.press("undo")

    phone.shows("undone")
    expect(phone.page.locator("[data-bar=inside]")).to_contain_text("0")
    phone.type(door_event.codes["Åsa Öberg"])
    phone.shows("welcome")


def test_names_leave_the_screen_after_eight_seconds(phone: Phone, door_event: DoorEvent) -> None:
    phone.type(door_event.codes["Avan Mäld"])
    phone.shows("cancelled")
    expect(phone.page.get_by_text("Avan Mäld")).to_be_visible()

    expect(phone.page.get_by_text("Avan Mäld")).to_have_count(0, timeout=10_000)
    phone.shows("cancelled")


def test_somebody_is_found_by_name_and_by_desk_code(phone: Phone, door_event: DoorEvent) -> None:
    phone.type("oberg")
    phone.page.get_by_role("button", name="Åsa Öberg").click()
    phone.shows("welcome")
    phone.page.wait_for_timeout(200)

    phone.type(door_event.codes["desk"].lower())
    phone.page.get_by_role("button", name="Åsa Öberg").click()

    phone.shows("again")


def test_without_network_names_are_not_found_but_codes_are(
    phone: Phone, door_event: DoorEvent
) -> None:
    phone.page.context.set_offline(True)
    phone.type("oberg")
    expect(phone.page.locator("[data-part=note]")).not_to_be_empty()
    phone.page.locator("dialog[open] [data-closes]").first.click()

    phone.type(door_event.codes["Åsa Öberg"])

    phone.shows("welcome")
    expect(phone.network).to_contain_text("1")


def test_a_captive_portals_page_is_no_answer(phone: Phone, door_event: DoorEvent) -> None:
    def portal(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<h1>Log in to the hotel</h1>")

    phone.page.route("**/api/**", portal)
    phone.type(door_event.codes["Åsa Öberg"])
    phone.shows("welcome")
    phone.page.wait_for_timeout(1500)
    assert len(phone.stored()["scans"]) == 1

    phone.page.unroute("**/api/**")
    phone.page.reload()
    phone.until(lambda: phone.stored()["scans"] == [])
    with door_event.server.app_context():
        assert len(door_event.scans()) == 1


def test_an_answer_lost_on_the_way_back_doubles_nothing(
    phone: Phone, door_event: DoorEvent
) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.page.route("**/api/v1/door/scans", lose, times=1)
    phone.type(door_event.codes["Åsa Öberg"])
    phone.shows("welcome")

    phone.until(lambda: phone.stored()["scans"] == [])
    with door_event.server.app_context():
        assert len(door_event.scans()) == 1


def test_a_full_phone_says_so_and_sends_the_scan_all_the_same(
    phone: Phone, door_event: DoorEvent
) -> None:
    phone.page.evaluate(
        """() => { IDBObjectStore.prototype.add = () => {
             throw new DOMException("full", "QuotaExceededError") } }"""
    )

    phone.type(door_event.codes["Åsa Öberg"])

    phone.shows("unsaved")
    assert_accessible(phone.page)
    phone.until(lambda: "1" not in phone.network.inner_text().split()[-1:])
    with door_event.server.app_context():
        phone.until(lambda: len(door_event.scans()) == 1)


def test_a_page_that_dies_between_disk_and_colour_has_lost_nothing(
    phone: Phone, door_event: DoorEvent
) -> None:
    phone.page.context.set_offline(True)
    phone.page.evaluate(
        """() => {
          const put = Element.prototype.replaceChildren
          Element.prototype.replaceChildren = function (...all) {
            const asks = this.dataset.shows === "read" // nothing has been said yet
            if (asks || this.dataset.part !== "verdict") return put.call(this, ...all)
            window.died = true
            throw new Error("the page died")
          }
        }"""
    )
    phone.type(door_event.codes["Åsa Öberg"])
    phone.until(lambda: phone.page.evaluate("() => window.died === true"))
    phone.page.context.set_offline(False)

    phone.page.reload()

    phone.until(lambda: phone.stored()["scans"] == [])
    with door_event.server.app_context():
        assert [scan.phone_verdict for scan in door_event.scans()] == ["welcome"]


def test_a_phone_that_is_shut_out_forgets_the_roster_and_tells_what_it_knew(
    phone: Phone, door_event: DoorEvent
) -> None:
    phone.page.context.set_offline(True)
    phone.type(door_event.codes["Åsa Öberg"])
    phone.shows("welcome")
    with door_event.server.app_context():
        devices.revoke(door_event.device(), actor="organizer", now=utcnow())

    phone.page.context.set_offline(False)

    phone.shows("revoked")
    expect(phone.page.locator('[data-network="offline"]')).to_be_hidden()  # it has been answered
    assert_accessible(phone.page)
    stores = phone.stored()
    assert stores["scans"] == []
    assert not {"roster", "base", "swap"} & set(stores["keys"])
    with door_event.server.app_context():
        assert [scan.standing for scan in door_event.scans()] == ["quarantined"]


def test_a_second_tab_says_so_and_does_nothing(phone: Phone) -> None:
    second = Phone(phone.page.context.new_page(), phone.base)
    second.open()

    second.shows("other-tab")
    assert_accessible(second.page)


def test_a_wiped_phone_fetches_the_roster_again_under_a_new_life(
    phone: Phone, door_event: DoorEvent
) -> None:
    phone.type(door_event.codes["Åsa Öberg"])
    phone.shows("welcome")
    phone.until(lambda: phone.stored()["scans"] == [])
    phone.page.evaluate(
        "() => new Promise(done => { indexedDB.deleteDatabase('door').onsuccess = done })"
    )
    phone.page.reload()
    phone.ready()

    phone.type(door_event.codes["Avan Mäld"])
    phone.shows("cancelled")

    phone.until(lambda: phone.stored()["scans"] == [])
    with door_event.server.app_context():
        lives = [scan.life for scan in door_event.scans()]
        assert len(set(lives)) == 2


@pytest.mark.parametrize("ends_in", [timedelta(hours=-2, seconds=8)])
def test_two_hours_after_the_event_the_roster_goes_whatever_the_clock_says(
    phone: Phone, door_event: DoorEvent
) -> None:
    phone.page.evaluate("() => { const now = Date.now; Date.now = () => now() - 86400000 }")
    phone.page.wait_for_timeout(8_500)

    phone.type(door_event.codes["Åsa Öberg"])

    phone.shows("over")
    assert not {"roster", "base", "swap"} & set(phone.stored()["keys"])


def test_a_roster_cut_in_the_middle_goes_on_where_it_was(
    context: BrowserContext, door_event: DoorEvent
) -> None:
    """Two pages of one record each, made of the server's own answer; the second is lost once."""
    page = context.new_page()
    asked: list[str] = []
    lost: list[bool] = []

    def paged(route: Route) -> None:
        asked.append(route.request.url.partition("?")[2])
        answer = route.fetch(headers=route.request.headers | {"accept": "application/json"})
        payload = answer.json()
        if payload["since"] == 0 and "after" not in asked[-1]:
            payload["next"], payload["complete"] = "f" * 32, False
        elif "after" in asked[-1] and not lost:
            lost.append(True)
            return route.abort()
        route.fulfill(response=answer, body=json.dumps(payload))
        return None

    context.route("**/api/v1/door/roster*", paged)
    phone = Phone(page, door_event.server.base)
    phone.page.goto(door_event.server.base + door_event.link)
    phone.page.locator("main form button").click()

    phone.until(lambda: len(asked) >= 4)

    assert asked[0] == ""
    assert asked[1] == asked[2] == "after=" + "f" * 32
    assert asked[3].startswith("since=")
    context.unroute_all(behavior="ignoreErrors")  # one may be on its way still


def test_an_unpaired_phone_is_told_how_to_be_paired(page: Page, server: DoorServer) -> None:
    answer = page.goto(f"{server.base}/door")

    assert answer
    assert answer.status == 200
    assert "wasm-unsafe-eval" not in answer.headers["content-security-policy"]
    expect(page.get_by_role("listitem")).not_to_have_count(0)
    assert_accessible(page)


def test_a_pairing_link_pairs_one_phone_and_looking_at_it_pairs_none(
    context: BrowserContext, page: Page, door_event: DoorEvent
) -> None:
    for _ in range(3):
        assert page.goto(door_event.server.base + door_event.link)
    assert_accessible(page)
    first = Phone(context.new_page(), door_event.server.base)
    first.pair(door_event.link)

    answer = page.goto(door_event.server.base + door_event.link)

    assert answer
    assert answer.status == 410
    cookie = next(cookie for cookie in context.cookies() if cookie["name"] == "eventapp_door")
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/")


def test_only_the_doors_own_files_are_kept_and_never_an_answer(
    phone: Phone, door_event: DoorEvent
) -> None:
    phone.type(door_event.codes["Åsa Öberg"])
    phone.shows("welcome")
    phone.ready()

    stored = phone.page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async name =>
             (await (await caches.open(name)).keys()).map(each => new URL(each.url).pathname)))).flat()"""
    )

    of_door = {path for path in stored if not path.startswith(("/static/", "/assets/"))}
    training = {"/door/help", "/door/rehearsal", "/door/rehearsal/roster.json"}
    assert of_door == {"/door/shell", *training}
    shell = phone.page.evaluate("() => fetch('/door/shell').then(answer => answer.text())")
    assert "Öberg" not in shell
