"""How a letter's header fields are written: so that every reader reads what was meant.

Python's own folding loses the blank between two encoded words: 3.11 writes it between them, where
RFC 2047 (6.2) has readers drop it. Here every blank stands inside an encoded word.
"""

from email.header import Header
from email.utils import parseaddr, quote
from functools import lru_cache

LINE_MAX_LENGTH = 76  # RFC 2047, 2: of a line with an encoded word
ADDRESS_FIELDS = frozenset({"from", "reply-to", "to", "cc"})
END_OF_LINE = "\r\n"


def field(name: str, value: str) -> str:
    """The field as it is sent, its last line end included. Raises ValueError for a second line.

    What is neither words nor an address is ASCII, and stays whole: a long id may not be broken.
    """
    if len(value.splitlines()) > 1:
        raise ValueError("a header field is one line")
    kind = name.lower()
    if kind == "subject":
        written = _words(name, value)
    elif kind in ADDRESS_FIELDS:
        written = _mailbox(name, value)
    else:
        written = value
    return f"{name}: {written}{END_OF_LINE}"


def _words(name: str, text: str) -> str:
    """Unstructured text (RFC 5322, 3.6.5): plain where it can be, else encoded words."""
    short = len(name) + 2 + len(text) <= LINE_MAX_LENGTH
    return text if short and _is_plain(text) else _encoded(name, text)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and "=?" not in text


@lru_cache(maxsize=64)  # thousands of letters have one subject, and all have one sender
def _encoded(name: str, text: str) -> str:
    """As encoded words (RFC 2047), a line each."""
    return Header(text, "utf-8", LINE_MAX_LENGTH, name).encode(linesep=END_OF_LINE)


def _mailbox(name: str, value: str) -> str:
    """One mailbox (RFC 5322, 3.4), its display name quoted or in encoded words."""
    display, typed = parseaddr(value) if "<" in value else ("", value)
    address = ascii_address(typed)
    if not display:
        return address
    words = f'"{quote(display)}"' if _is_plain(display) else _encoded(name, display)
    last_line = words.rpartition(END_OF_LINE)[2]
    room = LINE_MAX_LENGTH - (len(name) + 2 if last_line == words else 0)
    blank = " " if len(last_line) + len(address) + 3 <= room else f"{END_OF_LINE} "
    return f"{words}{blank}<{address}>"


def ascii_address(address: str) -> str:
    """The address with its domain as servers write it: `a@älvstad.example` → `a@xn--…`."""
    local, _, domain = address.rpartition("@")
    return address if domain.isascii() else f"{local}@{domain.encode('idna').decode()}"
