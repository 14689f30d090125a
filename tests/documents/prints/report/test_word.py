"""The Word file, read back by python-docx: words, tables, language and descriptions."""

import io

import pytest
from docx import Document
from docx.oxml.ns import qn
from flask import Flask

from eventapp.documents.prints.report.word import report_docx
from eventapp.documents.xml_text import printable
from eventapp.i18n import speaking
from tests.builders.report_document import a_document
from tests.documents.prints.report.reading import rows_of, word_tables


def test_tables_are_those_of_the_document_cell_by_cell(app: Flask) -> None:
    report = a_document()
    *tables, definitions = word_tables(report_docx(report))

    with speaking("sv"):
        for table, rows in zip(report.tables, tables, strict=True):
            assert rows[0] == [str(column.label) for column in table.columns]
            assert rows[1:] == [[printable(text) for text in row] for row in rows_of(table)]
        assert definitions[1:] == [[str(d.label), str(d.meaning)] for d in report.definitions]


def test_texts_and_headings_are_all_there_in_order(app: Flask) -> None:
    report = a_document()
    document = Document(io.BytesIO(report_docx(report)))

    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[: len(report.sections)] == [section.heading for section in report.sections]
    texts = [p.text for p in document.paragraphs]
    for section in report.sections:
        assert set(map(printable, section.paragraphs)) <= set(texts)


@pytest.mark.parametrize(("language", "tag"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_the_language_is_set_where_readers_look_for_it(app: Flask, language: str, tag: str) -> None:
    document = Document(io.BytesIO(report_docx(a_document(language))))

    defaults = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert defaults.get(qn("w:val")) == tag
    assert document.core_properties.language == tag
    assert document.core_properties.author == document.core_properties.comments == ""
    # The template is of 2013, which is the date of no file of ours.
    assert document.core_properties.created is document.core_properties.modified is None


def test_heads_are_repeated_and_charts_are_described(app: Flask) -> None:
    report = a_document()
    document = Document(io.BytesIO(report_docx(report)))

    assert all(
        table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in document.tables
    )
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    with speaking("sv"):
        words = [printable(c.words) for section in report.sections for c in section.charts]
    assert described == words
