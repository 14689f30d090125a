"""People pasted from a spreadsheet or a mail: which cells are whose name, address and role.

What a row becomes is judged as the import of a list judges it. Nothing of it is stored.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eventapp.documents.table_file import Table, split_rows
from eventapp.domain.desk.import_row import JudgedRow, Problem, RowContent
from eventapp.domain.people.folding import fold
from eventapp.domain.people.organisation import Directory
from eventapp.domain.registration.form_content import FormContent
from eventapp.forms.fields import BLANK
from eventapp.forms.registration_import.column import (
    BY_HEAD,
    Column,
    ColumnTarget,
    guess_columns,
)
from eventapp.forms.registration_import.judgement import Known, Setting, judge
from eventapp.forms.registration_import.words import HEAD_ROWS
from eventapp.models import RowOutcome

PASTED_ROWS_MAX = 50  # people in one transaction, as in a batch of the import
PASTED_LENGTH_MAX = 20_000  # characters
T = ColumnTarget
# Needs and choices are for each person to write, so no other column is taken.
TAKEN = frozenset({T.NAME, T.FIRST_NAME, T.LAST_NAME, T.EMAIL, T.ROLE})
NOTHING_ASKED = FormContent((), ())
# An address as a mail program writes it behind a name, and one that merely stands in a line.
BRACKETED = re.compile(r"<\s*(?:mailto:)?([^<>]*@[^<>]*?)\s*>")
BARE = re.compile(r"(?:^|(?<=\s))\S+@\S+")
SIGNS = BLANK + ",;\"'"
DASHES, BRACKETS = "-–:", "()"  # what people write around an address
MARKER = re.compile(r"^\s*(?:[•*–-]|\d{1,3}[.)])\s+")


@dataclass(frozen=True, slots=True)
class PastedRow:
    """A row as it was understood, under its number in the text, from 1."""

    number: int
    outcome: RowOutcome
    problems: tuple[Problem, ...]
    name: str
    email: str
    role: str
    limited: bool


@dataclass(frozen=True, slots=True)
class PastedList:
    """What was understood of the text; `left_out` are heads of columns that are not taken."""

    rows: tuple[PastedRow, ...]
    left_out: tuple[str, ...]

    def of(self, *outcomes: RowOutcome) -> list[PastedRow]:
        """The rows with these outcomes, in their order."""
        return [row for row in self.rows if row.outcome in outcomes]


def read_pasted(text: str, organisation: str, directory: Directory, known: Known) -> PastedList:
    """Read the text as people of the organisation; `known` are those whom its list shows."""
    rows = _split(text)
    headed = bool(rows) and any(fold(cell) in BY_HEAD for cell in rows[0])
    if not headed and len({_address_place(row) for row in rows} - {None}) > 1:
        rows = [_in_order(row) for row in rows]
    width = max((len(row) for row in rows), default=0)
    padded = [tuple(row) + ("",) * (width - len(row)) for row in rows]
    heads = padded[0] if headed else tuple(str(number) for number in range(1, width + 1))
    people = padded[1:] if headed else padded
    columns = _columns(Table(heads, tuple(people)), headed=headed)
    first = 1 if headed else 0
    contents = {
        number: RowContent((*cells, organisation))
        for number, cells in enumerate(people, 1 + first - HEAD_ROWS)
    }
    own = Column("", T.ORGANISATION, True)
    judged = judge([*columns, own], contents, Setting(NOTHING_ASKED, directory, known))
    left_out = (column.header for column in columns if not column.target) if headed else ()
    return PastedList(
        tuple(_understood(row) for row in judged), tuple(head for head in left_out if head)
    )


def _understood(row: JudgedRow) -> PastedRow:
    entrant, problems = row.content.entrant, row.content.problems
    meant = (p.after or p.before for p in problems if p.field == "email")
    return PastedRow(
        number=row.number + HEAD_ROWS,
        outcome=row.outcome,
        problems=problems,
        name=entrant.name,
        email=entrant.email or next(meant, ""),
        role=entrant.role,
        limited=entrant.limited,
    )


def _address_place(row: Sequence[str]) -> int | None:
    return next((place for place, cell in enumerate(row) if "@" in cell), None)


def _in_order(row: Sequence[str]) -> list[str]:
    """Name, address and role of a row: lists that were pasted together have them elsewhere."""
    place = _address_place(row)
    if place is None:
        return list(row)
    before = [cell for cell in row[:place] if cell]
    behind = [cell for cell in row[place + 1 :] if cell]
    if not before:
        before, behind = behind[:1], behind[1:]
    # First and last name apart, unless the first cell is a name by itself.
    named = 1 if len(before) < 2 or " " in before[0] else 2
    role = next(iter([*before[named:], *behind]), "")
    return [" ".join(before[:named]), row[place], role]


def _split(text: str) -> list[list[str]]:
    lines = [_unmarked(line) for line in text.splitlines() if line.strip(SIGNS)]
    if not any("\t" in line for line in lines):
        return _split_lines(lines)
    rows = []
    for row in split_rows("\n".join(lines), "\t"):
        if any(row[1:]):
            rows.append([cell.strip(BLANK) for cell in row])
        elif row[0].strip(SIGNS):  # not out of a spreadsheet
            rows += _split_lines(row[0].splitlines())
    return rows


def _unmarked(line: str) -> str:
    """The line without a dot or number before it; a spreadsheet may have numbers in a column."""
    bare = MARKER.sub("", line)
    return line if "\t" in bare else bare


def _split_lines(lines: Sequence[str]) -> list[list[str]]:
    if not any(BRACKETED.search(line) for line in lines):
        return [_tidied(row) for row in split_rows("\n".join(lines)) if any(row)]
    rows = []
    for line in lines:
        if BRACKETED.search(line):
            rows += _split_mailboxes(line)
        else:
            rows += [_tidied(row) for row in split_rows(line)]
    return rows


def _tidied(row: list[str]) -> list[str]:
    return [cell.strip(BLANK) for cell in row] if len(row) > 1 else _split_bare(row[0])


def _split_mailboxes(line: str) -> list[list[str]]:
    """Name, address and role of each `Anna Ek <anna@town.example>`; the role stands behind."""
    *pairs, rest = BRACKETED.split(line)
    names, emails = pairs[::2], pairs[1::2]
    rows = [
        [name.strip(SIGNS).rpartition(";")[2].strip(SIGNS), email, ""]
        for name, email in zip(names, emails, strict=True)
    ]
    rows[-1][2] = rest.strip(SIGNS)
    return rows


def _split_bare(line: str) -> list[str]:
    """The same of a line that nothing separates but blanks."""
    address = BARE.search(line)
    if not address:
        return [line.strip(SIGNS)]
    before, behind = line[: address.start()], line[address.end() :]
    name, role = before.strip(SIGNS + DASHES), behind.strip(SIGNS + DASHES)
    return [name, address[0].strip(SIGNS + BRACKETS), role]


def _columns(table: Table, *, headed: bool) -> list[Column]:
    guessed = guess_columns(table, NOTHING_ASKED)
    targets: list[str] = [
        column.target if column.target in TAKEN else T.NONE.value for column in guessed
    ]
    if not headed:
        _guess_by_place(targets, table)
    return [
        Column(column.header, target, True) for column, target in zip(guessed, targets, strict=True)
    ]


def _guess_by_place(targets: list[str], table: Table) -> None:
    """What no head and no cell says: names stand before the address, the role comes last."""
    written = [any(row[index].strip() for row in table.rows) for index in range(len(targets))]
    free = [index for index, target in enumerate(targets) if not target and written[index]]
    if T.NAME not in targets:
        address = targets.index(T.EMAIL) if T.EMAIL in targets else len(targets)
        before = [index for index in free if index < address] or free[:1]
        names: Sequence[str] = (T.FIRST_NAME, T.LAST_NAME) if len(before) > 1 else (T.NAME,)
        for index, target in zip(before, names, strict=False):
            targets[index] = target
            free.remove(index)
    if free:
        targets[free[0]] = T.ROLE
