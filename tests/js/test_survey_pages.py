"""A survey a few questions at a time, with nothing sent before the end."""

from playwright.sync_api import Page, expect

from tests.js.page import open_page

FORM = """<main><div id="survey-intro">Welcome</div>
<div class="error-summary"><a href="#q-q3">The third</a></div>
<div id="survey-progress" hidden data-one="Question {from} of {total}"
     data-many="Questions {from}–{to} of {total}" data-total="4">
  <svg role="img" aria-label=""><rect/><rect width="0%"/></svg><p></p></div>
<form method="post" action="/elsewhere" data-component="survey-pages">
<div class="survey-page" data-questions="2"><input id="q-q1" name="q1"><input name="q2"></div>
<div class="survey-page" data-questions="1"><input id="q-q3" name="q3"></div>
<div class="survey-page" data-questions="1"><input name="q4"></div>
<div class="survey-steps" hidden><button type="button" value="next">Next</button>
<button type="button" value="back">Back</button></div>
<div class="survey-send"><button>Send</button></div></form></main>"""


def test_questions_come_page_by_page_and_what_was_typed_stays(page: Page) -> None:
    sent: list[str | None] = []
    page.on("request", lambda asked: asked.method == "POST" and sent.append(asked.post_data))
    open_page(page, FORM)
    expect(page.locator("#survey-progress p")).to_have_text("Questions 1–2 of 4")
    expect(page.get_by_role("button", name="Send")).to_be_hidden()
    expect(page.get_by_role("button", name="Back")).to_be_hidden()
    page.locator("#q-q1").fill("one")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#survey-progress p")).to_have_text("Question 3 of 4")
    expect(page.locator("#survey-progress")).to_be_focused()
    expect(page.get_by_text("Welcome")).to_be_hidden()
    page.get_by_role("button", name="Back").click()
    expect(page.locator("#q-q1")).to_have_value("one")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("img")).to_have_attribute("aria-label", "Question 4 of 4")
    assert page.locator("button:visible").all_inner_texts() == ["Send", "Back"]
    assert sent == []
    page.get_by_role("button", name="Send").click()
    page.wait_for_timeout(100)
    assert sent == ["q1=one&q2=&q3=&q4="]


def test_enter_goes_on_and_sends_only_at_the_end(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda asked: asked.method == "POST" and sent.append(asked.url))
    open_page(page, FORM)
    page.locator("#q-q1").press("Enter")
    expect(page.locator("#q-q3")).to_be_visible()
    assert sent == []


def test_what_must_be_put_right_is_opened_before_its_link_looks_for_it(page: Page) -> None:
    open_page(page, FORM)
    expect(page.locator("#q-q3")).to_be_hidden()
    page.get_by_role("link", name="The third").click()
    expect(page.locator("#q-q3")).to_be_visible()


def test_a_form_that_comes_back_opens_where_the_first_fault_is(page: Page) -> None:
    faulty = FORM.replace('<input id="q-q3"', '<p class="field-bad">Wrong</p><input id="q-q3"')
    open_page(page, faulty)
    expect(page.locator("#q-q3")).to_be_visible()
    expect(page.locator("#q-q1")).to_be_hidden()


def test_after_a_reload_it_is_at_the_step_where_one_was(page: Page) -> None:
    form = FORM.replace('data-component="survey-pages"', 'data-component="keep-typed survey-pages"')
    open_page(page, form)
    page.locator("#q-q1").fill("one")
    page.get_by_role("button", name="Next").click()

    open_page(page, form)

    expect(page.locator("#q-q3")).to_be_visible()
    expect(page.locator("#q-q1")).to_have_value("one")


def test_without_anything_kept_it_begins_at_the_beginning(page: Page) -> None:
    open_page(page, FORM)
    page.get_by_role("button", name="Next").click()

    open_page(page, FORM)

    expect(page.locator("#q-q1")).to_be_visible()
