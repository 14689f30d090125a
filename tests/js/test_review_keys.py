"""Texts that wait for a reader are gone through by keys, which are letters where somebody types."""

from playwright.sync_api import Page, expect

from tests.js.page import open_page

TEXT = """<li tabindex="-1"><form onsubmit="return false"><textarea></textarea>
<button name="verdict" value="accept" onclick="document.title = 'accepted {n}'">Accept</button>
<button name="verdict" value="withhold" onclick="document.title = 'withheld {n}'">No</button>
<input type="checkbox" aria-label="Tick {n}"></form></li>"""
LIST = f'<ol data-component="review-keys">{TEXT.format(n=1)}{TEXT.format(n=2)}</ol>'


def test_keys_go_through_the_texts(page: Page) -> None:
    open_page(page, LIST)
    page.get_by_label("Tick 1").focus()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_label("Tick 2")).to_be_checked()
    expect(page.get_by_label("Tick 1")).not_to_be_checked()
    page.keyboard.press("v")
    expect(page).to_have_title("accepted 2")
    page.keyboard.press("k")
    page.keyboard.press("h")
    expect(page).to_have_title("withheld 1")


def test_while_somebody_types_they_are_letters(page: Page) -> None:
    open_page(page, LIST)
    page.locator("textarea").first.focus()
    page.keyboard.type("jhvx")

    expect(page.locator("textarea").first).to_have_value("jhvx")
    expect(page).not_to_have_title("withheld 1")
