"""Tables as XLSX that Excel and LibreOffice open right: no formula, no link, no guessed number.

A figure is a number; everything else is a text as it stands, leading zeros and all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import IO, Any

from eventapp.documents.csv_file import Cell, Row
from eventapp.documents.xml_text import printable

CELL_MAX_LENGTH = 32_767  # what Excel holds in a cell
SHEET_NAME_MAX_LENGTH = 31
WIDTH_LEAST, WIDTH_MOST = 9, 60  # of a column, in signs
MARGIN = 2
# Rows go to a temporary file as they come: the memory does not grow with their number.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": True,
}
ALL_CELLS = "A1:XFD1048576"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a workbook."""

    name: str
    header: Sequence[str]
    rows: Iterable[Row]


def write_xlsx(target: IO[bytes], title: str, header: Sequence[str], rows: Iterable[Row]) -> None:
    """Write the table as a workbook of one sheet, its header in sight and ready to filter by."""
    write_workbook(target, title, [Sheet(title, header, rows)])


def write_workbook(target: IO[bytes], title: str, sheets: Iterable[Sheet]) -> None:
    """Write each table on a sheet of its own; their names must differ, capitals or not."""
    # Serves these verbs alone.
    import xlsxwriter  # noqa: PLC0415

    with xlsxwriter.Workbook(target, OPTIONS) as workbook:
        workbook.set_properties({"title": title})
        bold = workbook.add_format({"bold": True})
        for sheet in sheets:
            name = shorten(sheet.name, SHEET_NAME_MAX_LENGTH, placeholder=" …")
            _write_sheet(workbook.add_worksheet(name), sheet, bold)


def _write_sheet(worksheet: Any, sheet: Sheet, bold: Any) -> None:
    worksheet.freeze_panes(1, 0)
    # Codes and telephone numbers are texts on purpose: no green corner warns of them.
    worksheet.ignore_errors({"number_stored_as_text": ALL_CELLS})
    widths = [_write(worksheet, 0, place, text, bold) for place, text in enumerate(sheet.header)]
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        for place, cell in enumerate(row):
            widths[place] = max(widths[place], _write(worksheet, last, place, cell))
    if sheet.header:
        worksheet.autofilter(0, 0, last, len(sheet.header) - 1)
    for place, width in enumerate(widths):
        worksheet.set_column(place, place, min(max(width + MARGIN, WIDTH_LEAST), WIDTH_MOST))


def _write(sheet: Any, row: int, place: int, cell: Cell, style: Any = None) -> int:
    """Write one cell; return how many signs wide it is."""
    if cell is None or cell == "":
        return 0
    if isinstance(cell, str):
        # Browsers send two signs for a line end; of the first a reader may make "_x000D_".
        text = printable(cell.replace("\r\n", "\n"))
        sheet.write_string(row, place, text[:CELL_MAX_LENGTH], style)
    else:
        sheet.write_number(row, place, cell, style)
    return len(str(cell))
