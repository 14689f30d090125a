"""How a letter's header fields are written: so that every reader reads what was meant.

Python's own folding loses the blank between two encoded words: 3.11 writes it between them, where
RFC 2047 (6.2) has readers drop it. Here every blank stands inside an encoded word.
"""

from email.header import Header
from email.policy import EmailPolicy
from email.utils import parseaddr, quote
from typing import Any

LINE_MAX_LENGTH = 76  # RFC 2047, 2: of a line with an encoded word
ADDRESS_FIELDS = frozenset({"from", "reply-to", "to", "cc"})
ID_FIELDS = frozenset({"message-id", "content-id", "list-unsubscribe"})
END_OF_LINE = "\r\n"


class LetterPolicy(EmailPolicy):
    """Subjects, names and ids are written here; all other fields are ASCII, and Python's."""

    def header_store_parse(self, name: str, value: str) -> tuple[str, Any]:
        """Take these fields as they are: parsed, “=?utf-8?q?x?=” in a title would become “x”."""
        if name.lower() not in {"subject", *ADDRESS_FIELDS, *ID_FIELDS}:
            return super().header_store_parse(name, value)
        if len(value.splitlines()) > 1:
            raise ValueError("a header field is one line")
        return name, value

    def fold(self, name: str, value: Any) -> str:
        """The field as it is sent, its last line end included."""
        kind = name.lower()
        if kind == "subject":
            return f"{name}: {_words(name, value)}{END_OF_LINE}"
        if kind in ADDRESS_FIELDS:
            return f"{name}: {_mailbox(name, value)}{END_OF_LINE}"
        if kind in ID_FIELDS:
            return f"{name}: {value}{END_OF_LINE}"  # a long id may not be broken
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The same in bytes."""
        return self.fold(name, value).encode("ascii", "surrogateescape")


def _words(name: str, text: str) -> str:
    """Unstructured text (RFC 5322, 3.6.5): plain where it can be, else encoded words."""
    plain = text.isascii() and text.isprintable() and "=?" not in text
    charset = "us-ascii" if plain else "utf-8"
    return Header(text, charset, LINE_MAX_LENGTH, name).encode(linesep=END_OF_LINE)


def _mailbox(name: str, value: str) -> str:
    """One mailbox (RFC 5322, 3.4), its display name quoted or in encoded words."""
    display, typed = parseaddr(value)
    address = ascii_address(typed)
    if not display:
        return address
    plain = display.isascii() and display.isprintable() and "=?" not in display
    words = f'"{quote(display)}"' if plain else _words(name, display)
    last_line = words.rpartition(END_OF_LINE)[2]
    room = LINE_MAX_LENGTH - (len(name) + 2 if last_line == words else 0)
    blank = " " if len(last_line) + len(address) + 3 <= room else f"{END_OF_LINE} "
    return f"{words}{blank}<{address}>"


def ascii_address(address: str) -> str:
    """The address with its domain as servers write it: `a@älvstad.example` → `a@xn--…`."""
    local, _, domain = address.rpartition("@")
    return address if domain.isascii() else f"{local}@{domain.encode('idna').decode()}"


POLICY = LetterPolicy(linesep=END_OF_LINE, max_line_length=78)
