"""The start list, step by step, as an administrator takes them."""

from playwright.sync_api import expect

from tests.faults.mail_server import MailServer
from tests.journeys.browser_user import BrowserUser
from tests.journeys.from_nothing.delegation import choose_organisation
from tests.journeys.from_nothing.letters import wait_for_letter


def left(desk: BrowserUser, steps: int) -> None:
    """The first page is the start list, and so many steps are left."""
    desk.open("/organizer")
    words = f"{steps} steg kvar innan du kan bjuda in"
    desk.look(words)


def try_mail(desk: BrowserUser, office: MailServer, email: str) -> None:
    """A letter and an invitation to oneself; say that both were seen."""
    desk.open("/organizer")
    desk.page.get_by_label("Skicka provbrev och provinbjudan till").fill(email)
    desk.press("Skicka provbrevet")
    letter = wait_for_letter(office, email, "Provbrev")
    kinds = {part.get_content_type() for part in letter.walk()}
    assert "text/calendar" in kinds
    seen = desk.page.get_by_label("Brevet, och inbjudan i min kalender")
    desk.open_until("/organizer", seen)
    seen.check()
    desk.press("Spara svaret")
    expect(desk.page.get_by_role("heading", name="Mejlen kommer fram")).to_be_visible()


def choose_name(desk: BrowserUser, name: str, phone: str) -> None:
    """Name of the site, and whom people with protected identity ring."""
    desk.follow("Välj namn och utseende")
    desk.look("Webbplatsens inställningar")
    page = desk.page
    page.get_by_label("Webbplatsens namn", exact=True).fill(name)
    page.get_by_label("Telefon för frågor").fill(phone)
    page.get_by_label("Telefon för personer med skyddade personuppgifter").fill(phone)
    page.get_by_label("E-postadress för frågor").fill("fragor@lansstyrelsen.example")
    desk.press("Spara inställningarna")
    expect(page.get_by_role("banner").get_by_text(name).first).to_be_visible()


def add_focus_areas(desk: BrowserUser) -> None:
    """The five that are offered."""
    desk.follow("Lägg till fokusområden")
    desk.look("Fokusområden")
    desk.press("Lägg till de fem områdena")
    expect(desk.page.locator("main tbody tr")).to_have_count(5)


def invite_colleague(desk: BrowserUser, email: str, *roles: str) -> None:
    """With roles for the whole system."""
    desk.follow("Bjud in medarbetare")
    _invite(desk, email, roles=roles)


def invite_coordinator(desk: BrowserUser, email: str, organisation: str) -> None:
    """For an organisation."""
    desk.open("/organizer/accounts/invitations/new")
    _invite(desk, email, organisation=organisation)


def _invite(
    desk: BrowserUser, email: str, *, roles: tuple[str, ...] = (), organisation: str = ""
) -> None:
    page = desk.page
    if not page.get_by_role("heading", level=1, name="Bjud in någon").count():
        desk.follow("Bjud in någon")
    desk.look("Bjud in någon")
    page.get_by_label("E-postadress", exact=True).fill(email)
    for role in roles:
        page.get_by_label(role, exact=True).check()
    if organisation:
        choose_organisation(desk, organisation)
    desk.press("Skicka inbjudan")
    expect(page.get_by_role("main").get_by_text(email).first).to_be_visible()
