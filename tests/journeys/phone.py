"""A phone at the door, as the hand that holds it knows it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

from tests.browser import QUIET, SWEDISH_PHONE, chromium_path

CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
KEPT = """async () => {
    const db = await new Promise((done, failed) => {
      const asked = indexedDB.open("door")
      asked.onsuccess = () => done(asked.result)
      asked.onerror = failed
    })
    const all = name => new Promise(done => {
      const asked = db.transaction(name).objectStore(name).getAll()
      asked.onsuccess = () => done(asked.result)
    })
    const keys = await new Promise(done => {
      const asked = db.transaction("kept").objectStore("kept").getAllKeys()
      asked.onsuccess = () => done(asked.result)
    })
    const scans = await all("scans")
    db.close()
    return { keys, scans }
}"""


EVERYTHING = """async () => {
    const texts = [...Object.entries(localStorage), ...Object.entries(sessionStorage)].flat()
    const bytes = (_name, value) => ArrayBuffer.isView(value)
      ? Array.from(value, byte => String.fromCharCode(byte)).join("") : value
    const request = asked => new Promise((done, failed) => {
      asked.onsuccess = () => done(asked.result)
      asked.onerror = failed
    })
    for (const { name } of await indexedDB.databases()) {
      const db = await request(indexedDB.open(name))
      for (const store of db.objectStoreNames)
        texts.push(JSON.stringify(await request(db.transaction(store).objectStore(store).getAll()), bytes))
      db.close()
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const asked of await cache.keys())
        texts.push(asked.url, await (await cache.match(asked)).text())
    }
    return texts.join(" ")
}"""


@contextmanager
def browser_of(
    playwright: Playwright, profile: Path, film: Path, **options: Any
) -> Iterator[BrowserContext]:
    """A browser with a profile that outlives it, whose camera shows a film."""
    context = playwright.chromium.launch_persistent_context(
        str(profile),
        executable_path=chromium_path(playwright),
        chromium_sandbox=False,
        args=[*QUIET, *CAMERA, f"--use-file-for-fake-video-capture={film}"],
        **{**SWEDISH_PHONE, **options},
    )
    try:
        yield context
    finally:
        context.close()


class Phone:
    """The door's page in a browser."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base

    @property
    def stage(self) -> Locator:
        return self.page.locator("[data-part=verdict]")

    @property
    def network(self) -> Locator:
        return self.page.locator("[data-bar=network]")

    def pair(self, address: str) -> None:
        """Open a pairing link and press its button."""
        self.page.goto(self.base + address)
        self.page.locator("main form button").click()
        expect(self.page.locator("[data-bar=door]")).not_to_be_empty(timeout=15_000)

    def open(self) -> None:
        """Open the door."""
        self.page.goto(f"{self.base}/door")

    def ready(self) -> None:
        """Wait until the page can do without network: its roster and its own files are kept."""
        expect(self.page.locator("[data-bar=door]")).not_to_be_empty(timeout=15_000)
        self.page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
        self.until(lambda: self.page.evaluate("() => !!navigator.serviceWorker.controller"))

    def wait_for_answers(self) -> None:
        """Give the server the time it takes: with much to do it is longer than a door waits."""
        self.page.evaluate("() => { AbortSignal.timeout = () => new AbortController().signal }")

    def shows(self, verdict: str) -> None:
        """Wait until a verdict is on the screen."""
        expect(self.stage).to_have_attribute("data-shows", verdict, timeout=20_000)

    def type(self, typed: str) -> None:
        """Type a code or a name into the field."""
        self.press("Next" if self.button("Next").count() else "find")
        if not self.page.locator("dialog[open]").count():
            self.press("find")
        self.page.locator("#typed").fill(typed)
        self.page.locator("dialog[open] form button[type=submit]").click()

    def button(self, name: str) -> Locator:
        action = {"Next": "next"}.get(name, name)
        return self.stage.locator(f"[data-action={action}]")

    def press(self, action: str) -> None:
        """Press one of the buttons at the thumb."""
        self.button(action).click()

    def stored(self) -> dict[str, Any]:
        """What lies in the phone's store."""
        stores: dict[str, Any] = self.page.evaluate(KEPT)
        return stores

    def everything_stored(self) -> str:
        """All that lies in any store of the phone's browser, as text."""
        text: str = self.page.evaluate(EVERYTHING)
        return text

    def until(self, holds: Any, *, seconds: float = 20) -> None:
        """Wait for something that no locator can tell."""
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, "waited in vain"
            self.page.wait_for_timeout(100)
