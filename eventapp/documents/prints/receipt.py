"""Printed receipts of retention: an A4 page of counts, tagged for those who listen (PDF/UA-1)."""

import json
from dataclasses import asdict, dataclass

from eventapp.documents.typesetter import typesetter
from eventapp.documents.xml_text import printable


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row: what, by which rule, how many; indented below the row that it is part of."""

    what: str
    rule: str
    deleted: str
    paused: str
    indented: bool


@dataclass(frozen=True, slots=True)
class ReceiptSheet:
    """What a receipt says, in the words of its language (sv or en); `logo` as prints take it."""

    title: str
    heading: str
    columns: tuple[str, str, str, str]
    lines: tuple[SheetLine, ...]
    total: tuple[str, str, str, str]
    facts: tuple[tuple[str, str], ...]
    language: str
    logo: dict[str, object] | None = None


def receipt_pdf(sheet: ReceiptSheet) -> bytes:
    """Print a receipt. The same sheet gives the same bytes on the same machine."""
    text = printable(json.dumps(asdict(sheet), ensure_ascii=False))
    return typesetter.set_page("prints/receipt.typ", {"sheet": text}, own_fonts=False)
