"""What people write with a little Markdown: paragraphs, lists, bold, italic and links.

Nothing else: no HTML, no pictures, no headings. What is between braces is filled in afterwards,
as text: a value is never read as Markdown.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

READER = MarkdownIt("zero", {"html": False, "breaks": True, "linkify": True}).enable(
    ["list", "emphasis", "link", "linkify", "escape", "entity", "newline"]
)
TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li"}
ATTRIBUTES = {"*": set[str](), "a": {"href"}, "ol": {"start"}}
SCHEMES = {"https", "http", "mailto"}
BRACED = re.compile(r"\{([^{}\n]*)\}|%7B([A-Za-z_]+)%7D")


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands for a word between braces: text, and the address if it is a link."""

    text: str
    url: str = ""


Fillings = Mapping[str, Filling]
Mark = Callable[[Markup], Markup]


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

    return Markup(BRACED.sub(fill, _clean(text)))  # noqa: S704  # cleaned, and values are escaped


def to_text(text: str, fillings: Fillings) -> str:
    """The text as a plain letter has it: no signs of Markdown, links after their words."""

    def fill(match: re.Match[str]) -> str:
        filling = fillings.get((match[1] or match[2]).strip().lower())
        if filling is None:
            return match[0]
        if match[2]:
            return filling.url
        return f"{filling.text}: {filling.url}" if filling.url else filling.text

    return BRACED.sub(fill, "\n".join(_lines(READER.parse(text))).strip("\n"))


def fill_line(text: str, fillings: Fillings) -> str:
    """One line that is not Markdown, such as a subject, with everything filled in."""

    def fill(match: re.Match[str]) -> str:
        filling = fillings.get((match[1] or "").strip().lower())
        return filling.text if filling else match[0]

    return BRACED.sub(fill, text)


@lru_cache(maxsize=64)
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
