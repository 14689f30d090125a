"""What nobody means well with, as bytes that HTTP can carry, and requests that carry them."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote_from_bytes
from zlib import crc32

BOUNDARY = "eventapp"
Pairs = list[tuple[str, bytes]]

NUL = b"a\0b"
DATES = (
    b"0001-01-01T00:00",
    b"9999-12-31T23:59",
    b"0001-01-01 00:00",
    b"0000-01-01",
    b"30000-01-01T00:00",
    b"2027-03-28T02:30",  # an hour that summer time leaves out
)
NUMBERS = (
    b"-1",
    b"9999999999",
    b"9223372036854775808",
    "²".encode(),
    "٣".encode(),
    b"9" * 5000,
    b"NaN",
    b"1e400",
)
TEXTS = (
    b"",
    b"x" * 100_000,
    b"y" * 300,
    "👩‍👩‍👧".encode(),
    b"\xed\xa0\x80",  # half a character, written as if it were one
    b"\xff\xfe\x80",
    "abc\u202egnp.exe".encode(),
    b"a\r\nBcc: everybody@town.example\r\n\r\nb",
    "a\u2028b\uffff\U0010ffff".encode(),
    b"e" + "\u0301".encode() * 300,
    b"nonsense",
    b"../../etc/passwd",
    b"https://[::1",
    b'"a b"@xn--.example',
    b"a\n" * 300,
    b"%s%(x)s{x}{{7*7}}",
)
QUERIES = (
    "page=-1",
    "page=0",
    "page=999999999999999999999",
    "page=4611686018427387904",
    f"page={'9' * 5000}",
)
ASKED = ("q", "area", "organisation", "stage", "state", "event", "next", "key", "show", "day")
ASKED_TOO = ("by", "which", "since", "after", "lang", "v")
ASKING = ("%00", "%FF%FE", "%ED%A0%80", "%E2%80%AE", "%25_%5C", "-1", "9223372036854775808", "٣")
PLACES = (
    "%00",
    "a%00b",
    "%FF",
    "x" * 3000,
    "²",
    "٣",
    "9223372036854775808",
    "2147483648",
    "%0D%0A",
)


NUMBERED = re.compile("version|seats|minutes|place|most|figure|hours")


def for_field(door: str, name: str, value: str) -> Iterator[bytes]:
    """For one field: NUL, what its kind of value is afraid of, and one of the rest in turn."""
    yield NUL
    if name.endswith(("_at", "_until", "dates")):
        yield from DATES
    elif value.isdigit() or NUMBERED.search(name):
        yield from NUMBERS
    yield TEXTS[crc32(f"{door} {name}".encode()) % len(TEXTS)]


def is_drawn(name: str, one_in: int) -> bool:
    """Whether this attack is among those that are tried: the same on every machine."""
    return crc32(name.encode()) % one_in == 0


def queries() -> Iterator[str]:
    """Query strings."""
    yield from QUERIES
    for value in ASKING:
        yield "&".join(f"{name}={value}" for name in (*ASKED, *ASKED_TOO))


def urlencoded(pairs: Pairs) -> bytes:
    """A form's body, byte by byte: the test client would mend it."""
    written = [(quote_from_bytes(name.encode()), quote_from_bytes(value)) for name, value in pairs]
    return "&".join(f"{name}={value}" for name, value in written).encode()


def multipart(pairs: Pairs, filename: bytes, content: bytes) -> bytes:
    """The body of a form with a file."""
    parts = [(f'name="{name}"'.encode(), value) for name, value in pairs]
    named = filename.translate(None, b'\r\n"')
    parts.append((b'name="file"; filename="' + named + b'"', content))
    return b"".join(_parts(parts)) + f"--{BOUNDARY}--\r\n".encode()


def _parts(parts: Iterable[tuple[bytes, bytes]]) -> Iterator[bytes]:
    for disposition, value in parts:
        yield f"--{BOUNDARY}\r\nContent-Disposition: form-data; ".encode()
        yield disposition + b"\r\n\r\n" + value + b"\r\n"
