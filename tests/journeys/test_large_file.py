"""A file that is too large is refused before it is sent, and what was typed stays."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from eventapp.domain.permission import Role
from eventapp.domain.schedule.material import FILE_MAX_BYTES
from eventapp.extensions import db
from tests.journeys.demo_event import an_event_soon, app_on_demo_database
from tests.journeys.signed_in_pages import SignedInPages
from tests.server import LiveServer

pytestmark = pytest.mark.xdist_group("journeys")


def test_a_large_file_is_refused_before_it_is_sent(
    browser: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    large, right = tmp_path / "stor.pdf", tmp_path / "liten.pdf"
    with large.open("wb") as file:
        file.truncate(FILE_MAX_BYTES + 1)
    right.write_bytes(b"%PDF-1.4\n")
    with app_on_demo_database(live_server):
        slug = an_event_soon(seats=20).slug
        db.session.commit()
    screens = SignedInPages(browser, live_server)
    page = screens.of(Role.ORGANIZER)
    page.goto(f"{live_server.base}/organizer/events/{slug}/materials")
    panel = page.locator("section", has=page.locator("#new"))
    panel.locator("[name=title]").fill("Bilder")
    panel.locator("[name=file]").set_input_files(large)
    alert = panel.get_by_role("alert")
    expect(alert).to_have_text("Filen är större än 50 MB.")
    panel.locator("button[type=submit]").last.click()
    expect(panel.locator("[name=file]")).to_be_focused()
    expect(panel.locator("[name=title]")).to_have_value("Bilder")

    panel.locator("[name=file]").set_input_files(right)
    expect(alert).to_have_text("")
    panel.locator("button[type=submit]").last.click()
    expect(page.locator("table.materials")).to_contain_text("Bilder")
    screens.close()
