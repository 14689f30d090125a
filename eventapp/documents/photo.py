"""A picture from an uploaded file, turned upright and drawn anew: square in three sizes, or whole.

Nothing of the file is left but the pixels that are shown: no place, device, name or second picture.
A small file may ask for gigabytes: what it says of its size is looked at before it is unpacked, and
the work is done in a process of its own, with limits.
"""

import hashlib
import struct
import sys
from dataclasses import dataclass
from io import BytesIO
from typing import IO, TYPE_CHECKING

from eventapp.documents.limited_process import Limits, ProcessEnded, run_limited

if TYPE_CHECKING:
    from PIL import Image

FILE_MAX_BYTES = 15 * 1024 * 1024
PIXELS_MAX = 60_000_000  # what telephones take has up to 50 million
SIDE_MIN_PIXELS = 200
SIZES_PIXELS = (96, 288, 576)  # small, medium, large; shown at half of it
WHOLE_MAX_PIXELS = 1600  # a floor plan can be read on a phone, and weighs some 300 kB
QUALITY = 82
KINDS = ("JPEG", "PNG", "WEBP")
LIMITS = Limits(seconds=15, memory_bytes=1024**3)
# Heads are in the upper half of a picture that is higher than wide.
CENTRE = (0.5, 0.35)
TOO_SMALL, TOO_LARGE = 3, 4  # what the process ends with
LENGTHS = struct.Struct(">III")
SIDES = struct.Struct(">II")


class UnreadablePhoto(Exception):
    """The file is no JPEG, PNG or WebP that can be drawn within the limits."""


class PhotoTooLarge(Exception):
    """The file is larger than FILE_MAX_BYTES, or the picture has more than PIXELS_MAX."""


class PhotoTooSmall(Exception):
    """A side of the picture is shorter than SIDE_MIN_PIXELS."""


@dataclass(frozen=True, slots=True)
class DrawnPhoto:
    """A square photo as JPEG, in three sizes."""

    small: bytes
    medium: bytes
    large: bytes

    @property
    def digest(self) -> str:
        """What the photo is known by."""
        return hashlib.sha256(self.large).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class DrawnPicture:
    """A whole picture as JPEG, no side longer than WHOLE_MAX_PIXELS."""

    jpeg: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        """What the picture is known by."""
        return hashlib.sha256(self.jpeg).hexdigest()[:24]


def draw_photo(file: bytes) -> DrawnPhoto:
    """Draw a photo of somebody within limits of time and memory.

    Raises UnreadablePhoto, PhotoTooLarge, PhotoTooSmall.
    """
    return _taken_apart(_drawn(file, SQUARE))


def draw_picture(file: bytes) -> DrawnPicture:
    """Draw a whole picture within limits of time and memory. Raises as draw_photo does."""
    written = _drawn(file, WHOLE)
    if len(written) < SIDES.size:
        raise UnreadablePhoto
    width, height = SIDES.unpack(written[: SIDES.size])
    return DrawnPicture(written[SIDES.size :], width, height)


def photo_of(square: "Image.Image") -> DrawnPhoto:
    """The photo of a picture that is square, opaque and of the largest size already."""
    shown = (
        square if side == square.width else square.resize((side, side)) for side in SIZES_PIXELS
    )
    return DrawnPhoto(*map(_jpeg, shown))


def _drawn(file: bytes, shape: str) -> bytes:
    """What the process writes. Raises UnreadablePhoto, PhotoTooLarge, PhotoTooSmall."""
    if len(file) > FILE_MAX_BYTES:
        raise PhotoTooLarge
    try:
        return run_limited(__name__, shape, content=file, limits=LIMITS)
    except ProcessEnded as ended:
        refusals = {TOO_SMALL: PhotoTooSmall, TOO_LARGE: PhotoTooLarge}
        raise refusals.get(ended.code or 0, UnreadablePhoto) from ended


def _upright(source: IO[bytes], side: int) -> "Image.Image":
    """The picture as it is meant to be seen; of one much larger than `side`, as much is read."""
    # Some megabytes, for pictures alone.
    from PIL import Image, ImageOps  # noqa: PLC0415

    try:
        opened = Image.open(source, formats=KINDS)
    except Image.DecompressionBombError as bomb:  # before a pixel is unpacked
        raise PhotoTooLarge from bomb
    with opened:
        width, height = opened.size
        if width * height > PIXELS_MAX:
            raise PhotoTooLarge
        if min(width, height) < SIDE_MIN_PIXELS:
            raise PhotoTooSmall
        opened.draft("RGB", (side, side))
        return ImageOps.exif_transpose(opened).convert("RGBA")


def _on_white(picture: "Image.Image") -> "Image.Image":
    from PIL import Image  # noqa: PLC0415

    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A"))
    return flat


def _jpeg(picture: "Image.Image") -> bytes:
    target = BytesIO()
    picture.save(target, "JPEG", quality=QUALITY, progressive=True, optimize=True)
    return target.getvalue()


def _taken_apart(written: bytes) -> DrawnPhoto:
    """The three pictures, each behind the others, after their lengths. Raises UnreadablePhoto."""
    if len(written) < LENGTHS.size:
        raise UnreadablePhoto
    pictures, at = [], LENGTHS.size
    for length in LENGTHS.unpack(written[: LENGTHS.size]):
        pictures.append(written[at : at + length])
        at += length
    return DrawnPhoto(*pictures)


def _square(source: IO[bytes]) -> bytes:
    from PIL import ImageOps  # noqa: PLC0415

    largest = (SIZES_PIXELS[-1], SIZES_PIXELS[-1])
    square = ImageOps.fit(_upright(source, 2 * SIZES_PIXELS[-1]), largest, centering=CENTRE)
    drawn = photo_of(_on_white(square))
    sizes = (drawn.small, drawn.medium, drawn.large)
    return LENGTHS.pack(*map(len, sizes)) + b"".join(sizes)


def _whole(source: IO[bytes]) -> bytes:
    picture = _upright(source, WHOLE_MAX_PIXELS)
    picture.thumbnail((WHOLE_MAX_PIXELS, WHOLE_MAX_PIXELS))
    return SIDES.pack(*picture.size) + _jpeg(_on_white(picture))


SQUARE, WHOLE = "square", "whole"
SHAPES = {SQUARE: _square, WHOLE: _whole}


def _draw(shape: str) -> int:
    """Draw what comes in within limits, and write it out; how the process ends."""
    LIMITS.apply()
    try:
        written = SHAPES[shape](BytesIO(sys.stdin.buffer.read(FILE_MAX_BYTES + 1)))
    except PhotoTooSmall:
        return TOO_SMALL
    except PhotoTooLarge:
        return TOO_LARGE
    sys.stdout.buffer.write(written)
    return 0


if __name__ == "__main__":
    sys.exit(_draw(sys.argv[1]))
