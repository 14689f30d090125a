"""Those who have an account: how they come in, the first time and every other time."""

import re
from dataclasses import dataclass
from datetime import datetime

import pyotp
from playwright.sync_api import expect

from tests.faults.mail_server import MailServer
from tests.journeys.browser_user import BrowserUser
from tests.journeys.from_nothing.letters import wait_for_link

PASSWORD = "lyktorna tänds innan det blir mörkt"
SECRET = re.compile(r"(?:[A-Z2-7]{4}\s){7}[A-Z2-7]{4}")


@dataclass
class StaffMember:
    """Somebody who has a password and an app; `secret` is what the app keeps."""

    browser: BrowserUser
    name: str
    email: str
    secret: str = ""

    def code(self, at: datetime) -> str:
        """What the app shows at a moment of the installation."""
        return pyotp.TOTP(self.secret).at(at)


def sign_in_first(person: StaffMember, path: str, now: datetime) -> None:
    """By the address that the operator was given: nothing opens before a second factor is set."""
    browser = person.browser
    browser.open(path)
    browser.look("Logga in som")
    browser.press("Logga in")
    browser.look("Ditt konto")
    expect(browser.page.get_by_text("så det räcker inte med ett lösenord")).to_be_visible()
    browser.open("/organizer")
    browser.look("Ditt konto")
    # A command made the account: it has no name yet but that of its address.
    browser.page.get_by_label("Namn", exact=True).fill(person.name)
    browser.press("Spara och gå vidare")
    expect(browser.page.get_by_text("Ändringarna är sparade.")).to_be_visible()
    set_up(person, now)


def accept_invitation(person: StaffMember, office: MailServer, now: datetime) -> None:
    """By the link in the letter, name and all, to the first page of those who run events."""
    browser = person.browser
    browser.open(wait_for_link(office, person.email, "invitations"))
    browser.look("Du är inbjuden till")
    browser.page.get_by_label("Namn", exact=True).fill(person.name)
    browser.press("Tacka ja")
    browser.look("Ditt konto")
    set_up(person, now)


def set_up(person: StaffMember, now: datetime) -> None:
    """A password, then an app; the page of recovery codes leads on."""
    browser, page = person.browser, person.browser.page
    page.get_by_label("Nytt lösenord").fill(PASSWORD)
    browser.press("Spara lösenordet")
    browser.press("Ställ in tvåstegsinloggning")
    browser.look("Ställ in tvåstegsinloggning")
    match = SECRET.search(page.get_by_role("main").inner_text().replace("\xa0", " "))
    assert match
    person.secret = re.sub(r"\s", "", match[0])
    page.get_by_label("Kod från din app").fill(person.code(now))
    browser.press("Slå på")
    browser.look("Spara de här reservkoderna")
    browser.follow("Jag har sparat dem")


def sign_in(person: StaffMember, now: datetime) -> None:
    """By password and the code of the app, as on any other day."""
    browser, page = person.browser, person.browser.page
    browser.open("/sign-in")
    page.locator("#email").fill(person.email)
    page.locator("#password").fill(PASSWORD)
    browser.press("Logga in")
    browser.look("Skriv koden från din app")
    page.get_by_label("Kod från din app").fill(person.code(now))
    browser.press("Logga in")


def accept_as_coordinator(browser: BrowserUser, office: MailServer, email: str, name: str) -> None:
    """By the link in the letter; nothing has to be set up, and the delegations open."""
    browser.open(wait_for_link(office, email, "invitations"))
    browser.look("Du är inbjuden till")
    expect(browser.page.get_by_text("Du behöver inget lösenord.", exact=False)).to_be_visible()
    browser.page.get_by_label("Namn", exact=True).fill(name)
    browser.press("Tacka ja")
    browser.look("Dina delegationer")


def sign_in_by_letter(browser: BrowserUser, office: MailServer, email: str) -> None:
    """A coordinator on another day: asks for a link, and opens the one in the letter."""
    browser.open("/sign-in")
    browser.page.locator("#link_email").fill(email)
    browser.press("Mejla mig en länk")
    browser.open(wait_for_link(office, email, "sign-in/links"))
    browser.press("Logga in")
    browser.page.wait_for_url("**/delegations**")
