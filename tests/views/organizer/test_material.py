"""Materials: added at the desk, downloaded by whoever may have them, taken back."""

import io
import zipfile
from html import unescape
from urllib.parse import quote

import pytest
from PIL import Image
from pypdf import PdfWriter
from sqlalchemy import select
from werkzeug.test import TestResponse

from eventapp.domain.registration.link import personal_token
from eventapp.domain.schedule import release
from eventapp.extensions import db
from eventapp.models import Event, Material
from tests.builders import NOON, a_registration, a_session, an_event
from tests.builders.forms import token_on
from tests.visitor import Visitor

PDF = b"%PDF-1.7\nexempel"


def add(
    desk: Visitor, event: Event, content: bytes = PDF, name: str = "Bilder.pdf", **other: str
) -> TestResponse:
    address = f"/organizer/events/{event.slug}/materials"
    data = {"title": "Bilder", "language": "sv", "audience": "public", **other}
    return desk.post(
        address,
        data={
            "csrf_token": token_on(desk, address),
            "file": (io.BytesIO(content), name),
            **data,
        },
    )


def an_office_file(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        for name in names:
            opened.writestr(name, "x")
    return buffer.getvalue()


def the_material() -> Material:
    return db.session.scalars(select(Material)).one()


@pytest.mark.parametrize(
    "name",
    ["a\r\nSet-Cookie: x=1.pdf", "a\0b.pdf", "../../a\u202efdp.pdf", "..\\\\a\u2028b.pdf"],
)
def test_a_files_name_is_a_name_and_nothing_else(desk: Visitor, name: str) -> None:
    event = an_event()
    address = f"/organizer/events/{event.slug}/materials"
    data = {"csrf_token": token_on(desk, address), "title": "Bilder"}
    parts = [f'name="{key}"\r\n\r\n{value}' for key, value in data.items()]
    # In this spelling (RFC 5987) a name may hold anything.
    spelt = quote(name, safe="")
    parts.append(f"name=\"file\"; filename*=UTF-8''{spelt}\r\n\r\n{PDF.decode()}")
    body = "".join(f"--b\r\nContent-Disposition: form-data; {part}\r\n" for part in parts)
    kind = "multipart/form-data; boundary=b"
    assert desk.post(address, data=f"{body}--b--\r\n", content_type=kind).status_code == 303

    assert the_material().filename.isprintable()
    got = desk.get(f"{address.removeprefix('/organizer')}/{the_material().code}")
    assert got.status_code == 200
    assert "Set-Cookie" not in got.headers
    with zipfile.ZipFile(
        io.BytesIO(desk.get(f"/events/{event.slug}/materials.zip").data)
    ) as archive:
        (inside,) = archive.namelist()
    assert inside.isprintable()
    assert not {"..", "\\", "/"} & set(inside.split("-")[1:])


def test_a_material_stands_on_the_sessions_page_and_comes_as_an_attachment(
    desk: Visitor,
) -> None:
    event = an_event()
    session = a_session(event)
    release.store_release(event, actor="organizer", now=NOON)
    assert add(desk, event, session=session.code).status_code == 303

    page = desk.get(f"/events/{event.slug}/sessions/{session.code}").text
    address = f"/events/{event.slug}/materials/{the_material().code}"
    assert address in page
    got = desk.get(address)
    assert got.data == PDF
    assert got.headers["Content-Disposition"] == 'attachment; filename="Bilder.pdf"'
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>", "bilder.pdf"),
        (PDF, "bilder.exe"),
        (PDF, "bilder.html"),
        (PDF, "bilder"),
        (b"<svg onload=x>", "bilder.txt"),
        (b"MZ\x00\x00", "bilder.txt"),
        (an_office_file("xl/workbook.xml"), "bilder.docx"),
        (an_office_file("word/document.xml", "word/vbaProject.bin"), "bilder.docx"),
        (b"PK\x03\x04 not a zip", "bilder.docx"),
    ],
)
def test_what_is_not_what_its_name_says_is_not_taken(
    desk: Visitor, content: bytes, name: str
) -> None:
    event = an_event()
    refused = add(desk, event, content, name)
    assert refused.status_code == 422
    assert "That type of file is not accepted." in refused.text
    assert "Bilder" in refused.text
    assert db.session.scalars(select(Material)).all() == []


def test_a_file_beyond_all_bounds_leads_back_to_the_form(desk: Visitor) -> None:
    event = an_event()
    address = f"/organizer/events/{event.slug}/materials"
    answer = desk.post(
        address,
        data=b"x",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(200 * 1024 * 1024)},
    )
    assert answer.status_code == 303
    page = desk.get(answer.location).text
    assert "The file is larger than 50 MB." in page
    assert 'name="title"' in page


def test_an_empty_file_is_called_so(desk: Visitor) -> None:
    answer = add(desk, an_event(), b"", "tom.pdf")
    assert answer.status_code == 422
    assert "The file is empty." in answer.text


def test_office_files_and_names_with_paths_are_taken_by_their_last_part(desk: Visitor) -> None:
    event = an_event()
    content = an_office_file("[Content_Types].xml", "word/document.xml")
    assert add(desk, event, content, "../../Å rapport.docx").status_code == 303
    assert the_material().filename == "Å rapport.docx"


def test_the_same_content_is_kept_once(desk: Visitor) -> None:
    event = an_event()
    for _ in range(2):
        add(desk, event)
    checksums = {material.checksum for material in db.session.scalars(select(Material))}
    assert len(checksums) == 1


def test_what_is_for_the_confirmed_opens_with_their_link_alone(desk: Visitor) -> None:
    event, other = an_event(), an_event()
    add(desk, event, audience="confirmed")
    mine = personal_token(a_registration(event))
    theirs = personal_token(a_registration(other))
    address = f"/events/{event.slug}/materials/{the_material().code}"

    statuses = [
        desk.get(path).status_code
        for path in (address, f"{address}?key={theirs}", f"{address}?key={mine}")
    ]

    assert statuses == [404, 404, 200]
    assert "Download them all in one file" in desk.get(f"/registrations/{mine}").text


def test_the_zip_holds_what_the_reader_may_have(desk: Visitor) -> None:
    event = an_event()
    add(desk, event, title="Öppen")
    add(desk, event, PDF + b"2", title="Sluten", audience="confirmed")
    mine = personal_token(a_registration(event))
    address = f"/events/{event.slug}/materials.zip"

    for path, expected in ((address, 1), (f"{address}?key={mine}", 2)):
        with zipfile.ZipFile(io.BytesIO(desk.get(path).data)) as opened:
            assert len(opened.namelist()) == expected
            assert opened.testzip() is None


def test_what_is_taken_back_is_gone_at_once(desk: Visitor) -> None:
    event = an_event()
    add(desk, event)
    code = the_material().code
    address = f"/organizer/events/{event.slug}/materials"
    token = token_on(desk, address)
    taken = desk.post(f"{address}/{code}/withdrawal", data={"csrf_token": token})
    assert taken.status_code == 303
    assert desk.get(f"/events/{event.slug}/materials/{code}").status_code == 404
    assert desk.get(f"/events/{event.slug}/materials.zip").status_code == 404


def test_a_file_larger_than_any_form_is_taken(desk: Visitor) -> None:
    event = an_event()
    address = f"/organizer/events/{event.slug}/materials"
    data = {
        "csrf_token": token_on(desk, address),
        "title": "Bilder",
        "language": "sv",
        "audience": "public",
    }
    head = 'Content-Disposition: form-data; name="'
    parts = [f'--x\r\n{head}{name}"\r\n\r\n{value}\r\n' for name, value in data.items()]
    file = f'--x\r\n{head}file"; filename="stor.pdf"\r\n\r\n'
    body = "".join([*parts, file]).encode() + PDF + b"x" * 3_000_000 + b"\r\n--x--\r\n"
    sent = desk.post(address, data=body, content_type="multipart/form-data; boundary=x")
    assert sent.status_code == 303
    assert the_material().size == len(PDF) + 3_000_000


def test_a_photo_is_given_out_without_where_it_was_taken(desk: Visitor) -> None:
    event, exif, photo = an_event(), Image.Exif(), io.BytesIO()
    exif[0x8825] = {1: "N", 2: (59.0, 16.0, 0.0)}
    exif[0x010E] = "Hemligt"
    Image.new("RGB", (8, 8)).save(photo, "JPEG", exif=exif)
    assert add(desk, event, photo.getvalue(), "foto.jpg").status_code == 303

    got = desk.get(f"/events/{event.slug}/materials/{the_material().code}").data

    assert b"Hemligt" not in got
    assert not Image.open(io.BytesIO(got)).getexif()
    assert len(got) == the_material().size


def test_whom_a_document_names_is_said_to_whoever_adds_it(desk: Visitor) -> None:
    event, writer, document = an_event(), PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": "Per Persson"})
    writer.write(document)

    page = desk.get(add(desk, event, document.getvalue()).location).text

    assert "The file’s properties contain the name Per Persson." in unescape(page)


def test_a_broken_picture_is_not_taken(desk: Visitor) -> None:
    refused = add(desk, an_event(), b"\xff\xd8\xff\xe0", "foto.jpg")

    assert refused.status_code == 422
    assert "That type of file is not accepted." in refused.text


def test_a_name_with_letters_beyond_ascii_comes_in_both_spellings(desk: Visitor) -> None:
    event = an_event()
    add(desk, event, b"text", "rapport åäö.txt")

    got = desk.get(f"/events/{event.slug}/materials/{the_material().code}")

    assert got.headers["Content-Disposition"] == (
        'attachment; filename="rapport aao.txt"; '
        "filename*=UTF-8''rapport%20%C3%A5%C3%A4%C3%B6.txt"
    )
