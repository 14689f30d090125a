"""A report as tagged PDF (PDF/UA-1): headings, tables with heads, charts with their words."""

from typing import Any

from eventapp.documents.prints.report.pdf_packing import packed
from eventapp.documents.prints.report.picture import draw
from eventapp.documents.prints.report.words import (
    definition_rows,
    heading_of_appendix,
    heading_of_contents,
    note_of,
)
from eventapp.documents.typesetting import legible, typeset
from eventapp.domain.report.document import ReportChart, ReportDocument, ReportTable, cell_text
from eventapp.i18n import LANGUAGES, _, speaking


def report_pdf(report: ReportDocument) -> bytes:
    """The report on A4, in its own language. Raises TypesetterFailed."""
    with speaking(report.language):
        return packed(typeset("report", _values(report)))


def summary_pdf(report: ReportDocument) -> bytes:
    """The same without an appendix, in a smaller type: meant for one page."""
    with speaking(report.language):
        values = {**_values(report), "appendix": [], "small": True, "contents": ""}
        return packed(typeset("report", values))


def _values(report: ReportDocument) -> dict[str, object]:
    lang, _underscore, region = LANGUAGES[report.language].partition("_")
    number = len(report.appendix) + 1
    definitions = {
        "title": legible(heading_of_appendix(number, _("What the figures mean"))),
        "columns": [_("Figure"), _("Meaning")],
        "numbers": [],
        "rows": [[legible(text) for text in row] for row in definition_rows(report)],
        "note": "",
    }
    return {
        "title": legible(report.title),
        "subtitle": legible(report.subtitle),
        "lang": lang,
        "region": region or None,
        "logo": None,
        "small": False,
        "contents": heading_of_contents(),
        "sections": [
            {
                "heading": section.heading,
                "paragraphs": [legible(text) for text in section.paragraphs],
                "charts": [_chart(chart) for chart in section.charts],
                "tables": [_table(table, table.title) for table in section.tables],
            }
            for section in report.sections
        ],
        "appendix": [
            *(
                _table(table, heading_of_appendix(place, table.title))
                for place, table in enumerate(report.appendix, start=1)
            ),
            definitions,
        ],
    }


def _chart(chart: ReportChart) -> dict[str, Any]:
    return {
        "title": legible(chart.title),
        "png": list(draw(chart)),
        "words": legible(chart.words),
    }


def _table(table: ReportTable, title: str) -> dict[str, Any]:
    return {
        "title": legible(title),
        "columns": [str(column.label) for column in table.columns],
        "numbers": [column.is_number for column in table.columns],
        "rows": [[legible(cell_text(cell)) for cell in row] for row in table.rows],
        "note": note_of(table),
    }
