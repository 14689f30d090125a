"""The workbook: each sheet a table of the document, cell by cell; nothing in it is a formula."""

from flask import Flask

from eventapp.documents.prints.report.workbook import file_cell, header_of, report_xlsx
from eventapp.documents.xml_text import printable
from eventapp.i18n import speaking
from tests.builders.report_document import a_document
from tests.documents.prints.report.reading import sheets_of


def test_sheets_are_the_tables_cell_by_cell(app: Flask) -> None:
    report = a_document()
    sheets = sheets_of(report_xlsx(report))

    with speaking("sv"):
        for table, (head, *rows) in zip(report.tables, sheets.values(), strict=False):
            assert head == header_of(table)
            wanted = [
                [printable(c) if isinstance(c, str) else c for c in map(file_cell, row)]
                for row in table.rows
            ]
            assert rows == wanted
        assert len(sheets) == len(report.tables) + 2


def test_a_long_name_of_a_sheet_ends_between_words(app: Flask) -> None:
    """Excel takes 31 signs."""
    names = list(sheets_of(report_xlsx(a_document())))

    assert "Närvaro per organisation och …" in names
    assert all(len(name) <= 31 for name in names)


def test_figures_are_numbers_and_words_are_words(app: Flask) -> None:
    sheets = sheets_of(report_xlsx(a_document()))
    (event, _other) = next(rows for rows in sheets.values() if rows[0][2] == "Platser")[1:]
    assert event[0].startswith("=1+1")
    assert event[2] == 1200
    method = dict(row[:2] for row in sheets["Om rapporten"])
    assert "CC0" in method["Licens"]
