"""Public pages keep still while they load; no page scrolls sideways with letters twice as large."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from eventapp.domain.permission import Role
from tests.journeys.page_catalogue import token_of_the_past
from tests.journeys.signed_in_pages import SignedInPages
from tests.server import LiveServer

PHONE = {"width": 390, "height": 844}
SHIFT_MAX = 0.02
OBSERVER = """window.shift = 0
new PerformanceObserver(list => list.getEntries().forEach(entry => { shift += entry.value }))
  .observe({type: 'layout-shift', buffered: true})"""
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
OVERHANG = "() => document.documentElement.scrollWidth - innerWidth"
LARGE = """() => {
  document.documentElement.style.fontSize = '200%'
  return document.documentElement.scrollWidth - innerWidth
}"""


class SlowFonts:
    """A phone whose typefaces come only when the page has been painted without them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._held: list[Route] = []
        page.add_init_script(OBSERVER)
        page.route("**/*.woff2*", self._hold)

    def _hold(self, route: Route) -> None:
        self._held.append(route)

    def open(self, address: str) -> float:
        """Open a page, let the typefaces come, and say how far the layout has moved."""
        self._held.clear()
        self.page.goto(address, wait_until="domcontentloaded")
        self.page.evaluate(PAINTED)
        for route in self._held:
            route.continue_()
        self.page.wait_for_load_state("load")
        self.page.evaluate(PAINTED)
        return float(self.page.evaluate("shift"))


@pytest.fixture
def phone(browser: Browser) -> Iterator[SlowFonts]:
    context = browser.new_context(viewport=PHONE, locale="sv-SE")  # type: ignore[arg-type]
    yield SlowFonts(context.new_page())
    context.close()


def public_pages(live: LiveServer) -> list[str]:
    """One at least of each kind of page that visitors and participants see."""
    known = live.addresses
    past, coming = (f"/events/{known[key]}" for key in ("event", "event_open"))
    own, survey = (
        known[key].removeprefix(known["base"]).removesuffix("/ticket")
        for key in ("ticket", "survey")
    )
    return [
        *("/", "/?q=torg", "/accessibility", "/privacy", "/cookies", "/experiences", "/sign-in"),
        *(past, f"{past}/schedule", f"{past}/changes", f"{past}/sessions/p05"),
        *(coming, f"{coming}/schedule", "/series/natverkstraffar-2023-2024", "/registrations"),
        *(f"{coming}/registration/{page}" for page in ("new", "party/new", "received")),
        *(own, f"{own}/ticket", f"{own}/edit", f"{own}/copy", f"{own}/cancellation/new"),
        *(f"{coming}/speakers/s01", f"/registrations/{token_of_the_past(live)}/results"),
        *(survey, "/door/rehearsal/tickets", "/no-such-page"),
    ]


def test_no_public_page_moves_or_scrolls_sideways(
    live_server: LiveServer, phone: SlowFonts
) -> None:
    wrong = []
    for address in public_pages(live_server):
        shift = phone.open(live_server.base + address)
        if shift > SHIFT_MAX:
            wrong.append(f"{address} moves by {shift:.3f}")
        if (overhang := phone.page.evaluate(LARGE)) > 0:
            wrong.append(f"{address} scrolls sideways by {overhang} px at 200 %")

    assert wrong == []


def desk_pages(live: LiveServer) -> list[str]:
    """The widest pages of the desk: tables, lists, the board, and what is narrow beside a menu."""
    past, coming = (f"/organizer/events/{live.addresses[key]}" for key in ("event", "event_open"))
    return [
        *("/organizer", "/organizer/organisations", "/organizer/health"),
        *(f"{coming}/registrations", f"{past}/speakers"),
        *(f"{past}/schedule", f"{past}/schedule/board"),
    ]


def test_no_page_of_the_desk_scrolls_sideways_on_a_phone(
    live_server: LiveServer, browser: Browser
) -> None:
    # Administrators see what organizers do, under the longest menu; a role more is a second more.
    screens, wrong = SignedInPages(browser, live_server), []
    page = screens.of(Role.ADMIN)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for address in desk_pages(live_server):
        answer = page.goto(live_server.base + address, wait_until="domcontentloaded")
        assert answer is not None
        assert answer.ok, address
        overhangs = page.evaluate(OVERHANG), page.evaluate(LARGE)
        if max(overhangs) > 0:
            wrong.append((address, overhangs))
    screens.close()

    assert wrong == []


def test_the_measure_sees_a_typeface_that_moves_the_page(
    live_server: LiveServer, phone: SlowFonts
) -> None:
    def swapping(route: Route) -> None:
        answer = route.fetch()
        written = answer.text().replace("font-display: optional", "font-display: swap")
        route.fulfill(response=answer, body=written.replace("Atkinson Stand-in", "None"))

    phone.page.route("**/site.css*", swapping)

    assert phone.open(f"{live_server.base}/accessibility") > SHIFT_MAX
