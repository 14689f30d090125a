"""A photo of somebody from an uploaded file: turned upright, cut square, drawn anew in three sizes.

Nothing of the file is left but the pixels that are shown: no place, device, name or second picture.
A small file may ask for gigabytes: what it says of its size is looked at before it is unpacked, and
the work is done in a process of its own, with limits.
"""

import hashlib
import struct
import sys
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from eventapp.documents.limited_process import Limits, ProcessEnded, run_limited

FILE_MAX_BYTES = 15 * 1024 * 1024
PIXELS_MAX = 60_000_000  # what telephones take has up to 50 million
SIDE_MIN_PIXELS = 200
SIZES_PIXELS = (96, 288, 576)  # small, medium, large; shown at half of it
QUALITY = 82
KINDS = ("JPEG", "PNG", "WEBP")
LIMITS = Limits(seconds=15, memory_bytes=1024**3)
# Heads are in the upper half of a picture that is higher than wide.
CENTRE = (0.5, 0.35)
TOO_SMALL, TOO_LARGE = 3, 4  # what the process ends with
LENGTHS = struct.Struct(">III")


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


def draw_photo(file: bytes) -> DrawnPhoto:
    """Draw a photo within limits of time and memory.

    Raises UnreadablePhoto, PhotoTooLarge, PhotoTooSmall.
    """
    if len(file) > FILE_MAX_BYTES:
        raise PhotoTooLarge
    try:
        written = run_limited(__name__, content=file, limits=LIMITS)
    except ProcessEnded as ended:
        refusals = {TOO_SMALL: PhotoTooSmall, TOO_LARGE: PhotoTooLarge}
        raise refusals.get(ended.code or 0, UnreadablePhoto) from ended
    return _taken_apart(written)


def draw_trusted(source: IO[bytes]) -> DrawnPhoto:
    """Draw a picture of our own, in this process. Raises what Pillow does."""
    # Some megabytes, for photos alone.
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
        opened.draft("RGB", (2 * SIZES_PIXELS[-1], 2 * SIZES_PIXELS[-1]))
        upright = ImageOps.exif_transpose(opened)
        largest = (SIZES_PIXELS[-1], SIZES_PIXELS[-1])
        # What is transparent is laid on white.
        square = ImageOps.fit(upright.convert("RGBA"), largest, centering=CENTRE)
    flat = Image.new("RGB", square.size, "white")
    flat.paste(square, mask=square.getchannel("A"))
    pictures = []
    for side in SIZES_PIXELS:
        target = BytesIO()
        shown = flat if side == flat.width else flat.resize((side, side))
        shown.save(target, "JPEG", quality=QUALITY, progressive=True, optimize=True)
        pictures.append(target.getvalue())
    return DrawnPhoto(*pictures)


def _taken_apart(written: bytes) -> DrawnPhoto:
    """The three pictures, each behind the others, after their lengths. Raises UnreadablePhoto."""
    if len(written) < LENGTHS.size:
        raise UnreadablePhoto
    pictures, at = [], LENGTHS.size
    for length in LENGTHS.unpack(written[: LENGTHS.size]):
        pictures.append(written[at : at + length])
        at += length
    return DrawnPhoto(*pictures)


def _draw() -> int:
    """Draw what comes in within limits, and write it out; how the process ends."""
    LIMITS.apply()
    try:
        drawn = draw_trusted(BytesIO(sys.stdin.buffer.read(FILE_MAX_BYTES + 1)))
    except PhotoTooSmall:
        return TOO_SMALL
    except PhotoTooLarge:
        return TOO_LARGE
    sizes = (drawn.small, drawn.medium, drawn.large)
    sys.stdout.buffer.write(LENGTHS.pack(*map(len, sizes)) + b"".join(sizes))
    return 0


if __name__ == "__main__":
    sys.exit(_draw())
