"""The words of a file as they can be shown here: one line or several, HTML as a little Markdown."""

import re
from html.parser import HTMLParser

from eventapp.documents.schedule_file.raw import RawSchedule
from eventapp.documents.xml_text import printable
from eventapp.domain.schedule.schedule_import.content import RepairCode

LINE_MAX_LENGTH = 200
TEXT_MAX_LENGTH = 20_000
TAG = re.compile(
    r"</?(?:p|br|a|ul|ol|li|b|i|em|strong|div|h[1-6]|span|code|pre|blockquote|u|hr|dl|dt|dd)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
LAYOUT = re.compile(
    r"<(?:p|br|ul|ol|li|div|h[1-6]|pre|blockquote|hr|dl|dt|dd)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
BLOCKS = {"p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "dl"}
BOLD = {"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"}
ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s()<>]+")
SEVERAL_EMPTY = re.compile(r"\n[ \t]*\n\s*")


def line(raw: RawSchedule, words: str, at: str, name: str) -> str:
    """The words on one line of at most LINE_MAX_LENGTH characters."""
    tidy = " ".join(part.strip() for part in _printable(raw, words, at, name).split("\n")).strip()
    if len(tidy) <= LINE_MAX_LENGTH:
        return tidy
    raw.repair(at, RepairCode.TOO_LONG, name=name, most=LINE_MAX_LENGTH)
    return f"{tidy[: LINE_MAX_LENGTH - 1].rstrip()}…"


def text(raw: RawSchedule, words: str, at: str, name: str) -> str:
    """The words as written, without what no page can show."""
    return _printable(raw, words, at, name).strip()


def shown(raw: RawSchedule, parts: list[str], at: str) -> str:
    """Several texts as one to read, each once; HTML becomes paragraphs, lists and links."""
    written: list[str] = []
    repaired = False
    for part in parts:
        is_html = bool(TAG.search(part))
        repaired = repaired or is_html
        words = from_html(part) if is_html else part
        if words and not any(words in earlier for earlier in written):
            written.append(words)
    if repaired:
        raw.repair(at, RepairCode.HTML)
    joined = "\n\n".join(written)
    if len(joined) <= TEXT_MAX_LENGTH:
        return joined
    raw.repair(at, RepairCode.TOO_LONG, name="text", most=TEXT_MAX_LENGTH)
    return f"{joined[: TEXT_MAX_LENGTH - 1].rstrip()}…"


def from_html(words: str) -> str:
    """HTML as a little Markdown: paragraphs, lists, bold and links; the other tags go.

    A text without a tag that begins a line has its own lines, as people write them.
    """
    reader = _Reader()
    reader.feed(words if LAYOUT.search(words) else words.replace("\n", "<br>"))
    reader.close()
    lines = ("".join(reader.pieces)).split("\n")
    tidy = "\n".join(" ".join(part.split()) for part in lines)
    return SEVERAL_EMPTY.sub("\n\n", tidy).strip()


class _Reader(HTMLParser):
    """Collects the words, with the signs that stand for the tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._addresses: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.pieces.append("\n\n")
        if tag in BOLD:
            self.pieces.append("**")
        elif tag in {"br", "dt", "dd"}:
            self.pieces.append("\n")
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag == "a":
            address = (dict(attrs).get("href") or "").strip()
            self._addresses.append((address, len(self.pieces)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._addresses:
            address, begin = self._addresses.pop()
            words = " ".join("".join(self.pieces[begin:]).split())
            del self.pieces[begin:]
            self.pieces.append(_link(words, address))
        elif tag in BOLD:
            self._close_bold()
        if tag in BLOCKS:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(" ".join(data.split("\n")) if data.strip() else " ")

    def _close_bold(self) -> None:
        """Close what is bold; the sign stands right behind the last word, or opens nothing."""
        if self.pieces and self.pieces[-1] == "**":
            self.pieces.pop()
            return
        if self.pieces and (words := self.pieces[-1].rstrip()):
            gap = self.pieces[-1][len(words) :]
            self.pieces[-1:] = [words, "**", gap]
        else:
            self.pieces.append("**")


def _link(words: str, address: str) -> str:
    if not ADDRESS.fullmatch(address):
        return words
    if not words or words == address:
        return address
    label = words.replace("[", "(").replace("]", ")")
    return f"[{label}]({address})"


def _printable(raw: RawSchedule, words: str, at: str, name: str) -> str:
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    clean = printable(lines)
    if clean != lines:
        raw.repair(at, RepairCode.CHARACTERS, name=name)
    return clean
