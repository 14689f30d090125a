"""What happens to each row of a list: taken, repaired, held, in quarantine or refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import SequenceMatcher
from itertools import zip_longest

from eventapp.documents.table_file import Table
from eventapp.domain.desk.import_list import TO_TAKE
from eventapp.domain.desk.import_row import (
    HOLDING,
    REFUSING,
    Entrant,
    JudgedRow,
    Problem,
    ProblemCode,
    RowContent,
    RowDecision,
    outcome_of,
)
from eventapp.domain.people.folding import fold
from eventapp.domain.people.name import fold_name
from eventapp.domain.people.organisation import Directory
from eventapp.domain.registration.answer import answer_in_words, chosen_values, text_in
from eventapp.domain.registration.form_content import FormContent, FormQuestion
from eventapp.domain.registration.option_place import limit_key
from eventapp.forms.fields import BLANK
from eventapp.forms.registration_import.column import Column, ColumnTarget
from eventapp.forms.registration_import.custom import learn_custom
from eventapp.forms.registration_import.row import RowReader
from eventapp.forms.registration_import.value import read_phone
from eventapp.i18n import current_language

C = ProblemCode
CANCELLED = "cancelled"
RANKS = {"confirmed": 0, "waitlisted": 1, CANCELLED: 2}
ALIKE_MIN = 0.6  # of two names at one telephone and place of work
# What may differ in two rows about one person without anybody having to choose.
IMMATERIAL = frozenset({ColumnTarget.PHONE, ColumnTarget.MOMENT, ColumnTarget.EMAIL})
NOT_SHOWN = frozenset({ColumnTarget.DIET, ColumnTarget.ACCESS})
Known = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a list is judged against: what the event asks, where people work, who is registered.

    `known` leads from address and folded name of those registered to their organisation's name;
    `places` says how many are left of each option that not everybody can have.
    """

    content: FormContent
    directory: Directory
    known: Known = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Row:
    number: int
    content: RowContent
    moment: datetime | None
    phone: str = ""
    key: str = ""

    @property
    def person(self) -> tuple[str, str]:
        entrant = self.content.entrant
        return entrant.email, fold_name(entrant.name)

    @property
    def counts(self) -> bool:
        """Whether the row is somebody's, and not refused or in quarantine."""
        codes = {problem.code for problem in self.content.problems}
        return not codes & {*REFUSING, C.PROTECTION}

    def add(self, *problems: Problem) -> None:
        self.content = replace(self.content, problems=(*self.content.problems, *problems))

    def refuse(self, code: ProblemCode, other: int = 0) -> None:
        self.content = replace(self.content, problems=(Problem(code, other=other),))


def rows_of(table: Table) -> dict[int, RowContent]:
    """The rows of a file as nobody has looked at them yet, by number; blank ones are none."""
    return {
        number: RowContent(cells)
        for number, cells in enumerate(table.rows, 1)
        if any(cell.strip(BLANK) for cell in cells)
    }


def judge(
    columns: Sequence[Column], rows: Mapping[int, RowContent], setting: Setting
) -> list[JudgedRow]:
    """Judge every row, in the order of their numbers."""
    cells = [content.cells for content in rows.values()]
    custom = learn_custom(columns, cells, setting.content, setting.directory)
    reader = RowReader(columns, setting.content, custom)
    read = [_Row(number, *reader.read(content)) for number, content in rows.items()]
    compared = _compared(columns, cells)
    for row in read:
        row.phone = _phone(columns, row.content.cells)
        row.key = "\n".join(
            fold(row.content.cells[index]) for index in compared if index < len(row.content.cells)
        )
        if row.content.decision is RowDecision.LEAVE and row.counts:
            row.refuse(C.LEFT_OUT)
    _refuse_registered(read, setting.known)
    _find_doubles(read)
    order = sorted(read, key=_order)
    _announce_full(order, setting)
    return _judged(read, order)


def _compared(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> list[int]:
    """The columns whose cells must be alike for two rows to say the same: no numbers of rows."""
    return [
        index
        for index, column in enumerate(columns)
        if column.target not in IMMATERIAL
        and (column.target or not _are_all_different(row[index : index + 1] for row in cells))
    ]


def _are_all_different(cells: Iterable[Sequence[str]]) -> bool:
    written = [tuple(cell) for cell in cells]
    return len(set(written)) == len(written)


def _phone(columns: Sequence[Column], cells: Sequence[str]) -> str:
    phones = (
        read_phone(cell)
        for column, cell in zip(columns, cells, strict=False)
        if column.target == ColumnTarget.PHONE
    )
    return next((phone for phone in phones if phone), "")


def _refuse_registered(rows: Sequence[_Row], known: Known) -> None:
    """Those at the event already; and those whose name is, under another address."""
    names = {(fold(name), fold(organisation)) for (_email, name), organisation in known.items()}
    for row in rows:
        entrant = row.content.entrant
        if not row.counts or not entrant.email:
            continue
        if row.person in known:
            row.refuse(C.REGISTERED)
        elif (fold(entrant.name), fold(entrant.organisation)) in names:
            _doubt(row, C.DOUBLE_ADDRESS, 0)


def _find_doubles(rows: Sequence[_Row]) -> None:
    persons: dict[object, _Row] = {}
    names: dict[object, _Row] = {}
    phones: dict[object, list[_Row]] = {}
    # The one who came first is who is meant, wherever in the list a later one stands.
    for row in sorted(rows, key=lambda row: (row.moment or datetime.max, row.number)):  # noqa: DTZ901
        if not row.counts:
            continue
        entrant = row.content.entrant
        workplace = fold(entrant.organisation)
        name = (fold(entrant.name), workplace)
        same = persons.get(row.person) if entrant.email else None
        if same:
            _compare(row, same, persons)
            continue
        if (namesake := names.get(name)) and entrant.name:
            _doubt_or_replace(row, namesake, C.DOUBLE_ADDRESS)
        elif row.phone and (near := _find_near(row, phones.get((row.phone, workplace), ()))):
            _doubt_or_replace(row, near, C.DOUBLE_NAME)
        if row.counts:
            persons[row.person] = names[name] = row
            phones.setdefault((row.phone, workplace), []).append(row)


def _find_near(row: _Row, others: Iterable[_Row]) -> _Row | None:
    name = fold(row.content.entrant.name)
    return next(
        (
            other
            for other in others
            if SequenceMatcher(None, name, fold(other.content.entrant.name), autojunk=False).ratio()
            >= ALIKE_MIN
        ),
        None,
    )


def _compare(row: _Row, earlier: _Row, persons: dict[object, _Row]) -> None:
    """Two rows of one address and name: alike, or the later one waits for a choice."""
    if row.content.decision is RowDecision.INSTEAD:
        _replace(row, earlier)
        persons[row.person] = row
    elif row.key == earlier.key:
        row.refuse(C.DOUBLE, earlier.number)
    else:
        _doubt(row, C.DOUBLE_DIFFERS, earlier.number)


def _doubt_or_replace(row: _Row, earlier: _Row, code: ProblemCode) -> None:
    if row.content.decision is RowDecision.INSTEAD:
        _replace(row, earlier)
    else:
        _doubt(row, code, earlier.number)


def _doubt(row: _Row, code: ProblemCode, other: int) -> None:
    if row.content.decision is not RowDecision.TAKE or code is C.DOUBLE_DIFFERS:
        row.add(Problem(code, other=other))


def _replace(row: _Row, earlier: _Row) -> None:
    earlier.refuse(C.REPLACED, row.number)
    row.add(Problem(C.REPLACES, other=earlier.number))


def _announce_full(order: Sequence[_Row], setting: Setting) -> None:
    """Say of whose answers, in the order of taking in, an option has no places left for.

    Nobody is refused for it: the organizer has the list before them, and may raise the limit.
    """
    left, language = dict(setting.places), current_language()
    for row in order:
        entrant = row.content.entrant
        if outcome_of(row.content.problems) not in TO_TAKE or entrant.status == CANCELLED:
            continue
        for question, option in _limited_options(entrant, setting):
            key = limit_key(question.code, option)
            left[key] -= 1
            if left[key] < 0:
                words = answer_in_words(question, option, language)
                row.add(Problem(C.OPTION_FULL, text_in(question.label, language), words, words))


def _limited_options(entrant: Entrant, setting: Setting) -> list[tuple[FormQuestion, str]]:
    return [
        (question, option)
        for question in setting.content.questions
        for option in chosen_values(entrant.answers.get(question.code, ""))
        if limit_key(question.code, option) in setting.places
    ]


def _judged(rows: Sequence[_Row], order: Sequence[_Row]) -> list[JudgedRow]:
    """With their places in the order of taking in: by status, then time, then number."""
    positions = {row.number: position for position, row in enumerate(order)}
    return [
        JudgedRow(row.number, positions[row.number], outcome_of(row.content.problems), row.content)
        for row in rows
    ]


def _order(row: _Row) -> tuple[int, datetime, int]:
    return RANKS[row.content.entrant.status], row.moment or datetime.max, row.number  # noqa: DTZ901


def count_full(rows: Sequence[JudgedRow]) -> int:
    """For how many an option has no places left."""
    return sum(
        any(problem.code is C.OPTION_FULL for problem in row.content.problems) for row in rows
    )


def holding_problems(content: RowContent) -> list[Problem]:
    """Those for which the row is held."""
    return [problem for problem in content.problems if problem.code in HOLDING]


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell that two rows have otherwise; needs are not shown, only that they differ."""

    head: str
    other: str
    own: str
    shown: bool


def list_differences(
    columns: Sequence[Column], own: RowContent, other: RowContent
) -> list[CellDifference]:
    """What differs between two rows about one person."""
    pairs = zip_longest(own.cells, other.cells, fillvalue="")
    return [
        CellDifference(column.header, theirs, mine, shown=column.target not in NOT_SHOWN)
        for column, (mine, theirs) in zip(columns, pairs, strict=False)
        if fold(mine) != fold(theirs)
    ]
