"""The main story: an agency begins with nothing, and a year later deletes what it may not keep.

Only commands, a browser and a mail server; the test calls nothing of the product itself.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.databases import KINDS, PostgresqlServer
from tests.faults.mail_server import MailServer, listening
from tests.journeys.browser_user import BrowserUser, written_code
from tests.journeys.end_to_end import door, editor, guest, organizer
from tests.journeys.end_to_end.door import DoorPhone
from tests.journeys.from_nothing import accounts, delegation, retention, schedule, start_list
from tests.journeys.from_nothing.accounts import StaffMember
from tests.journeys.from_nothing.installation import Installation
from tests.journeys.from_nothing.letters import wait_for_link

INGRID = "ingrid.tjarnglans@lansstyrelsen.example"
OSKAR = "oskar.lindhav@lansstyrelsen.example"
ROLES = ("Administratör", "Redaktör", "Säkerhetskontakt")
SAGA, TOWN = "saga.ljungvind@goteborg.example", "Göteborgs Stad"
LINNEA, HERS = "Linnéa Vårglim", "linnea.varglim@goteborg.example"
NAMED = {
    f"Kollega {name}": f"kollega.{name.lower()}@goteborg.example"
    for name in ("Asp", "Bok", "Cembra", "Duvall")
}
TITLE, SESSION = "Tryggare torg efter mörkrets inbrott", "Ljuset på torget"
SITE, PHONE = "Länsstyrelsen i Skogslän", "08-465 004 11"
EXPERIENCE = "Lyktor som tänds före skymningen"
TOLD = {
    "Vad handlar det om?": EXPERIENCE,
    "Vad var problemet, vad gjorde ni och hur gick det?": (
        "Torget var mörkt en timme varje kväll. Vi ställde om varje lyktstolpe."
    ),
    "Funktion": "Samordnare, brottsförebyggande arbete",
    "Funktionsbrevlåda": "trygghet@goteborg.example",
}
CHAIN = {
    "I korthet": "Ljuset kommer före mörkret, och fler stannar kvar på torget.",
    "Problemet": "Torget var mörkt en timme varje kväll.",
    "Orsaken": "Varje lyktstolpe följde almanackan och inte vädret.",
    "Det här gjorde ni": "Vi lät en ljusmätare styra tändningen.",
    "Det här hände": "Fler går över torget på kvällen än året före.",
}
INFLECTED = "lyktstolparnas"  # the text says lyktstolpe
DAYS_LATER = 200
SetOut = Callable[..., BrowserUser]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Once on each kind of database that is asked for."""
    asked = metafunc.config.getoption("--db")
    metafunc.parametrize("url", [kind for kind in KINDS if asked in {kind, "both"}], indirect=True)


@pytest.fixture
def url(request: pytest.FixtureRequest, postgresql: PostgresqlServer) -> Iterator[str]:
    """Where the database will be: empty for a file that does not exist yet."""
    if request.param == "sqlite":
        yield ""
        return
    with postgresql.new_database("from_nothing") as address:
        yield address


@pytest.fixture
def installation(tmp_path: Path, url: str) -> Iterator[Installation]:
    with listening(MailServer()) as office:
        yield Installation(tmp_path / "installation", office, url)


@pytest.fixture
def set_out(browser: Browser, installation: Installation) -> Iterator[SetOut]:
    under_way: list[BrowserUser] = []

    def go(name: str, *, scripted: bool = True) -> BrowserUser:
        under_way.append(BrowserUser(browser, installation.base, name, scripted=scripted))
        return under_way[-1]

    yield go
    for other in under_way:
        other.close()


@pytest.fixture
def door_phone(playwright: Playwright, installation: Installation, tmp_path: Path) -> DoorPhone:
    return DoorPhone(playwright, tmp_path / "phone", installation.base)


def test_from_nothing_to_a_receipt(
    installation: Installation, set_out: SetOut, door_phone: DoorPhone
) -> None:
    before_it_has_begun(installation)
    ingrid = StaffMember(set_out("Ingrid"), "Ingrid Tjärnglans", INGRID)
    with installation.serving():
        first_hour(installation, ingrid)
        oskar = with_a_colleague(installation, ingrid, set_out("Oskar"))
        slug = organizer.announce_event(open_desk(ingrid), TITLE, link="Skapa ett evenemang")
        schedule.release_schedule(ingrid.browser, slug, SESSION)
        saga = with_a_municipality(installation, ingrid, set_out("Saga"), slug)
        guests = those_who_take_part(installation, set_out("Linnéa"))
        come_in(ingrid, slug, door_phone, guests)
        survey = asked_afterwards(
            installation, ingrid, slug, set_out("Linnéa without script", scripted=False)
        )
        an_experience_for_others(installation, oskar, saga, set_out)
        the_start_list_ends(ingrid)
        few_are_hidden(ingrid, survey)
        address = wait_for_link(installation.office, HERS, "registrations")
    with installation.serving(days_ahead=DAYS_LATER):
        delete_what_is_due(installation, ingrid)
        the_log_is_whole(installation, ingrid)
        what_is_left(set_out("Linnéa, later"), address)


def open_desk(person: StaffMember) -> BrowserUser:
    person.browser.open("/organizer")
    return person.browser


def with_a_municipality(
    installation: Installation, ingrid: StaffMember, saga: BrowserUser, slug: str
) -> BrowserUser:
    """Places are reserved, somebody is asked to fill them, and does."""
    desk = ingrid.browser
    delegation.reserve(desk, slug, TOWN, len(NAMED))
    start_list.invite_coordinator(desk, SAGA, TOWN)
    accounts.accept_as_coordinator(saga, installation.office, SAGA, "Saga Ljungvind")
    delegation.name_people(saga, TITLE, NAMED)
    return saga


def those_who_take_part(installation: Installation, linnea: BrowserUser) -> dict[str, str]:
    """One registers by herself; all have a letter, a page and a ticket. Codes by name."""
    guest.register_in_browser(linnea, TITLE, name=LINNEA, email=HERS)
    people = {LINNEA: HERS, **NAMED}
    return {name: ticket_code(installation, linnea, people[name]) for name in people}


def ticket_code(installation: Installation, person: BrowserUser, email: str) -> str:
    """From the letter to the personal page, and on to the ticket."""
    person.open(wait_for_link(installation.office, email, "registrations"))
    assert person.state() == "confirmed"
    person.follow("Visa biljetten")
    person.look("Din biljett")
    return written_code(person)


def come_in(ingrid: StaffMember, slug: str, door_phone: DoorPhone, codes: dict[str, str]) -> None:
    """A phone is paired; each ticket's code is typed, as where a camera fails."""
    link = organizer.invite_phone(ingrid.browser, slug, "Entré")
    with door_phone.facing() as phone:
        phone.pair(link)
        for name, code in codes.items():
            phone.type(code)
            door.welcomes(phone, name)
        door.has_sent_all(phone)
    figures = organizer.follow_door(ingrid.browser, slug)
    expect(figures).to_contain_text(f"har kommit, av {len(codes)} med plats{len(codes)}")
    organizer.leave_door(ingrid.browser)


def asked_afterwards(
    installation: Installation, ingrid: StaffMember, slug: str, linnea: BrowserUser
) -> str:
    """All who came answer by a link of their own; one tells what she has done. The survey's path."""
    survey = organizer.open_survey(ingrid.browser, slug)
    guest.answer_by_hand(linnea, wait_for_link(installation.office, HERS, "surveys"))
    guest.tell_experience(linnea, TOLD)
    for email in NAMED.values():
        link = installation.base + wait_for_link(installation.office, email, "surveys")
        guest.answer(link, organisation=guest.GOTEBORG, grade=4)
    organizer.close_survey(ingrid.browser, survey)
    return survey


def few_are_hidden(ingrid: StaffMember, survey: str) -> None:
    """Replies are mixed meanwhile; those of five say nothing that could be traced to one."""
    organizer.await_results(ingrid.browser, survey)
    few = "Så få tillfrågades att varken deras antal eller antalet svar visas."
    expect(ingrid.browser.page.get_by_role("main")).to_contain_text(few)


def an_experience_for_others(
    installation: Installation, oskar: StaffMember, saga: BrowserUser, set_out: SetOut
) -> None:
    """The editor makes a card of the lead; both sides say yes; a stranger finds it by a word."""
    code = editor.draft_from_lead(open_desk(oskar), EXPERIENCE, CHAIN)
    nobody = oskar.browser.page.context.request.get(f"/experiences/{code}")
    assert nobody.status == 404  # not before both have said yes
    saga.page.context.clear_cookies()
    accounts.sign_in_by_letter(saga, installation.office, SAGA)
    editor.approve_for_organisation(saga, EXPERIENCE)
    editor.approve_and_publish(oskar.browser, code)
    editor.find_by_word(set_out("visitor"), INFLECTED, EXPERIENCE)


def the_start_list_ends(ingrid: StaffMember) -> None:
    """The last step is a decision about what is kept; then the page is for everyday work."""
    desk = ingrid.browser
    start_list.left(desk, 1)
    desk.follow("Läs förslagen")
    retention.decide(desk, "Brevlogg")
    desk.open("/organizer")
    desk.look("Allt är klart")
    desk.press("Stäng startlistan")
    desk.look("Hej, Ingrid")


def delete_what_is_due(installation: Installation, ingrid: StaffMember) -> None:
    """Half a year after the event: decided, counted, deleted, and a receipt without a name.

    The command does not wait for the worker's next round: it finishes what the page began.
    """
    accounts.sign_in(ingrid, installation.now)
    desk = ingrid.browser
    retention.decide(desk, "Anmälningar", "Skanningar vid dörren")
    people = len(NAMED) + 1
    assert retention.count_due(desk) == {"Anmälningar": people, "Skanningar vid dörren": people}
    path = retention.delete_due(desk)
    carried_out = installation.run("retention")
    assert carried_out.code == 0, carried_out.stderr
    retention.read_receipt(desk, path)
    printed = retention.printed_receipt(desk, path)
    assert retention.REFERENCE in printed
    for secret in (LINNEA, HERS, *NAMED):
        assert secret not in printed
        expect(desk.page.get_by_role("main")).not_to_contain_text(secret)


def the_log_is_whole(installation: Installation, ingrid: StaffMember) -> None:
    """It has what was deleted, not whose; and nothing in it was changed since it was sealed."""
    desk = ingrid.browser
    desk.open("/organizer/log")
    desk.look("Logg")
    main = desk.page.get_by_role("main")
    expect(main).to_contain_text("Uppgifter gallrade enligt regel")
    for secret in (LINNEA, HERS, *NAMED):
        expect(main).not_to_contain_text(secret)
    verified = installation.run("verify-log")
    assert verified.code == 0, verified.stdout
    assert verified.stdout.startswith("The log is whole: ")


def what_is_left(linnea: BrowserUser, address: str) -> None:
    """Her page is gone; the promise that it would be, and the experience, are there to read."""
    gone = linnea.page.context.request.get(address)
    assert gone.status in {404, 410}
    linnea.open("/privacy")
    expect(linnea.page.get_by_role("main")).to_contain_text("180 dagar")
    editor.find_by_word(linnea, INFLECTED, EXPERIENCE)


def before_it_has_begun(installation: Installation) -> None:
    """The self-test tries everything, and says in a sentence what comes first."""
    checked = installation.run("check")
    assert (checked.code, checked.stderr) == (0, ""), checked.stdout
    for good in ("settings", "disk", "secrets, of the environment", "mail", "database"):
        assert f"ok   {good}\n" in checked.stdout
    assert "none yet: “eventapp serve” makes the tables" in checked.stdout


def first_hour(installation: Installation, ingrid: StaffMember) -> None:
    """From the command that makes the first account to a site with a name and focus areas."""
    run = installation.run("create-organizer", INGRID)
    assert run.code == 0, run.stderr
    address = run.stdout.strip()
    assert address.startswith(installation.base)
    accounts.sign_in_first(ingrid, address.removeprefix(installation.base), installation.now)
    desk = ingrid.browser
    start_list.left(desk, 7)
    start_list.try_mail(desk, installation.office, INGRID)
    start_list.left(desk, 6)
    start_list.choose_name(desk, SITE, PHONE)
    start_list.left(desk, 5)
    start_list.add_focus_areas(desk)
    start_list.left(desk, 4)


def with_a_colleague(
    installation: Installation, ingrid: StaffMember, browser: BrowserUser
) -> StaffMember:
    oskar = StaffMember(browser, "Oskar Lindhav", OSKAR)
    start_list.invite_colleague(ingrid.browser, OSKAR, *ROLES)
    accounts.accept_invitation(oskar, installation.office, installation.now)
    return oskar
