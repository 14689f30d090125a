"""Tables as CSV that opens right in a Swedish Excel and runs nothing there."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

# What a spreadsheet may take for the start of a formula (OWASP, CSV injection).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
# Texts that a spreadsheet takes for a number and gives back as another: 007, 12E3, 17 digits.
CHANGED_NUMBER = re.compile(r"0\d+|\d+[eE]\d+|\d{16,}")
Cell = str | int | float | None
Row = Sequence[Cell]
LINES_AT_ONCE = 200


def csv_file(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """The table in UTF-8 with a byte order mark, semicolons between cells, CRLF between rows."""
    return b"".join(csv_lines(header, rows))


def csv_lines(header: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """The same in pieces, for a table that is too long to be made before it is sent."""
    yield b"\xef\xbb\xbf"
    yield from _table_lines(header, rows)


def csv_for_programs(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """The same without the mark: what reads by a description takes it for a part of the header."""
    return b"".join(_table_lines(header, rows))


def _table_lines(header: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    yield _lines([[_harmless(cell) for cell in header]])
    for batch in _batched(rows):
        yield _lines([_harmless(cell) for cell in row] for row in batch)


def _lines(rows: Iterable[Row]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode()


def _batched(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, LINES_AT_ONCE)):
        yield batch


def _harmless(cell: Cell) -> Cell:
    """Texts that a spreadsheet would reckon with get an apostrophe in front; figures stay."""
    if isinstance(cell, str) and (cell.startswith(DANGEROUS) or CHANGED_NUMBER.fullmatch(cell)):
        return f"'{cell}"
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return cell
