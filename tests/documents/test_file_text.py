"""Texts of files: each kind by pages, within limits, in a process of their own."""

import io
import zipfile
from pathlib import Path

import pytest
import typst

from eventapp.documents import file_text
from eventapp.documents.file_text import NOTHING, OFFICE, FileText, read_apart, read_pages

PDF = "application/pdf"
DOCX = f"{OFFICE}wordprocessingml.document"
PPTX = f"{OFFICE}presentationml.presentation"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
TWO_LINES = "<a:p><a:t>Tr</a:t><a:t>ygg</a:t></a:p><a:p><a:t>torg</a:t></a:p>"


def zipped(**parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return content.getvalue()


def a_word_file() -> bytes:
    runs = "<w:p><w:r><w:t>Mät </w:t><w:t>före</w:t></w:r></w:p><w:p><w:r>"
    breaks = "<w:lastRenderedPageBreak/><w:t>och efter</w:t></w:r></w:p>"
    return zipped(word__document=f"<w:document {W}><w:body>{runs}{breaks}</w:body></w:document>")


def slides() -> bytes:
    return zipped(
        ppt__slides__slide10=f"<s {A}><a:p><a:t>Tio</a:t></a:p></s>",
        ppt__slides__slide2=f"<s {A}>{TWO_LINES}</s>",
        ppt__notesSlides__notesSlide1=f"<s {A}><a:p><a:t>Hemlig anteckning</a:t></a:p></s>",
    )


def a_pdf() -> bytes:
    pages = typst.compile(b"Belysning hj\xc3\xa4lper#pagebreak()N\xc3\xa4sta sida")
    assert isinstance(pages, bytes)
    return pages


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        (PDF, a_pdf(), FileText(["Belysning hjälper", "Nästa sida"], 2)),
        (DOCX, a_word_file(), FileText(["Mät före", "och efter"], 2)),
        (PPTX, slides(), FileText(["Trygg torg", "Tio"], 2)),
        ("text/plain", "Räkna händelser".encode(), FileText(["Räkna händelser"], None)),
        ("text/plain", "Räkna".encode("cp1252"), FileText(["Räkna"], None)),
    ],
)
def test_each_kind_is_read_page_by_page(
    kind: str, content: bytes, expected: FileText, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert read_pages(path, kind) == expected


def test_what_is_broken_expands_or_has_no_text_reads_as_nothing(tmp_path: Path) -> None:
    entities = f'<!DOCTYPE x [<!ENTITY a "b">]><w:document {W}/>'
    hostile = [(PDF, b"%PDF-1.7 broken"), (DOCX, zipped(word__document=entities)), (PPTX, b"PK")]
    path = tmp_path / "file"
    for kind, content in [*hostile, ("image/png", b"")]:
        path.write_bytes(content)
        assert read_apart(path, kind) == NOTHING
    path.write_bytes(a_word_file())
    assert read_apart(path, DOCX).pages == ["Mät före", "och efter"]


def test_only_so_much_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(slides())
    monkeypatch.setattr(file_text, "PAGES_MAX", 1)
    assert read_pages(path, PPTX).pages == ["Trygg torg"]
    monkeypatch.setattr(file_text, "TEXT_MAX_LENGTH", 3)
    assert read_pages(path, PPTX).pages == []
    monkeypatch.setattr(file_text, "PART_MAX_BYTES", 10)
    with pytest.raises(ValueError, match="slide2"):
        read_pages(path, PPTX)


def a_pdf_of(*objects: bytes) -> bytes:
    """A PDF of these objects; readers find them without a table."""
    written = (b"%d 0 obj\n%b\nendobj\n" % pair for pair in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + b"".join(written) + b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


def a_stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%b\nendstream" % (len(content), content)


def test_half_a_pair_in_a_pdf_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(
        a_pdf_of(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>",
            a_stream(b"BT /F1 24 Tf (AxB trygg) Tj ET"),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
            a_stream(
                b"1 begincodespacerange <00> <FF> endcodespacerange "
                b"2 beginbfchar <41> <D800> <42> <0000> endbfchar"
            ),
        )
    )
    assert read_pages(path, "application/pdf").pages == ["x trygg"]


def test_a_word_that_goes_on_in_the_next_line_is_one_word(tmp_path: Path) -> None:
    """Typst 0.15 divides with U+00AD, as pypdf 7.1 gives it."""
    path = tmp_path / "narrow.pdf"
    page = (
        '#set page(width: 60mm)\n#set par(justify: true)\n#set text(lang: "sv", hyphenate: true)\n'
    )
    words = "Det brottsförebyggande samverkansarbetet i kommunerna med bostadsområden"
    path.write_bytes(typst.compile((page + words).encode()))

    assert read_pages(path, "application/pdf").pages == [words]


@pytest.mark.parametrize(
    ("page", "read"),
    [
        ("brotts-\nförebyggande", "brottsförebyggande"),
        ("ung\u2010 \n domsgård", "ungdomsgård"),
        ("en tra\ufb01kplats", "en trafikplats"),  # as pypdf 7.1 reads a typeface without a table
        ("för-\noch nackdelar", "för- och nackdelar"),
        ("Eva Lindström-\nBergqvistsson", "Eva Lindström- Bergqvistsson"),
        ("2023-\n2024", "2023- 2024"),
        ("a -\nb", "a - b"),
    ],
)
def test_hyphens_and_letters_drawn_as_one(tmp_path: Path, page: str, read: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(page, encoding="utf-8")

    assert read_pages(path, "text/plain").pages == [read]
