"""Lists of people on paper: to be signed, or to be ticked off at a door."""

from collections.abc import Sequence
from dataclasses import dataclass

from eventapp.documents.prints.heading import SheetHeading
from eventapp.documents.typesetting import is_legible, legible, one_line, typeset


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One row: the code to say at the desk, and what of name and organisation may stand there."""

    desk_code: str
    name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class NameList:
    """One list, which begins on a page of its own."""

    title: str
    note: str
    people: Sequence[ListedPerson]


@dataclass(frozen=True, slots=True)
class ListWords:
    """The words of every list: its columns from the left, and the sentence at the foot."""

    columns: tuple[str, ...]
    footer: str


def sign_in_pdf(lists: Sequence[NameList], *, heading: SheetHeading, words: ListWords) -> bytes:
    """Print lists with room for a signature: number, code, name, signature."""
    return _lists_pdf(lists, heading, words, signed=True)


def door_list_pdf(people: NameList, *, heading: SheetHeading, words: ListWords) -> bytes:
    """Print a list with a box for each column but the last two, which are code and name."""
    return _lists_pdf([people], heading, words, signed=False)


def _lists_pdf(
    lists: Sequence[NameList], heading: SheetHeading, words: ListWords, *, signed: bool
) -> bytes:
    values = {
        **heading.values(),
        "columns": words.columns,
        "footer": words.footer,
        "signed": signed,
        "boxes": len(words.columns) - 2,
        "lists": [
            {
                "title": legible(listed.title),
                "note": legible(listed.note),
                "rows": [_row(n, person) for n, person in enumerate(listed.people, 1)],
            }
            for listed in lists
        ],
    }
    return typeset("lists", values)


def _row(number: int, person: ListedPerson) -> dict[str, object]:
    printable = is_legible(person.name)
    return {
        "number": str(number),
        "code": f"{person.desk_code[:4]} {person.desk_code[4:]}".strip(),
        "name": one_line(person.name) if printable else "",
        "by_hand": not printable,
        "organisation": legible(person.organisation),
    }
