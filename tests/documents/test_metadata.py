"""Pictures lose what they tell of place and person, and nothing else."""

import io
import zipfile

import png
import pytest
import typst
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter

from eventapp.documents.metadata import UnreadableFile, names_in, without_metadata

JPEG, PNG = "image/jpeg", "image/png"
SECRET = b"Hemligt"
ORIENTATION, GPS, DESCRIPTION = 0x0112, 0x8825, 0x010E


def a_picture() -> Image.Image:
    """Return a picture whose pixels differ."""
    return Image.radial_gradient("L").convert("RGB").resize((64, 48))


def a_photo(*, orientation: int = 6, **options: object) -> bytes:
    """Return a JPEG that says where it was taken, what it shows and which side is up."""
    exif, target = Image.Exif(), io.BytesIO()
    exif[ORIENTATION] = orientation
    exif[DESCRIPTION] = SECRET.decode()
    exif[GPS] = {1: "N", 2: (59.0, 16.0, 0.0)}
    a_picture().save(target, "JPEG", exif=exif, comment=SECRET, icc_profile=b"icc", **options)
    return target.getvalue()


def cleaned(media_type: str, content: bytes) -> bytes:
    return without_metadata(media_type, io.BytesIO(content)).read()


def pixels(content: bytes) -> bytes:
    return Image.open(io.BytesIO(content)).tobytes()


@pytest.mark.parametrize("progressive", [False, True])
def test_a_photo_loses_place_and_description_and_no_pixel(progressive: bool) -> None:
    photo = a_photo(progressive=progressive) + b"trailer " + SECRET
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + SECRET
    photo = photo[:2] + b"\xff\xe1" + (len(xmp) + 2).to_bytes(2) + xmp + photo[2:]
    assert SECRET in photo

    clean = cleaned(JPEG, photo)

    assert SECRET not in clean
    assert pixels(clean) == pixels(photo)
    opened = Image.open(io.BytesIO(clean))
    assert dict(opened.getexif()) == {ORIENTATION: 6}
    assert opened.info["icc_profile"] == b"icc"
    assert cleaned(JPEG, clean) == clean


def test_a_photo_that_stands_upright_keeps_no_exif_at_all() -> None:
    assert b"Exif" not in cleaned(JPEG, a_photo(orientation=1))


def test_a_png_loses_texts_and_keeps_pixels() -> None:
    target, metadata = io.BytesIO(), PngImagePlugin.PngInfo()
    metadata.add_text("Author", SECRET.decode())
    metadata.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    a_picture().save(target, "PNG", pnginfo=metadata, dpi=(300, 300))
    picture = target.getvalue()
    assert SECRET in picture

    clean = cleaned(PNG, picture)

    assert SECRET not in clean
    assert pixels(clean) == pixels(picture)
    assert b"pHYs" in [kind for kind, _ in png.Reader(bytes=clean).chunks()]


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        (JPEG, b"\xff\xd8\xff"),
        (JPEG, b"\xff\xd8\xff\xe0\x00\x01"),
        (JPEG, b"\xff\xd8\xff\xda\x00\x02 no end"),
        (JPEG, a_photo()[:-40]),
        (PNG, b"\x89PNG\r\n\x1a\n"),
        (PNG, b"\x89PNG\r\n\x1a\nabc"),
    ],
)
def test_what_is_no_picture_is_called_so(media_type: str, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        cleaned(media_type, content)


def test_other_files_keep_their_bytes() -> None:
    assert cleaned("application/pdf", b"%PDF-1.7") == b"%PDF-1.7"


def an_archive(**parts: str | bytes) -> bytes:
    """Return a zip whose parts are named with a slash for two underscores."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as opened:
        for name, content in parts.items():
            opened.writestr(name.replace("__", "/") + ".xml", content)
    return target.getvalue()


CORE = (
    '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:d="http://purl.org/dc/elements/1.1/"><d:creator>Per\nPersson'
    "</d:creator><c:lastModifiedBy>Bo Ek</c:lastModifiedBy></c:coreProperties>"
)
META = (
    '<m xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:d='
    '"http://purl.org/dc/elements/1.1/"><meta:initial-creator>Per</meta:initial-creator>'
    "<d:creator>Per</d:creator></m>"
)

UTF_16 = '<?xml version="1.0" encoding="utf-16"?>'


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (an_archive(docProps__core=CORE), ["Per Persson", "Bo Ek"]),
        (an_archive(meta=META), ["Per"]),
        (an_archive(meta="<broken"), []),
        (an_archive(meta='<!DOCTYPE m [<!ENTITY a "b">]>' + META), []),
        (an_archive(meta='<?xml version="1.0" encoding="nonsense"?>' + META), []),
        (an_archive(meta='<?xml version="1.0" encoding="shift_jis"?>' + META), []),
        (an_archive(meta=f"{UTF_16}<!DOCTYPE m [<!ENTITY a 'b'>]>{META}".encode("utf-16")), []),
        (an_archive(meta=(UTF_16 + META).encode("utf-16")), ["Per"]),
        (an_archive(meta=META).replace(b"<m xmlns", b"<n xmlns", 1), []),  # its sum is wrong
        (b"plain text", []),
    ],
)
def test_whom_an_office_file_names(content: bytes, names: list[str]) -> None:
    assert names_in("application/vnd.example", io.BytesIO(content)) == names


def test_whom_a_pdf_names() -> None:
    target, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": "Åsa Öberg"})
    writer.write(target)

    assert names_in("application/pdf", target) == ["Åsa Öberg"]
    assert names_in("application/pdf", io.BytesIO(b"%PDF-1.7\nbroken")) == []


def test_a_pdf_that_names_its_author_in_xmp_alone_is_told_of() -> None:
    document, target = (
        typst.compile(b'#set document(title: "T", author: "Anna Berg")\nText'),
        io.BytesIO(),
    )
    writer = PdfWriter(clone_from=io.BytesIO(document))
    writer.metadata = None
    writer.write(target)
    assert PdfReader(target).metadata is None

    assert names_in("application/pdf", target) == ["Anna Berg"]
