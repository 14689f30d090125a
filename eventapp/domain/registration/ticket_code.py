"""Ticket codes as text: read as people type or phones scan them, checked, and formatted.

A code is 16 characters of Crockford's base 32 (80 bits) and one check character. The phones at
the doors have the same rules in `static/js/door/ticket-code.js`; `tests/vectors/ticket_codes.json`
tests that the two agree.
"""

import re
from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 17

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
# ASCII only, no Unicode normalisation, no locale: Python and JavaScript must agree on every text.
_FORGIVEN = str.maketrans("abcdefghijklmnopqrstuvwxyzOIL", "ABCDEFGH1JK1MN0PQRSTUVWXYZ011")
_SEPARATORS = re.compile("[\t\n\r \u00a0\u2009\u200b\u202f\ufeff\\-\u2010-\u2015\u2212_.]")
_WELL_FORMED = re.compile("[0-9A-HJKMNP-TV-Z]{17}", re.ASCII)
_LONGEST_TEXT = 64


def check_character(data: str) -> str:
    """Compute the check character of 16 characters: a polynomial over the field of 32 elements.

    Each place has a weight of its own, so one wrong character and any two exchanged ones are
    always caught, whatever the distance between them.
    """
    remainder = 1  # not 0, or a row of zeros would be a ticket
    for character in data:
        remainder = _times_two(remainder) ^ _VALUE[character]
    return ALPHABET[_times_two(remainder)]


def read(text: str) -> str | None:
    """Find the code in what was typed or scanned; None if there is none.

    Case, spaces and hyphens do not matter; O is read as 0, I and L as 1.
    """
    code = normalise_code(text)
    if not _WELL_FORMED.fullmatch(code):
        return None
    return code if check_character(code[:16]) == code[16] else None


def normalise_code(text: str) -> str:
    """Return the characters of a code as typed, normalised; empty if the text is too long."""
    if len(text) > _LONGEST_TEXT:
        return ""
    return _SEPARATORS.sub("", text).translate(_FORGIVEN)


def ticket_digest(code: str) -> bytes:
    """Compute the 16 bytes under which a code is looked up; the code itself is not stored."""
    return sha256(code.encode("ascii")).digest()[:16]


def format_code(code: str) -> str:
    """Format a code for people: 7C9J-TH1C-8ZMA-5VDMS."""
    return "-".join((code[:4], code[4:8], code[8:12], code[12:]))


def _times_two(element: int) -> int:
    # Doubling modulo x^5 + x^2 + 1.
    return element << 1 ^ 0b100101 if element & 16 else element << 1
