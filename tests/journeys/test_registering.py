"""From the start page to a ticket, a change of mind, and the next in line: on a Swedish phone."""

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.browser_user import BrowserUser, read_codes, written_code
from tests.journeys.conftest import NewUser
from tests.journeys.demo_event import DemoEvent, a_small_event
from tests.journeys.mailbox import wait_for_mail
from tests.server import LiveServer

# They share a demo that one test process has running.
pytestmark = pytest.mark.xdist_group("journeys")


def find(phone: BrowserUser, event: DemoEvent) -> None:
    """From the start page to the form."""
    phone.open("/")
    phone.look("")
    phone.follow(event.title, exact=False)
    phone.look(event.title)


def fill_in(phone: BrowserUser, *, name: str, email: str) -> None:
    page = phone.page
    page.get_by_label("Namn", exact=True).fill(name)
    page.get_by_label("E-postadress").fill(email)
    page.get_by_label("Vad arbetar du med?").fill("Trygghetssamordnare")


def choose_in_the_long_list(phone: BrowserUser) -> None:
    """Without script the list is a plain select of every organisation there is."""
    select = phone.page.locator("select#organisation")
    assert select.locator("option").count() > 300
    select.select_option(label="Göteborgs Stad")


def organisation_box(phone: BrowserUser) -> Locator:
    """The field that script puts in the place of the long list."""
    return phone.page.locator("input[role=combobox]")


def choose_by_typing(phone: BrowserUser) -> None:
    """With script one types some letters and takes what fits."""
    box = organisation_box(phone)
    expect(box).to_have_accessible_name("Organisation")
    box.fill("gotebo")
    phone.page.get_by_role("option", name="Göteborgs Stad", exact=True).tap()
    expect(box).to_have_value("Göteborgs Stad")


def choose_organisation(phone: BrowserUser, *, scripted: bool) -> None:
    """By typing where there is script, else in the plain list."""
    if scripted:
        choose_by_typing(phone)
    else:
        choose_in_the_long_list(phone)


def register(
    phone: BrowserUser, event: DemoEvent, *, name: str, email: str, scripted: bool
) -> None:
    """Find the event, fill in the form, and be told to wait for the mail."""
    find(phone, event)
    phone.follow("Anmäl dig")
    phone.look("Anmäl dig")
    fill_in(phone, name=name, email=email)
    choose_organisation(phone, scripted=scripted)
    phone.page.get_by_label(event.sessions[0]).check()
    phone.page.get_by_label("Specialkost").fill("Glutenfritt")
    with phone.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        phone.press("Skicka anmälan")
    assert sent.value.status == 303
    phone.look("Tack. Du har en plats.")
    assert phone.state() == "confirmed"
    assert "/registration/received" in phone.page.url


def wait_in_line(
    phone: BrowserUser, event: DemoEvent, *, name: str, email: str, scripted: bool
) -> None:
    """The same at an event that is full."""
    find(phone, event)
    phone.follow("Ställ dig på väntelistan")
    phone.look("Anmäl dig")
    fill_in(phone, name=name, email=email)
    choose_organisation(phone, scripted=scripted)
    phone.press("Ställ dig på väntelistan")
    phone.look("Tack. Du står på väntelistan.")
    assert phone.state() == "waitlisted"


def open_page_from_mail(live: LiveServer, phone: BrowserUser, email: str) -> str:
    """Read the mail and follow its link; the address that it leads to."""
    mail = wait_for_mail(live, email)
    assert mail.calendar_method == "REQUEST"
    own_page = mail.personal_link(live.base)
    phone.open(f"/mailbox/{mail.id}")
    phone.look(mail.subject)
    phone.page.locator(f'a[href="{own_page}"]').first.click()
    phone.look("Välkommen, Linnéa. Du har en plats.")
    assert phone.state() == "confirmed"
    expect(phone.page.get_by_role("main")).to_contain_text("Glutenfritt")
    return own_page


def read_ticket(phone: BrowserUser) -> None:
    """The code on the ticket page, as two readers see it, is the one written beneath it."""
    phone.follow("Visa biljetten stort")
    phone.look("Din biljett")
    written = written_code(phone)
    assert read_codes(phone.page.screenshot(full_page=True)) == ([written], written)


def choose_the_other_session(phone: BrowserUser, event: DemoEvent) -> None:
    main = phone.page.get_by_role("main")
    phone.follow("Ändra din anmälan")
    phone.look("Ändra din anmälan")
    expect(phone.page.get_by_label(event.sessions[0])).to_be_checked()
    phone.page.get_by_label(event.sessions[1]).check()
    phone.press("Spara ändringarna")
    phone.look("Välkommen, Linnéa.")
    expect(phone.page.get_by_text("Ändringarna är sparade.")).to_be_visible()
    expect(main.get_by_role("link", name=event.sessions[1])).to_be_visible()
    expect(main.get_by_role("link", name=event.sessions[0])).to_have_count(0)


def cancel(phone: BrowserUser) -> None:
    """Cancel, after having been asked; what was written of needs is gone."""
    phone.follow("Avanmäl dig")
    phone.look("Vill du avanmäla dig?")
    assert phone.state() == "confirmed"
    phone.press("Avanmäl mig")
    phone.look("Du är avanmäld")
    assert phone.state() == "cancelled"
    expect(phone.page.get_by_role("main")).not_to_contain_text("Glutenfritt")


@pytest.mark.parametrize("scripted", [True, False], ids=["with script", "without script"])
def test_a_place_is_taken_changed_given_back_and_goes_to_the_next_in_line(
    live_server: LiveServer, set_out: NewUser, scripted: bool
) -> None:
    event = a_small_event(live_server, seats=1)
    linnea, bo = set_out(scripted=scripted), set_out(scripted=scripted)
    hers, his = f"linnea.{event.slug}@goteborg.example", f"bo.{event.slug}@goteborg.example"

    register(linnea, event, name="Linnéa Vårglim", email=hers, scripted=scripted)
    own_page = open_page_from_mail(live_server, linnea, hers)
    read_ticket(linnea)
    linnea.open(own_page)
    choose_the_other_session(linnea, event)

    wait_in_line(bo, event, name="Bo Kvällsvind", email=his, scripted=scripted)
    bo.open(wait_for_mail(live_server, his).personal_link(live_server.base))
    bo.look("Du har plats 1 på väntelistan, Bo")

    cancel(linnea)
    assert wait_for_mail(live_server, hers, number=2).calendar_method == "CANCEL"
    promoted = wait_for_mail(live_server, his, number=2)
    assert promoted.calendar_method == "REQUEST"
    bo.open(promoted.personal_link(live_server.base))
    bo.look("Välkommen, Bo. Du har en plats.")
    assert bo.state() == "confirmed"


@pytest.mark.parametrize("scripted", [True, False], ids=["with script", "without script"])
def test_what_was_typed_stays_when_something_is_wrong(
    live_server: LiveServer, set_out: NewUser, scripted: bool
) -> None:
    event = a_small_event(live_server)
    phone = set_out(scripted=scripted)
    phone.open(f"/events/{event.slug}/registration/new")
    fill_in(phone, name='Åsa "<b>" Ö', email="asa.town.example")
    phone.page.get_by_label(event.sessions[1]).check()
    phone.page.get_by_label("Specialkost").fill("Inga nötter\nInget kött")
    phone.page.get_by_label("Begränsad synlighet").check()

    with phone.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        phone.press("Skicka anmälan")

    assert sent.value.status == 422
    phone.look("Anmäl dig")
    page = phone.page
    assert page.title().startswith("Fel:")
    expect(page.get_by_label("Namn", exact=True)).to_have_value('Åsa "<b>" Ö')
    expect(page.get_by_label("E-postadress")).to_have_value("asa.town.example")
    expect(page.get_by_label("E-postadress")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label(event.sessions[1])).to_be_checked()
    expect(page.get_by_label("Specialkost")).to_have_value("Inga nötter\nInget kött")
    expect(page.get_by_label("Begränsad synlighet")).to_be_checked()
    summary = page.locator(".error-summary")
    assert summary.get_by_role("link").count() == 2  # the address, and no organisation
    if scripted:
        expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    if scripted:
        expect(page.get_by_label("E-postadress")).to_be_focused()
    else:
        assert page.url.endswith("#email")


def test_an_english_visitor_is_spoken_to_in_english_and_gets_english_mail(
    live_server: LiveServer, set_out: NewUser
) -> None:
    event = a_small_event(live_server)
    visitor = set_out(locale="en-GB")
    hers = f"ada.{event.slug}@town.example"
    visitor.open(f"/events/{event.slug}")
    visitor.follow("Register")
    visitor.look("Register")
    page = visitor.page
    page.get_by_label("Name", exact=True).fill("Ada Example")
    page.get_by_label("Email address").fill(hers)
    organisation_box(visitor).fill("The Association of Examples")
    organisation_box(visitor).press("Tab")
    visitor.press("Send your registration")
    visitor.look("Thank you. You have a place.")

    mail = wait_for_mail(live_server, hers)

    assert "You have a place" in mail.subject + mail.text
    visitor.open(mail.personal_link(live_server.base))
    visitor.look("Welcome, Ada. You have a place.")
    expect(page.get_by_role("main")).to_contain_text("The Association of Examples")

    visitor.language = "sv"
    visitor.press("Svenska")
    visitor.look("Välkommen, Ada. Du har en plats.")


def test_a_lost_link_is_sent_again_to_whoever_owns_the_address(
    live_server: LiveServer, set_out: NewUser
) -> None:
    event = a_small_event(live_server)
    phone = set_out()
    hers = f"ylva.{event.slug}@town.example"
    phone.open(f"/events/{event.slug}/registration/new")
    fill_in(phone, name="Ylva Exempel", email=hers)
    choose_by_typing(phone)
    phone.press("Skicka anmälan")
    phone.look("Tack.")
    first = wait_for_mail(live_server, hers).personal_link(live_server.base)

    phone.open("/")
    phone.follow("Hitta din anmälan")
    phone.look("Hitta din anmälan")
    phone.page.get_by_label("E-postadress").fill(hers)
    phone.press("Skicka min länk")
    phone.look("Titta i din e-post")
    text = phone.page.get_by_role("main").inner_text()

    assert wait_for_mail(live_server, hers, number=2).personal_link(live_server.base) == first
    phone.open("/registrations")
    phone.page.get_by_label("E-postadress").fill("nobody@town.example")
    phone.press("Skicka min länk")
    phone.look("Titta i din e-post")
    assert phone.page.get_by_role("main").inner_text() == text


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_ticket_at_the_door_is_as_wide_as_the_phone_and_read_in_every_theme(
    live_server: LiveServer, set_out: NewUser, theme: str
) -> None:
    phone = set_out()
    phone.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    phone.open(live_server.addresses["ticket"])
    phone.look("Din biljett")
    code = phone.page.get_by_role("img", name="QR-kod")
    written = written_code(phone)

    box = code.bounding_box()
    code.scroll_into_view_if_needed()
    on_screen = phone.page.screenshot()

    assert box
    assert box["width"] >= 300
    assert read_codes(on_screen) == ([written], written)
