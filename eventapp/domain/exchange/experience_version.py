"""What differs between two saved texts of an experience, field by field and word by word."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from eventapp.domain.exchange.experience import WRITTEN
from eventapp.domain.exchange.experience_list import list_versions
from eventapp.models import Experience, ExperienceVersion

# In the order in which a card is read; what older versions do not know of is empty in them.
FIELDS = (*WRITTEN, "focus_areas", "files")
WORDS = re.compile(r"\S+\s*")


class Change(StrEnum):
    """What became of some words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that follow each other, and what became of them."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class VersionChange:
    """One field that is not what it was; `passages` mark the words, of texts and lists alone."""

    name: str
    before: Any
    after: Any
    passages: Sequence[Passage]


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """All versions of a card, the newest first, two of them, and what differs between these.

    The same version on both sides differs in nothing.
    """

    versions: Sequence[ExperienceVersion]
    before: ExperienceVersion
    after: ExperienceVersion
    changes: Sequence[VersionChange]


def compare_versions(experience: Experience, *, before: int, after: int) -> VersionComparison:
    """Compare the versions of these numbers; for an unknown one, the newest and the one before."""
    versions = list_versions(experience)
    by_number = {version.number: version for version in versions}
    newer = by_number.get(after, versions[0])
    earlier = [version for version in versions if version.number < newer.number]
    older = by_number.get(before) or (earlier[0] if earlier else newer)
    if older.number > newer.number:
        older, newer = newer, older
    return VersionComparison(versions, older, newer, list(_changes(older.text, newer.text)))


def mark_words(before: str, after: str) -> list[Passage]:
    """Both texts in one, word by word: what stayed, what is gone, what is new."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    passages: list[Passage] = []
    for kind, start, stop, new_start, new_stop in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            passages.append(Passage(Change.SAME, "".join(new[new_start:new_stop])))
            continue
        if stop > start:
            passages.append(Passage(Change.GONE, "".join(old[start:stop])))
        if new_stop > new_start:
            passages.append(Passage(Change.NEW, "".join(new[new_start:new_stop])))
    return passages


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[VersionChange]:
    for name in FIELDS:
        old, new = before.get(name), after.get(name)
        if (old or None) != (new or None):
            yield VersionChange(name, old, new, _passages(old, new))


def _passages(old: object, new: object) -> list[Passage]:
    texts = [_as_text(value) for value in (old, new)]
    if texts[0] is None or texts[1] is None:
        return []
    return mark_words(texts[0], texts[1])


def _as_text(value: object) -> str | None:
    """A text or a list as lines; None for what is neither."""
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return value if isinstance(value, str) else "" if value is None else None
