"""PDF files made smaller: all but streams is gathered into compressed ones (ISO 32000-1, 7.5.7).

Of a tagged PDF most is its structure, an object for each cell of each table, which Typst writes out
in full. Packed it takes a tenth of that. Only files as Typst writes them are read: one table of
references, no earlier versions, nothing encrypted.
"""

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence

IN_ONE_STREAM = 200
START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
TRAILER = re.compile(rb"trailer\s*<<(.*)>>\s*startxref", re.DOTALL)
SIZE = re.compile(rb"/Size \d+")
ENTRY_BYTES = 20
# The widths of a reference: its kind, then where the object is, then its place in a stream.
WIDTHS = (1, 4, 2)
Reference = tuple[int, int, int]


class NotPackable(ValueError):
    """It is no file as Typst writes them."""


def packed(pdf: bytes) -> bytes:
    """The same document in fewer bytes; the same bytes give the same. Raises NotPackable."""
    objects, trailer = _read(pdf)
    bodies = {number: body for number, body in objects.items() if body.endswith(b"endstream")}
    plain = [number for number in objects if number not in bodies]
    written, places = [_heading(pdf)], dict[int, Reference]()
    size, next_number = len(written[0]), max(objects) + 1
    for first in range(0, len(plain), IN_ONE_STREAM):
        inside = plain[first : first + IN_ONE_STREAM]
        places |= {number: (2, next_number, place) for place, number in enumerate(inside)}
        bodies[next_number] = _stream_of(inside, objects)
        next_number += 1
    for number, body in bodies.items():
        places[number] = (1, size, 0)
        written.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        size += len(written[-1])
    places[next_number] = (1, size, 0)
    written.append(_references(next_number, places, trailer))
    written.append(b"startxref\n%d\n%%%%EOF" % size)
    return b"".join(written)


def _heading(pdf: bytes) -> bytes:
    """The first two lines: the version, and a comment that says that the file is no text."""
    return b"\n".join(pdf.split(b"\n", 2)[:2]) + b"\n"


def _read(pdf: bytes) -> tuple[dict[int, bytes], bytes]:
    """Each object by its number, and what the trailer says but its size."""
    start, trailer = START.search(pdf), TRAILER.search(pdf)
    if not start or not trailer or b"/Prev" in trailer[1] or b"/Encrypt" in trailer[1]:
        raise NotPackable
    offsets = dict(_offsets(pdf[int(start[1]) : trailer.start()]))
    ends = [*sorted(offsets.values())[1:], int(start[1])]
    following = dict(zip(sorted(offsets.values()), ends, strict=True))
    objects = {number: _body(pdf[offset : following[offset]]) for number, offset in offsets.items()}
    return objects, SIZE.sub(b"", trailer[1])


def _offsets(table: bytes) -> Iterator[tuple[int, int]]:
    head = re.match(rb"xref\s+0 (\d+)\s*\n", table)
    if not head:
        raise NotPackable
    for number in range(1, int(head[1])):
        entry = table[head.end() + ENTRY_BYTES * number :][:ENTRY_BYTES]
        if entry[17:18] == b"n":
            yield number, int(entry[:10])


def _body(written: bytes) -> bytes:
    body = re.match(rb"\d+ 0 obj\s*(.*?)\s*endobj\s*$", written, re.DOTALL)
    if not body:
        raise NotPackable
    return body[1]


def _stream_of(numbers: Sequence[int], objects: Mapping[int, bytes]) -> bytes:
    heads, bodies, offset = [], [], 0
    for number in numbers:
        heads.append(b"%d %d" % (number, offset))
        bodies.append(objects[number] + b"\n")
        offset += len(bodies[-1])
    head = b" ".join(heads) + b"\n"
    entries = b"/Type/ObjStm/N %d/First %d" % (len(numbers), len(head))
    return _stream(entries, head + b"".join(bodies))


def _references(number: int, places: Mapping[int, Reference], trailer: bytes) -> bytes:
    """The table of references, as the object of this number."""
    free = (0, 0, 0)
    rows = b"".join(
        b"".join(
            part.to_bytes(width, "big")
            for part, width in zip(places.get(place, free), WIDTHS, strict=True)
        )
        for place in range(number + 1)
    )
    entries = b"/Type/XRef/Size %d/W[%d %d %d]%b" % (number + 1, *WIDTHS, trailer)
    return b"%d 0 obj\n%b\nendobj\n" % (number, _stream(entries, rows))


def _stream(entries: bytes, content: bytes) -> bytes:
    compressed = zlib.compress(content, 9)
    head = b"<<%b/Filter/FlateDecode/Length %d>>\nstream\n" % (entries, len(compressed))
    return head + compressed + b"\nendstream"
