"""Two doors, a phone at each: browsers whose cameras see what the test shows them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Playwright, expect

from tests.journeys.camera_film import film
from tests.journeys.phone import Phone, browser_of


@dataclass(frozen=True, slots=True)
class DoorPhone:
    """A phone that lies at a door; what it keeps outlives its browser."""

    playwright: Playwright
    folder: Path
    base: str

    @contextmanager
    def facing(self, *codes: str) -> Iterator[Phone]:
        """Switch it on, these tickets before its camera, or an empty hall."""
        self.folder.mkdir(exist_ok=True)
        seen = film(self.folder / "film.mjpeg", *codes)
        with browser_of(self.playwright, self.folder / "profile", seen) as context:
            yield Phone(context.pages[0], self.base)


def welcomes(phone: Phone, name: str) -> None:
    """The ticket before the camera is good, and the name on it is shown."""
    phone.shows("welcome")
    expect(phone.stage.locator("[data-word=name]")).to_have_text(name)


def has_sent_all(phone: Phone) -> None:
    """Nothing waits any more."""
    phone.until(lambda: phone.stored()["scans"] == [], seconds=60)


def remembers_without_network(phone: Phone) -> None:
    """Loaded anew it has kept the scan, says so, and knows the ticket that is still held up."""
    phone.page.reload()
    expect(phone.network).to_contain_text("Utan nät")
    expect(phone.network).to_contain_text("väntar")
    phone.shows("again")
