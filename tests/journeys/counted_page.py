"""A page on which every click, key that sends and file dialog counts, as an organizer counts them.

Moving between fields with the Tab key and typing are free. Opening a list of choices and choosing
from it are two.
"""

from pathlib import Path

from playwright.sync_api import Page, expect


class CountedPage:
    """One errand, counted from the page `start` on, which is open and not counted."""

    def __init__(self, page: Page, start: str) -> None:
        self.page, self.clicks = page, 0
        page.goto(start)

    def follow(self, words: str) -> None:
        """Follow the first link of these words; another page comes."""
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words, exact=True).first.click()

    def press(self, words: str) -> None:
        """Press the button of these words; another page comes."""
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words, exact=True).click()

    def download(self, words: str, *, role: str = "link") -> Path:
        """Click on what gives a file; where the browser has put it."""
        self.clicks += 1
        with self.page.expect_download() as awaited:
            self.page.get_by_role(role, name=words, exact=True).first.click()  # type: ignore[arg-type]
        return awaited.value.path()

    def choose_file(self, file: Path) -> None:
        """Open the dialog of the page's only field for files, and choose one."""
        self.clicks += 1
        with self.page.expect_file_chooser() as awaited:
            self.page.locator("main input[type=file]").click()
        awaited.value.set_files(file)

    def choose(self, label: str, option: str) -> None:
        """Open a list of choices and choose the option that begins with these words."""
        self.clicks += 2
        field = self.page.get_by_label(label, exact=True)
        words = field.locator("option").filter(has_text=option).first.inner_text()
        field.select_option(label=words)

    def write(self, label: str, words: str) -> None:
        """Move to a field with the Tab key, and type."""
        self.page.get_by_label(label, exact=True).fill(words)

    def reads(self, words: str) -> None:
        """Make sure that the page says so; it may renew itself until it does."""
        expect(self.page.get_by_role("main")).to_contain_text(words)
