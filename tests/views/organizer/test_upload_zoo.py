"""The upload zoo (FILE-01 to 16): what is sent on purpose, and what becomes of it."""

import io
import struct
import zlib
from dataclasses import replace

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from eventapp.domain.registration.link import personal_token
from eventapp.domain.schedule import material as materials
from eventapp.domain.schedule.material import MaterialText, UploadedFile
from eventapp.domain.schedule.materials.change import replace_file
from eventapp.extensions import db, floods
from eventapp.models import Audience, Event, Material, RegistrationState
from eventapp.storage.virus_scanner import VirusScanner
from eventapp.views.files import file_store
from tests.builders import NOON, a_registration, an_event
from tests.clamd import VIRUS, clamd
from tests.domain.schedule.test_zip_limit import a_zip, claiming, overlapping
from tests.views.organizer.test_material import PDF, add, the_material
from tests.visitor import Visitor


def a_png(width: int, height: int) -> bytes:
    """The head of a picture of this size, with next to nothing in it."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in [*chunks, (b"IEND", b"")]
    )
    return b"\x89PNG\r\n\x1a\n" + body


def a_gif() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "GIF")
    return picture.getvalue()


DOCX = ("word/document.xml", b"<w/>")
# What every scanner knows, put together here so that none of them takes this file for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
ZOO = [
    pytest.param("bild.svg", b'<svg onload="alert(1)"/>', id="FILE-01 svg"),
    pytest.param("bild.png", b"<svg><foreignObject/></svg>", id="FILE-01 svg as png"),
    pytest.param("sida.pdf", b"<html><script>", id="FILE-02 html as pdf"),
    pytest.param("bild.gif", a_gif(), id="FILE-02 gif"),
    pytest.param("image.php.jpg", b"<?php", id="FILE-02 php as jpg"),
    pytest.param("rapport.pdf\x00.html", PDF, id="FILE-02 NUL"),
    pytest.param("a\u202efdp.exe", PDF, id="FILE-02 turned round"),
    pytest.param("a.docx", a_zip(DOCX, ("a.xml", bytes(20_000_000))), id="FILE-04 bomb"),
    pytest.param("a.docx", claiming(a_zip(DOCX), size=2_000_000_000), id="FILE-04 4 GB"),
    pytest.param("a.pptx", claiming(a_zip(DOCX), entries=60_000), id="FILE-04 entries"),
    pytest.param("a.xlsx", a_zip(DOCX, ("b.zip", b"PK")), id="FILE-04 nested"),
    pytest.param("a.docx", overlapping(), id="FILE-04 overlapping"),
    pytest.param("a.docx", a_zip(DOCX, ("../../etc/x", b"x")), id="FILE-05 path"),
    pytest.param("a.docx", a_zip(DOCX, ("C:\\x", b"x")), id="FILE-05 drive"),
    pytest.param("a.docx", a_zip(DOCX, external_attr=0o120777 << 16), id="FILE-05 link"),
    pytest.param("a.png", a_png(50_000, 50_000), id="FILE-06 pixels"),
    pytest.param("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", id="FILE-06 truncated"),
    pytest.param("a.heic", b"\x00\x00\x00\x18ftypheic", id="FILE-06 heic"),
    pytest.param("a.tiff", b"II*\x00", id="FILE-06 tiff"),
    pytest.param("eicar.com", EICAR, id="FILE-08 program"),
    pytest.param("eicar.pdf", EICAR, id="FILE-08 as pdf"),
]


@pytest.mark.parametrize(("name", "content"), ZOO)
def test_it_is_refused_in_a_sentence_and_nothing_of_it_is_stored(
    desk: Visitor, app: Flask, name: str, content: bytes
) -> None:
    refused = add(desk, an_event(), content, name, title="Mina bilder")

    assert refused.status_code == 422
    assert "Mina bilder" in refused.text
    assert db.session.scalars(select(Material)).all() == []
    assert app.extensions["files"].list_checksums() == []


def test_what_a_scanner_finds_is_not_stored_nor_what_none_has_looked_at(
    desk: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FILE-08 in a file of a kind that is accepted: a text."""
    event = an_event()
    with clamd() as address:
        monkeypatch.setitem(app.extensions, "scanner", VirusScanner(address))
        infected = add(desk, event, VIRUS, "plan.txt", title="Vår plan")
        assert add(desk, event, b"plan", "ren.txt").status_code == 303
    unseen = add(desk, event, b"another plan", "plan.txt", title="Vår plan")

    for refused, said in (
        (infected, "virus scanner found something"),
        (unseen, "cannot be checked for viruses"),
    ):
        assert refused.status_code == 422
        assert said in refused.text
        assert "Vår plan" in refused.text
    assert the_material().filename == "ren.txt"
    assert len(app.extensions["files"].list_checksums()) == 1


def test_a_large_jpeg_is_measured_without_being_decoded(desk: Visitor) -> None:
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 60_000, 60_000) + b"\x03" + bytes(9)
    picture = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(9) + frame + b"\xff\xd9"
    assert add(desk, an_event(), picture, "a.jpg").status_code == 422


@pytest.mark.parametrize(
    "state",
    [*(state for state in RegistrationState if state is not RegistrationState.CONFIRMED), None],
)
def test_only_who_came_gets_what_is_for_those_who_came(
    desk: Visitor, state: RegistrationState | None
) -> None:
    """FILE-10: waiting, cancelled, no-show, and a link that was passed on without its key."""
    event = an_event()
    add(desk, event, audience="came")
    person = a_registration(event)
    if state:
        person.state = state
    db.session.commit()
    address = f"/events/{event.slug}/materials/{the_material().code}"
    for key in (f"?key={personal_token(person)}", "", "?key=x"):
        assert desk.get(f"{address}{key}").status_code == 404
        assert desk.head(f"{address}{key}").status_code == 404


def test_hundreds_of_ranges_are_answered_as_one_file(desk: Visitor) -> None:
    event = an_event()
    add(desk, event)
    address = f"/events/{event.slug}/materials/{the_material().code}"
    ranges = ",".join(["0-"] * 500)
    answer = desk.get(address, headers={"Range": f"bytes={ranges}"})
    assert (answer.status_code, answer.data) == (200, PDF)


def test_whoever_downloads_all_again_and_again_is_asked_to_come_back(
    desk: Visitor, app: Flask
) -> None:
    """FILE-13, from one address; how many are served at once the lanes decide."""
    event = an_event()
    add(desk, event)
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, registrations_per_minute="2")
    address = f"/events/{event.slug}/materials.zip"
    floods.reset()
    try:
        statuses = [desk.get(address).status_code for _ in range(3)]
    finally:
        app.extensions["settings"] = settings
    assert statuses == [200, 200, 429]


def stored(content: bytes) -> UploadedFile:
    file = file_store().store(io.BytesIO(content), most=len(content))
    return UploadedFile("Bilder.pdf", "application/pdf", file.checksum, file.size)


def test_a_download_is_the_old_or_the_new_file_and_never_a_mixture(desk: Visitor) -> None:
    """FILE-14: replaced between the first byte and the last."""
    event = an_event()
    old, new = PDF + b"1" * 3_000_000, PDF + b"2" * 3_000_000
    text = MaterialText("Bilder", "sv", Audience.PUBLIC)
    slides = materials.add_material(event, text, stored(old), actor="o", now=NOON)
    db.session.commit()
    address = f"/events/{event.slug}/materials/{slides.code}"
    pieces = iter(desk.get(address, buffered=False).response)
    begun = next(pieces)

    replace_file(event, slides, stored(new), "nytt", actor="o", now=NOON)
    db.session.commit()

    assert begun + b"".join(pieces) == old
    assert desk.get(address).data == new


def test_an_event_has_so_much_room(desk: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """FILE-16: refused before anything is stored."""
    event: Event = an_event()
    add(desk, event)
    monkeypatch.setattr(materials, "EVENT_MAX_BYTES", len(PDF) + 100)
    refused = add(desk, event, PDF + b"2", title="Mer")
    assert refused.status_code == 422
    assert "take all the room" in refused.text
    assert "Mer" in refused.text

    [slides] = materials.list_all_materials(event)
    materials.withdraw_material(event, slides, actor="o", now=NOON)
    db.session.commit()  # what was removed lies there still
    assert add(desk, event, PDF + b"2", title="Mer").status_code == 422


# What was received lies in memory, and the parser leaves it to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_an_upload_that_breaks_off_leaves_nothing(desk: Visitor, app: Flask) -> None:
    """FILE-12: the last part has no end."""
    event = an_event()
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + PDF
    address = f"/organizer/events/{event.slug}/materials"
    kind = "multipart/form-data; boundary=x"
    assert desk.post(address, data=body, content_type=kind).status_code in {400, 422}
    assert app.extensions["files"].list_checksums() == []
