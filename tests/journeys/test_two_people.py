"""An agency of two begins with nothing, and half a year later one of its experiences is renewed.

Only commands, a browser and a mail server. Nobody signs in for the town whose experience it is: its
shared mailbox answers for it. Another town finds it by a word, plans with it and adapts it.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.faults.mail_server import MailServer, listening
from tests.journeys.browser_user import BrowserUser
from tests.journeys.end_to_end import editor, guest
from tests.journeys.from_nothing import accounts, start_list
from tests.journeys.from_nothing.accounts import StaffMember
from tests.journeys.from_nothing.installation import Installation
from tests.journeys.from_nothing.letters import wait_for_letter, wait_for_link

INGRID, OSKAR = "ingrid@lansstyrelsen.example", "oskar@lansstyrelsen.example"
MAILBOX, VERA, HER_TOWN = "trygghet@goteborg.example", "vera@linkoping.example", "Linköpings kommun"
EXPERIENCE = "Samtal med dem som är på väg in i gäng"
TOLD = {
    "Vad handlar det om?": EXPERIENCE,
    "Vad var problemet, vad gjorde ni och hur gick det?": (
        "Fler unga misstänktes för grova brott. Vi ringde hem samma dag."
    ),
    "Funktion": "Samordnare, brottsförebyggande arbete",
    "Funktionsbrevlåda": MAILBOX,
}
CHAIN = {
    "I korthet": "Ett samtal samma dag, och färre går vidare.",
    "Problemet": "Fler unga misstänktes för grova brott.",
    "Orsaken": "Ingen talade med hemmet förrän efter flera veckor.",
    "Det här gjorde ni": "Socialtjänst och polis ringde hem samma dag.",
    "Det här hände": "Nio av tolv unga har inte misstänkts igen.",
}
WORDS = ("brottet", "gänget")
HALF_A_YEAR = 183
SetOut = Callable[..., BrowserUser]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with listening(MailServer()) as office:
        yield Installation(tmp_path / "installation", office, "")


@pytest.fixture
def set_out(browser: Browser, installation: Installation) -> Iterator[SetOut]:
    under_way: list[BrowserUser] = []

    def go(name: str, *, scripted: bool = True) -> BrowserUser:
        under_way.append(BrowserUser(browser, installation.base, name, scripted=scripted))
        return under_way[-1]

    yield go
    for user in under_way:
        user.close()


def test_two_people_publish_what_others_find_and_ask_whether_it_holds(
    installation: Installation, set_out: SetOut
) -> None:
    ingrid = StaffMember(set_out("Ingrid"), "Ingrid Tjärnglans", INGRID)
    oskar = StaffMember(set_out("Oskar"), "Oskar Lindhav", OSKAR)
    town = set_out("the town's mailbox", scripted=False)
    with installation.serving():
        two_people(installation, ingrid, oskar)
        code = published(installation, oskar, town)
        vera = set_out("Vera")
        start_list.invite_coordinator(ingrid.browser, VERA, HER_TOWN)
        accounts.accept_as_coordinator(vera, installation.office, VERA, "Vera Ljungstig")
        another_town_uses_it(vera)
    with installation.serving(days_ahead=HALF_A_YEAR):
        renewed_by_one_click(installation, town, code)


def two_people(installation: Installation, ingrid: StaffMember, oskar: StaffMember) -> None:
    """The first account is made by a command; the second person is the only editor."""
    ran = installation.run("create-organizer", INGRID)
    assert ran.code == 0, ran.stderr
    path = ran.stdout.strip().removeprefix(installation.base)
    accounts.sign_in_first(ingrid, path, installation.now)
    ingrid.browser.open("/organizer")
    start_list.choose_name(ingrid.browser, "Länsstyrelsen i Skogslän", "08-465 004 11")
    ingrid.browser.open("/organizer")
    start_list.add_focus_areas(ingrid.browser)
    ingrid.browser.open("/organizer")
    start_list.invite_colleague(ingrid.browser, OSKAR, "Redaktör")
    accounts.accept_invitation(oskar, installation.office, installation.now)


def published(installation: Installation, oskar: StaffMember, town: BrowserUser) -> str:
    """A lead is written, taken up and sorted; the mailbox and the one editor say yes. Its code."""
    town.open("/experiences")
    guest.tell_experience(town, TOLD)
    desk = oskar.browser
    desk.open("/organizer/experiences")
    code = editor.draft_from_lead(desk, EXPERIENCE, CHAIN)
    desk.press("Godkänn som redaktör")
    expect(desk.page.get_by_role("main")).to_contain_text("Nu väntar texten på Göteborgs Stad")
    town.open(wait_for_link(installation.office, MAILBOX, f"mailbox/experiences/{code}"))
    town.press("Godkänn texten")
    town.look(EXPERIENCE)
    desk.open(f"/organizer/experiences/{code}")
    desk.press("Publicera")
    expect(desk.page.get_by_text("Erfarenheten är publicerad.")).to_be_visible()
    return code


def another_town_uses_it(vera: BrowserUser) -> None:
    """Found by two words in forms that the text does not have; adapted, and in the plan."""
    for word in WORDS:
        editor.find_by_word(vera, word, EXPERIENCE)
    page = vera.page
    vera.follow("Berätta vad ni gör med den")
    page.get_by_label("Vi har anpassat den").check()
    page.get_by_label("Vad ändrar ni, eller varför inte?").fill("Skolan ringer, inte polisen.")
    vera.press("Berätta")
    vera.look("Det vi lär av andra")
    vera.open("/own-organisation/plan/new")
    page.get_by_label("Vad ska göras?").fill("Ringa hem samma dag")
    page.get_by_label("Vem gör det?").fill("Trygghetssamordnaren")
    page.get_by_label("Bygger på").select_option(label=EXPERIENCE)
    vera.press("Spara")
    expect(page.get_by_text("Den är i er plan.")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Ringa hem samma dag")
    editor.find_by_word(vera, WORDS[0], EXPERIENCE)
    expect(page.get_by_role("main")).to_contain_text("Skolan ringer, inte polisen.")


def renewed_by_one_click(installation: Installation, town: BrowserUser, code: str) -> None:
    """The timetable asks the mailbox by itself; one click, and it stands for another year."""
    wait_for_letter(installation.office, MAILBOX, "Gäller")
    town.open(wait_for_link(installation.office, MAILBOX, f"mailbox/experiences/{code}"))
    town.press("Ja, den gäller")
    expect(town.page.get_by_text("Tack. Den gäller ett år till.")).to_be_visible()
