"""A report as a Word document: real headings, tables with repeated heads, described charts."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from eventapp.documents.prints.report.contents import add_contents, mark_heading
from eventapp.documents.prints.report.picture import WIDTH_MM, draw
from eventapp.documents.prints.report.words import (
    definition_rows,
    heading_of_appendix,
    heading_of_contents,
    headings_of,
    note_of,
)
from eventapp.documents.prints.word_file import content_of, new_document
from eventapp.documents.xml_text import printable
from eventapp.domain.report.document import (
    ReportChart,
    ReportDocument,
    ReportSection,
    ReportTable,
    cell_text,
)
from eventapp.i18n import _, speaking

if TYPE_CHECKING:
    from docx.document import Document

TABLE_STYLE = "Table Grid"
SMALL_POINTS = 9


def report_docx(report: ReportDocument) -> bytes:
    """The report as a file for Word and LibreOffice, in its own language, with its contents."""
    return _written(report, contents=True)


def summary_docx(report: ReportDocument) -> bytes:
    """The same of one page, which needs no table of contents."""
    return _written(report, contents=False)


def _written(report: ReportDocument, *, contents: bool) -> bytes:
    document = new_document(report.title, report.language)
    with speaking(report.language):
        document.add_heading(printable(report.title), level=0)
        document.add_paragraph(printable(report.subtitle), style="Subtitle")
        if contents:
            document.add_paragraph(heading_of_contents(), style="TOC Heading")
            add_contents(document, headings_of(report))
        for section in report.sections:
            _add_section(document, section)
        _add_appendix(document, report)
        _mark_headings(document)
    return content_of(document)


def _mark_headings(document: "Document") -> None:
    headings = (p for p in document.paragraphs if p.style and p.style.name == "Heading 1")
    for number, paragraph in enumerate(headings, start=1):
        mark_heading(paragraph, number)


def _add_section(document: "Document", section: ReportSection) -> None:
    document.add_heading(section.heading, level=1)
    for paragraph in section.paragraphs:
        document.add_paragraph(printable(paragraph))
    for chart in section.charts:
        _add_chart(document, chart)
    for table in section.tables:
        document.add_heading(table.title, level=2)
        _add_table(document, table)


def _add_appendix(document: "Document", report: ReportDocument) -> None:
    """The long tables and the definitions, on pages that lie down."""
    from docx.enum.section import WD_ORIENT, WD_SECTION  # noqa: PLC0415 - it serves this verb alone

    page = document.add_section(WD_SECTION.NEW_PAGE)
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    for number, table in enumerate(report.appendix, start=1):
        document.add_heading(heading_of_appendix(number, table.title), level=1)
        _add_table(document, table)
    title = _("What the figures mean")
    document.add_heading(heading_of_appendix(len(report.appendix) + 1, title), level=1)
    _add_rows(document, [_("Figure"), _("Meaning")], definition_rows(report))


def _add_chart(document: "Document", chart: ReportChart) -> None:
    from docx.shared import Mm  # noqa: PLC0415 - it serves this verb alone

    document.add_heading(printable(chart.title), level=2)
    picture = document.add_picture(io.BytesIO(draw(chart)), width=Mm(WIDTH_MM))
    picture._inline.docPr.set("descr", printable(chart.words))  # noqa: SLF001  # no other way


def _add_table(document: "Document", table: ReportTable) -> None:
    header = [str(column.label) for column in table.columns]
    rows = [[cell_text(cell) for cell in row] for row in table.rows]
    numbers = [place for place, column in enumerate(table.columns) if column.is_number]
    _add_rows(document, header, rows, numbers)
    if note := note_of(table):
        document.add_paragraph(note)


def _add_rows(
    document: "Document",
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Sequence[int] = (),
) -> None:
    """A table with these texts; columns of `numbers` stand to the right."""
    grid = document.add_table(rows=0, cols=len(header), style=TABLE_STYLE)
    for texts in (header, *rows):
        grid._tbl.append(_row(texts, numbers, is_head=texts is header))  # noqa: SLF001


def _row(texts: Sequence[str], numbers: Sequence[int], *, is_head: bool) -> Any:
    """A row as XML: cell by cell through the library, long tables take ten times as long."""
    from docx.oxml import parse_xml  # noqa: PLC0415 - it serves this verb alone
    from docx.oxml.ns import nsdecls  # noqa: PLC0415

    head, bold = ("<w:trPr><w:tblHeader/></w:trPr>", "<w:b/>") if is_head else ("", "")
    cells = [
        '<w:tc><w:tcPr><w:tcW w:type="auto" w:w="0"/></w:tcPr><w:p>'
        f'<w:pPr><w:jc w:val="{"right" if place in numbers else "left"}"/></w:pPr>'
        f'<w:r><w:rPr>{bold}<w:sz w:val="{2 * SMALL_POINTS}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(printable(text))}</w:t></w:r></w:p></w:tc>'
        for place, text in enumerate(texts)
    ]
    return parse_xml(f"<w:tr {nsdecls('w')}>{head}{''.join(cells)}</w:tr>")
