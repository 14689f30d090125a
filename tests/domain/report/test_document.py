"""A document's cells and texts."""

from flask import Flask

from eventapp.domain.report.definition import DEFINITIONS, PLACED
from eventapp.domain.report.document import (
    HIDDEN,
    SECTIONS,
    OwnText,
    ReportBar,
    ReportChart,
    ReportTable,
    cell_text,
    sections_of,
)
from eventapp.domain.report.figures import ReportFigures
from eventapp.i18n import speaking


def test_cells_are_read_as_people_write_them(app: Flask) -> None:
    with speaking("sv"):
        cells = [cell_text(cell) for cell in (1200, 4.14, "Ort", None, HIDDEN)]
    assert cells == ["1\u00a0200", "4,1", "Ort", "–", "Visas inte"]


def test_a_table_knows_that_it_hides_something() -> None:
    assert ReportTable("t", "T", (PLACED,), ((HIDDEN,),)).hides
    assert not ReportTable("t", "T", (PLACED,), ((5,),)).hides


def test_a_chart_says_in_words_all_that_it_shows(app: Flask) -> None:
    chart = ReportChart("c", "Kom", (ReportBar("A", 80), ReportBar("B", None)))
    with speaking("sv"):
        assert chart.words == "Kom. A: 80 procent. B: Visas inte."


def test_own_text_stands_in_place_of_the_draft_and_is_outdated_when_that_changes(
    app: Flask,
) -> None:
    figures = ReportFigures()
    with speaking("sv"):
        first = sections_of(figures, {}, {}, {})
        drafted = first[0].drafted
        fresh = sections_of(
            figures, {"summary": OwnText("Mitt.\n\nDitt:\n- ett\nså\n- två", drafted)}, {}, {}
        )
        stale = sections_of(figures, {"summary": OwnText("Mitt.", "Något annat.")}, {}, {})
    assert [section.code for section in first] == list(SECTIONS)
    assert not first[0].own
    assert first[0].text == drafted
    assert (fresh[0].own, fresh[0].outdated, fresh[0].paragraphs) == (
        True,
        False,
        ["Mitt.", "Ditt:", "- ett så", "- två"],
    )
    assert stale[0].outdated


def test_definitions_have_a_code_of_their_own_and_say_what_they_mean() -> None:
    codes = [row.code for row in DEFINITIONS]
    assert len(set(codes)) == len(codes)
    assert all(str(row.meaning).endswith(".") for row in DEFINITIONS)
