"""Materials: what kind a file is, who gets it, and withdrawing it."""

import io
import zipfile

import pytest

from eventapp.domain.schedule import material
from eventapp.domain.schedule.material import (
    EmptyFile,
    KindNotAllowed,
    MaterialText,
    UploadedFile,
    detect_kind,
)
from eventapp.models import Audience, Event, Material, Session
from tests.builders import NOON, an_event

pytestmark = pytest.mark.usefixtures("app")

FILE = UploadedFile("bilder.pdf", "application/pdf", "0" * 64, 10)


def add(
    event: Event, audience: Audience = Audience.PUBLIC, session: Session | None = None
) -> Material:
    text = MaterialText("Bilder", "sv", audience, session)
    return material.add_material(event, text, FILE, actor="organizer", now=NOON)


def zipped(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("a.PDF", b"%PDF-1.7"),
        ("a.txt", b"plain"),
        ("a.docx", zipped("word/document.xml")),
    ],
)
def test_name_and_content_must_say_the_same_kind(filename: str, content: bytes) -> None:
    file = io.BytesIO(content)

    assert detect_kind(filename, file).media_type
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("a.pdf", b"<html>"),
        ("a.html", b"<html>"),
        ("a.txt", b"<script>"),
        ("a.docx", zipped("ppt/presentation.xml")),
        ("a.docx", zipped("word/document.xml", "word/vbaProject.bin")),
        ("a.docx", b"PK\x03\x04 no archive"),
        ("pdf", b"%PDF-1.7 without a dot in the name"[5:]),
    ],
)
def test_any_other_file_is_refused(filename: str, content: bytes) -> None:
    with pytest.raises(KindNotAllowed):
        detect_kind(filename, io.BytesIO(content))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(EmptyFile):
        detect_kind("a.pdf", io.BytesIO())


def test_the_same_file_is_added_once_until_it_is_withdrawn() -> None:
    event = an_event()
    first = add(event)
    assert add(event) is first

    material.withdraw_material(event, first, actor="organizer", now=NOON)

    assert material.list_all_materials(event) == []
    assert material.find_material(event, first.code) is None
    assert add(event) is not first
