"""Printed tickets can be scanned from paper and listened to, whatever people are called."""

import ctypes
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp.documents.ticket import TicketSheet, ticket_pdf, ticket_words

CODE = "7C9JTH1C8ZMA5VDMS"
SWEDISH = {
    "Ticket": "Biljett",
    "QR code of the ticket": "QR-kod för biljetten",
    "Code to say at the check-in desk": "Kod att säga vid disken",
    "When": "När",
    "Where": "Var",
}


def a_sheet(**facts: Any) -> TicketSheet:
    """Return a Swedish ticket for Linnéa."""
    defaults = {
        "event_title": "Konferens för kommuner 2023",
        "name": "Linnéa Vårglim",
        "organisation": "Göteborgs Stad",
        "code": CODE,
        "desk_code": "K4T29XQD",
        "when": "13–14 juni 2023",
        "where": "Konferenscentrum Almlunden, Stockholm",
        "lines": ("Incheckning från 9.00",),
        "language": "sv",
        "words": ticket_words(SWEDISH.__getitem__),
    }
    return TicketSheet(**(defaults | facts))


def text_of(document: bytes) -> str:
    """Return the text of the first page, on one line."""
    text = pypdfium2.PdfDocument(document)[0].get_textpage().get_text_bounded()
    return " ".join(text.replace("\u200b", "").split())


def without_spaces(text: str) -> str:
    """Return a text as it is wherever its lines break."""
    return "".join(text.split())


def tree_of(document: bytes) -> list[tuple[str, str]]:
    """Return type and alternative text of each element that a screen reader meets."""
    page = pypdfium2.PdfDocument(document)[0]
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    pairs: list[tuple[str, str]] = []

    def visit(element: Any) -> None:
        pairs.append(
            (
                _read(pdfium.FPDF_StructElement_GetType, element),
                _read(pdfium.FPDF_StructElement_GetAltText, element),
            )
        )
        for n in range(max(0, pdfium.FPDF_StructElement_CountChildren(element))):
            if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, n):
                visit(child)

    for n in range(pdfium.FPDF_StructTree_CountChildren(tree)):
        visit(pdfium.FPDF_StructTree_GetChildAtIndex(tree, n))
    pdfium.FPDF_StructTree_Close(tree)
    return pairs


def _read(ask: Any, element: Any) -> str:
    size = ask(element, None, 0)
    answer = ctypes.create_string_buffer(size)
    ask(element, answer, size)
    return answer.raw.decode("utf-16-le").rstrip("\0")


@pytest.mark.parametrize("dots", [72, 150, 200, 300])
def test_the_code_is_read_from_paper(dots: int) -> None:
    page = pypdfium2.PdfDocument(ticket_pdf(a_sheet()))[0]
    paper = page.render(scale=dots / 72, grayscale=True).to_numpy()

    assert [read.text for read in zxingcpp.read_barcodes(np.squeeze(paper))] == [CODE]


def test_all_that_a_person_needs_stands_on_the_ticket() -> None:
    assert text_of(ticket_pdf(a_sheet())) == (
        "Konferens för kommuner 2023 Linnéa Vårglim Göteborgs Stad 7C9J TH1C 8ZMA 5VDMS"
        " Kod att säga vid disken K4T2 9XQD När 13–14 juni 2023"
        " Var Konferenscentrum Almlunden, Stockholm Incheckning från 9.00"
    )


def test_what_is_not_known_takes_no_room() -> None:
    ticket = ticket_pdf(a_sheet(organisation="", desk_code="", when="", where="", lines=()))

    assert text_of(ticket) == ("Konferens för kommuner 2023 Linnéa Vårglim 7C9J TH1C 8ZMA 5VDMS")


@pytest.mark.parametrize(
    "name",
    [
        '#panic("x") *Åsa*',
        "$x^2$ `kod` @ref <etikett> \\ #set page(width: 1pt) //",
        '"}; #read("/etc/hostname")',
        "--- ... 'enkla' \"dubbla\" ~ =",
        "Łukasz Żółć Ğülşen Őry",
        "Юлія Ωμέγα",
    ],
)
def test_a_name_is_text_and_never_markup(name: str) -> None:
    assert without_spaces(name) in without_spaces(text_of(ticket_pdf(a_sheet(name=name))))


def test_a_name_written_from_right_to_left_stays_whole() -> None:
    assert "علی محمدی" in text_of(ticket_pdf(a_sheet(name="علی محمدی")))


@pytest.mark.parametrize("name", ["李小龍", "Ольга", "Nguyễn", "Ŋ", "김민수"])
def test_a_name_in_another_script_is_drawn_from_what_comes_along(name: str) -> None:
    ticket = ticket_pdf(a_sheet(name=name))

    assert name in text_of(ticket)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in ticket  # else boxes stand in it


def test_a_name_of_pictures_still_makes_a_ticket() -> None:
    ticket = ticket_pdf(a_sheet(name="Åsa 👩🏽‍🚒 Öberg"))

    assert "Åsa" in text_of(ticket)
    assert "Öberg" in text_of(ticket)
    assert tree_of(ticket) != []


@pytest.mark.parametrize("name", ["A" * 120, "Ana " * 30, "W" * 60 + "-" + "i" * 59])
def test_a_long_name_breaks_within_the_ticket(name: str) -> None:
    document = pypdfium2.PdfDocument(ticket_pdf(a_sheet(name=name)))
    words = document[0].get_textpage()
    right = max(words.get_rect(n)[2] for n in range(words.count_rects()))

    assert len(document) == 1
    assert right <= (18 + 95) / 25.4 * 72
    assert without_spaces(name) in without_spaces(text_of(ticket_pdf(a_sheet(name=name))))


@given(st.text(st.characters(exclude_categories=[]), max_size=40))
@settings(max_examples=40, deadline=None)
def test_any_text_makes_one_page(text: str) -> None:
    ticket = ticket_pdf(a_sheet(name=text, event_title=text, where=text, lines=(text, text)))

    assert len(pypdfium2.PdfDocument(ticket)) == 1


def test_the_ticket_can_be_listened_to() -> None:
    ticket = ticket_pdf(a_sheet())
    document = pypdfium2.PdfDocument(ticket)
    elements = tree_of(ticket)

    assert document.get_metadata_dict()["Title"] == "Biljett – Konferens för kommuner 2023"
    assert pdfium.FPDFCatalog_IsTagged(document)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in ticket
    assert b"/Lang(sv)" in ticket
    assert [kind for kind, _ in elements if kind != "Span"] == (
        ["Document", "H1", "P", "P", "Figure", "P", "P", "P", "P", "P"]
    )
    assert [alt for _, alt in elements if alt] == ["QR-kod för biljetten"]


def test_an_english_ticket_is_of_british_english() -> None:
    ticket = ticket_pdf(a_sheet(language="en_GB", words=ticket_words(str)))

    assert b"/Lang(en-GB)" in ticket
    assert "Code to say at the check-in desk K4T2 9XQD When" in text_of(ticket)


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert ticket_pdf(a_sheet()) == ticket_pdf(a_sheet())


def test_a_ticket_without_a_ticket_code_is_not_printed() -> None:
    with pytest.raises(ValueError, match="canonical"):
        ticket_pdf(a_sheet(code="7C9J-TH1C-8ZMA-5VDMS"))


@pytest.mark.parametrize(
    "name", ["Anna-Karin Lindström-Bergqvistsson", "Bo Ek-Wallenbergsdottir-Öhrnfeldtsson"]
)
def test_a_name_broken_at_its_hyphen_keeps_it(name: str) -> None:
    assert without_spaces(name) in without_spaces(text_of(ticket_pdf(a_sheet(name=name))))


def test_a_name_with_a_hyphen_is_not_broken_where_a_line_can_hold_it() -> None:
    page = pypdfium2.PdfDocument(ticket_pdf(a_sheet(name="Marie-Louise Sandberg-Lilja")))[0]
    lines = page.get_textpage().get_text_bounded().split("\r\n")

    assert "Sandberg-Lilja" in lines
