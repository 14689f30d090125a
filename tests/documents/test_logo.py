"""Logos: drawn anew from PNG and SVG; what is broken, huge or refers elsewhere is refused."""

import zlib
from io import BytesIO

import png
import pytest

from eventapp.documents import limited_process, logo
from eventapp.documents.logo import LogoTooLarge, LogoTooWide, UnreadableLogo, draw_logo

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M0 0h20v10H0z"/></svg>'


def a_png(width: int, height: int, comment: bytes = b"") -> bytes:
    target = BytesIO()
    rows = [[200, 0, 0] * width for _ in range(height)]
    png.Writer(width, height, greyscale=False).write(target, rows)
    chunks = list(png.Reader(bytes=target.getvalue()).chunks())
    if comment:
        chunks.insert(1, (b"tEXt", b"Author\0" + comment))
    again = BytesIO()
    png.write_chunks(again, chunks)
    return again.getvalue()


def test_an_svg_becomes_a_png_of_the_height_that_pages_show_twice_as_sharp() -> None:
    drawn = draw_logo(SVG)

    assert drawn.png.startswith(b"\x89PNG")
    assert (drawn.width, drawn.height) == (272, 136)
    assert draw_logo(SVG).digest == drawn.digest


def test_nothing_hidden_in_a_png_is_left() -> None:
    drawn = draw_logo(a_png(40, 20, comment=b"Viggo"))

    assert b"Viggo" not in drawn.png
    assert b"tEXt" not in drawn.png


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"GIF89a",
        b"<svg",
        b"\x89PNG\r\n\x1a\n",
        a_png(40, 20)[:60],
        SVG.replace(b"<path", b'<image href="http://127.0.0.1:9/x.png" width="9"/><path'),
        SVG.replace(b"<path", b'<image href="/etc/hostname" width="9"/><path'),
    ],
    ids=["empty", "another kind", "half", "head alone", "cut", "a web address", "a file"],
)
def test_what_cannot_be_drawn_is_refused(file: bytes) -> None:
    with pytest.raises(UnreadableLogo):
        draw_logo(file)


def test_what_is_too_large_or_too_wide_is_refused() -> None:
    bomb = bytearray(a_png(1, 1))
    bomb[16:24] = (50_000).to_bytes(4) + (50_000).to_bytes(4)
    bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4)

    for file in (b"x" * (logo.FILE_MAX_BYTES + 1), bytes(bomb)):
        with pytest.raises(LogoTooLarge):
            draw_logo(file)
    with pytest.raises(LogoTooWide):
        draw_logo(a_png(70, 10))


def test_a_drawing_that_takes_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited_process, "GRACE_SECONDS", -logo.LIMITS.seconds + 0.01)

    with pytest.raises(UnreadableLogo):
        draw_logo(SVG)
