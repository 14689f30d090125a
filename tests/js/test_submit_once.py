"""A form is sent once, and its button says that it is being sent."""

from playwright.sync_api import Page, expect

from tests.js.page import open_page

FORM = """<main><form method="post" action="/elsewhere" data-component="submit-once">
<button name="go" value="1" data-busy="Sending …">Send</button></form></main>"""


def test_a_second_press_sends_nothing(page: Page) -> None:
    sent: list[str | None] = []
    page.on("request", lambda asked: asked.method == "POST" and sent.append(asked.post_data))
    open_page(page, FORM)
    button = page.get_by_role("button")
    button.click()
    expect(button).to_have_text("Sending …")
    expect(button).to_have_attribute("aria-disabled", "true")
    button.click(force=True)
    button.press("Enter")
    page.wait_for_timeout(100)
    assert sent == ["go=1"]
