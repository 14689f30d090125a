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
<textarea name="words"></textarea></form>"""


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
    assert page.evaluate("sessionStorage.length") == 1

    open_page(page, '<h1 data-component="forget-typed">Thank you</h1>')

    assert page.url == f"{BASE}/"
    page.wait_for_function("sessionStorage.length === 0")


def test_a_browser_without_storage_shows_the_form_all_the_same(page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('off') } })"
    )
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    open_page(page, FORM.format(secret=""))
    _fill(page)

    expect(page.locator("textarea")).to_have_value("Ljus på torget 🙂")
    assert faults == []
