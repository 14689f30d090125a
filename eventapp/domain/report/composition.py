"""Composing a report's document of its figures and of what people wrote."""

from eventapp.domain.report.chart import charts_by_section
from eventapp.domain.report.definition import DEFINITIONS
from eventapp.domain.report.document import ReportDocument, ReportHead, sections_of
from eventapp.domain.report.figures import ReportFigures
from eventapp.domain.report.table import appendix_tables, tables_by_section
from eventapp.i18n import _, date_year, speaking


def compose(head: ReportHead, figures: ReportFigures) -> ReportDocument:
    """The document in its own language, whoever reads it."""
    with speaking(head.language):
        tables = tables_by_section(figures)
        appendix = appendix_tables(figures)
        used = {
            column.code
            for table in (*(table for own in tables.values() for table in own), *appendix)
            for column in table.columns
        }
        return ReportDocument(
            title=head.title,
            subtitle=_(
                "%(first)s to %(last)s",
                first=date_year(head.first_day),
                last=date_year(head.last_day),
            ),
            language=head.language,
            sections=sections_of(figures, head.texts, tables, charts_by_section(figures)),
            appendix=appendix,
            definitions=tuple(row for row in DEFINITIONS if row.code in used),
        )
