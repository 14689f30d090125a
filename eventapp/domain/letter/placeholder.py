"""Placeholders: what a letter fills in for each person, and nothing that is not on this list.

A value is text and never Markdown: what a person has typed as a name cannot become a link.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from eventapp.i18n import _, _l

BRACED = re.compile(r"\{([^{}\n]*)\}")
LONE_BRACE = re.compile(r"(\w*)\}|\{\s*(\w*)")  # where no pair is left, and the word beside it
LIKENESS_MIN = 0.7  # of a word that is not on the list, from 0 to 1, to one that is


class Placeholder(StrEnum):
    """What may be filled in, by the Swedish word that stands between braces."""

    FIRST_NAME = "fornamn"
    NAME = "namn"
    ORGANISATION = "organisation"
    EVENT = "evenemang"
    WHEN = "tid"
    WHERE = "plats"
    SESSIONS = "dina_pass"
    CODE = "anmalningskod"
    PERSONAL_LINK = "personlig_lank"
    EVENT_LINK = "lank_hitta_hit"
    SCHEDULE_LINK = "lank_program"


LABELS = {
    Placeholder.FIRST_NAME: _l("First name"),
    Placeholder.NAME: _l("Name"),
    Placeholder.ORGANISATION: _l("Organisation"),
    Placeholder.EVENT: _l("Event"),
    Placeholder.WHEN: _l("When"),
    Placeholder.WHERE: _l("Where"),
    Placeholder.SESSIONS: _l("Your sessions"),
    Placeholder.CODE: _l("Registration code"),
    Placeholder.PERSONAL_LINK: _l("Personal link"),
    Placeholder.EVENT_LINK: _l("How to get there"),
    Placeholder.SCHEDULE_LINK: _l("Schedule"),
}
# The same in English: either word may stand in either text.
IN_ENGLISH = {
    "first_name": Placeholder.FIRST_NAME,
    "name": Placeholder.NAME,
    "event": Placeholder.EVENT,
    "when": Placeholder.WHEN,
    "where": Placeholder.WHERE,
    "your_sessions": Placeholder.SESSIONS,
    "registration_code": Placeholder.CODE,
    "personal_link": Placeholder.PERSONAL_LINK,
    "link_how_to_get_there": Placeholder.EVENT_LINK,
    "link_schedule": Placeholder.SCHEDULE_LINK,
}
EVERY_PLACEHOLDER = frozenset(Placeholder)
LINKS = frozenset({Placeholder.PERSONAL_LINK, Placeholder.EVENT_LINK, Placeholder.SCHEDULE_LINK})


@dataclass(frozen=True, slots=True)
class UnknownPlaceholder:
    """A word between braces that is not on the list: where it stands, and what may be meant.

    Or, not `paired`, a word with one brace, which would be sent as it stands.
    """

    line: int
    word: str
    meant: Placeholder | None
    paired: bool = True

    @property
    def message(self) -> str:
        """The sentence, in the current language."""
        where = _("Line %(line)s: {%(word)s} cannot be filled in.", line=self.line, word=self.word)
        if not self.paired:
            where = _("Line %(line)s: a brace is missing its pair.", line=self.line)
        if self.meant is None:
            return where
        meant = _("Do you mean {%(word)s}?", word=self.meant.value)
        return f"{where} {meant}"


@dataclass(frozen=True, slots=True)
class FilledLine:
    """A line of a letter in parts: text, and the placeholders in it or words that are none."""

    number: int
    parts: Sequence[tuple[str, Placeholder | None, bool]]
    meant: Placeholder | None


def read(word: str) -> Placeholder | None:
    """The placeholder of this word, in Swedish or English; None for any other."""
    folded = word.strip().lower()
    if folded in set(Placeholder):
        return Placeholder(folded)
    return IN_ENGLISH.get(folded)


def mentions(text: str, wanted: Placeholder) -> bool:
    """Whether the text has this placeholder, in either language."""
    return any(read(word) is wanted for word in BRACED.findall(text))


def list_unknown(
    text: str, allowed: Collection[Placeholder] = EVERY_PLACEHOLDER
) -> list[UnknownPlaceholder]:
    """Everything between braces that is not on the list, and braces alone, line by line."""
    return [
        UnknownPlaceholder(number, word, _meant(word, allowed), paired)
        for number, line in enumerate(text.splitlines(), 1)
        for word, paired in _braced_words(line)
        if not paired or read(word) not in allowed
    ]


def _braced_words(line: str) -> Iterator[tuple[str, bool]]:
    """The words that stand between two braces, then those that have only one."""
    for word in BRACED.findall(line):
        yield word, True
    for words in LONE_BRACE.findall(BRACED.sub("", line)):
        yield "".join(words), False


def list_filled_lines(
    text: str, allowed: Collection[Placeholder] = EVERY_PLACEHOLDER
) -> Iterator[FilledLine]:
    """The lines that have something between braces, in parts: text, placeholder, whether wrong."""
    for number, line in enumerate(text.splitlines(), 1):
        pieces = BRACED.split(line)
        if len(pieces) == 1:
            continue
        parts: list[tuple[str, Placeholder | None, bool]] = []
        meant = None
        for position, piece in enumerate(pieces):
            if position % 2 == 0:
                parts.append((piece, None, False))
                continue
            read_as = read(piece)
            known = read_as if read_as in allowed else None
            parts.append((piece, known, known is None))
            meant = meant or (_meant(piece, allowed) if known is None else None)
        yield FilledLine(number, parts, meant)


def _meant(word: str, allowed: Collection[Placeholder]) -> Placeholder | None:
    words = [*(known.value for known in Placeholder), *IN_ENGLISH]
    words = [known for known in words if read(known) in allowed]
    close = get_close_matches(word.strip().lower(), words, n=1, cutoff=LIKENESS_MIN)
    return read(close[0]) if close else None
