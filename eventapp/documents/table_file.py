"""Reading a list that somebody saved: CSV as spreadsheets and mail programs write it, or XLSX."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

ROWS_MAX = 20_000
COLUMNS_MAX = 100
ROWS_PEEKED = 5
UNPACKED_MAX_BYTES = 300 * 1024 * 1024
SAMPLE_LENGTH = 65_536
SEPARATORS = ";,\t|"
XLSX_MAGIC = b"PK\x03\x04"
OLD_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0"
XLSX_CONTENTS = "[Content_Types].xml"  # ECMA-376, part 2: every package has it
# A line that Excel reads for itself: which sign separates the cells.
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n")
HIDDEN_ROW = re.compile(rb'<row [^>]*hidden="(?:1|true)"')


class UnreadableTable(Exception):
    """The file cannot be read as a list; `reason` is a word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Table:
    """The column heads and the rows below, as texts; a row is as wide as it was written.

    `hidden` are the rows that the sheet does not show, which are read as well.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    hidden: int = 0


def read_table(content: bytes) -> Table:
    """Read the file, whatever its name says. Raises UnreadableTable.

    The reasons are `empty`, `old-excel`, `not-excel` (LibreOffice's and Apple's own formats are zip
    files too), `broken`, `no-sheet`, `no-rows`, `too-many-rows` and `title-row`, where a title
    stands above the heads.
    """
    if not content.strip():
        raise UnreadableTable("empty")
    if content.startswith(OLD_EXCEL_MAGIC):
        raise UnreadableTable("old-excel")
    if content.startswith(XLSX_MAGIC):
        hidden, rows = _read_xlsx(content)
    else:
        hidden, rows = 0, list(_read_csv(content))
    while rows and not any(rows[0]):
        del rows[0]
    while rows and not any(rows[-1]):
        del rows[-1]
    if len(rows) < 2:
        raise UnreadableTable("no-rows")
    if len(rows) > ROWS_MAX + 1:
        raise UnreadableTable("too-many-rows")
    if _filled(rows[0]) == 1 < max(_filled(row) for row in rows[1 : ROWS_PEEKED + 1]):
        raise UnreadableTable("title-row")
    header = tuple(" ".join(cell.split()) for cell in rows[0])
    return Table(header, tuple(tuple(row) for row in rows[1:]), hidden)


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _read_csv(content: bytes) -> Iterator[list[str]]:
    text = _decode(content)
    if "\0" in text:
        raise UnreadableTable("broken")
    return split_rows(text)


def split_rows(text: str, separator: str = "") -> Iterator[list[str]]:
    """The rows of a text, cut at the separator, or else where its likeliest one stands.

    Raises UnreadableTable.
    """
    if first := SEPARATOR_LINE.match(text):
        text, separator = text[first.end() :], first[1]
    elif not separator:
        separator = max(SEPARATORS, key=lambda sign: _score(text, sign))
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if row:  # an empty line is no record
                yield row[:COLUMNS_MAX]
    except csv.Error:
        raise UnreadableTable("broken") from None


def _decode(content: bytes) -> str:
    """The text: by its byte order mark, else as UTF-8, else as Windows in Sweden writes it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _score(text: str, separator: str) -> tuple[float, int]:
    """How many rows are as wide as the first with this separator, from 0 to 1, and how wide."""
    sample = io.StringIO(text[:SAMPLE_LENGTH], newline="")
    try:
        rows = [row for row in csv.reader(sample, delimiter=separator) if row]
    except csv.Error:
        return 0, 0
    rows = rows[: -1 if len(rows) > 2 and len(text) > SAMPLE_LENGTH else None]
    width = len(rows[0]) if rows else 1
    alike = sum(len(row) == width for row in rows) / max(len(rows), 1)
    return (alike if width > 1 else 0), width


def _read_xlsx(content: bytes) -> tuple[int, list[list[str]]]:
    """The rows of the first sheet that is shown, and how many of them are hidden."""
    from openpyxl import load_workbook  # noqa: PLC0415  # heavy, and for this alone

    try:
        _refuse_other_zip(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        hidden, rows = _read_sheet(content, shown[0]) if shown else (0, [])
    except UnreadableTable:
        raise
    except Exception:  # noqa: BLE001  # the library raises whatever it stumbles over
        raise UnreadableTable("broken") from None
    if not shown:  # none that it knows: "Strict Open XML", or charts alone
        raise UnreadableTable("no-sheet")
    return hidden, rows


def _read_sheet(content: bytes, sheet: Any) -> tuple[int, list[list[str]]]:
    sheet.reset_dimensions()  # what the file says of its size is often wrong
    rows = [
        _trimmed([_shown(cell) for cell in row])
        for row in sheet.iter_rows(max_row=ROWS_MAX + 2, max_col=COLUMNS_MAX)
    ]
    return _count_hidden(content, sheet), rows


def _refuse_other_zip(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if XLSX_CONTENTS not in archive.namelist():
            raise UnreadableTable("not-excel")
        if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_MAX_BYTES:
            raise UnreadableTable("broken")


def _count_hidden(content: bytes, sheet: Any) -> int:
    path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return len(HIDDEN_ROW.findall(archive.read(path))) if path in archive.namelist() else 0


def _shown(cell: Any) -> str:
    """The text as the sheet shows it where that matters: 0114 in a cell of the format 0000."""
    value = cell.value
    match value:
        case None:
            text = ""
        case str():
            text = value.replace("_x000D_", "")
        case bool():
            text = "1" if value else "0"
        case int() | float() if float(value).is_integer():
            zeros = re.fullmatch("0+", cell.number_format or "")
            text = str(int(value)).zfill(len(zeros[0]) if zeros else 0)
        case datetime() if value.time() != time():
            text = f"{value:%Y-%m-%d %H:%M}"
        case date():
            text = f"{value:%Y-%m-%d}"
        case _:
            text = str(value)
    return text


def _trimmed(cells: Sequence[str]) -> list[str]:
    row = list(cells)
    while row and not row[-1].strip():
        row.pop()
    return row
