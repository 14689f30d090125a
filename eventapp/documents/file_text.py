"""The text of a file, page by page, read in a process of its own with little time and memory.

Files come from anybody who may upload, and libraries that read them are large: what hangs, grows or
crashes there ends that process, and the file is merely not found by its words.
"""

import json
import re
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from eventapp.documents.limited_process import Limits, ProcessEnded, run_limited
from eventapp.documents.xml_text import parse_part, printable

PAGES_MAX = 500
TEXT_MAX_LENGTH = 2_000_000  # characters, of all pages together
PART_MAX_BYTES = 20 * 1024 * 1024  # of XML, unpacked
LIMITS = Limits(seconds=30, memory_bytes=1024**3)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
OFFICE = "application/vnd.openxmlformats-officedocument."
SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
SPACES = re.compile(r"\s+")
# A word that goes on in the next line. pypdf 7.1.1 gives hyphens of programs as they are: U+00AD of
# Typst, U+2010 of WeasyPrint. In "för- och nackdelar" it is the word's own.
DIVIDED = re.compile(
    r"(?<=[a-zåäöéü])[-\u00ad\u2010] *\n\s*(?!(?:och|eller|samt|and|or) )(?=[a-zåäöéü])"
)
# Two or three letters that a typeface draws as one sign: ﬁ, ﬂ, ﬀ and their like.
LIGATURE = re.compile("[\ufb00-\ufb06]")


@dataclass(frozen=True, slots=True)
class FileText:
    """The texts of the pages, and how many there are in all; None where the file has no pages."""

    pages: list[str]
    count: int | None


NOTHING = FileText([], None)


def read_apart(path: Path, media_type: str) -> FileText:
    """The text of a stored file; nothing where it has none, or takes too much to read."""
    if media_type not in READERS:
        return NOTHING
    try:
        read = json.loads(run_limited(__name__, media_type, str(path), limits=LIMITS))
        return FileText(list(read["pages"]), read["count"])
    except (ProcessEnded, ValueError, KeyError):
        return NOTHING


def read_pages(path: Path, media_type: str) -> FileText:
    """The same in this process, without limits of time. Raises what the libraries raise."""
    with path.open("rb") as file:
        count, pages = READERS[media_type](file)
        texts: list[str] = []
        length = 0
        for page in pages:
            text = _in_words(page)
            length += len(text)
            if len(texts) >= PAGES_MAX or length > TEXT_MAX_LENGTH:
                break
            texts.append(text)
    return FileText(texts, count)


def _in_words(page: str) -> str:
    """The text in one line, each word as it is looked for."""
    whole = DIVIDED.sub("", page)
    spelt = LIGATURE.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), whole)
    # A typeface of a PDF may map a sign to half a pair, which no database stores.
    return printable(SPACES.sub(" ", spelt)).strip()


Read = tuple[int | None, Iterator[str]]


def _read_pdf(file: IO[bytes]) -> Read:
    from pypdf import PdfReader  # noqa: PLC0415

    document = PdfReader(file)
    return len(document.pages), (page.extract_text() for page in document.pages)


def _read_plain(file: IO[bytes]) -> Read:
    content = file.read(TEXT_MAX_LENGTH)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return None, iter([text])


def _read_word(file: IO[bytes]) -> Read:
    with zipfile.ZipFile(file) as opened:
        root = _parse(opened, "word/document.xml")
    pages = [""]
    for element in root.iter():
        if element.tag == f"{WORD}t":
            pages[-1] += element.text or ""
        elif element.tag in {f"{WORD}p", f"{WORD}tab", f"{WORD}br"}:
            pages[-1] += " "
        if element.tag == f"{WORD}lastRenderedPageBreak":
            pages.append("")
    # Word notes where pages ended when it last drew them; other programs do not.
    return len(pages) if len(pages) > 1 else None, iter(pages)


def _read_slides(file: IO[bytes]) -> Read:
    with zipfile.ZipFile(file) as opened:
        matches = filter(None, map(SLIDE.fullmatch, opened.namelist()))
        names = sorted((int(match[1]), match[0]) for match in matches)
        slides = [_slide(_parse(opened, name)) for _number, name in names[:PAGES_MAX]]
    return len(names), iter(slides)


def _slide(root: ET.Element) -> str:
    paragraphs = root.iter(f"{DRAWING}p")
    return " ".join("".join(run.text or "" for run in p.iter(f"{DRAWING}t")) for p in paragraphs)


def _parse(opened: zipfile.ZipFile, name: str) -> ET.Element:
    """A part as XML. Raises ValueError where it is too large, or has a document type."""
    with opened.open(name) as part:
        content = part.read(PART_MAX_BYTES + 1)
    if len(content) > PART_MAX_BYTES:
        raise ValueError(name)
    return parse_part(content)


READERS: dict[str, Callable[[IO[bytes]], Read]] = {
    "application/pdf": _read_pdf,
    "text/plain": _read_plain,
    f"{OFFICE}wordprocessingml.document": _read_word,
    f"{OFFICE}presentationml.presentation": _read_slides,
}


def _main(media_type: str, path: str) -> None:
    LIMITS.apply()
    read = read_pages(Path(path), media_type)
    json.dump({"pages": read.pages, "count": read.count}, sys.stdout)


if __name__ == "__main__":
    _main(*sys.argv[1:])
