"""A person with a phone: opens pages, looks at each, and minds what a browser complains about.

With ALBUM=<folder> in the environment a picture of each step is kept there.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import cv2
import numpy as np
import zxingcpp
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    expect,
)
from playwright.sync_api import (
    TimeoutError as PlaywrightTimeout,
)

from tests.browser import SWEDISH_PHONE

DISTANCES = (1.0, 0.5, 0.75, 0.6, 0.9, 1.25, 1.5, 0.4, 1.75, 2.0)
OPENINGS, OPENED_EVERY = 150, 700  # at most so often; milliseconds
WIDER_THAN_SCREEN = "() => document.documentElement.scrollWidth > innerWidth"


class BrowserUser:
    """One browser context, thrown away by close(). `name` is a folder of the album."""

    def __init__(
        self,
        browser: Browser,
        base: str,
        name: str,
        *,
        scripted: bool = True,
        locale: str = "sv-SE",
    ) -> None:
        self._context = browser.new_context(
            **{**SWEDISH_PHONE, "locale": locale},  # type: ignore[arg-type]
            base_url=base,
            java_script_enabled=scripted,
        )
        self.base, self.language = base, locale[:2]
        self.complaints: list[str] = []
        self._name, self._seen = name, 0
        self.page = self._context.new_page()
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._note_request)

    def close(self) -> None:
        """Put the phone away; nothing may have been complained of."""
        self._context.close()
        assert not self.complaints, f"{self._name}: {self.complaints}"

    def open(self, address: str) -> Page:
        """Go to an address of the demo; it must answer 200."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{answer.status} {address}"
        return self.page

    def open_until(self, address: str, awaited: Locator) -> None:
        """Open an address again and again, unhurried, until something is on its page."""
        for _ in range(OPENINGS):
            if self.open(address) and awaited.count():
                return
            self.page.wait_for_timeout(OPENED_EVERY)
        raise AssertionError(f"in vain: {awaited} on {address}")

    def look(self, heading: str) -> None:
        """Make sure of the page's heading, its language, and that nothing scrolls sideways."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        assert not self.page.evaluate(WIDER_THAN_SCREEN), f"{self.page.url} scrolls sideways"
        if album := os.environ.get("ALBUM"):
            self._seen += 1
            name = f"{self._seen:02d} {heading[:40]}.png"
            self.page.screenshot(path=Path(album) / self._name / name, full_page=True)

    def state(self) -> str | None:
        """How the registration stands, as the page says it to programs."""
        return self.page.locator("main").get_attribute("data-registration-state")

    def press(self, words: str) -> None:
        """Press the button of these words."""
        self.page.get_by_role("button", name=words, exact=True).click()

    def follow(self, words: str, *, exact: bool = True) -> None:
        """Follow the first link of these words; where there is none, the page says what it is.

        On a phone some are in the desk's menu, which is opened first.
        """
        link = self.page.get_by_role("link", name=words, exact=exact)
        menu = self.page.locator("details.desk-menu:not([open])").filter(has_text=words)
        if not link.count() and menu.count():
            menu.locator("summary").first.click()
        try:
            link.first.click()
        except PlaywrightTimeout as error:
            shown = self.page.get_by_role("main").inner_text()
            raise AssertionError(f"no link {words} on {self.page.url}:\n{shown}") from error

    def _note_console(self, message: ConsoleMessage) -> None:
        # Chromium reports the 422 and 409 that a form rightly gets as errors.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _note_request(self, request: Request) -> None:
        if urlsplit(request.url).scheme != "data" and not request.url.startswith(self.base):
            self.complaints.append(f"asked another host: {request.url}")


def read_codes(picture: bytes) -> tuple[list[str], str]:
    """What two readers, written by others, find in a picture: zxing, then OpenCV.

    OpenCV looks at it from several distances, as a camera would; zxing does so by itself.
    """
    pixels = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    texts = [barcode.text for barcode in zxingcpp.read_barcodes(pixels)]
    detector = cv2.QRCodeDetector()
    views = (
        cv2.GaussianBlur(
            cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), (0, 0), blur
        )
        for blur in (0.1, 0.8, 1.4)
        for scale in DISTANCES
    )
    return texts, next(filter(None, (detector.detectAndDecode(view)[0] for view in views)), "")


def written_code(phone: BrowserUser) -> str:
    """The ticket code as it is written beneath its picture, without what parts its groups."""
    groups = phone.page.locator(".ticket-code > span:not(.hidden-text)").all_inner_texts()
    return "".join(groups)
