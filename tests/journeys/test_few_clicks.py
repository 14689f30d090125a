"""What an organizer does in the weeks before takes few clicks: 120 people in, letters and paper out.

From the page of all events on. Files are such as Excel writes, and those that come back are opened
by readers of others.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser
from sqlalchemy import select

from eventapp.clock import utcnow
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import EventLetter
from tests.builders import DAY
from tests.journeys.counted_page import CountedPage
from tests.journeys.demo_event import an_event_soon, app_on_demo_database, with_two_sessions_at_once
from tests.journeys.mailbox import wait_for_mail
from tests.journeys.signed_in_pages import SignedInPages
from tests.server import LiveServer

pytestmark = pytest.mark.xdist_group("journeys")

IMPORT_MAX, LATE_MAX, LETTER_MAX, BADGES_MAX, EXCEL_MAX = 8, 3, 6, 3, 2
PEOPLE, IN_WORKSHOP = 120, 40
WORKSHOP = "Trygghetsvandringen steg för steg"
HEAD = ("Namn", "E-post", "Organisation", "Roll", "Pass A", "Namn på namnskylt")
LATE = "Örjan Senglim"


@pytest.fixture
def title(live_server: LiveServer) -> str:
    """An event that closed yesterday, with as many seats as the list has people.

    It is soon, so that it stands first among those of other journeys.
    """
    closed, starts = utcnow() - DAY / 2, utcnow() + DAY
    with app_on_demo_database(live_server):
        event = an_event_soon(
            seats=PEOPLE,
            registration_closes_at=closed,
            cancellation_closes_at=closed,
            starts_at=starts,
            ends_at=starts + DAY,
        )
        with_two_sessions_at_once(event)
        db.session.commit()
        return event.title


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[SignedInPages]:
    screens = SignedInPages(browser, live_server)
    yield screens
    screens.close()


def a_list(folder: Path) -> Path:
    """120 people as a colleague keeps them in Excel; every third has chosen the second workshop."""
    book = Workbook()
    sheet = book.active
    assert sheet
    sheet.append(HEAD)
    for number in range(PEOPLE):
        workshop = WORKSHOP if number % 3 == 0 else ""
        name, email = f"Åsa{number:03} Ögonglim", f"asa.{number}@town.example"
        sheet.append((name, email, "Göteborgs Stad", "utredare", workshop, "Ja"))
    file = folder / "Anmälda till konferensen.xlsx"
    book.save(file)
    return file


def test_the_weeks_before_take_few_clicks(
    title: str, desk: SignedInPages, live_server: LiveServer, tmp_path: Path
) -> None:
    page, start = desk.of(Role.ORGANIZER), f"{live_server.base}/organizer"

    def errand() -> CountedPage:
        return CountedPage(page, start)

    everybody_comes_in(errand(), title, a_list(tmp_path))
    one_more_comes_late(errand(), title)
    the_workshop_gets_a_letter(errand(), title, live_server)
    badges_are_printed(errand(), title)
    all_are_in_excel(errand(), title)


def everybody_comes_in(errand: CountedPage, title: str, file: Path) -> None:
    errand.follow(title)
    errand.follow("Anmälningar")
    errand.follow("Ta in en lista")
    errand.choose_file(file)
    errand.press("Granska listan")
    errand.reads(f"{PEOPLE} av {PEOPLE} rader kan tas in nu")
    errand.press(f"Ta in {PEOPLE} personer")
    errand.reads(f"{PEOPLE} personer är intagna")

    assert errand.clicks <= IMPORT_MAX


def one_more_comes_late(errand: CountedPage, title: str) -> None:
    """The event is full and has closed; there is a place all the same."""
    errand.follow(title)
    errand.follow("Anmäl någon")
    errand.reads("Evenemanget är fullbokat")
    errand.write("Namn", LATE)
    errand.write("E-postadress", "orjan@town.example")
    errand.page.locator("input[role=combobox]").fill("Föreningen Exempel")
    errand.write("Varför anmäls personen nu?", "Ersätter en talare")
    errand.press("Ge en plats nu")
    errand.reads("Fick en plats före väntelistan")

    assert errand.clicks <= LATE_MAX


def the_workshop_gets_a_letter(errand: CountedPage, title: str, live: LiveServer) -> None:
    """It can be undone for ten minutes, which the test lets pass at once."""
    errand.follow(title)
    errand.follow("Skriv till alla")
    errand.choose("Som har valt passet", WORKSHOP)
    errand.write("Ämne", "Ta med stövlar")
    errand.write("Text", "Hej {namn}, vi går ut **oavsett väder**.")
    errand.press("Räkna om")
    errand.press(f"Skicka till {IN_WORKSHOP} personer")
    errand.reads("Ta med stövlar")

    assert errand.clicks <= LETTER_MAX
    with app_on_demo_database(live):
        letter = db.session.scalars(select(EventLetter).order_by(EventLetter.id.desc())).first()
        assert letter
        letter.sends_at = utcnow()
        db.session.commit()
    mail = wait_for_mail(live, "asa.117@town.example")
    assert mail.subject == "Ta med stövlar"


def badges_are_printed(errand: CountedPage, title: str) -> None:
    errand.follow(title)
    errand.follow("Utskrifter")
    file = errand.download("Hämta PDF", role="button")

    assert errand.clicks <= BADGES_MAX
    texts = [sheet.extract_text() for sheet in pypdf.PdfReader(file).pages]
    assert len(texts) == 13  # ten a sheet
    with pypdfium2.PdfDocument(file) as opened:
        first = opened[0].get_textpage().get_text_bounded()
    for text in (texts[0], first):
        assert text.index("000") < text.index("001") < text.index("008")


def all_are_in_excel(errand: CountedPage, title: str) -> None:
    row = errand.page.get_by_role("row").filter(has_text=title)
    errand.clicks += 1
    with errand.page.expect_download() as awaited:
        row.get_by_role("link", name="Excel").click()

    assert errand.clicks <= EXCEL_MAX
    (sheet,) = load_workbook(BytesIO(awaited.value.path().read_bytes())).worksheets
    names = [cells[0] for cells in sheet.iter_rows(min_row=2, values_only=True)]
    assert len(names) == PEOPLE + 1
    assert LATE in names
