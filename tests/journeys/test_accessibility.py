"""axe finds nothing on any page, light and dark, narrow and wide; nothing scrolls sideways."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pyotp
import pytest
from flask import abort
from playwright.sync_api import Browser, Page, expect

from eventapp.app import create_app
from eventapp.domain.permission import Role
from tests import server
from tests.databases import MigratedDatabase
from tests.journeys import page_catalogue
from tests.journeys.demo_event import a_small_event, app_on_demo_database
from tests.journeys.signed_in_pages import PageView, SignedInPages, an_account_with_a_password
from tests.server import LiveServer
from tests.settings import app_settings

# Its set-up costs more than its tests: one test process runs them all.
pytestmark = pytest.mark.xdist_group("accessibility")

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Measured only where a page colours its text as none before it did: it costs more than all else.
COLOURS = ["color-contrast", "link-in-text-block"]
RUN = """(rules, context = document) => axe.run(context, {...rules, resultTypes: ['violations']})
  .then(({violations}) => violations.flatMap(({id, nodes}) => nodes.map(
    node => `${id}: ${node.target} – ${node.failureSummary}`)))"""
BUT_COLOURS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {
        **{rule: {"enabled": False} for rule in COLOURS},
        "heading-order": {"enabled": True},  # only best practice to axe
    },
}
ONLY_COLOURS = {"runOnly": {"type": "rule", "values": COLOURS}}
# Every way in which shown text is coloured: its own style, and what lies under it, where that is
# anything to see. A link counts with the text around it. Of the size only matters to axe whether
# text is large: https://www.w3.org/TR/WCAG22/#dfn-large-scale. Axe begins in the same breath: a
# page's script can take nothing away in between.
RUN_ON_COLOURINGS = (
    """async ({rules, legible}) => {
  const BARE = 'rgba(0, 0, 0, 0),none,1,none,normal,static'
  const layers = new Map()
  const under = element => {
    if (!element) return ''
    if (!layers.has(element)) {
      const style = getComputedStyle(element)
      const layer = [style.backgroundColor, style.backgroundImage, style.opacity,
        style.filter, style.mixBlendMode, style.position].join()
      layers.set(element, (layer === BARE ? '' : layer) + under(element.parentElement))
    }
    return layers.get(element)
  }
  const text = element => {
    const {color, fontSize, fontWeight, textDecorationLine, textShadow} = getComputedStyle(element)
    const points = Math.ceil(parseFloat(fontSize) * 72) / 96
    const size = points < (fontWeight < 700 ? 18 : 14) ? 'small' : 'large'
    const around = element.localName === 'a' ? text(element.parentElement) : []
    return [element.localName, color, size, fontWeight, textDecorationLine, textShadow, ...around]
  }
  const speaks = element => /^(input|select|textarea)$/.test(element.localName) ||
    [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
  const coloured = new Map()
  for (const element of document.body.querySelectorAll('*')) {
    if (speaks(element) && element.checkVisibility()) {
      const colouring = text(element).join() + under(element)
      coloured.set(colouring, [...(coloured.get(colouring) || []), element])
    }
  }
  legible.forEach(colouring => coloured.delete(colouring))
  const run = """
    + RUN
    + """
  return [
    [...coloured.keys()],
    coloured.size ? await run(rules, {include: [...coloured.values()].flat()}) : [],
  ]
}"""
)
# HTML has at most three digits of a second's fraction.
NO_TIMES = r"""() => [...document.querySelectorAll('time')].map(element => element.dateTime)
  .filter(time => !/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/.test(time))"""
SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"
NARROWEST, PHONE, DESK = 320, 390, 1280
ERRORS = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)


@pytest.fixture(scope="module")
def screens(browser: Browser, live_server: LiveServer) -> Iterator[SignedInPages]:
    pages = SignedInPages(browser, live_server, script=AXE.read_text(encoding="utf-8"))
    yield pages
    pages.close()


@pytest.fixture
def screen(screens: SignedInPages) -> Page:
    """A screen that a visitor looks at."""
    return screens.of(Role.VISITOR)


@pytest.fixture(scope="module")
def addresses(live_server: LiveServer) -> dict[str, list[PageView]]:
    return page_catalogue.page_catalogue(live_server)


# The colourings in which nothing was found.
legible: set[str] = set()


def find_violations(page: Page) -> list[str]:
    """What axe reports of the page that is shown, and whether it scrolls sideways."""
    violations: list[str] = []
    lay_out(page, NARROWEST)
    if (overhang := page.evaluate(SIDEWAYS)) > 0:
        violations.append(f"scrolls sideways by {overhang} px at {NARROWEST}")
    violations += [f"no time: {value}" for value in page.evaluate(NO_TIMES)]
    # Each change of width or theme lays the whole page out again: the fewer, the better.
    shown = "light"  # as every page comes, and is left
    for width, theme in ((PHONE, "light"), (PHONE, "dark"), (DESK, "dark"), (DESK, "light")):
        lay_out(page, width)
        if theme != shown:
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            shown = theme
        reported = find_illegible(page)
        if theme == "light":
            reported += page.evaluate(RUN, BUT_COLOURS)
        violations += [f"{width} {theme} {violation}" for violation in reported]
    return violations


def lay_out(page: Page, width: int) -> None:
    """Make the page so wide, where it is not."""
    if page.viewport_size != {"width": width, "height": 900}:
        page.set_viewport_size({"width": width, "height": 900})


def find_illegible(page: Page) -> list[str]:
    """What axe reports of the page's colours, where they have not passed on other pages."""
    asked = {"rules": ONLY_COLOURS, "legible": sorted(legible)}
    reported: list[str]
    colourings, reported = page.evaluate(RUN_ON_COLOURINGS, asked)
    if not reported:
        legible.update(colourings)
    return reported


def test_every_page_is_known(live_server: LiveServer, addresses: dict[str, list[PageView]]) -> None:
    with app_on_demo_database(live_server) as app:
        assert set(addresses) == page_catalogue.rules(app)


def test_what_is_no_page_is_none(live_server: LiveServer) -> None:
    with app_on_demo_database(live_server) as app:
        assert set(page_catalogue.NO_PAGES) <= {rule.rule for rule in app.url_map.iter_rules()}


@pytest.mark.parametrize("rule", sorted(page_catalogue.PAGES))
def test_nothing_is_found_on(
    rule: str, live_server: LiveServer, addresses: dict[str, list[PageView]], screens: SignedInPages
) -> None:
    by_address = {}
    for view in addresses[rule]:
        screen = screens.of(view.by)
        lay_out(screen, NARROWEST)
        answer = screen.goto(live_server.base + view.address)
        assert answer
        assert answer.status == view.status, view
        assert urlsplit(answer.url).path == urlsplit(view.address).path, "redirected"
        by_address[view.address] = find_violations(screen)

    assert {address: violations for address, violations in by_address.items() if violations} == {}


def test_nothing_is_found_on_forms_sent_back(live_server: LiveServer, screen: Page) -> None:
    event = a_small_event(live_server)
    for address in (f"/events/{event.slug}/registration/new", "/registrations"):
        screen.goto(live_server.base + address)
        with screen.expect_navigation():
            screen.locator("main form button[type=submit]:not([aria-hidden], [formaction])").click()
        assert screen.title().startswith("Fel:")
        assert find_violations(screen) == [], address


@pytest.mark.parametrize(
    "address",
    [
        "/organizer/events/new",
        "/organizer/series/new",
        "/organizer/events/{event}/sessions/new",
        "/organizer/events/{event}/rooms",
        "/organizer/events/{event}/calling-off/new",
    ],
)
def test_nothing_is_found_on_the_desks_forms_sent_back(
    address: str, live_server: LiveServer, screens: SignedInPages
) -> None:
    screen = screens.of(Role.ADMIN)
    screen.goto(live_server.base + address.format(event=live_server.addresses["event_open"]))
    with screen.expect_navigation():
        screen.locator(
            ".desk-grid > div form[method=post] button[type=submit]:not([aria-hidden], [formaction])"
        ).first.click()

    assert screen.title().startswith("Fel:")
    assert find_violations(screen) == []


def test_nothing_is_found_at_the_door(live_server: LiveServer, screens: SignedInPages) -> None:
    screen = screens.of(Role.DOOR_STAFF)
    screen.goto(f"{live_server.base}/door")
    screen.locator("[data-action=find]:visible").click()
    violations = find_violations(screen)
    screen.locator("#typed").fill("Tallglim")
    screen.locator("dialog[open] form button[type=submit]:not([aria-hidden], [formaction])").click()
    expect(screen.locator("[data-part=results] button")).not_to_have_count(0)

    assert violations + find_violations(screen) == []


def test_nothing_is_found_on_the_way_in(live_server: LiveServer, screens: SignedInPages) -> None:
    """A password, a second factor set up with its recovery codes, and its code asked for."""
    screen, seen = screens.stranger(), {}
    email, password = an_account_with_a_password(live_server)

    def press(action: str) -> None:
        with screen.expect_navigation():
            screen.locator(
                f"main form[action='{action}'] button[type=submit]:not([aria-hidden], [formaction])"
            ).click()
        seen[screen.title()] = find_violations(screen)

    def sign_in(with_password: str) -> None:
        screen.goto(f"{live_server.base}/sign-in")
        screen.locator("#email").fill(email)
        screen.locator("#password").fill(with_password)
        press("/sign-in")

    sign_in("not the right one")
    sign_in(password)
    press("/account/second-factor/new")
    secret = screen.locator("main .code").inner_text().replace(" ", "")
    screen.locator("#code").fill(pyotp.TOTP(secret).now())
    press("/account/second-factor")
    screen.context.clear_cookies()
    sign_in(password)

    assert len(seen) == 5, list(seen)
    assert {title: violations for title, violations in seen.items() if violations} == {}


def test_the_search_finds_what_is_wrong(live_server: LiveServer, screen: Page) -> None:
    screen.goto(f"{live_server.base}/registrations")
    screen.evaluate("""() => {
      document.querySelector('label[for=email]').remove()
      document.querySelector('h1').style.cssText = 'color: #ccc; inline-size: 2000px'
    }""")

    violations = " ".join(find_violations(screen))

    assert "label:" in violations
    assert "color-contrast:" in violations
    assert "scrolls sideways" in violations


@pytest.mark.on_sqlite_alone
def test_nothing_is_found_on_error_pages(database: MigratedDatabase, screen: Page) -> None:
    # An app of its own: a route that is added stays for all who share the app.
    app = create_app(app_settings(database.data, database_url=database.url, mode="demo"))
    app.add_url_rule("/error/<int:code>", "error", abort)
    by_status = {}
    with server.threads(app) as base:
        for status in ERRORS:
            answer = screen.goto(f"{base}/error/{status}")
            assert answer
            assert answer.status == status
            by_status[status] = find_violations(screen)

    assert {status: violations for status, violations in by_status.items() if violations} == {}
