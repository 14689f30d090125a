"""Reading a report's files as other programs do, into the same rows of text."""

import csv
import io
import json
import zipfile
from typing import Any

from docx import Document
from openpyxl import load_workbook

from eventapp.domain.report.document import Hidden, ReportTable, cell_text

Rows = list[list[str]]


def rows_of(table: ReportTable) -> Rows:
    """A table as its page has it; call it in the language of the report."""
    return [[cell_text(cell) for cell in row] for row in table.rows]


def word_tables(content: bytes) -> list[Rows]:
    """The texts of each table in a Word document, the heads first."""
    document = Document(io.BytesIO(content))
    return [[[cell.text for cell in row.cells] for row in t.rows] for t in document.tables]


def sheets_of(content: bytes) -> dict[str, list[list[Any]]]:
    """The cells of each sheet in a workbook, by its name."""
    workbook = load_workbook(io.BytesIO(content))
    return {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
        for sheet in workbook.worksheets
    }


def package_files(content: bytes) -> dict[str, bytes]:
    """The files of a data package by their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def csv_rows(content: bytes) -> Rows:
    """The rows of a CSV file, the heads first."""
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def plain(cell: object, hidden: str) -> str:
    """A cell of the document as a CSV file writes it."""
    if isinstance(cell, Hidden):
        return hidden
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return "" if cell is None else str(cell)


def as_json(content: bytes) -> dict[str, Any]:
    """The JSON file."""
    loaded: dict[str, Any] = json.loads(content)
    return loaded
