"""A card is one page, whatever was written, and says where the rest is."""

import io

import pypdf
import pytest

from eventapp.documents.prints.experience.pdf import experience_pdf
from eventapp.documents.prints.experience.sheet import SheetSection
from tests.documents.prints.experience.sheets import SHEET, a_sheet

LONG = {
    "words": "Vi bytte lampor i hela tunneln. " * 125,
    "one word": "o" * 4000,
    "lines": "En rad\n\n" * 500,
}


def read(content: bytes) -> tuple[pypdf.PdfReader, str]:
    reader = pypdf.PdfReader(io.BytesIO(content))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_page_is_tagged_and_says_what_the_card_says() -> None:
    reader, text = read(experience_pdf(SHEET))

    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"].startswith("sv")
    for words in (SHEET.title, SHEET.lead, "Det tog tre veckor.", "10 timmar", "Brå 2023:4"):
        assert words in text
    assert SHEET.address in text
    assert SHEET.shortened not in text


def test_in_another_language_what_people_wrote_says_that_it_is_swedish() -> None:
    reader, text = read(experience_pdf(a_sheet(language="en")))

    assert reader.trailer["/Root"]["/Lang"].startswith("en")
    assert SHEET.lead in text
    assert "/Lang" in str([element for element in structure_of(reader) if "/Lang" in element])


def structure_of(reader: pypdf.PdfReader) -> list[dict[str, object]]:
    """All elements of the tags, the root first."""
    elements, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop()
        elements.append(element)
        below = element.get("/K", [])
        below = below if isinstance(below, list) else [below]
        waiting += [kid.get_object() for kid in below if hasattr(kid.get_object(), "get")]
    return elements


@pytest.mark.parametrize("long", LONG.values(), ids=LONG.keys())
def test_too_much_is_cut_to_one_page_which_says_so(long: str) -> None:
    sections = [SheetSection(f"Steg {number}", "Steg", long) for number in range(5)]
    much = "mycket " * 60
    facts = [(f"Fakta {number}", much) for number in range(9)]

    reader, text = read(
        experience_pdf(
            a_sheet(sections=sections, facts=facts, references=[much] * 9, lead=long, areas=much)
        )
    )

    assert len(reader.pages) == 1
    assert SHEET.shortened in text
    assert "Steg 4" in text
