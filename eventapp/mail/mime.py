"""The parts of a letter as bytes (RFC 2045, 2046).

Written here: the library's objects read each field again that was just written, and search all of
a letter for its boundary, which takes longer than to make its words, pictures and calendar.
"""

import base64
import binascii
from collections.abc import Sequence

from eventapp.mail.header import END_OF_LINE

_END = END_OF_LINE.encode()


def text_part(text: str, subtype: str) -> bytes:
    """A text in quoted-printable, its lines ended as mail ends them."""
    lines = _END.join(text.encode().splitlines()) + _END
    head = _head(f'text/{subtype}; charset="utf-8"', "quoted-printable")
    return head + binascii.b2a_qp(lines, istext=True)


def file_part(content: bytes, kind: str, *fields: str) -> bytes:
    """Bytes in base 64; `fields` are whole lines of its head, apart from kind and encoding."""
    encoded = base64.encodebytes(content).replace(b"\n", _END)
    return _head(kind, "base64", *fields) + encoded


def multipart(subtype: str, parts: Sequence[bytes], unique: str) -> bytes:
    """Several parts as one; `unique` is the letter's own name.

    The two signs that each boundary begins with come nowhere in what is encoded (RFC 2045, 6.7).
    """
    boundary = f"=_{subtype}.{unique}"
    line = b"--" + boundary.encode()
    head = f'Content-Type: multipart/{subtype};{END_OF_LINE} boundary="{boundary}"'.encode()
    inner = b"".join(line + _END + part + _END for part in parts)
    return head + _END + _END + inner + line + b"--" + _END


def _head(kind: str, encoding: str, *fields: str) -> bytes:
    lines = (f"Content-Type: {kind}", f"Content-Transfer-Encoding: {encoding}", *fields, "", "")
    return END_OF_LINE.join(lines).encode("ascii")
