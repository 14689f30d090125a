"""A ticket printed from the browser is a sheet of paper that the door can read."""

import io

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.journeys.browser_user import read_codes, written_code
from tests.journeys.conftest import NewUser
from tests.server import LiveServer

# They share a demo that one test process has running.
pytestmark = pytest.mark.xdist_group("journeys")

PRINTER = 200  # dots an inch


def printed(page: Page) -> list[Image.Image]:
    """The sheets that the browser would send to a printer, A4, as grey pictures."""
    document = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    sheets = [sheet.render(scale=PRINTER / 72).to_pil().convert("L") for sheet in document]
    document.close()
    return sheets


def as_png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_printed_ticket_is_read_from_the_paper(
    live_server: LiveServer, set_out: NewUser, theme: str
) -> None:
    phone = set_out()
    phone.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    phone.open(live_server.addresses["ticket"])
    written = written_code(phone)

    first, *more = printed(phone.page)

    assert more == []
    assert np.asarray(first)[:, 0].min() > 250  # dark screens do not make dark paper
    assert read_codes(as_png(first)) == ([written], written)


def test_the_way_about_the_site_is_not_printed(live_server: LiveServer, browser: Browser) -> None:
    context = browser.new_context(locale="sv-SE")
    page = context.new_page()
    page.goto(live_server.addresses["ticket"])
    page.emulate_media(media="print")

    for what in ("nav.site-nav", "footer", ".site-lang", ".crumbs", ".button-row"):
        assert not page.locator(what).first.is_visible(), what
    for what in (".ticket-name", ".ticket-qr svg", ".ticket-code", ".ticket-foot"):
        assert page.locator(what).first.is_visible(), what
    context.close()
