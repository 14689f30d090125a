"""The ticket: on the screen, on paper, and as a picture."""

import io
from multiprocessing.connection import Connection

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from eventapp.domain.registration import ticket
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.ticket_code import format_code
from eventapp.extensions import db
from eventapp.i18n import JOINER
from eventapp.models import Promotion, Registration
from tests.builders import DAY, HOUR, NEXT_MONTH, NOON, a_queue, a_registration, an_event
from tests.views.participant.own import own_page
from tests.views.public.pages import ask, read, tell, words
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")

FORMS = ("/ticket", "/ticket.pdf", "/ticket.svg", "/ticket.png")


def test_ticket_page_shows_the_code_as_picture_and_in_letters(client: Visitor) -> None:
    mine = a_registration(an_event(), name="Linnéa Vårglim")
    page = read(client, own_page(mine, "/ticket"), "en")

    text = words(page)
    assert 'data-registration-state="confirmed"' in page
    assert format_code(ticket.current_code(mine)).replace("-", " ") in text
    assert f"say {mine.desk_code}" in text
    assert "Linnéa Vårglim" in text
    assert "Exempelhallen" in text


def test_code_is_shown_at_the_door_and_not_in_it(client: Visitor) -> None:
    mine = a_registration(an_event())

    assert "Visa koden vid dörren" in tell(client, own_page(mine), "sv")
    assert "dörren" not in tell(client, own_page(mine, "/ticket"), "sv")


def test_every_form_of_the_ticket_is_of_its_kind(client: Visitor) -> None:
    mine = a_registration(an_event())
    kinds = [ask(client, own_page(mine, form)).mimetype for form in FORMS]

    assert kinds == ["text/html", "application/pdf", "image/svg+xml", "image/png"]


def test_paper_tells_when_the_first_of_several_days_begins(client: Visitor) -> None:
    for length, sentence in (
        (8 * HOUR, "14.00–22.00"),
        (DAY, "börjar onsdag 31 mars klockan 14.00"),
    ):
        mine = a_registration(an_event(ends_at=NEXT_MONTH + length))
        document = pypdfium2.PdfDocument(client.get(own_page(mine, "/ticket.pdf")).data)
        text = document[0].get_textpage().get_text_bounded()
        assert sentence in " ".join(text.replace(JOINER, "").split())


def test_picture_reads_as_the_code(client: Visitor) -> None:
    mine = a_registration(an_event())
    picture = Image.open(io.BytesIO(client.get(own_page(mine, "/ticket.png")).data))

    barcodes = zxingcpp.read_barcodes(picture)

    assert [barcode.text for barcode in barcodes] == [ticket.current_code(mine)]


def told_instead(client: Visitor, registration: Registration, state: str) -> list[str]:
    """What the addresses of a ticket say to someone who has none."""
    answers = [ask(client, own_page(registration, form), "en") for form in FORMS]
    assert [answer.status_code for answer in answers] == [404] * 4
    for answer in answers:
        assert f'data-registration-state="{state}"' in answer.text
        assert f'href="{own_page(registration)}"' in answer.text
    return [words(answer.text) for answer in answers]


def test_who_has_no_place_is_told_why_there_is_no_ticket(client: Visitor) -> None:
    event = an_event(seats=1, promotion=Promotion.OFFER)
    gone, waiting = a_registration(event), a_queue(event, 1)[0]
    code = format_code(ticket.current_code(gone)).replace("-", " ")
    for text in told_instead(client, waiting, "waitlisted"):
        assert "When you have a place, your ticket will appear here." in text

    cancel(gone, now=NOON)
    for text in told_instead(client, gone, "cancelled"):
        assert "The ticket is no longer valid" in text
        assert code not in text
    for text in told_instead(client, waiting, "offered"):
        assert "Accept it on your personal page" in text


@pytest.mark.parametrize("name", ["x" * 120, "<script>alert(1)</script>", "\u202e" + "abc " * 25])
def test_no_name_pushes_the_code_off_the_screen(
    threaded_server: str, page: Page, name: str
) -> None:
    event = an_event()
    mine = a_registration(event, name=name)
    address = own_page(mine, "/ticket")
    ticket_code = ticket.current_code(mine)
    db.session.commit()

    page.emulate_media(color_scheme="dark")
    answer = page.goto(threaded_server + address)
    assert answer
    assert answer.status == 200
    box = page.locator(".ticket-qr").bounding_box()
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    picture = Image.open(io.BytesIO(page.locator(".ticket").screenshot()))

    assert box is not None
    assert box["width"] >= 280
    assert overflow <= 0
    assert [barcode.text for barcode in zxingcpp.read_barcodes(picture)] == [ticket_code]


def test_printed_ticket_is_95_mm_wide(threaded_server: str, page: Page) -> None:
    mine = a_registration(an_event())
    address = own_page(mine, "/ticket")
    db.session.commit()

    page.goto(threaded_server + address)
    page.emulate_media(media="print")
    box = page.locator(".ticket").bounding_box()

    assert box is not None
    assert box["width"] == pytest.approx(95 / 25.4 * 96, abs=1)
    assert not page.locator(".site-foot").is_visible()


def test_a_ticket_that_cannot_be_set_just_now_is_said_kindly(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = a_registration(an_event())
    monkeypatch.setitem(client.application.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(Connection, "poll", lambda _line, _seconds: False)  # no answer

    answer = client.get(own_page(mine, "/ticket.pdf"))

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
