"""What people write with a little Markdown: paragraphs, lists, bold, italic and links.

Nothing else: no HTML, no pictures, no headings. It is written out as HTML for pages and mail, as
plain text for calendars and descriptions, and as plain values for the typesetter. In a letter, what
is between braces is filled in afterwards, as text: a value is never read as Markdown.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import nh3
from linkify_it import LinkifyIt
from linkify_it.main import Match
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape


class _Addresses(LinkifyIt):  # type: ignore[misc]  # it ships no types
    """Addresses among words, without those that are two sentences with no space between them."""

    def match(self, text: str) -> list[Match] | None:
        """The addresses of a text. "torget.Vi" is none, although .vi is a country's domain."""
        return [address for address in super().match(text) or [] if _is_meant(address)] or None


def _is_meant(address: Match) -> bool:
    """Whether an address was written as one: with its scheme, www or @, or in one case."""
    host = re.split("[/?#:]", address.text)[0]
    written_out = address.schema or host.startswith("www.")
    return bool(written_out) or not host.rpartition(".")[2].istitle()


READER = MarkdownIt("zero", {"html": False, "breaks": True, "linkify": True}).enable(
    ["list", "emphasis", "link", "linkify", "escape", "entity", "newline"]
)
READER.linkify = _Addresses()
TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li"}
ATTRIBUTES = {"*": set[str](), "a": {"href"}, "ol": {"start"}}
SCHEMES = {"https", "http", "mailto"}
LINE_TAGS = {"strong", "em", "a"}
# A text without any of these signs is plain already: no list, no emphasis, no link with words.
SIGNS = re.compile(r"[*_\[\]\\&<`]|^\s*(?:[-+]|\d{1,9}[.)])\s|^\s+\S|\n{3,}|[ \t]$", re.MULTILINE)
BRACED = re.compile(r"\{([^{}\n]*)\}|%7B([A-Za-z_]+)%7D")


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands for a word between braces: text, and the address if it is a link."""

    text: str
    url: str = ""


# The blank before it goes with what is empty: "Hej {fornamn}!" is "Hej!" to somebody unnamed.
GAP = re.compile(r" \{([^{}\n]*)\}")
Fillings = Mapping[str, Filling]
Mark = Callable[[Markup], Markup]


def page_html(text: str) -> Markup:
    """The text as HTML: paragraphs and lists."""
    return Markup(_clean(text))  # noqa: S704  # cleaned


@lru_cache(maxsize=2_000)
def line_html(text: str) -> Markup:
    """One line, such as an item of a list, as HTML: bold, italics and links, and no paragraph."""
    cleaned = nh3.clean(
        READER.renderInline(text),
        tags=LINE_TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return Markup(cleaned)  # noqa: S704  # cleaned


@lru_cache(maxsize=2_000)
def plain_text(text: str) -> str:
    """The text without signs of Markdown, as calendars and descriptions have it."""
    return to_text(text, {}) if SIGNS.search(text) else text.strip()


def tree(text: str) -> list[list[Any]]:
    """The text as plain values, for the typesetter: never as a markup that it would read.

    Blocks are ["p", inline], ["ul", items] and ["ol", items, first number], an item is blocks;
    inline are ["text", words], ["br"], ["strong", inline], ["em", inline], ["link", inline, url].
    """
    return _blocks(iter(READER.parse(text)))


def _blocks(tokens: Iterator[Token]) -> list[list[Any]]:
    """The blocks up to the end of the list or the item that the tokens are in."""
    blocks: list[list[Any]] = []
    for token in tokens:
        if token.nesting < 0 and token.type != "paragraph_close":
            break
        match token.type:
            case "bullet_list_open":
                blocks.append(["ul", _blocks(tokens)])
            case "ordered_list_open":
                blocks.append(["ol", _blocks(tokens), int(token.attrs.get("start", 1))])
            case "list_item_open":
                blocks.append(_blocks(tokens))
            case "inline":
                blocks.append(["p", _pieces(iter(token.children or []))])
            case _:
                pass
    return blocks


def _pieces(tokens: Iterator[Token]) -> list[list[Any]]:
    """What a line is made of, up to the end of the emphasis or the link that the tokens are in."""
    pieces: list[list[Any]] = []
    for token in tokens:
        if token.nesting < 0:
            break
        match token.type:
            case "text" | "text_special":
                pieces.append(["text", token.content])
            case "softbreak" | "hardbreak":
                pieces.append(["br"])
            case "strong_open" | "em_open":
                pieces.append([token.tag, _pieces(tokens)])
            case "link_open":
                pieces.append(["link", _pieces(tokens), str(token.attrs.get("href", ""))])
            case _:
                pass
    return pieces


def to_html(text: str, fillings: Fillings, mark: Mark | None = None) -> Markup:
    """The text as HTML with everything filled in; `mark` wraps what was, for a preview."""

    def fill(match: re.Match[str]) -> str:
        filling = fillings.get((match[1] or match[2]).strip().lower())
        if filling is None:
            return match[0]
        if match[2]:
            return str(escape(filling.url))
        shown = escape(filling.text)
        if mark:
            shown = mark(shown)
        if filling.url:
            return f'<a href="{escape(filling.url)}">{shown}</a>'
        return str(shown)

    return Markup(BRACED.sub(fill, _clean(_without_gaps(text, fillings))))  # noqa: S704  # cleaned, and values are escaped


def to_text(text: str, fillings: Fillings) -> str:
    """The text as a plain letter has it: no signs of Markdown, links after their words."""

    def fill(match: re.Match[str]) -> str:
        filling = fillings.get((match[1] or match[2]).strip().lower())
        if filling is None:
            return match[0]
        if match[2]:
            return filling.url
        return f"{filling.text}: {filling.url}" if filling.url else filling.text

    lines = _lines(READER.parse(_without_gaps(text, fillings)))
    return BRACED.sub(fill, "\n".join(lines).strip("\n"))


def fill_line(text: str, fillings: Fillings) -> str:
    """One line that is not Markdown, such as a subject, with everything filled in."""

    def fill(match: re.Match[str]) -> str:
        filling = fillings.get((match[1] or "").strip().lower())
        return filling.text if filling else match[0]

    return BRACED.sub(fill, _without_gaps(text, fillings))


def _without_gaps(text: str, fillings: Fillings) -> str:
    nothing = Filling("")

    def close(match: re.Match[str]) -> str:
        return "" if fillings.get(match[1].strip().lower()) == nothing else match[0]

    return GAP.sub(close, text)


@lru_cache(maxsize=500)
def _clean(text: str) -> str:
    """Without anybody's data, so that a letter to many is read once."""
    cleaned: str = nh3.clean(
        READER.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return cleaned


def _lines(tokens: list[Token]) -> Iterator[str]:
    """Paragraphs with an empty line between, list items after a dash or their number."""
    counters: list[int | None] = []
    lead = ""
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                counters.append(None)
            case "ordered_list_open":
                counters.append(int(token.attrs.get("start", 1)) - 1)
            case "bullet_list_close" | "ordered_list_close":
                counters.pop()
                if not counters:
                    yield ""
            case "list_item_open":
                lead, counters[-1] = _lead(counters)
            case "inline":
                yield from _paragraph(token, lead, depth=len(counters))
                lead = ""
                if not counters:
                    yield ""
            case _:
                pass


def _lead(counters: list[int | None]) -> tuple[str, int | None]:
    number = counters[-1]
    return ("– ", None) if number is None else (f"{number + 1}. ", number + 1)


def _paragraph(token: Token, lead: str, *, depth: int) -> Iterator[str]:
    indent = "  " * max(depth - 1, 0)
    for number, line in enumerate(_inline(token.children or []).split("\n")):
        before = lead if number == 0 else " " * len(lead)
        yield f"{indent}{before}{line}"


def _inline(children: list[Token]) -> str:
    parts: list[str] = []
    begun: list[tuple[int, str]] = []
    for child in children:
        match child.type:
            case "text" | "text_special":
                parts.append(child.content)
            case "softbreak" | "hardbreak":
                parts.append("\n")
            case "link_open":
                begun.append((len(parts), str(child.attrs.get("href", ""))))
            case "link_close":
                start, url = begun.pop()
                words = "".join(parts[start:])
                if url.removeprefix("mailto:").removeprefix("http://") != words != url:
                    parts.append(f" ({url})")
            case _:
                pass
    return "".join(parts)
