"""What an older page left in a browser is read by the newer one: a phone's scans above all."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from eventapp.clock import standing_at
from tests import server
from tests.browser import SWEDISH_PHONE
from tests.builders.moments import NOON
from tests.golden.installation import Installation, read, upgraded
from tests.golden.phone_store import dump, load

WsgiApp = Callable[..., Any]
pytestmark = pytest.mark.xdist_group("golden")


def at_noon(wsgi_app: WsgiApp) -> WsgiApp:
    """The same, its clock standing: phones time their scans by the server's answers.

    Each is read to its end: where a page goes away meanwhile, the server leaves its file open.
    """

    def answer(*request: Any) -> list[bytes]:
        with standing_at(NOON), closing(wsgi_app(*request)) as pieces:
            return [b"".join(pieces)]

    return answer


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """On one kind of database: the browser does not see which."""
    with upgraded(tmp_path_factory.mktemp("golden")) as installation:
        yield installation


@pytest.fixture
def base(old: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of the installation, served from threads."""
    app: Flask = old.app
    monkeypatch.setattr(app, "wsgi_app", at_noon(app.wsgi_app))
    with server.threads(app) as address:
        yield address


@pytest.fixture
def page(browser: Browser, base: str, old: Installation) -> Iterator[Page]:
    """A page on the paired phone."""
    context = browser.new_context(**SWEDISH_PHONE)  # type: ignore[arg-type]
    cookie = {"name": "eventapp_door", "value": old.secrets["phone"], "url": base}
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{base}/healthz")
    yield page
    context.close()


def test_scans_that_waited_in_an_older_page_are_sent(
    page: Page, base: str, old: Installation
) -> None:
    golden = read("phone_store")
    load(page, golden["stores"])
    slept = {scan["id"] for scan in golden["stores"]["scans"] if scan["state"] == "open"}

    page.goto(f"{base}/door")
    expect(page.locator("[data-bar=door]")).to_contain_text("Entré")
    until(page, lambda: dump(page)["scans"] == [])

    rows = {row["scan_id"]: row for row in old.rows("check_ins")}
    assert {scan["id"] for scan in golden["stores"]["scans"]} <= set(rows)
    assert all(json.loads(rows[scan_id]["body"])["after"] for scan_id in slept)
    assert [json.loads(rows[scan["id"]]["body"]) for scan in golden["sent"]] == golden["sent"]


def test_an_older_roster_still_knows_its_people_without_network(
    page: Page, base: str, old: Installation
) -> None:
    golden = read("phone_store")
    load(page, golden["stores"])
    page.route("**/api/**", lambda route: route.abort())

    page.goto(f"{base}/door")
    page.locator("[data-part=verdict] [data-action=find]").click()
    page.locator("#typed").fill(old.people["bo"]["code"])
    page.locator("dialog[open] form button[type=submit]").click()

    expect(page.locator("[data-part=verdict]")).to_have_attribute("data-shows", "welcome")
    expect(page.locator("[data-part=verdict]")).to_contain_text("Bo")
    stores = dump(page)
    assert len(stores["scans"]) == len(golden["stores"]["scans"]) + 1
    assert shape(stores["scans"]) == shape(golden["stores"]["scans"])
    assert set(stores["kept"]) == set(golden["stores"]["kept"])


def test_what_was_typed_in_an_older_page_is_filled_in(
    page: Page, base: str, old: Installation
) -> None:
    survey = f"/surveys/{list(old.secrets['surveys'].values())[-1]}"
    page.evaluate(
        "([survey, typed]) => sessionStorage.setItem('typed:' + survey, typed)",
        [survey, json.dumps([["q-q2", "d"]])],
    )

    page.goto(f"{base}{survey}")

    expect(page.locator("[name=q-q2][value=d]")).to_be_checked()


def test_an_older_page_s_files_are_cleared_away_by_name(page: Page, base: str) -> None:
    page.evaluate("() => caches.open('door-older')")

    page.goto(f"{base}/door")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")

    until(page, lambda: not page.evaluate("() => caches.has('door-older')"))


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait for something that no locator can tell."""
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        page.wait_for_timeout(100)


def shape(scans: list[dict[str, Any]]) -> set[str]:
    return {name for scan in scans for name in scan}
