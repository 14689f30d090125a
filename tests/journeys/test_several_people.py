"""Several at once: a coordinator pastes a list from Excel, and friends fill in one form."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from eventapp.clock import utcnow
from eventapp.domain.people.sign_in_link import create_sign_in_link, sign_in_token
from eventapp.extensions import db
from tests.builders import an_organisation
from tests.builders.delegation import a_coordinator
from tests.journeys.conftest import NewUser
from tests.journeys.demo_event import a_small_event, an_event_soon, app_on_demo_database
from tests.server import LiveServer

# They share a demo that one test process has running.
pytestmark = pytest.mark.xdist_group("journeys")

EXCEL = "\r\n".join(
    (
        "Namn\tE-post\tRoll\tTelefon",
        "Anna Ekvide\tanna.ekvide@lista.example\tkurator\t070-123 45 67",
        "BO ALMSKOG\tBo.Almskog@lista.example\tenhetschef\t",
        "Strand, Cilla\tcilla.strand@lista.example\tfältassistent\t",
        "David Norr\tdavid.norr@lista,example\tsamordnare\t",
        "Eva Lind\tEva Lind <eva.lind@lista.example>\t\t",
        "Anna Ekvide\tanna.ekvide@lista.example\tkurator\t070-123 45 67",
        "Filip Sund\t\tpolis\t",
        "Gun Berg\tgun.berg@lista.example\trektor\t",
    )
)


@dataclass(frozen=True, slots=True)
class OwnDelegation:
    """A delegation of one's own in the demo: the way in, and the event's title."""

    way_in: str
    title: str


def a_delegation(live: LiveServer) -> OwnDelegation:
    with app_on_demo_database(live):
        town = an_organisation("Listköpings kommun")
        event = an_event_soon(seats=20, reserved={town: 4})
        link = create_sign_in_link(a_coordinator(town), lasts=timedelta(minutes=10), now=utcnow())
        db.session.commit()
        return OwnDelegation(f"/sign-in/links/{sign_in_token(link)}", event.title)


def test_a_coordinator_pastes_eight_lines_from_excel(
    set_out: NewUser, live_server: LiveServer
) -> None:
    own = a_delegation(live_server)
    saga = set_out()
    page = saga.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    saga.open(own.way_in)
    saga.press("Logga in")
    saga.follow(own.title, exact=False)
    saga.follow("Klistra in en lista")
    saga.look("Klistra in en lista med kollegor")
    page.evaluate("text => navigator.clipboard.writeText(text)", EXCEL)
    page.get_by_label("Listan").focus()
    page.keyboard.press("Control+V")
    saga.press("Granska listan")

    saga.look("Granska listan")
    expect(page.get_by_text("Kolumner som inte tas med: Telefon.")).to_be_visible()
    expect(page.get_by_label("Namn, rad 3", exact=True)).to_have_value("Bo Almskog")
    expect(page.get_by_label("Namn, rad 4", exact=True)).to_have_value("Cilla Strand")
    expect(page.get_by_text("Samma som rad 2.")).to_be_visible()
    saga.press("Anmäl kollegorna")
    expect(page.locator(".error-summary")).to_contain_text("Rad 8")
    saga.look("Granska listan")
    page.get_by_label("E-postadress, rad 8", exact=True).fill("filip.sund@lista.example")
    saga.press("Anmäl kollegorna")

    saga.look("Listköpings kommun")
    expect(page.get_by_text("7 personer är anmälda")).to_be_visible()
    for name in ("Anna Ekvide", "Bo Almskog", "Cilla Strand", "Filip Sund"):
        expect(page.get_by_role("rowheader", name=name)).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False], ids=["script", "no script"])
def test_three_register_by_one_form_and_wait_together(
    set_out: NewUser, live_server: LiveServer, scripted: bool
) -> None:
    event = a_small_event(live_server, seats=3)
    phone = set_out(scripted=scripted)
    page = phone.page

    def fill_in(number: int) -> None:
        row = page.get_by_role("group", name=f"Person {number}")
        row.get_by_label("Namn", exact=True).fill(f"Vän Nummer {number}")
        row.get_by_label("E-postadress").fill(f"van{number}@{event.slug}.example")

    phone.open(f"/events/{event.slug}/registration/new")
    phone.follow("Anmäl flera personer på en gång")
    phone.look("Anmäl flera personer")
    if scripted:
        page.locator("input[role=combobox]").fill("gotebo")
        page.get_by_role("option", name="Göteborgs Stad", exact=True).tap()
    else:
        page.locator("select#organisation").select_option(label="Göteborgs Stad")
    fill_in(1)
    fill_in(2)
    phone.press("Lägg till en person")
    expect(page.get_by_role("group", name="Person 3").get_by_label("Namn")).to_be_focused()
    phone.look("Anmäl flera personer")
    fill_in(3)
    phone.press("Lägg till en person")
    fill_in(4)
    page.keyboard.press("Enter")
    phone.look("Anmäl flera personer")
    expect(page.get_by_text("Anmälan är inte skickad")).to_be_visible()
    expect(page.get_by_role("group", name="Person 5")).to_have_count(0)
    expect(page.get_by_text("Evenemanget har inte så många platser")).to_have_count(0)
    page.get_by_label("Så många som möjligt av oss").check()
    phone.press("Skicka anmälan")

    phone.look("Tack. Några av er har plats")
    assert phone.state() == "some"
