"""A report as a workbook: a sheet for each table, one for the method, one for the definitions."""

import io

from eventapp.documents.csv_file import Cell as FileCell
from eventapp.documents.prints.report.words import definition_rows, licence_words
from eventapp.documents.xlsx_file import Sheet, write_workbook
from eventapp.domain.report.document import (
    Cell,
    Hidden,
    ReportDocument,
    ReportTable,
    not_shown,
)
from eventapp.i18n import _, speaking


def report_xlsx(report: ReportDocument) -> bytes:
    """The report's tables for a spreadsheet, in its own language; figures are numbers."""
    written = io.BytesIO()
    with speaking(report.language):
        sheets = [_sheet(table) for table in report.tables]
        about = [(section.heading, section.text) for section in report.sections]
        sheets.append(
            Sheet(
                _("About the report"),
                (report.title, report.subtitle),
                [*about, (_("Licence"), licence_words())],
            )
        )
        sheets.append(Sheet(_("Definitions"), (_("Figure"), _("Meaning")), definition_rows(report)))
        write_workbook(written, report.title, sheets)
    return written.getvalue()


def file_cell(cell: Cell) -> FileCell:
    """A cell as files have it: a figure, a text, nothing, or the words for what is hidden."""
    return not_shown() if isinstance(cell, Hidden) else cell


def header_of(table: ReportTable) -> list[str]:
    """The heads of a table's columns."""
    return [str(column.label) for column in table.columns]


def _sheet(table: ReportTable) -> Sheet:
    rows = [[file_cell(cell) for cell in row] for row in table.rows]
    return Sheet(table.title, header_of(table), rows)
