"""Reading what came as a PDF."""

import pypdfium2
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
    return answer.data
