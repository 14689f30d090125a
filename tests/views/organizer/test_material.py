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
from tests.builders import NOON, a_registration, a_session, an_event, an_organisation
from tests.builders.forms import send, token_on
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
        inside = archive.namelist()[-1]
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
            assert len([name for name in opened.namelist() if name.endswith(".pdf")]) == expected
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


def deed(desk: Visitor, event: Event, path: str, **data: object) -> TestResponse:
    address = f"/organizer/events/{event.slug}/materials"
    return desk.post(f"{address}{path}", data={"csrf_token": token_on(desk, address), **data})


FILM = {
    "link-title": "Film av föreläsningen",
    "link-url": "https://film.example/1",
    "link-minutes": "46",
    "link-captions": "automatic",
}


def test_a_film_is_added_with_its_length_and_captions_and_leads_away(desk: Visitor) -> None:
    event = an_event()
    assert deed(desk, event, "/links", **FILM).status_code == 303

    page = desk.get(f"/events/{event.slug}").text
    assert "46 minutes. Opens on film.example, outside this website." in page
    assert "Captions automatic" in page
    answer = desk.get(f"/events/{event.slug}/materials/{the_material().code}")
    assert (answer.status_code, answer.location) == (302, "https://film.example/1")
    assert desk.get(f"/events/{event.slug}/materials.zip").status_code == 200


@pytest.mark.parametrize(
    "url",
    ["http://film.example", "javascript:alert(1)", "https://", "https://a@film.example", "x"],
)
def test_an_address_that_no_page_may_lead_to_is_refused_and_kept(desk: Visitor, url: str) -> None:
    refused = deed(desk, an_event(), "/links", **{**FILM, "link-url": url})
    assert refused.status_code == 422
    assert "Write an address that starts with https://." in refused.text
    assert "Film av föreläsningen" in refused.text


def test_files_of_the_event_are_on_its_page_and_locked_ones_say_who_may(desk: Visitor) -> None:
    event = an_event()
    add(desk, event, title="Öppen")
    add(desk, event, PDF + b"2", title="Arbetsbok", audience="came")
    add(desk, event, PDF + b"3", title="Hemligt utkast", audience="organizers")
    add(desk, event, PDF + b"4", title="Sedan", opening="hand")

    page = desk.get(f"/events/{event.slug}").text

    assert "Öppen" in page
    assert "Arbetsbok" in page
    assert "For those who came. Open it with the link in your letter." in page
    assert "Hemligt utkast" not in page
    assert "Sedan" not in page


def test_what_opens_by_hand_or_at_a_time_is_opened_on_the_list(desk: Visitor) -> None:
    event = an_event()
    add(desk, event, title="Sedan", opening="hand")
    address = f"/events/{event.slug}/materials/{the_material().code}"
    assert desk.get(address).status_code == 404
    assert "Not open yet" in desk.get(f"/organizer{address.rpartition('/')[0]}").text

    assert deed(desk, event, f"/{the_material().code}/opening").status_code == 303

    assert desk.get(address).status_code == 200


def test_a_certain_time_must_be_written(desk: Visitor) -> None:
    event = an_event()
    assert add(desk, event, opening="time").status_code == 422
    assert add(desk, event, opening="time", opens_at="").status_code == 422
    late = add(desk, event, opening="time", opens_at="2199-01-01T10:00")
    assert late.status_code == 303
    page = desk.get(f"/events/{event.slug}").text
    assert "Opens on" in page
    assert desk.get(f"/events/{event.slug}/materials/{the_material().code}").status_code == 404


def test_certain_organisations_must_be_chosen_and_alone_may_open_it(desk: Visitor) -> None:
    town, other = an_organisation("Dalby"), an_organisation("Ekby")
    town.mailbox = other.mailbox = "info@town.example"
    event = an_event()
    mine, theirs = (
        personal_token(a_registration(event, organisation=organisation))
        for organisation in (town, other)
    )
    stranger = a_registration(event, organisation=town, email="a@elsewhere.example")
    said = personal_token(stranger)
    assert add(desk, event, audience="organisations").status_code == 422
    added = add(desk, event, audience="organisations", organisations=town.code)
    assert added.status_code == 303

    address = f"/events/{event.slug}/materials/{the_material().code}"
    assert desk.get(f"{address}?key={theirs}").status_code == 404
    assert desk.get(f"{address}?key={said}").status_code == 404
    assert desk.get(f"{address}?key={mine}").status_code == 200
    page = desk.get(f"/organizer{address}").text
    assert "Dalby: 2 people have a place, and it is known of 1 that they come from there." in page
    assert "Of the others we have only their word." in page

    person = f"/organizer/events/{event.slug}/registrations/{stranger.code}"
    assert "Does the person come from Dalby?" in desk.get(person).text
    assert send(desk, f"{person}/organisation-proof", page=person).status_code == 303
    assert "Does the person come from Dalby?" not in desk.get(person).text
    assert desk.get(f"{address}?key={said}").status_code == 200
    assert "Dalby" not in desk.get(f"/events/{event.slug}").text


def test_a_newer_version_says_what_changed_and_the_earlier_stays_with_organizers(
    desk: Visitor,
) -> None:
    event = an_event()
    add(desk, event)
    code = the_material().code
    newer = {"file": (io.BytesIO(PDF + b"2"), "Bilder2.pdf"), "change": "bild 14 rättad"}
    assert deed(desk, event, f"/{code}/versions", **newer).status_code == 303

    page = desk.get(f"/events/{event.slug}").text
    assert "Version 2: bild 14 rättad" in page
    assert desk.get(f"/events/{event.slug}/materials/{code}").data == PDF + b"2"
    versions = f"/organizer/events/{event.slug}/materials/{code}/versions"
    assert [desk.get(f"{versions}/{n}").data for n in (1, 2)] == [PDF, PDF + b"2"]
    assert desk.get(f"{versions}/3").status_code == 404
    bad = {"file": (io.BytesIO(b"<html>"), "x.pdf"), "change": "fel"}
    refused = deed(desk, event, f"/{code}/versions", **bad)
    assert refused.status_code == 422
    assert "fel" in refused.text


def test_what_is_said_of_it_is_changed_on_its_own_page(desk: Visitor) -> None:
    event = an_event()
    add(desk, event)
    code = the_material().code
    page = desk.get(f"/organizer/events/{event.slug}/materials/{code}").text
    assert 'value="Bilder"' in page

    said = {"title": "Bildspel", "audience": "confirmed", "version": "1"}
    assert deed(desk, event, f"/{code}", **said).status_code == 303
    stale = deed(desk, event, f"/{code}", **{**said, "title": "Annat"})

    assert stale.status_code == 409
    assert "Annat" in stale.text
    assert the_material().title == "Bildspel"


def test_removing_is_undone_on_the_list_and_in_the_log(desk: Visitor) -> None:
    event = an_event()
    add(desk, event)
    code = the_material().code
    deed(desk, event, f"/{code}/withdrawal")
    restoration = f"/organizer/events/{event.slug}/materials/{code}/restoration"
    for page in ("materials", "log"):
        assert restoration in desk.get(f"/organizer/events/{event.slug}/{page}").text
    assert desk.get(f"/events/{event.slug}/materials/{code}").status_code == 404

    assert deed(desk, event, f"/{code}/restoration").status_code == 303

    assert desk.get(f"/events/{event.slug}/materials/{code}").status_code == 200


def test_another_format_is_asked_for_and_answered(desk: Visitor) -> None:
    event = an_event(contact_email="konferens@bra.example")
    add(desk, event)
    public = f"/events/{event.slug}/materials/{the_material().code}/requests"
    assert f"{public}/new" in desk.get(f"/events/{event.slug}").text
    sent = {"csrf_token": token_on(desk, f"{public}/new"), "format": "braille", "words": "Sidan 3"}

    wrong = desk.post(public, data={**sent, "email": "bo"})
    assert wrong.status_code == 422
    assert "Sidan 3" in wrong.text
    answer = desk.post(public, data={**sent, "email": "bo@town.example"})
    assert "within five working days" in desk.get(answer.location).text

    page = desk.get(f"/organizer/events/{event.slug}/materials").text
    assert "bo@town.example" in page
    assert "bo@town.example" not in desk.get(f"/events/{event.slug}").text
    deed_path = page.split("/answer")[0].rpartition("/materials")[2]
    assert deed(desk, event, f"{deed_path}/answer").status_code == 303
    assert "bo@town.example" not in desk.get(f"/organizer/events/{event.slug}/materials").text


def test_the_letter_that_they_are_out_is_begun_on_the_list(desk: Visitor) -> None:
    event = an_event()
    a_registration(event)
    add(desk, event)
    page = unescape(desk.get(f"/organizer/events/{event.slug}/materials").text)
    address = page.split('href="/organizer')[1:]
    (begun,) = (a.split('"')[0] for a in address if "about=materials" in a)

    letter = unescape(desk.get(f"/organizer{begun}").text)

    assert "Materialet är ute" in letter
    assert "{personlig_lank}" in letter
    assert "1 person" in letter


def test_the_letter_about_materials_of_one_organisation_goes_to_its_people(desk: Visitor) -> None:
    town, other = an_organisation("Dalby"), an_organisation("Ekby")
    event = an_event()
    for organisation in (town, other):
        a_registration(event, organisation=organisation)
    add(desk, event, audience="organisations", organisations=town.code)
    address = f"/organizer/events/{event.slug}/materials"
    assert "organisation=Dalby" in desk.get(address).text
    add(desk, event, PDF + b"2", audience="organisations", organisations=other.code)
    page = desk.get(address).text
    assert "organisation=Dalby&amp;organisation=Ekby" in page
    assert "The letter goes to their people: Dalby, Ekby." in page
    add(desk, event, PDF + b"3", title="Öppen")
    assert "organisation=" not in desk.get(address).text


def test_a_title_beyond_all_bounds_is_told_apart_from_a_large_file(
    desk: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(desk.application.config, "MAX_FORM_MEMORY_SIZE", 50_000)
    event = an_event()
    add(desk, event)
    material = the_material()
    page = f"/organizer/events/{event.slug}/materials/{material.code}"

    answers = [
        desk.post(
            page,
            data={"csrf_token": token_on(desk, page), "title": "x" * 60_000},
            content_type="multipart/form-data",
        ),
        add(desk, event, title="x" * 60_000),
    ]

    assert [(a.status_code, a.location) for a in answers] == [
        (303, page),
        (303, page.removesuffix(f"/{material.code}")),
    ]
    assert "One of the texts was far too long" in desk.get(page).text
    assert the_material().title == "Bilder"
