"""LibreOffice opens a report's Word file: the same headings, words, tables and pictures."""

from pathlib import Path

from flask import Flask

from eventapp.documents.prints.report.word import report_docx
from eventapp.documents.xml_text import printable
from eventapp.domain.report.document import cell_text
from eventapp.i18n import speaking
from tests.builders.report_document import a_document
from tests.soak.libreoffice import (
    headings_of,
    open_document,
    paragraphs_of,
    pictures_of,
    tables_of,
)


def test_libreoffice_reads_the_report_as_it_was_written(app: Flask, tmp_path: Path) -> None:
    report = a_document()
    file = tmp_path / "report.docx"
    file.write_bytes(report_docx(report))

    body = open_document(file, tmp_path)

    with speaking("sv"):
        titles = [section.heading for section in report.sections]
        assert [words for level, words in headings_of(body) if level == 1][: len(titles)] == titles
        written = paragraphs_of(body)
        for section in report.sections:
            assert {printable(text) for text in section.paragraphs} <= set(written)
        seen = tables_of(body)
        assert len(seen) == len(report.tables) + 1
        for table, (head, *rows) in zip(report.tables, seen, strict=False):
            assert head == [str(column.label) for column in table.columns]
            assert rows == [
                [printable(cell_text(cell)).strip() for cell in row] for row in table.rows
            ]
        words = [printable(chart.words) for s in report.sections for chart in s.charts]
        assert pictures_of(body) == words
