"""The table of contents in Word: each heading once, in order, with a link that leads to it."""

import io

from docx import Document
from docx.oxml.ns import qn
from flask import Flask

from eventapp.documents.prints.report.word import report_docx, summary_docx
from tests.builders.report_document import a_document


def test_each_line_leads_to_its_heading(app: Flask) -> None:
    document = Document(io.BytesIO(report_docx(a_document())))
    links = [link for p in document.paragraphs for link in p._p.iter(qn("w:hyperlink"))]
    lines = {
        link.get(qn("w:anchor")): "".join(t.text or "" for t in link.iter(qn("w:t")))
        for link in links
        if link.get(qn("w:anchor"))
    }
    headings = {
        mark.get(qn("w:name")): p.text
        for p in document.paragraphs
        if p.style.name == "Heading 1"
        for mark in p._p.iter(qn("w:bookmarkStart"))
    }
    assert list(lines.items()) == list(headings.items())
    assert len(lines) > 3


def test_it_is_one_field_that_word_can_fill_anew(app: Flask) -> None:
    body = Document(io.BytesIO(report_docx(a_document()))).element.body
    kinds = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


def test_a_summary_of_one_page_has_none(app: Flask) -> None:
    body = Document(io.BytesIO(summary_docx(a_document()))).element.body
    assert list(body.iter(qn("w:fldChar"))) == []
