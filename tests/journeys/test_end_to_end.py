"""One walk through a day with two doors: from a new event to results that hide the few."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.journeys.browser_user import BrowserUser
from tests.journeys.end_to_end import door, guest, organizer
from tests.journeys.end_to_end.demo_process import DemoProcess, demo_process
from tests.journeys.end_to_end.door import DoorPhone
from tests.journeys.end_to_end.guest import Guest
from tests.journeys.mailbox import wait_for_link
from tests.server import LiveServer

# They share a demo that one test process has running.
pytestmark = pytest.mark.xdist_group("journeys")

TITLE = "Tryggare torg efter mörkrets inbrott"
LINNEA, HERS = "Linnéa Vårglim", "linnea.varglim@goteborg.example"
MAIN_DOOR, OTHER_DOOR = "Entré", "Norra porten"
SetOut = Callable[..., BrowserUser]


@pytest.fixture
def house(live_server: LiveServer, tmp_path: Path) -> Iterator[DemoProcess]:
    with demo_process(live_server, tmp_path / "house") as running:
        yield running


@pytest.fixture
def set_out(browser: Browser, house: DemoProcess) -> Iterator[SetOut]:
    under_way: list[BrowserUser] = []

    def go(name: str, *, scripted: bool = True) -> BrowserUser:
        under_way.append(BrowserUser(browser, house.base, name, scripted=scripted))
        return under_way[-1]

    yield go
    for other in under_way:
        other.close()


@pytest.fixture
def phones(playwright: Playwright, house: DemoProcess, tmp_path: Path) -> dict[str, DoorPhone]:
    return {
        door: DoorPhone(playwright, tmp_path / door, house.base) for door in (MAIN_DOOR, OTHER_DOOR)
    }


def test_from_a_new_event_to_results_that_hide_the_few(
    house: DemoProcess, set_out: SetOut, phones: dict[str, DoorPhone]
) -> None:
    desk, linnea = set_out("organizer"), set_out("Linnéa")
    address = house.addresses["organizer_sign_in"]
    organizer.sign_in(desk, address, "Viggo Sävklang", home="Hej, Viggo")
    slug = organizer.announce_event(desk, TITLE)

    guest.register_in_browser(linnea, TITLE, name=LINNEA, email=HERS)
    ticket = guest.take_ticket(linnea, house.live, HERS)
    others = guest.register_others(house.live, slug)

    come_in_while_there_is_network(desk, slug, phones, others[0])
    house.kill()
    one_ticket_at_two_doors(house, phones, ticket)
    one_arrival_and_one_conflict(desk, slug)
    guest.let_in(house.live, slug, others[1:])

    survey = organizer.open_survey(desk, slug)
    answering = set_out("Linnéa without script", scripted=False)
    guest.answer_by_hand(answering, wait_for_link(house.live, HERS, "surveys"))
    for number, other in enumerate(others):
        link = wait_for_link(house.live, other.email, "surveys")
        guest.answer(link, organisation=other.organisation, grade=5 - number % 3)
    organizer.close_survey(desk, survey)

    results_hide_the_few(desk, survey)


def come_in_while_there_is_network(
    desk: BrowserUser, slug: str, phones: dict[str, DoorPhone], guest: Guest
) -> None:
    """Both phones are paired; a guest is scanned at one, and counted at the desk."""
    first, second = (organizer.invite_phone(desk, slug, door) for door in phones)
    with phones[MAIN_DOOR].facing(guest.code) as phone:
        phone.pair(first)
        door.welcomes(phone, guest.name)
        door.has_sent_all(phone)
        phone.ready()
    with phones[OTHER_DOOR].facing() as phone:
        phone.pair(second)
        phone.ready()
    figures = organizer.follow_door(desk, slug)
    expect(figures).to_contain_text("har kommit, av 15 med plats1")
    expect(figures).to_contain_text("biljetter insläppta två gånger0")
    organizer.leave_door(desk)


def one_ticket_at_two_doors(house: DemoProcess, phones: dict[str, DoorPhone], ticket: str) -> None:
    """Neither phone can ask anybody: both say welcome. Then the house is back, and they learn."""
    with phones[MAIN_DOOR].facing(ticket) as main:
        main.open()
        door.welcomes(main, LINNEA)
        with phones[OTHER_DOOR].facing(ticket) as other:
            other.open()
            door.welcomes(other, LINNEA)
            door.remembers_without_network(other)
        door.remembers_without_network(main)
        house.start()
        main.page.reload()
        door.has_sent_all(main)
    with phones[OTHER_DOOR].facing() as other:
        other.open()
        door.has_sent_all(other)
        notices = other.stage.locator("[data-part=notices]")
        expect(notices).to_contain_text("Den här biljetten släpptes också in")
        expect(notices).to_contain_text(MAIN_DOOR)


def one_arrival_and_one_conflict(desk: BrowserUser, slug: str) -> None:
    """The desk counts her once, and shows that her ticket came in by two doors."""
    figures = organizer.follow_door(desk, slug)
    expect(figures).to_contain_text("har kommit, av 15 med plats2")
    expect(figures).to_contain_text("biljetter insläppta två gånger1")
    conflict = desk.page.get_by_role("region", name="Insläppta två gånger").locator("tbody tr")
    expect(conflict).to_have_count(1)
    for words in (LINNEA, MAIN_DOOR, OTHER_DOOR):
        expect(conflict).to_contain_text(words)


def results_hide_the_few(desk: BrowserUser, survey: str) -> None:
    """All fifteen are counted; a group of ten has its figures, those of three and of two none."""
    organizer.await_results(desk, survey)
    main = desk.page.get_by_role("main")
    expect(main).to_contain_text("15 av 15 deltagare svarade.")
    bars = main.get_by_role("figure", name="Per organisation").locator(".bar")
    expect(bars.filter(has_text="Göteborg")).to_contain_text("10 svar")
    for few in ("Linköping", "Södertälje"):
        expect(bars.filter(has_text=few)).to_contain_text("Annars gick det att räkna ut")
        expect(bars.filter(has_text=few)).not_to_contain_text("%")
