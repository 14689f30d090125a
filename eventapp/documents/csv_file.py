"""Tables as CSV that opens right in a Swedish Excel and runs nothing there."""

import csv
import io
from collections.abc import Iterable, Sequence

# What a spreadsheet may take for the start of a formula (OWASP, CSV injection).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
Cell = str | int | float | None


def csv_file(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table in UTF-8 with a byte order mark, semicolons between cells, CRLF between rows."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    """Texts that a spreadsheet would reckon with get an apostrophe in front; figures stay."""
    if isinstance(cell, str) and cell.startswith(DANGEROUS):
        return f"'{cell}"
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return cell
