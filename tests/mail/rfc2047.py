"""A foreign reader: header fields decoded by RFC 2047 and 5322 alone, and strictly.

Written from the texts of the standards, without Python's email package, which forgives what other
mail programs do not.
"""

import base64
import re

LINE_MAX_LENGTH = 76  # RFC 2047, 2: a line that holds an encoded word
WORD_MAX_LENGTH = 75  # RFC 2047, 2
TOKEN = r"[!#$%&'*+\-0-9A-Z^_`a-z{|}~]+"  # RFC 2047, 2: no especials, blanks or controls
ENCODED_WORD = re.compile(rf"=\?({TOKEN})\?([BbQq])\?([!->@-~]*)\?=")
# RFC 2047, 5 (3): what Q may hold within a phrase.
Q_IN_PHRASE = re.compile(r"(?:[A-Za-z0-9!*+\-/_]|=[0-9A-F]{2})*")
MAILBOX = re.compile(r"(?:(?P<display>.*) )?<(?P<angled>[^<> ]+)>|(?P<bare>[^<> ]+)", re.DOTALL)


def fields_of(message: bytes) -> dict[str, list[str]]:
    """The raw values of each field of a head, by its name in small letters, still folded."""
    head = message.partition(b"\r\n\r\n")[0].decode("ascii")
    for line in head.split("\r\n"):
        assert len(line) <= (LINE_MAX_LENGTH if ENCODED_WORD.search(line) else 998), line
    fields: dict[str, list[str]] = {}
    for line in re.split(r"\r\n(?![ \t])", head):
        name, _, value = line.partition(":")
        assert re.fullmatch(r"[!-9;-~]+", name), line  # RFC 5322, 2.2
        fields.setdefault(name.lower(), []).append(value.removeprefix(" "))
    return fields


def unfold(value: str) -> str:
    """RFC 5322, 2.2.3: a line end before a blank is taken away; nothing else is."""
    unfolded = re.sub(r"\r\n(?=[ \t])", "", value)
    assert "\r" not in unfolded
    assert "\n" not in unfolded
    return unfolded


def read_text(value: str, *, phrase: bool = False) -> str:
    """Unstructured text, or a display name, as its writer meant it."""
    read, blank, after_encoded = "", "", False
    for piece in re.split(r"([ \t]+)", unfold(value)):
        if not piece.strip(" \t"):
            blank += piece
            continue
        word = ENCODED_WORD.fullmatch(piece)
        # 6.2: blanks between two encoded words are not shown; all others are.
        read += ("" if word and after_encoded else blank) + (
            _decode(word, phrase) if word else piece
        )
        blank, after_encoded = "", word is not None
    return read + blank


def _decode(word: re.Match[str], phrase: bool) -> str:
    assert len(word[0]) <= WORD_MAX_LENGTH, word[0]
    charset, encoding, text = word.groups()
    if encoding in "Bb":
        content = base64.b64decode(text, validate=True)
    else:
        assert not phrase or Q_IN_PHRASE.fullmatch(text), text
        content = re.sub(
            rb"=([0-9A-F]{2})",
            lambda pair: bytes.fromhex(pair[1].decode()),
            text.replace("_", "=20").encode(),
        )
    return content.decode(charset)  # 5: each word is whole characters


def read_mailbox(value: str) -> tuple[str, str]:
    """Display name and address of a field that names one mailbox (RFC 5322, 3.4)."""
    parts = MAILBOX.fullmatch(re.sub(r"\r\n[ \t]+(?=<)", " ", value))
    assert parts, value
    display = parts["display"] or ""
    if display.startswith('"'):
        assert re.fullmatch(r'"(?:[^"\\]|\\.)*"', display), display
        return re.sub(r"\\(.)", r"\1", display[1:-1]), parts["angled"]
    return read_text(display, phrase=True), parts["angled"] or parts["bare"]
