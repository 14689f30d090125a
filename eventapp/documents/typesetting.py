"""Prints of many people: tagged PDF (PDF/UA-1) set with the product's own typefaces alone.

A letter that none of them has would be a box, so whoever fills a sheet asks `is_legible` first.
"""

import json
import unicodedata
from collections.abc import Mapping
from functools import cache

from eventapp.documents.typesetter import FONTS, typesetter
from eventapp.documents.xml_text import printable

# What directs text or joins letters is followed, not drawn.
NOT_DRAWN = ("Cf", "Zs")


def typeset(page: str, values: Mapping[str, object]) -> bytes:
    """Set `prints/<page>.typ` with these values; the same values give the same bytes."""
    sheet = json.dumps(values, ensure_ascii=False)
    return typesetter.set_page(f"prints/{page}.typ", {"sheet": sheet}, own_fonts=True)


def one_line(text: str) -> str:
    """A text on one line, without characters that no typeface has."""
    return " ".join(printable(text).split())


def is_legible(text: str) -> bool:
    """Whether the product's typefaces have every letter of the text."""
    return all(ord(sign) in _letters() for sign in one_line(text) if _is_drawn(sign))


def legible(text: str) -> str:
    """A text without the letters that no typeface has; one sign stands for those of a word."""
    if is_legible(text):
        return one_line(text)
    return " ".join(word if is_legible(word) else "…" for word in one_line(text).split())


def runs_leftwards(text: str) -> bool:
    """Whether the text is written from right to left: its first letter decides."""
    directions = (unicodedata.bidirectional(sign) for sign in text)
    first = next((way for way in directions if way in {"L", "R", "AL"}), "L")
    return first != "L"


def _is_drawn(sign: str) -> bool:
    return unicodedata.category(sign) not in NOT_DRAWN


@cache
def _letters() -> frozenset[int]:
    """The code points that some typeface has, read once a process."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - it serves this verb alone

    letters: set[int] = set()
    for path in sorted(FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            letters.update(font.getBestCmap())
    return frozenset(letters)
