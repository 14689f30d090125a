"""A card as a Word file, read by another's eyes: headings, language, heads of a table."""

import io

import docx
from docx.oxml.ns import qn

from eventapp.documents.prints.experience.sheet import SheetHeadings
from eventapp.documents.prints.experience.word import experience_docx
from tests.documents.prints.experience.sheets import SHEET, a_sheet


def test_it_has_the_headings_of_the_laws_process_and_its_own_language() -> None:
    document = docx.Document(io.BytesIO(experience_docx(SHEET)))

    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        "Lägesbild: Problemet",
        "Åtgärd: Det här gjorde vi",
        "Det här krävs",
        "Referenser",
    ]
    defaults = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert defaults.get(qn("w:val")) == "sv-SE"
    assert document.core_properties.title == SHEET.title
    assert document.core_properties.author == SHEET.organisation
    # The template is of 2013, which is the date of no file of ours.
    assert document.core_properties.created is document.core_properties.modified is None


def test_in_another_language_what_people_wrote_says_that_it_is_swedish() -> None:
    headings = SheetHeadings("What it takes", "References")
    content = experience_docx(a_sheet(language="en", headings=headings))
    document = docx.Document(io.BytesIO(content))

    languages = {
        p.text: {lang.get(qn("w:val")) for lang in p._p.iter(qn("w:lang"))}
        for p in document.paragraphs
    }
    for words in (SHEET.title, SHEET.lead, "Det tog tre veckor.", "en fast tid", "Brå 2023:4"):
        assert languages[words] == {"sv-SE"}
    assert languages["What it takes"] == set()
    assert document.core_properties.language == "en-GB"


def test_bold_lists_links_and_a_table_with_heads_are_what_they_are() -> None:
    document = docx.Document(io.BytesIO(experience_docx(SHEET)))

    bold = [run.text for p in document.paragraphs for run in p.runs if run.bold]
    assert "tre" in bold
    bullets = [p.text for p in document.paragraphs if p.style.name == "List Bullet"]
    assert bullets == ["en fast tid", "en mall (https://town.example)", "Brå 2023:4"]
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Före", "Efter"],
        ["19", "4"],
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_signs_that_no_file_may_have_are_left_out() -> None:
    document = docx.Document(io.BytesIO(experience_docx(a_sheet(lead="a\x00b\x0bc"))))

    assert not any(sign in p.text for p in document.paragraphs for sign in "\x00\x0b")
