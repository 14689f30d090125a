"""Packing: the same document in far fewer bytes, read the same by others."""

import io

import pypdfium2
import pytest
from flask import Flask
from pypdf import PdfReader

from eventapp.documents.prints.report import pdf
from eventapp.documents.prints.report.pdf_packing import IN_ONE_STREAM, NotPackable, packed
from tests.builders.report_document import a_document


@pytest.fixture
def as_typeset(app: Flask, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A report as Typst writes it."""
    monkeypatch.setattr(pdf, "packed", bytes)
    return pdf.report_pdf(a_document())


def texts(document: bytes) -> list[str]:
    with pypdfium2.PdfDocument(document) as opened:
        return [page.get_textpage().get_text_bounded() for page in opened]


def written(reader: PdfReader, number: int) -> bytes:
    """The object with this number, as the library would write it."""
    content = io.BytesIO()
    value = reader.get_object(number)
    assert value is not None
    value.write_to_stream(content)
    return content.getvalue()


def test_every_object_is_what_it_was(as_typeset: bytes) -> None:
    before = PdfReader(io.BytesIO(as_typeset), strict=True)
    after = PdfReader(io.BytesIO(packed(as_typeset)), strict=True)

    numbers = range(1, int(before.trailer["/Size"]))
    assert len(numbers) > IN_ONE_STREAM
    for number in numbers:
        assert written(before, number) == written(after, number), number
    assert after.trailer["/ID"] == before.trailer["/ID"]
    assert after.trailer["/Root"].keys() == before.trailer["/Root"].keys()


def test_it_is_much_smaller_and_another_program_reads_the_same(as_typeset: bytes) -> None:
    small = packed(as_typeset)

    assert small == packed(as_typeset)
    assert texts(small) == texts(as_typeset)
    # What was not packed is typefaces and pictures.
    assert len(small) < 0.6 * len(as_typeset)


@pytest.mark.parametrize("document", [b"", b"%PDF-1.7\n", b"no PDF at all"])
def test_what_typst_did_not_write_is_refused(document: bytes) -> None:
    with pytest.raises(NotPackable):
        packed(document)


def test_what_is_packed_is_not_packed_again(as_typeset: bytes) -> None:
    with pytest.raises(NotPackable):
        packed(packed(as_typeset))
