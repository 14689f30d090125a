"""What a file says beside its content: taken out of pictures, read from documents.

A photo says where it was taken and on whose device; that is removed without touching a pixel.
Documents are left as they are, and whoever uploads one sees whom it names.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import IO

from eventapp.documents.xml_text import parse_part, printable

_ORIENTATION = 0x0112
_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_APPLICATION = range(0xE0, 0xF0)
# Of what programs add, these alone change how the picture looks.
_KEPT = (b"\xff\xe0..JFIF\0", b"\xff\xe2..ICC_PROFILE\0", b"\xff\xee..Adobe")
_KEPT_SEGMENT = re.compile(b"|".join(_KEPT), re.DOTALL)
_EXIF_SEGMENT = re.compile(rb"\xff\xe1..Exif\0\0", re.DOTALL)
# Within a scan 0xFF is followed by 0, by the number of a restart, or by another 0xFF.
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD hIST pHYs acTL fcTL fdAT".split()
)

_DC = "{http://purl.org/dc/elements/1.1/}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_APP = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_NAMING = {
    "docProps/core.xml": (f"{_DC}creator", f"{_CORE}lastModifiedBy"),
    "docProps/app.xml": (f"{_APP}Manager", f"{_APP}Company"),
    "meta.xml": (f"{_META}initial-creator", f"{_DC}creator"),
}
_LARGEST_XML = 1024 * 1024
# A picture of more pixels than any camera takes is meant for whoever opens it.
_MOST_PIXELS = 200_000_000
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_MOST_NAMES = 5


class UnreadableFile(ValueError):
    """The file is not what its beginning says."""


def without_metadata(media_type: str, source: IO[bytes]) -> IO[bytes]:
    """Return a picture without place, time, device and description; other files as they are.

    Pixels, colours and orientation stay as they were. Raises UnreadableFile.
    """
    clean = _CLEANERS.get(media_type)
    if clean is None:
        return source
    source.seek(0)
    return BytesIO(clean(source.read()))


def names_in(media_type: str, source: IO[bytes]) -> list[str]:
    """Return the people and organisations that a document's properties name, each once."""
    source.seek(0)
    if media_type == "application/pdf":
        names = _names_in_pdf(source)
    elif zipfile.is_zipfile(source):
        names = list(_names_in_zip(source))
    else:
        names = []
    source.seek(0)
    one_line = (printable(" ".join(name.split()))[:100] for name in names)
    return list(dict.fromkeys(filter(None, one_line)))[:_MOST_NAMES]


def _without_jpeg_metadata(picture: bytes) -> bytes:
    parts = [picture[:2]]
    for segment in _jpeg_segments(picture):
        if segment[1] in _FRAMES and len(segment) > 9:
            _check_pixels(int.from_bytes(segment[7:9]), int.from_bytes(segment[5:7]))
        if _EXIF_SEGMENT.match(segment):
            parts.append(_orientation_alone(segment))
        elif _KEPT_SEGMENT.match(segment) or segment[1] not in {*_APPLICATION, _COMMENT}:
            parts.append(segment)
    return b"".join(parts)


def _jpeg_segments(picture: bytes) -> Iterator[bytes]:
    """Yield the segments after the first marker; a scan with its data. What follows the end goes.

    Raises UnreadableFile.
    """
    at = 2
    while picture[at : at + 2] != bytes((0xFF, _END)):
        if picture[at : at + 2] == b"\xff\xff":  # a marker may be filled up
            at += 1
            continue
        length = int.from_bytes(picture[at + 2 : at + 4])
        end = at + 2 + length
        if picture[at : at + 1] != b"\xff" or length < 2 or end > len(picture):
            raise UnreadableFile
        if picture[at + 1] == _SCAN:
            marker = _NEXT_MARKER.search(picture, end)
            if marker is None:
                raise UnreadableFile
            end = marker.start()
        yield picture[at:end]
        at = end
    yield picture[at : at + 2]


def _check_pixels(width: int, height: int) -> None:
    """Raise UnreadableFile for a picture that nobody could open; nothing is decoded."""
    if width * height > _MOST_PIXELS:
        raise UnreadableFile


def _orientation_alone(segment: bytes) -> bytes:
    """Return an Exif segment that says which side is up, or nothing where that is not needed."""
    # Some megabytes, for uploads alone.
    from PIL import Image  # noqa: PLC0415

    exif, stripped = Image.Exif(), Image.Exif()
    try:
        exif.load(segment[4:])
        orientation = int(exif.get(_ORIENTATION, 1))
    except (SyntaxError, ValueError, TypeError, KeyError, OSError):
        return b""
    if orientation not in range(2, 9):
        return b""
    stripped[_ORIENTATION] = orientation
    content = stripped.tobytes()
    return b"\xff\xe1" + (len(content) + 2).to_bytes(2) + content


def _without_png_metadata(picture: bytes) -> bytes:
    import png  # noqa: PLC0415

    target = BytesIO()
    try:
        chunks = [(kind, data) for kind, data in png.Reader(bytes=picture).chunks()]
    except (png.Error, EOFError, ValueError) as unreadable:
        raise UnreadableFile from unreadable
    head = next((data for kind, data in chunks if kind == b"IHDR"), b"")
    _check_pixels(int.from_bytes(head[:4]), int.from_bytes(head[4:8]))
    png.write_chunks(target, [(kind, data) for kind, data in chunks if kind in _PNG_KEPT])
    return target.getvalue()


_CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    "image/jpeg": _without_jpeg_metadata,
    "image/png": _without_png_metadata,
}


def _names_in_pdf(source: IO[bytes]) -> list[str]:
    # Some megabytes, for uploads alone.
    from pypdf import PdfReader  # noqa: PLC0415

    try:
        document = PdfReader(source)
        information, packet = document.metadata, document.xmp_metadata
        # PDF 2.0 has deprecated the one for the other; programs write either, or both.
        creators = packet.dc_creator if packet else None
        return [str(name or "") for name in (information and information.author, *(creators or ()))]
    except Exception:  # noqa: BLE001  # broken files fail in many ways, and may be uploaded anyway
        return []


def _names_in_zip(source: IO[bytes]) -> Iterator[str]:
    with zipfile.ZipFile(source) as opened:
        listed = set(opened.namelist())
        for name, tags in _NAMING.items():
            if name in listed:
                yield from _names_in_xml(_read_part(opened, name), tags)


def _read_part(opened: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of a part; nothing of one that is damaged, or packed in an unknown way."""
    try:
        with opened.open(name) as part:
            return part.read(_LARGEST_XML)
    except Exception:  # noqa: BLE001  # as with broken PDFs: one library for each way of packing
        return b""


def _names_in_xml(content: bytes, tags: tuple[str, ...]) -> Iterator[str]:
    try:
        root = parse_part(content)
    except ValueError:
        return
    for tag in tags:
        for element in root.iter(tag):
            yield element.text or ""
