"""Zips that would unpack to too much, seen from outside; every one is refused without unpacking."""

import io
import struct
import tracemalloc
import zipfile

import pytest

from eventapp.domain.schedule.zip_limit import ZipTooLarge, names_in_zip


def a_zip(*entries: tuple[str, bytes], **info: int) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            for field, value in info.items():
                setattr(entry, field, value)
            archive.writestr(entry, data)
    return content.getvalue()


def claiming(content: bytes, *, entries: int = 0, size: int = 0) -> bytes:
    """A zip whose end or whose list says something else than is there."""
    changed = bytearray(content)
    if entries:
        end = changed.rfind(b"PK\x05\x06")
        struct.pack_into("<HH", changed, end + 8, entries, entries)
    if size:
        at = changed.rfind(b"PK\x01\x02")
        struct.pack_into("<I", changed, at + 24, size)
    return bytes(changed)


def overlapping() -> bytes:
    """Two names for one and the same content (the quoted-overlap bomb, in small)."""
    changed = bytearray(a_zip(("a.xml", b"x" * 100), ("b.xml", b"x" * 100)))
    first = changed.find(b"PK\x01\x02")
    second = changed.find(b"PK\x01\x02", first + 4)
    changed[second + 42 : second + 46] = changed[first + 42 : first + 46]
    return bytes(changed)


def test_an_ordinary_file_is_listed() -> None:
    names = names_in_zip(io.BytesIO(a_zip(("word/document.xml", b"<x/>"), ("b/c.png", b"1"))))
    assert names == ["word/document.xml", "b/c.png"]


@pytest.mark.parametrize(
    "content",
    [
        a_zip(("a.xml", bytes(20_000_000))),
        claiming(a_zip(("a.xml", b"x" * 100)), size=2_000_000_000),
        claiming(a_zip(("a.xml", b"x")), entries=60_000),
        a_zip(("inner.zip", b"PK")),
        overlapping(),
    ],
)
def test_what_would_unpack_to_too_much_is_refused_in_little_memory(content: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(ZipTooLarge):
            names_in_zip(io.BytesIO(content))
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["../../etc/x", "/etc/x", "a/../../b", "C:\\x", "..\\x"])
def test_a_name_that_leads_out_of_the_folder_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="folder"):
        names_in_zip(io.BytesIO(a_zip((name, b"x"))))


@pytest.mark.parametrize("mode", [0o120777, 0o020666])
def test_links_and_devices_are_refused(mode: int) -> None:
    with pytest.raises(ValueError, match="folder"):
        names_in_zip(io.BytesIO(a_zip(("a.xml", b"x"), external_attr=mode << 16)))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06", b"x" * 100])
def test_what_is_no_zip_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="no zip"):
        names_in_zip(io.BytesIO(content))


def test_what_is_encrypted_is_refused() -> None:
    content = bytearray(a_zip(("word/document.xml", b"<x/>")))
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ValueError, match="encrypted"):
        names_in_zip(io.BytesIO(bytes(content)))
