"""The PDF: tagged, with a title and a language, its text that of the document."""

import io
import re

import pypdfium2
import pytest
from flask import Flask
from pypdf import PdfReader

from eventapp.documents.prints.report.pdf import report_pdf, summary_pdf
from eventapp.documents.typesetting import legible
from eventapp.i18n import speaking
from tests.builders.report_document import a_document
from tests.documents.prints.report.reading import rows_of


def words_of(document: bytes) -> str:
    """All letters and digits of the text, without the spaces: cells wrap where they must."""
    with pypdfium2.PdfDocument(document) as opened:
        texts = [page.get_textpage().get_text_bounded() for page in opened]
    return bare("".join(texts))


def bare(text: str) -> str:
    return re.sub(r"\W", "", text)


def tags_of(node: object) -> list[object]:
    """The names of all elements in the structure tree."""
    node = node.get_object()  # type: ignore[attr-defined]
    if isinstance(node, list):
        return [tag for child in node for tag in tags_of(child)]
    if not isinstance(node, dict):
        return []
    own = [node] if "/S" in node else []
    return own + (tags_of(node["/K"]) if "/K" in node else [])


@pytest.mark.parametrize(("language", "tag"), [("sv", "sv"), ("en", "en-GB")])
def test_it_is_tagged_has_a_title_and_a_language_and_calls_itself_pdf_ua(
    app: Flask, language: str, tag: str
) -> None:
    reader = PdfReader(io.BytesIO(report_pdf(a_document(language))))
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == tag
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert reader.metadata
    assert reader.metadata.title == legible(a_document(language).title)


def test_structure_has_headings_tables_with_heads_and_figures_with_words(app: Flask) -> None:
    report = a_document()
    reader = PdfReader(io.BytesIO(report_pdf(report)))
    elements = tags_of(reader.trailer["/Root"]["/StructTreeRoot"])
    count = [str(element["/S"]) for element in elements].count  # type: ignore[index]

    assert count("/H1") == 1
    assert count("/H2") == 1 + len(report.sections) + len(report.appendix) + 1
    assert count("/Table") == len(report.tables) + 1
    assert count("/TH") == sum(len(table.columns) for table in report.tables) + 2
    figures = [e for e in elements if e["/S"] == "/Figure"]  # type: ignore[index]
    with speaking("sv"):
        words = [legible(chart.words) for s in report.sections for chart in s.charts]
    assert [figure["/Alt"] for figure in figures] == words  # type: ignore[index]


def test_every_text_and_cell_is_in_it(app: Flask) -> None:
    report = a_document()
    # What stands at the foot of each page would part a text that runs over to the next.
    foot = bare(legible(report.title)) + r"\d+"
    text = re.sub(foot, "", words_of(report_pdf(report)))

    with speaking("sv"):
        for section in report.sections:
            assert bare(legible(section.text)) in text
        for table in report.tables:
            for row in rows_of(table):
                assert bare("".join(map(legible, row))) in text, row


def test_a_summary_is_one_page(app: Flask) -> None:
    with (
        pypdfium2.PdfDocument(summary_pdf(a_document())) as short,
        pypdfium2.PdfDocument(report_pdf(a_document())) as whole,
    ):
        assert len(short) < len(whole)
