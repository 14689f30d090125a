"""What has been filled in survives a reload and a lost network, and goes once it has arrived."""

from playwright.sync_api import Page, expect

from tests.js.page import BASE, open_page

FORM = """<form method="post" action="/surveys/abc" data-component="keep-typed">
<input type="hidden" name="secret" value="{secret}">
<select name="from"><option value=""></option><option value="south">South</option></select>
<label>Four<input type="radio" name="grade" value="4"></label>
<label>Five<input type="radio" name="grade" value="5"></label>
<label>A<input type="checkbox" name="areas" value="a"></label>
<label>B<input type="checkbox" name="areas" value="b"></label>
<textarea name="words"></textarea>
<p class="typed-kept" hidden>Kept on this device. <button type="button">Remove</button></p></form>"""


def _fill(page: Page) -> None:
    page.locator("select").select_option("south")
    page.get_by_label("Five").check()
    page.get_by_label("A", exact=True).check()
    page.get_by_label("B", exact=True).check()
    page.locator("textarea").fill("Ljus på torget 🙂")


def test_what_was_filled_in_is_there_after_a_reload(page: Page) -> None:
    open_page(page, FORM.format(secret="one"))
    _fill(page)

    open_page(page, FORM.format(secret="two"))

    expect(page.locator("select")).to_have_value("south")
    expect(page.get_by_label("Five")).to_be_checked()
    expect(page.get_by_label("Four")).not_to_be_checked()
    expect(page.get_by_label("A", exact=True)).to_be_checked()
    expect(page.get_by_label("B", exact=True)).to_be_checked()
    expect(page.locator("textarea")).to_have_value("Ljus på torget 🙂")
    expect(page.locator("[name=secret]")).to_have_value("two")


def test_another_form_gets_nothing_of_it(page: Page) -> None:
    open_page(page, FORM.format(secret=""))
    _fill(page)

    open_page(page, FORM.format(secret="").replace("/abc", "/xyz"))

    expect(page.locator("textarea")).to_have_value("")
    expect(page.get_by_label("Five")).not_to_be_checked()


def test_a_form_that_comes_back_keeps_what_the_server_gave_it(page: Page) -> None:
    open_page(page, FORM.format(secret=""))
    _fill(page)

    faulty = FORM.format(secret="").replace("<textarea", '<p class="field-bad">No</p><textarea')
    open_page(page, faulty)

    expect(page.locator("textarea")).to_have_value("")


def test_nothing_stays_once_it_has_arrived(page: Page) -> None:
    open_page(page, FORM.format(secret=""))
    _fill(page)
    assert page.evaluate("localStorage.length") == 1

    open_page(page, '<h1 data-component="forget-typed">Thank you</h1>')

    assert page.url == f"{BASE}/"
    page.wait_for_function("localStorage.length === 0")


def test_a_browser_without_storage_shows_the_form_all_the_same(page: Page) -> None:
    for storage in ("sessionStorage", "localStorage"):
        page.add_init_script(
            f"Object.defineProperty(window, '{storage}', {{ get() {{ throw new Error('off') }} }})"
        )
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    open_page(page, FORM.format(secret=""))
    _fill(page)

    expect(page.locator("textarea")).to_have_value("Ljus på torget 🙂")
    assert faults == []


def test_it_is_there_in_another_tab_says_so_and_can_be_removed(page: Page) -> None:
    open_page(page, FORM.format(secret=""))
    expect(page.locator(".typed-kept")).to_be_hidden()
    _fill(page)
    expect(page.locator(".typed-kept")).to_be_visible()

    page.evaluate("sessionStorage.clear()")
    open_page(page, FORM.format(secret=""))
    expect(page.locator("textarea")).to_have_value("Ljus på torget 🙂")
    page.get_by_role("button", name="Remove").press("Enter")

    expect(page.locator("textarea")).to_have_value("")
    expect(page.get_by_label("Five")).not_to_be_checked()
    expect(page.locator(".typed-kept")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage)") == []


def test_what_was_left_behind_a_month_ago_goes(page: Page) -> None:
    open_page(page, "<p>Another page</p>")
    page.evaluate("localStorage.setItem('typed:/surveys/old', JSON.stringify({at: 1, values: []}))")

    open_page(page, FORM.format(secret=""))

    assert page.evaluate("localStorage.getItem('typed:/surveys/old')") is None
