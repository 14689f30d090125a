"""A card as a Word file for a board, with the headings of the law's process."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from eventapp.documents import markdown
from eventapp.documents.prints.experience.sheet import WRITTEN_IN, ExperienceSheet, SheetFigure
from eventapp.documents.prints.word_file import content_of, new_document, say_language
from eventapp.documents.xml_text import printable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph


def experience_docx(sheet: ExperienceSheet) -> bytes:
    """The whole card: what came of it, each step under a heading, what it takes."""
    document = new_document(sheet.title, sheet.language, sheet.organisation)
    title = document.add_heading(printable(sheet.title), level=0)
    organisation = document.add_paragraph(printable(sheet.organisation), style="Subtitle")
    for paragraph in (title, organisation):
        say_language(paragraph, WRITTEN_IN)
    for text in (sheet.lead, sheet.background):
        _add_blocks(document, markdown.tree(text))
    for section in sheet.sections:
        document.add_heading(printable(f"{section.step}: {section.heading}"), level=1)
        _add_blocks(document, markdown.tree(section.text))
        if section.figure:
            _add_figure(document, section.figure)
    document.add_heading(printable(sheet.headings.facts), level=1)
    for label, value in sheet.facts:
        paragraph = document.add_paragraph()
        paragraph.add_run(printable(f"{label}: ")).bold = True
        paragraph.add_run(printable(value))
    if sheet.references:
        document.add_heading(printable(sheet.headings.references), level=1)
        for reference in sheet.references:
            text = printable(markdown.plain_text(reference))
            say_language(document.add_paragraph(text, style="List Bullet"), WRITTEN_IN)
    document.add_paragraph(printable(sheet.approved))
    document.add_paragraph(sheet.address)
    return content_of(document)


def _add_figure(document: "Document", figure: SheetFigure) -> None:
    """What was measured, with a first row that is read as heads of its columns."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - it serves this verb alone

    say_language(document.add_paragraph(printable(figure.name)), WRITTEN_IN)
    table = document.add_table(rows=2, cols=len(figure.columns), style="Table Grid")
    for row, texts in zip(table.rows, (figure.columns, figure.values), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = printable(text)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001


def _add_blocks(document: "Document", blocks: Sequence[Any], style: str | None = None) -> None:
    """Paragraphs and lists, as documents/markdown.py reads them; a list in a list is level."""
    for block in blocks:
        if block[0] == "p":
            paragraph = document.add_paragraph(style=style)
            _add_pieces(paragraph, block[1])
            say_language(paragraph, WRITTEN_IN)
        else:
            for entry in block[1]:
                _add_blocks(document, entry, "List Bullet" if block[0] == "ul" else "List Number")


def _add_pieces(
    paragraph: "Paragraph", pieces: Sequence[Any], *, bold: bool = False, italic: bool = False
) -> None:
    for piece in pieces:
        match piece[0]:
            case "text":
                run = paragraph.add_run(printable(piece[1]))
                run.bold, run.italic = bold or None, italic or None
            case "br":
                paragraph.add_run().add_break()
            case "strong":
                _add_pieces(paragraph, piece[1], bold=True, italic=italic)
            case "em":
                _add_pieces(paragraph, piece[1], bold=bold, italic=True)
            case _:
                _add_pieces(paragraph, piece[1], bold=bold, italic=italic)
                _add_address(paragraph, piece)


def _add_address(paragraph: "Paragraph", link: Sequence[Any]) -> None:
    """Where a link with words of its own leads, for paper has no links."""
    words = "".join(piece[1] for piece in link[1] if piece[0] == "text")
    if words != link[2]:
        paragraph.add_run(printable(f" ({link[2]})"))
