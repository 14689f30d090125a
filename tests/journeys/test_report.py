"""An analyst makes the report of the sample's first year by keyboard alone, and takes it to Word.

Its figures are those that were calculated by hand. 99 came and were asked: 98 with a place, and
one without.
"""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect

from eventapp.domain.permission import Role
from tests.journeys.signed_in_pages import SignedInPages
from tests.server import LiveServer

pytestmark = pytest.mark.xdist_group("journeys")

TABS_MAX, LOOKS_MAX = 150, 60
OWN = "Tre av fyra är nöjda, och vi går vidare."


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    screens = SignedInPages(browser, live_server)
    yield screens.of(Role.ANALYST)
    screens.close()


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Go there by Tab, as somebody without a mouse does, and press the key."""
    expect(target).to_be_visible()
    for _tab in range(TABS_MAX):
        if target.evaluate("element => element === document.activeElement"):
            page.keyboard.press(key)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is never reached by Tab")


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True).first


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True).first


def make_report(page: Page, base: str) -> None:
    """The period in the address is what the two fields of the page send."""
    page.goto(f"{base}/organizer/reports/new?first=2023-01-01&last=2023-06-30")
    press(page, button(page, "Gör rapporten"))
    wait_for_files(page)


def wait_for_files(page: Page) -> None:
    """Look again, as the page says, until Word is written."""
    for _look in range(LOOKS_MAX):
        expect(page.get_by_role("link", name="Ta bort rapporten …")).to_be_visible()
        if link(page, "Word").is_visible():
            return
        page.wait_for_timeout(500)
        press(page, link(page, "Titta igen"))
        page.wait_for_load_state()
    raise AssertionError("the files never came")


def test_the_report_of_the_sample_by_keyboard(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.base}/organizer")
    press(page, link(page, "Rapporter"))
    expect(page.get_by_role("heading", name="Rapporter", level=1)).to_be_visible()
    make_report(page, live_server.base)

    main = page.locator("main")
    expect(main).to_contain_text("105 personer hade en plats, och 98 av dem kom (93 procent).")
    expect(main).to_contain_text(
        "85 av 99 deltagare svarade. Tre av fyra (74 procent) gav betyget 4 eller 5."
    )
    surveys = page.locator("section", has=page.locator("h2#surveys"))
    press(page, surveys.get_by_role("link", name="Ändra texten"))
    press(page, page.get_by_label("Text", exact=True), key="Control+A")
    page.keyboard.type(OWN)
    press(page, button(page, "Spara texten"))
    expect(surveys).to_contain_text(OWN)
    press(page, button(page, "Skriv Word och PDF"))
    page.wait_for_load_state()
    wait_for_files(page)
    with page.expect_download() as download:
        press(page, link(page, "Word"))
    document = Document(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert OWN in [paragraph.text for paragraph in document.paragraphs]
