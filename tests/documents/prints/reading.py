"""Reading prints as other programs do."""

import io

import pypdfium2


def open_pdf(document: bytes) -> io.BytesIO:
    return io.BytesIO(document)


def text_of(document: bytes) -> str:
    """The text of all pages in reading order, on one line."""
    with pypdfium2.PdfDocument(document) as opened:
        texts = [page.get_textpage().get_text_bounded() for page in opened]
    return " ".join(" ".join(texts).replace("\u200b", "").split())
