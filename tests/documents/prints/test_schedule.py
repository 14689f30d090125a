"""The programme on paper: all that stands in it, in its order, tagged, in two sizes."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from eventapp.documents.prints.heading import SheetHeading
from eventapp.documents.prints.schedule import (
    PrintedDay,
    PrintedLine,
    PrintedSchedule,
    SchedulePaper,
    ScheduleWords,
    schedule_pdf,
)

HEADING = SheetHeading("Program", "Trygga torg 2027", "sv")
WORDS = ScheduleWords(("När", "Pass", "Rum"), "Version 2")
ABOUT = "Om **torget**.\n\n- ett\n- [två](https://town.example)\n\n9. nio 🙂 #panic"
LINES = [
    PrintedLine("9.00–9.30", "Kaffe", "", "Foajén", service=True),
    PrintedLine("9.30–10.30", "Vägar in", "李小龍, Ольга Ŋuyễn", "Salen", service=False),
    PrintedLine("9.30–10.30", "Vägar ut", "Unga", "Linden", False, marks="Inställt", again=True),
]


def printed(paper: SchedulePaper = SchedulePaper.A4, lines: list[PrintedLine] = LINES) -> bytes:
    days = [PrintedDay("Tisdag 4 maj 2027", lines)]
    schedule = PrintedSchedule("4 maj 2027 · Exempelhallen", "", ABOUT, days)
    return schedule_pdf(schedule, heading=HEADING, words=WORDS, paper=paper)


def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_the_programme_says_what_when_where_and_who_in_its_order() -> None:
    (text,) = pages_of(printed())

    words = " ".join(text.split())
    parts = [
        *("Trygga torg 2027", "4 maj 2027", "Om torget.", "ett", "två", "nio … #panic"),
        *("Tisdag 4 maj 2027", "När Pass Rum", "9.00–9.30 Kaffe", "Foajén"),
        *("Vägar in", "李小龍, Ольга Ŋuyễn", "Salen", "Vägar ut (Inställt)", "Linden", "Version 2"),
    ]
    places = [words.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)


@pytest.mark.parametrize(("paper", "size"), [("a4", (210, 297)), ("a5", (148, 210))])
def test_each_paper_has_its_size(paper: str, size: tuple[int, int]) -> None:
    with pypdfium2.PdfDocument(printed(SchedulePaper(paper))) as document:
        width, height = document[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == size


def test_it_can_be_listened_to_and_its_link_followed() -> None:
    reader = PdfReader(BytesIO(printed()))

    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert {"/H1", "/H2", "/Table", "/TH", "/L", "/Link"} <= set(kinds_in(root["/StructTreeRoot"]))


def kinds_in(node: Any) -> Iterator[str]:
    """The kinds of all elements of a structure tree."""
    node = node.get_object()
    if isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"])
        node = [node["/K"]] if "/K" in node else []
    if isinstance(node, list):
        for child in node:
            if not isinstance(child, int):
                yield from kinds_in(child)


def test_a_name_with_a_hyphen_is_not_broken_at_it() -> None:
    names = ", ".join(f"Anna-Karin Berg-Lindh {n}" for n in range(40))
    lines = [PrintedLine("9.00", "Samtal", names, "Salen", service=False)]

    (text,) = pages_of(printed(SchedulePaper.A5, lines))

    assert text.count("Anna-Karin") == text.count("Berg-Lindh") == 40


def test_the_columns_are_named_again_on_each_page() -> None:
    lines = [PrintedLine("9.00", f"Pass {n}", "Namn", "Rum", service=False) for n in range(80)]

    pages = pages_of(printed(lines=lines))

    assert len(pages) > 1
    assert all("När" in page and "Pass" in page for page in pages)


@pytest.mark.parametrize("paper", list(SchedulePaper))
def test_long_words_stay_in_their_columns(paper: SchedulePaper) -> None:
    title = "Brottsförebyggandesamordnarnätverksträffsdokumentationsmallarna"
    room = "Kommunfullmäktigesammanträdeslokalen"
    pdf = printed(paper, [PrintedLine("9.00", title, title, room, service=False)])

    with pypdfium2.PdfDocument(pdf) as document:
        text, width = document[0].get_textpage(), document[0].get_width()
        rights = [text.get_charbox(number)[2] for number in range(text.count_chars())]
        letters = "".join(text.get_text_bounded().split())
    assert max(rights) < width - 25
    assert letters.count(title) == 2
    assert room in letters


def test_a_session_stays_on_one_page_and_says_its_time_there() -> None:
    lines = [
        PrintedLine("9.00", f"Nummer {n}", "Namn, " * n + "slut", "Sal", False, again=n > 0)
        for n in range(60)
    ]

    pages = [" ".join(page.split()) for page in pages_of(printed(SchedulePaper.A5, lines))]

    assert len(pages) > 2
    for page in pages:
        assert page.count("9.00") == page.count("Nummer") == page.count("slut")
