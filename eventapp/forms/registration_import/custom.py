"""What is usual in a list: a cell is only put right where it differs from its neighbours."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from eventapp.domain.people.folding import fold
from eventapp.domain.people.organisation import Directory
from eventapp.domain.registration.form_content import FormContent, FormSession
from eventapp.forms.registration_import import value
from eventapp.forms.registration_import.answer import is_month_first
from eventapp.forms.registration_import.column import QUESTION, Column, ColumnTarget, is_yes_no
from eventapp.forms.registration_import.organisation import Spellings
from eventapp.models import OrganisationKind

USUAL = 0.5  # of a column's cells that are written one way
ALIKE_MIN = 0.9  # of two titles, from 0 to 1


@dataclass(slots=True)
class Custom:
    """The usual forms of each column, by its head."""

    directory: Directory
    organisations: Spellings
    municipalities: Spellings
    sessions: dict[str, FormSession] = field(default_factory=dict)
    shapes: dict[str, str] = field(default_factory=dict)
    answers: dict[str, set[str]] = field(default_factory=dict)
    month_first: set[str] = field(default_factory=set)

    def is_usual_phone(self, column: Column, text: str) -> bool:
        """Whether the number is written as most are, or as a Swedish number is."""
        number = value.read_phone(text)
        shape = self.shapes.get(column.header)
        return bool(number) and (value.phone_shape(text) == shape or text == number)

    def is_usual_moment(self, column: Column, text: str) -> bool:
        """Whether the moment is written as most are, or as ISO 8601 has it."""
        usual = value.phone_shape(text) == self.shapes.get(column.header)
        return usual or bool(value.PLAIN_MOMENT.fullmatch(text))

    def is_usual_answer(self, column: Column, text: str) -> bool:
        """Whether yes or no is written as most write it here, or as anybody would."""
        return text in value.PLAIN or text in self.answers.get(column.header, ())

    def is_usual_status(self, column: Column, text: str) -> bool:
        """Whether the status is a whole word."""
        del column
        return any(fold(text) in words for words in value.STATUSES.values())

    def session(self, text: str) -> str | None:
        """The code of the session of this title, also where a letter or two are wrong."""
        folded = fold(text)
        near = get_close_matches(folded, self.sessions, n=1, cutoff=ALIKE_MIN)
        title = folded if folded in self.sessions else near[0] if near else None
        return self.sessions[title].code if title else None

    def collides(self, code: str, others: Sequence[str]) -> bool:
        """Whether the session overlaps with one of the others."""
        by_code = {session.code: session for session in self.sessions.values()}
        new = by_code[code]
        return any(
            new.starts_at < by_code[other].ends_at and by_code[other].starts_at < new.ends_at
            for other in others
            if other != code
        )


def learn_custom(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    content: FormContent,
    directory: Directory,
) -> Custom:
    """Look through the list once."""
    custom = Custom(
        directory=directory,
        organisations=Spellings(directory),
        municipalities=Spellings(directory, OrganisationKind.MUNICIPALITY),
        sessions={
            fold(session.title): session for group in content.groups for session in group.sessions
        },
    )
    for index, column in enumerate(columns):
        cells = [row[index].strip() for row in rows if index < len(row) and row[index].strip()]
        if column.target == ColumnTarget.ORGANISATION:
            custom.organisations.learn(cells)
        elif column.target == ColumnTarget.MUNICIPALITY:
            custom.municipalities.learn(cells)
        elif column.target in {ColumnTarget.PHONE, ColumnTarget.MOMENT}:
            custom.shapes[column.header] = _usual(value.phone_shape(cell) for cell in cells)
        elif column.target.startswith(QUESTION) and is_month_first(cells):
            custom.month_first.add(column.header)
        elif is_yes_no(column.target, content):
            custom.answers[column.header] = {
                _usual(cell for cell in cells if value.read_answer(cell) is says)
                for says in (True, False)
            }
    return custom


def _usual(cells: object) -> str:
    """What most of the cells are, or nothing."""
    counted = Counter(cells)  # type: ignore[call-overload]
    (usual, count), *_others = counted.most_common(1) or [("", 0)]
    return str(usual) if count > 1 and count >= USUAL * counted.total() else ""
