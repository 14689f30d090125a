"""QR pictures of ticket codes, always of one size: version 2, level H, alphanumeric, mask 3.

One mask for all makes a code ten times faster to draw than trying the eight, and reads as well.
"""

import struct
import zlib
from functools import cache
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape

from eventapp.documents.xml_text import printable
from eventapp.domain.registration.ticket_code import LENGTH, read
from eventapp.optional_import import without

with without("PIL"):  # some megabytes, for pictures of kinds that we do not draw
    from qrcode import QRCode
    from qrcode.constants import ERROR_CORRECT_H
    from qrcode.image.base import BaseImage
    from qrcode.util import QRData

SIDE = 25
QUIET = 4
WIDTH = SIDE + 2 * QUIET

# Said, never guessed: a code of digits alone would otherwise be drawn in another mode.
_ALPHANUMERIC: Final = 2
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"  # in their order in that mode
_DATA_BITS = LENGTH // 2 * 11 + 6
_SCREEN_PIXELS = 8 * WIDTH  # 264: never below 240 on a screen


def modules(code: str) -> tuple[tuple[bool, ...], ...]:
    """Lay out a code as 25 rows of 25 modules, dark ones True, without the quiet zone.

    Raises ValueError for anything that is not a ticket code in its canonical form.
    """
    return tuple(tuple(module == "1" for module in row) for row in _rows(code))


def _rows(code: str) -> list[str]:
    """The same as 25 texts of "0" and "1"."""
    if read(code) != code:
        raise ValueError("only a ticket code in its canonical form has a QR picture")
    picture, changes = _layout()
    data = _data(code)
    for place, change in enumerate(changes):
        if data >> place & 1:
            picture ^= change
    dark = f"{picture:0{SIDE * SIDE}b}"
    return [dark[start : start + SIDE] for start in range(0, SIDE * SIDE, SIDE)]


@cache
def _layout() -> tuple[int, tuple[int, ...]]:
    """The picture of a code of zeros, and which modules each bit of other codes' data turns.

    Data, correction and mask are linear: with all else fixed, pictures are sums without carry of
    these, which takes a fifth of the time of drawing them. The library draws each of these once.
    """
    blank = _drawn(0)
    return blank, tuple(blank ^ _drawn(1 << place) for place in range(_DATA_BITS))


def _drawn(data: int) -> int:
    """The picture of these data: a bit for each module, row by row, as the library draws it."""
    picture = QRCode[BaseImage](
        version=2, error_correction=ERROR_CORRECT_H, border=QUIET, mask_pattern=3
    )
    picture.add_data(QRData(_text(data).encode("ascii"), mode=_ALPHANUMERIC), optimize=0)
    picture.make(fit=False)
    return int("".join("01"[bool(module)] for row in picture.modules for module in row), 2)


def _data(code: str) -> int:
    """A code in the bits of the alphanumeric mode (ISO/IEC 18004, 7.4.4): 11 a pair, 6 the last."""
    data = 0
    for first, second in zip(code[:-1:2], code[1::2], strict=True):
        data = data << 11 | _SIGNS.index(first) * len(_SIGNS) + _SIGNS.index(second)
    return data << 6 | _SIGNS.index(code[-1])


def _text(data: int) -> str:
    """The text with these data: the reverse of `_data`."""
    pairs = (data >> start & 0x7FF for start in range(_DATA_BITS - 11, 0, -11))
    signs = "".join(_SIGNS[pair // len(_SIGNS)] + _SIGNS[pair % len(_SIGNS)] for pair in pairs)
    return signs + _SIGNS[data & 0x3F]


def svg(code: str, *, title: str) -> str:
    """Draw a code as a whole SVG document, quiet zone included, dark on white in every theme."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {WIDTH}"'
        f' width="{_SCREEN_PIXELS}" height="{_SCREEN_PIXELS}" role="img"'
        ' shape-rendering="crispEdges">'
        f"<title>{escape(printable(title))}</title>"
        f'<path fill="#fff" d="M0 0h{WIDTH}v{WIDTH}H0z"/>'
        f'<path fill="#000" d="{svg_path(code)}"/></svg>\n'
    )


def svg_path(code: str) -> str:
    """Draw the dark modules as one SVG path in a box of 33 × 33, one rectangle for each run."""
    return "".join(
        f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z"
        for y, row in enumerate(modules(code))
        for x, length in _dark_runs(row)
    )


def png(code: str, *, scale: int = 10) -> bytes:
    """Draw a code as a PNG of one bit a pixel, `scale` pixels a module, quiet zone included.

    Written here (ISO/IEC 15948): a library looks at each of the lines, most of which are alike.
    """
    margin = (b"\0" + _packed("0" * SIDE, scale)) * (scale * QUIET)
    lines = b"".join((b"\0" + _packed(row, scale)) * scale for row in _rows(code))
    size = struct.pack(">IIBBBBB", WIDTH * scale, WIDTH * scale, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", size), (b"IDAT", zlib.compress(margin + lines + margin)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    content = kind + data
    return len(data).to_bytes(4) + content + zlib.crc32(content).to_bytes(4)


def _packed(row: str, scale: int) -> bytes:
    """Write a row of modules as a line of pixels, eight to the byte, light ones 1."""
    margin = "1" * (QUIET * scale)
    pixels = row.translate({ord("0"): "1" * scale, ord("1"): "0" * scale})
    pixels = f"{margin}{pixels}{margin}"
    pixels += "0" * (-len(pixels) % 8)  # a line ends on a whole byte
    return int(pixels, 2).to_bytes(len(pixels) // 8)


def _dark_runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """List start and length of each run of dark modules."""
    runs, start = [], 0
    for dark, modules_alike in groupby(row):
        length = len(list(modules_alike))
        if dark:
            runs.append((start, length))
        start += length
    return runs
