"""A logo from an uploaded file: drawn anew as PNG, so that nothing hidden in the file is left.

The drawing is done by Typst in a process of its own, with limits: a small file may ask for hours
or gigabytes. Typst loads nothing that the file refers to, and refuses a file that refers.
"""

import hashlib
import struct
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from eventapp.documents.limited_process import Limits, ProcessEnded, run_limited

FILE_MAX_BYTES = 512 * 1024
HEIGHT_POINTS = 68
PIXELS_PER_INCH = 144.0
SIDE_MAX_PIXELS = 4000
WIDTH_TO_HEIGHT_MAX = 6
LIMITS = Limits(seconds=10, memory_bytes=2 * 1024**3)
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PAGE = """#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image("%s", height: %dpt)"""


class UnreadableLogo(Exception):
    """The file is no PNG or SVG that can be drawn within the limits."""


class LogoTooLarge(Exception):
    """The file is larger than FILE_MAX_BYTES, or the picture than SIDE_MAX_PIXELS."""


class LogoTooWide(Exception):
    """The picture is more than WIDTH_TO_HEIGHT_MAX times as wide as it is high."""


@dataclass(frozen=True, slots=True)
class DrawnLogo:
    """A picture that was drawn anew."""

    png: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        """What the picture is known by."""
        return hashlib.sha256(self.png).hexdigest()[:24]


def draw_logo(file: bytes) -> DrawnLogo:
    """Draw a PNG or an SVG at the size that pages show it, twice as sharp.

    Raises UnreadableLogo, LogoTooLarge, LogoTooWide.
    """
    if len(file) > FILE_MAX_BYTES:
        raise LogoTooLarge
    if not file.startswith(PNG_SIGNATURE) and b"<svg" not in file:
        raise UnreadableLogo
    if file.startswith(PNG_SIGNATURE) and max(_png_size(file)) > SIDE_MAX_PIXELS:
        raise LogoTooLarge
    try:
        png = run_limited(__name__, content=file, limits=LIMITS)
    except ProcessEnded as ended:
        raise UnreadableLogo from ended
    width, height = _png_size(png)
    if width > WIDTH_TO_HEIGHT_MAX * height:
        raise LogoTooWide
    return DrawnLogo(png, width, height)


def _png_size(png: bytes) -> tuple[int, int]:
    """Width and height as the first chunk says. Raises UnreadableLogo."""
    if len(png) < 24 or png[12:16] != b"IHDR":
        raise UnreadableLogo
    width, height = struct.unpack(">II", png[16:24])
    return int(width), int(height)


def _draw(file: bytes) -> bytes:
    """Draw within limits, in this process. Raises whatever Typst does."""
    LIMITS.apply()
    import typst  # noqa: PLC0415 - tens of megabytes, for this verb alone

    name = "logo.png" if file.startswith(PNG_SIGNATURE) else "logo.svg"
    with tempfile.TemporaryDirectory(prefix="eventapp-logo-") as folder:
        (Path(folder) / name).write_bytes(file)
        page = Path(folder) / "main.typ"
        page.write_text(PAGE % (name, HEIGHT_POINTS))
        drawn = typst.compile(page, root=Path(folder), format="png", ppi=PIXELS_PER_INCH)
    if not isinstance(drawn, bytes):
        raise TypeError("one page is one picture")
    return drawn


if __name__ == "__main__":
    sys.stdout.buffer.write(_draw(sys.stdin.buffer.read(FILE_MAX_BYTES + 1)))
