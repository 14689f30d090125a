"""Those who take part: one with a phone of her own, and others who only make up the numbers."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode
from urllib.request import urlopen

from playwright.sync_api import expect
from sqlalchemy import select

from eventapp.clock import utcnow
from eventapp.domain.door import check_in
from eventapp.domain.locking import lock_event_by_slug
from eventapp.domain.people.organisation import load_directory
from eventapp.domain.registration import ticket
from eventapp.domain.registration.registration import Affiliation, Applicant, register
from eventapp.extensions import db
from eventapp.models import Registration
from tests.builders import HOUR
from tests.builders.door import a_digest, a_phone, a_scan, read_scans
from tests.journeys.browser_user import BrowserUser, read_codes, written_code
from tests.journeys.demo_event import app_on_demo_database
from tests.journeys.mailbox import wait_for_link
from tests.server import LiveServer

GOTEBORG, LINKOPING, SODERTALJE = "kommun-1480", "kommun-0580", "kommun-0181"
# With the one who has a phone there are ten from Göteborg: enough to be told of.
OTHERS = (GOTEBORG,) * 9 + (LINKOPING,) * 3 + (SODERTALJE,) * 2


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who has a place; `organisation` is a code."""

    name: str
    email: str
    organisation: str
    code: str


def register_in_browser(phone: BrowserUser, title: str, *, name: str, email: str) -> None:
    """From the start page to the words that a place is taken."""
    phone.open("/")
    phone.follow(title, exact=False)
    phone.look(title)
    phone.follow("Anmäl dig")
    phone.look("Anmäl dig")
    page = phone.page
    page.get_by_label("Namn", exact=True).fill(name)
    page.get_by_label("E-postadress").fill(email)
    page.get_by_label("Vad arbetar du med?").fill("Trygghetssamordnare")
    page.locator("input[role=combobox]").fill("gotebo")
    page.get_by_role("option", name="Göteborgs Stad", exact=True).tap()
    page.get_by_role("group", name="Får vi visa bilder där du syns?").get_by_label("Ja").check()
    phone.press("Skicka anmälan")
    phone.look("Tack. Du har en plats.")


def take_ticket(phone: BrowserUser, live: LiveServer, email: str) -> str:
    """From the mail to the ticket; its code, as a reader sees it on the screen."""
    phone.open(wait_for_link(live, email, "registrations"))
    assert phone.state() == "confirmed"
    phone.follow("Visa biljetten")
    phone.look("Din biljett")
    seen, _ = read_codes(phone.page.screenshot(full_page=True))
    assert seen == [written_code(phone)]
    return seen[0]


def register_others(live: LiveServer, slug: str) -> list[Guest]:
    """Fourteen more, by the verb that the form uses."""
    with app_on_demo_database(live):
        directory, now = load_directory(), utcnow()
        guests = []
        for number, code in enumerate(OTHERS, start=1):
            listed = directory.find(code)
            assert listed
            affiliation = Affiliation(listed.name, listed.id, listed.lineage)
            email = f"gast{number}.{slug}@town.example"
            applicant = Applicant(f"Gäst Nummer{number}", email, affiliation)
            registration = register(slug, applicant, now=now).registration
            db.session.flush()
            guests.append(Guest(registration.name, email, code, ticket.current_code(registration)))
        db.session.commit()
        return guests


def let_in(live: LiveServer, slug: str, guests: list[Guest]) -> None:
    """Let them in by a door of their own, as a phone would tell it."""
    with app_on_demo_database(live):
        now = utcnow()
        locked = lock_event_by_slug(slug)
        assert locked
        event = locked.event
        phone, _token = a_phone(event, "Kansliet", now=now - HOUR / 2)
        who = Registration.email.in_([guest.email for guest in guests])
        registrations = db.session.scalars(
            select(Registration).where(Registration.event_id == event.id, who)
        )
        scans = [
            a_scan(a_digest(registration), at=now - timedelta(minutes=1), place=phone.place.number)
            for registration in registrations
        ]
        check_in.receive_scans(phone, read_scans(*scans), now=now)
        db.session.commit()


def answer(link: str, *, organisation: str, grade: int) -> None:
    """Send the form behind the link in the mail, as any browser would."""
    answers = {"q-q1": organisation, "q-q3": str(grade), "q-q5-c": str(grade)}
    with urlopen(link, urlencode(answers).encode(), timeout=30) as sent:
        assert "/surveys/received" in sent.url


def answer_by_hand(person: BrowserUser, link: str) -> None:
    """Fill in the form of the survey, with no script to help; then there is no second time."""
    person.open(link)
    page = person.page
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vad tyckte du om ")
    page.locator("#q-q1").select_option(label="Göteborg")
    page.get_by_role("group", name="Vilket betyg ger du ").get_by_label("4", exact=True).check()
    page.locator("#q-q14").fill("Vi tänder lyktorna innan mörkret kommer.")
    person.press("Skicka dina svar")
    person.look("Tack för dina svar")
    used = page.context.request.get(link)
    assert used.status == 410
    assert "redan besvarad" in used.text()


def tell_experience(person: BrowserUser, fields: dict[str, str]) -> None:
    """From the page that thanks to the form of its own, which asks for no link."""
    person.follow("Dela en erfarenhet")
    person.look("Dela en erfarenhet")
    page = person.page
    page.locator("select#organisation").select_option(label="Göteborgs Stad")
    for label, words in fields.items():
        page.get_by_label(label, exact=True).fill(words)
    page.locator("main form button[type=submit]:not([aria-hidden], [formaction])").click()
    person.look("Tack för att du delar med dig")
    expect(page.get_by_role("main")).not_to_contain_text(fields["Vad handlar det om?"])
