"""axe finds nothing on any page, light and dark, narrow and wide; nothing scrolls sideways."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask, abort
from playwright.sync_api import Browser, Page

from tests import server
from tests.journeys import sights
from tests.journeys.own_event import a_small_event, beside
from tests.server import LiveServer

pytestmark = pytest.mark.xdist_group("real-house")

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})
  .then(found => found.violations.flatMap(each => each.nodes.map(
    node => `${each.id}: ${node.target} – ${node.failureSummary}`)))"""
SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"
NARROWEST, PHONE, DESK = 320, 390, 1280
ERRORS = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    """A screen of any width, that moves nothing by itself."""
    context = browser.new_context(
        locale="sv-SE", timezone_id="Europe/Stockholm", reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def addresses(live_server: LiveServer) -> dict[str, list[str]]:
    return sights.sights(live_server)


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


def faults(page: Page) -> list[str]:
    """What axe and the ruler find wrong with the page that is shown."""
    page.evaluate(axe())
    found: list[str] = []
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            found += [f"{width} {theme} {each}" for each in page.evaluate(RUN, TAGS)]
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    if (overhang := page.evaluate(SIDEWAYS)) > 0:
        found.append(f"scrolls sideways by {overhang} px at {NARROWEST}")
    return found


def test_every_page_is_known(live_server: LiveServer, addresses: dict[str, list[str]]) -> None:
    with beside(live_server) as app:
        assert set(addresses) == sights.rules(app)


def test_what_is_no_page_is_none(live_server: LiveServer) -> None:
    with beside(live_server) as app:
        assert set(sights.NO_PAGES) <= {each.rule for each in app.url_map.iter_rules()}


@pytest.mark.parametrize("rule", sorted(sights.PAGES))
def test_nothing_is_found_on(
    rule: str, live_server: LiveServer, addresses: dict[str, list[str]], screen: Page
) -> None:
    found = {}
    for address in addresses[rule]:
        screen.set_viewport_size({"width": PHONE, "height": 900})
        answer = screen.goto(live_server.base + address)
        assert answer
        assert answer.status == 200, address
        found[address] = faults(screen)

    assert {address: each for address, each in found.items() if each} == {}


def test_nothing_is_found_on_forms_sent_back(live_server: LiveServer, screen: Page) -> None:
    event = a_small_event(live_server)
    for address in (f"/events/{event.slug}/registration/new", "/registrations"):
        screen.goto(live_server.base + address)
        with screen.expect_navigation():
            screen.locator("main form button[type=submit]").click()
        assert screen.title().startswith("Fel:")
        assert faults(screen) == [], address


def test_the_search_finds_what_is_wrong(live_server: LiveServer, screen: Page) -> None:
    screen.goto(f"{live_server.base}/registrations")
    screen.evaluate("""() => {
      document.querySelector('label[for=email]').remove()
      document.querySelector('h1').style.cssText = 'color: #ccc; inline-size: 2000px'
    }""")

    found = " ".join(faults(screen))

    assert "label:" in found
    assert "color-contrast:" in found
    assert "scrolls sideways" in found


@pytest.fixture
def mode() -> str:
    return "demo"


@pytest.mark.on_sqlite_alone
def test_nothing_is_found_on_error_pages(app: Flask, screen: Page) -> None:
    app.add_url_rule("/error/<int:code>", "error", abort)
    found = {}
    with server.threads(app) as base:
        for status in ERRORS:
            answer = screen.goto(f"{base}/error/{status}")
            assert answer
            assert answer.status == status
            found[status] = faults(screen)

    assert {status: each for status, each in found.items() if each} == {}
