"""Printed receipts of retention: an A4 page of counts, tagged for those who listen (PDF/UA-1)."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from eventapp.documents.ticket import typst_fonts
from eventapp.documents.xml_text import printable

_HERE = Path(__file__).parent


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
    # Typst weighs tens of megabytes and serves few verbs.
    import typst  # noqa: PLC0415

    inputs = {"sheet": printable(json.dumps(asdict(sheet), ensure_ascii=False))}
    page = str(_HERE / "receipt.typ")
    try:
        return typst.compile(
            page, font_paths=typst_fonts(), sys_inputs=inputs, pdf_standards=["ua-1"]
        )
    except typst.TypstError as refusal:
        if "could not be displayed" not in str(refusal):
            raise
        return typst.compile(page, font_paths=typst_fonts(), sys_inputs=inputs)
