"""Masking free text: addresses, numbers and names are replaced by a word for their kind.

A net with holes, by design in front of two human readers and never instead of them.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
WEB = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
# Between figures: spaces and hyphens of every length, for phones put long ones in by themselves.
GAP = "\\s\\-\u2010-\u2014\u2212"
# Swedish personal identity and coordination numbers, with or without century and hyphen, and those
# that schools and hospitals give meanwhile, which have a letter among their last four.
PERSONAL_NUMBER = re.compile(
    rf"(?<!\d)(?:19|20)?\d{{2}}[01]\d[0-9]\d[{GAP}+]?[\dJ-NR-UWX]\d{{3}}(?!\d)"
)
PHONE = re.compile(
    rf"(?<![\w/])(?:\+\d{{1,3}}[{GAP}]?|0)(?:\(0\)[{GAP}]?)?"
    rf"\d{{1,3}}(?:[{GAP}/]?\d{{2,3}}){{2,4}}(?!\d)"
)
# A car's plate: ABC 123 or ABC 12D, in the letters that plates have.
PLATE = re.compile(r"\b[A-HJ-PR-UW-Z]{3} ?\d{2}[\dA-HJ-PR-UW-Z]\b")
STREET = re.compile(
    r"\b[A-ZÅÄÖ][\wåäöé]*(?:gatan|vägen|gränd|torget|stigen|allén|backen|plan|leden|gata|väg)"
    r"(?: \d+ ?[A-Za-z]?)?(?!\w)"
)
# In lower case, as typed on a phone: only with a street number, or ordinary words would match.
SMALL_STREET = re.compile(
    r"\b[a-zåäöé]{2,}(?:gatan|vägen|gränd|torget|stigen|allén|backen|gata|väg)"
    r" \d{1,3} ?[a-z]?(?!\w)"
)
# A case or record number: KS 2023/412, Dnr 12345-22.
RECORD = re.compile(r"\b(?:[A-ZÅÄÖ]{2,6}|[Dd]nr) ?\d{2,6}[/\-]\d{1,6}\b")
WORD = re.compile(r"\b[A-ZÅÄÖÉ][a-zåäöéüA-ZÅÄÖ\-]+\b")
INITIAL = re.compile(r"\b[A-ZÅÄÖ]\. ?(?=[A-ZÅÄÖ][a-zåäö]|\[)")

MASKS = (
    (EMAIL, "[e-post]"),
    (WEB, "[länk]"),
    (PERSONAL_NUMBER, "[personnummer]"),
    (RECORD, "[diarienummer]"),
    (PHONE, "[telefon]"),
    (STREET, "[adress]"),
    (SMALL_STREET, "[adress]"),
    (PLATE, "[registreringsnummer]"),
)
NAME = "[namn]"


def mask(text: str, names: Iterable[str] = ()) -> str:
    """The text with what may point at a person replaced, in the surveys' own language.

    `names` are single words; a capitalised word that is one of them goes, also in its genitive,
    and so does the capitalised word right behind a first name: it is likely the surname.
    """
    for pattern, word in MASKS:
        text = pattern.sub(word, text)
    return _mask_names(text, _folded(frozenset(names)))


def words_of(names: Iterable[str]) -> set[str]:
    """Every word of full names, as `mask` wants them."""
    return {word for name in names for word in re.split(r"[\s\-]+", name) if len(word) > 1}


@lru_cache(maxsize=4)
def _folded(names: frozenset[str]) -> frozenset[str]:
    """Once for all texts of a survey: there may be a hundred thousand names."""
    return frozenset(name.casefold() for name in names)


def _mask_names(text: str, names: frozenset[str]) -> str:
    parts, end, masked_until = [], 0, -2
    for word in WORD.finditer(text):
        follows_name = word.start() == masked_until + 1 and text[masked_until] == " "
        if _is_name(word[0], names) or follows_name:
            parts += [text[end : word.start()], NAME]
            end = masked_until = word.end()
    masked = "".join([*parts, text[end:]])
    return INITIAL.sub("", re.sub(r"\[namn\](?: \[namn\])+", NAME, masked))


def _is_name(word: str, names: frozenset[str]) -> bool:
    folded = word.casefold()
    return (
        folded in names
        or (folded.endswith("s") and folded[:-1] in names)
        or any(part in names for part in folded.split("-") if len(part) > 2)
    )
