"""A page compressed for its way (gzip, RFC 1952), so that its length tells nothing of its secret.

Whoever can have a browser fetch a page that repeats their own words, and can measure how long the
answers are, learns how much those words have in common with the rest of it (BREACH). So what is
secret is neither compared with the rest nor coded: it travels as it is, in a block of its own.
"""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

# Measured: level 6 takes 0.5 ms for a form of 42 kB and makes 23 % of it, level 4 0.3 ms and 24 %.
THOROUGH, QUICK = 6, 4
LARGE_BYTES = 1_000_000

_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # no name, no time, of no system
_STAND_IN = b"\xff"  # in no text in UTF-8, so that nothing after it can refer to it


def packed_for_many(plain: bytes) -> bytes:
    """A text that is sent often, compressed: well, unless that takes tens of milliseconds."""
    return packed(plain, level=THOROUGH if len(plain) < LARGE_BYTES else QUICK)


def packed(plain: bytes, *, level: int = QUICK, secret: bytes = b"") -> bytes:
    """A text in UTF-8, compressed. Its length is the same whatever `secret` is, of its length."""
    return mould(plain.split(secret) if secret else [plain], len(secret), level).filled(secret)


@dataclass(frozen=True, slots=True)
class Mould:
    """A text that is compressed but for a secret of this length, which comes between its pieces."""

    pieces: Sequence[bytes]
    compressed: Sequence[bytes]
    length: int

    def filled(self, secret: bytes) -> bytes:
        """The text with this secret, compressed."""
        plain = secret.join(self.pieces)
        if len(secret) != self.length:
            return packed(plain, secret=secret)
        body = _stored(secret).join(self.compressed)
        return b"".join((_HEAD, body, _tail(plain)))


def mould(pieces: Sequence[bytes], length: int, level: int = THOROUGH) -> Mould:
    """Compress what is around a secret of this length."""
    deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    first, *others = pieces
    compressed = [deflate.compress(first)]
    for piece in others:
        compressed[-1] += deflate.flush(zlib.Z_SYNC_FLUSH)
        # The distances of what follows count the secret in; the compressor sees as many bytes.
        deflate.compress(_STAND_IN * length)
        deflate.flush(zlib.Z_SYNC_FLUSH)
        compressed.append(deflate.compress(piece))
    compressed[-1] += deflate.flush()
    return Mould(pieces, compressed, length)


def _tail(plain: bytes) -> bytes:
    return struct.pack("<II", zlib.crc32(plain), len(plain) & 0xFFFFFFFF)


def _stored(piece: bytes) -> bytes:
    """A block that is not compressed (RFC 1951 §3.2.4)."""
    return struct.pack("<BHH", 0, len(piece), len(piece) ^ 0xFFFF) + piece


@lru_cache(maxsize=500)
def takes_gzip(accept_encoding: str) -> bool:
    """Whether a browser that says this can read what is packed; `gzip;q=0` says that it cannot."""
    return parse_accept_header(accept_encoding, Accept).quality("gzip") > 0
