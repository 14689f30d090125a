"""A coordinator finds and reads the own results with the keyboard alone."""

from playwright.sync_api import Browser, Page, expect

from eventapp.domain.permission import Role
from tests.journeys.signed_in_pages import SignedInPages
from tests.server import LiveServer

TABS_MAX = 60


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the link or summary with these words has the focus."""
    for _ in range(TABS_MAX):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.textContent"):
            return
    raise AssertionError(f"the keyboard does not reach {words}")


def test_a_coordinator_reads_own_results(live_server: LiveServer, browser: Browser) -> None:
    screens = SignedInPages(browser, live_server)
    page = screens.of(Role.COORDINATOR)
    page.goto(f"{live_server.base}/delegations")
    expect(page.get_by_text("Det finns resultat att läsa")).to_be_visible()

    tab_to(page, "Så svarade ni på enkäten")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Så svarade Göteborg")
    expect(page.get_by_text("85 av 99 deltagare svarade.")).to_be_visible()
    grade = page.get_by_role("figure", name="Vilket betyg ger du konferensen som helhet?").first
    expect(grade.get_by_role("img", name="Göteborg: 84")).to_be_visible()
    expect(grade.get_by_role("img", name="Alla andra: 71")).to_be_visible()
    tab_to(page, "Visa som tabell")
    page.keyboard.press("Enter")
    expect(grade.get_by_role("table")).to_be_visible()
    screens.close()
