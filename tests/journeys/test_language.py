"""A half-filled form in the other language, by keyboard; and Enter still sends it."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser_user import BrowserUser
from tests.journeys.conftest import NewUser

pytestmark = pytest.mark.xdist_group("journeys")


def language(page: Page) -> str | None:
    return page.locator("html").get_attribute("lang")


@pytest.mark.parametrize("scripted", [True, False], ids=["script", "no script"])
def test_enter_sends_the_form_and_the_button_keeps_it(set_out: NewUser, scripted: bool) -> None:
    phone: BrowserUser = set_out(scripted=scripted)
    page = phone.page
    phone.open("/registrations")

    page.locator("#email").fill("half")
    page.keyboard.press("Enter")

    expect(page.locator(".error-summary")).to_be_visible()
    assert language(page) == "sv"

    page.get_by_role("button", name="English").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Svenska")).to_be_visible()
    assert language(page) == "en"
    expect(page.locator("#email")).to_have_value("half")
    expect(page.locator(".error-summary")).to_have_count(0)


def test_of_two_forms_the_one_typed_in_last_is_sent_along(set_out: NewUser) -> None:
    page = set_out().open("/sign-in")
    page.wait_for_load_state("networkidle")  # the script has come
    page.locator("#email").fill("first@town.example")
    page.locator("#link_email").fill("last@town.example")
    page.get_by_role("button", name="English").click()

    expect(page.get_by_role("button", name="Svenska")).to_be_visible()
    expect(page.locator("#link_email")).to_have_value("last@town.example")
