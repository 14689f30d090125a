"""Packages: what is in them, names, sums, and that readers of streams can read them."""

import hashlib
import io
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from eventapp.domain.schedule import release
from eventapp.domain.schedule.material import MaterialText, UploadedFile, add_material
from eventapp.extensions import db
from eventapp.models import Audience, Event, Material, Session
from eventapp.views.files import file_store
from tests.builders import NOON, a_session, an_event
from tests.builders.material import a_film
from tests.visitor import Visitor


def stored(event: Event, name: str, content: bytes, session: Session | None = None) -> Material:
    file = file_store().store(io.BytesIO(content), most=10_000)
    upload = UploadedFile(name, "application/pdf", file.checksum, file.size)
    text = MaterialText(name, "sv", Audience.PUBLIC, session)
    return add_material(event, text, upload, actor="organizer", now=NOON)


@pytest.fixture
def event(app: Flask) -> Event:
    del app
    event = an_event()
    session = a_session(event, title="Platsen: spelar roll?")
    release.store_release(event, actor="organizer", now=NOON)
    stored(event, "Program.pdf", b"%PDF hela")
    stored(event, "Bilder.pdf", b"%PDF passet", session)
    a_film(event, session=session)
    db.session.commit()
    return event


def read_as_stream(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Each entry by what stands before it alone, as Java's ZipInputStream and others read."""
    at = 0
    while content[at : at + 4] == b"PK\x03\x04":
        _version, flags, method = struct.unpack_from("<HHH", content, at + 4)
        crc, packed, _size, name_length, extra = struct.unpack_from("<IIIHH", content, at + 14)
        assert not flags & 8, "the size stands behind the entry"
        assert method == zipfile.ZIP_STORED
        begin = at + 30 + name_length + extra
        body = content[begin : begin + packed]
        assert zlib.crc32(body) == crc
        yield content[at + 30 : at + 30 + name_length].decode(), body
        at = begin + packed


def test_readers_of_files_and_of_streams_read_the_same(client: Visitor, event: Event) -> None:
    content = client.get(f"/events/{event.slug}/materials.zip").data

    streamed = dict(read_as_stream(content))
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == streamed
    assert list(streamed)[:2] == ["Läs mig.txt", "Kontrollsummor.txt"]
    assert len(streamed) == 4


def test_the_note_names_what_is_in_it_and_where_films_are_and_sums_are_right(
    client: Visitor, event: Event
) -> None:
    entries = dict(read_as_stream(client.get(f"/events/{event.slug}/materials.zip").data))

    note = entries["Läs mig.txt"].decode("utf-8-sig")
    assert event.title in note
    assert "Film: https://film.example/1" in note
    lines = entries["Kontrollsummor.txt"].decode().splitlines()
    sums = {name: checksum for checksum, name in (line.split("  ", 1) for line in lines)}
    assert sums.keys() == entries.keys() - {"Kontrollsummor.txt"}
    for name, checksum in sums.items():
        assert hashlib.sha256(entries[name]).hexdigest() == checksum
        assert not set(name) & set('\\:*?"<>|')


def test_a_session_and_a_day_come_by_themselves(client: Visitor, event: Event) -> None:
    session = db.session.query(Session).one()
    base = f"/events/{event.slug}"
    for address in (
        f"{base}/sessions/{session.code}/materials.zip",
        f"{base}/days/1/materials.zip",
    ):
        names = [name for name, _body in read_as_stream(client.get(address).data)]
        assert [name for name in names if name.endswith(".pdf")] == [names[-1]]
        assert "Platsen – spelar roll" in names[-1]
    assert client.get(f"{base}/days/2/materials.zip").status_code == 404
    assert client.get(f"{base}/sessions/x/materials.zip").status_code == 404


def test_the_same_content_is_the_same_zip_which_goes_on_where_it_broke_off(
    client: Visitor, event: Event
) -> None:
    address = f"/events/{event.slug}/materials.zip"
    whole = client.get(address)
    tag = whole.headers["ETag"]
    assert whole.content_length == len(whole.data)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304

    part = client.get(address, headers={"Range": "bytes=100-", "If-Range": tag})
    assert (part.status_code, part.data) == (206, whole.data[100:])
    assert client.get(address, headers={"Range": "bytes=999999-"}).status_code == 416

    stored(event, "Nytt.pdf", b"%PDF nytt")
    db.session.commit()
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_what_is_made_is_gone_once_it_is_sent(client: Visitor, event: Event) -> None:
    before = set(Path(tempfile.gettempdir()).iterdir())
    client.get(f"/events/{event.slug}/materials.zip").close()
    client.head(f"/events/{event.slug}/materials.zip").close()
    assert not [p for p in set(Path(tempfile.gettempdir()).iterdir()) - before if "zip" in p.name]
