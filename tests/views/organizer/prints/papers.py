"""Reading what came as a PDF."""

from io import BytesIO

import pypdfium2
from pypdf import PdfReader
from werkzeug.test import TestResponse


def text_on(document: bytes, page: int = 0) -> str:
    """The text of one page in reading order, on one line."""
    with pypdfium2.PdfDocument(document) as opened:
        text = opened[page].get_textpage().get_text_bounded()
    return " ".join(text.replace("\u200b", "").split())


def pages_in(document: bytes) -> int:
    with pypdfium2.PdfDocument(document) as opened:
        return len(opened)


def pdf_of(answer: TestResponse) -> bytes:
    """The file that was answered; fails with the page where it is none."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert_is_accessible(answer.data)
    return answer.data


def assert_is_accessible(document: bytes) -> None:
    """What PDF/UA asks of the file as a whole: tags, a title that is shown, a language."""
    reader = PdfReader(BytesIO(document))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata
    assert reader.metadata.title
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
