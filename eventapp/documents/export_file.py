"""Exported tables as files: a workbook, or text that a Swedish spreadsheet opens right."""

from typing import IO

from eventapp.documents.csv_file import csv_lines
from eventapp.documents.xlsx_file import write_xlsx
from eventapp.domain.desk.export.export import ExportFormat
from eventapp.domain.desk.export.table import ExportTable

MIME_TYPES = {
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.CSV: "text/csv",
}


def write_export(table: ExportTable, form: ExportFormat, target: IO[bytes]) -> None:
    """Write the table in this format, row by row as it is read."""
    if form is ExportFormat.CSV:
        for piece in csv_lines(table.header, table.rows):
            target.write(piece)
    else:
        write_xlsx(target, table.title, table.header, table.rows)
