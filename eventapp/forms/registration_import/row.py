"""One row of a list, read as a person, with every repair and every doubt on the way."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from eventapp.domain.desk.import_row import Entrant, Problem, ProblemCode, RowContent, RowDecision
from eventapp.domain.people.folding import fold
from eventapp.domain.people.name import folds_too_long
from eventapp.domain.registration.answer import is_asked
from eventapp.domain.registration.form_content import FormContent, FormQuestion
from eventapp.forms.fields import BLANK, tidy
from eventapp.forms.protection import mentions_protection
from eventapp.forms.registration.answer_fields import LINE_MAX_LENGTH, TEXT_MAX_LENGTH
from eventapp.forms.registration.participant import NAME_MAX_LENGTH, NEED_MAX_LENGTH
from eventapp.forms.registration_import import value
from eventapp.forms.registration_import.answer import read_cell
from eventapp.forms.registration_import.column import (
    QUESTION,
    Column,
    ColumnTarget,
    is_yes_no,
    question_of,
)
from eventapp.forms.registration_import.custom import Custom
from eventapp.forms.registration_import.organisation import of_address
from eventapp.models import Badge, QuestionKind

C, T = ProblemCode, ColumnTarget
SEVERAL_LINES = frozenset({T.NONE, T.DIET, T.ACCESS})
# Names of fields that an organizer may mend in a row that is held.
MENDABLE = ("name", "email", "organisation", "status")
WANTS_LITTLE_SEEN = re.compile(
    r"\bvill (?:ej|inte) (?:synas|vara med|finnas|sta|namnas)\b"
    r"|\b(?:ej|inte) (?:med )?(?:pa|i) (?:bild|foto|deltagarlista\w*)\b"
)
DOUBTFUL_NAME = re.compile(r"://|\bwww\b|@|[\x00-\x1f]")
# Kinds of questions that are answered in the person's own words.
LONGEST = {QuestionKind.LINE: LINE_MAX_LENGTH, QuestionKind.TEXT: TEXT_MAX_LENGTH}
UNCLEAR = {QuestionKind.NUMBER: C.NUMBER_UNCLEAR, QuestionKind.DATE: C.DAY_UNCLEAR}
LETTERS_OF_A_SHORTENING = 4  # SKR and BRÅ are no shouting


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one list; `custom` is what is usual in its columns."""

    columns: Sequence[Column]
    content: FormContent
    custom: Custom

    def read(self, row: RowContent) -> tuple[RowContent, datetime | None]:
        """The row with its person and its problems, and the time that it says it is from."""
        reading = _Reading(self, row)
        if not row.cleared and any(mentions_protection(cell) for cell in row.cells):
            # Nothing more is said of it: each further word would tell the organizer something.
            return replace(row, problems=(Problem(C.PROTECTION),), entrant=Entrant()), None
        reading.read()
        return replace(
            row, problems=tuple(reading.problems), entrant=reading.entrant
        ), reading.moment


@dataclass(slots=True)
class _Reading:
    reader: RowReader
    row: RowContent
    problems: list[Problem] = field(default_factory=list)
    entrant: Entrant = field(default_factory=Entrant)
    moment: datetime | None = None
    cells: dict[str, str] = field(default_factory=dict)

    def read(self) -> None:
        columns = self.reader.columns
        if any(cell.strip() for cell in self.row.cells[len(columns) :]):
            return self.note(C.TOO_WIDE)
        padded = [*self.row.cells, *[""] * (len(columns) - len(self.row.cells))]
        if not any(cell.strip(BLANK) for cell in padded):
            return self.note(C.EMPTY)
        for column, cell in zip(columns, padded, strict=False):
            text = self.clean(column, cell)
            # The first of several columns that name an organisation wins, if it says anything.
            if column.target and not (self.cells.get(column.target)):
                self.cells[column.target] = text
            self.take(column, text)
        self.read_person()
        self.read_organisation()
        self.drop_unasked()
        self.mend()
        return None

    def note(self, code: ProblemCode, where: str = "", before: str = "", after: str = "") -> None:
        self.problems.append(Problem(code, where, before, after))

    def put(self, **values: object) -> None:
        self.entrant = replace(self.entrant, **values)  # type: ignore[arg-type]

    def head(self, target: ColumnTarget) -> str:
        """The head of the column that becomes this."""
        return next(
            (column.header for column in self.reader.columns if column.target == target), ""
        )

    # What every cell is rid of, taken in or not.

    def clean(self, column: Column, cell: str) -> str:
        text = tidy(cell)
        if cell != cell.strip(BLANK):
            self.note(C.BLANKS, column.header, cell.strip("\r\n"), text)
        if value.FORMULA.match(text):
            self.note(C.FORMULA, column.header, text[:NAME_MAX_LENGTH])
            return ""
        if column.target not in {T.PHONE, T.MOMENT}:
            hidden = value.hide_personal_numbers(text)
            if hidden != text:
                self.note(C.PERSONAL_NUMBER, column.header)
                text = tidy(hidden)
        if WANTS_LITTLE_SEEN.search(fold(text)) and not self.entrant.limited:
            self.put(limited=True)
            self.note(C.LIMITED_VISIBILITY, column.header)
        if ("\n" in text or "\r" in text) and column.target not in SEVERAL_LINES:
            joined = " ".join(text.split())
            if not question_of(column.target, self.reader.content):
                self.note(C.LINE_BREAKS, column.header, text, joined)
                text = joined
        return text

    # What one column alone decides.

    def take(self, column: Column, text: str) -> None:
        content = self.reader.content
        if question := question_of(column.target, content):
            self.answer(column, question, text)
        elif is_yes_no(column.target, content):
            self.yes_no(column, text)
        elif column.target == T.PHONE:
            self.phone(column, text)
        elif column.target == T.MOMENT:
            self.time(column, text)
        elif column.target == T.STATUS:
            self.status(column, text)
        elif column.target == T.SESSION:
            self.session(column, text)
        elif column.target in {T.DIET, T.ACCESS}:
            self.put(**{column.target: self.shortened(column, text, NEED_MAX_LENGTH)})
        elif column.target == T.LANGUAGE:
            self.put(language="en" if fold(text) in {"en", "eng", "engelska", "english"} else "sv")
        elif column.target == T.ROLE:
            self.role(column, text)

    def shortened(self, column: Column, text: str, most: int) -> str:
        if len(text) <= most:
            return text
        self.note(C.TOO_LONG, column.header, str(len(text)), str(most))
        return text[:most].rstrip()

    def answer(self, column: Column, question: FormQuestion, text: str) -> None:
        written = self.row.corrections.get(column.target)
        if written is not None:
            answer = written
        elif not text:
            answer = ""
        elif question.kind is QuestionKind.YES_NO:
            answer = self.yes_no(column, text)
        elif question.kind in LONGEST:
            answer = self.words(column, question, text)
        else:
            answer = self.read_answer(column, question, text)
        if answer:
            self.put(answers={**self.entrant.answers, question.code: answer})

    def yes_no(self, column: Column, text: str) -> str:
        stored = column.target not in {T.DAY, T.ANSWER}
        says = value.read_answer(text)
        if text and says is None and stored:
            self.unclear(column, C.ANSWER_UNCLEAR, text)
        elif text and says is None:
            self.note(C.ANSWER_LEFT_OUT, column.target, text)
        elif text and not self.reader.custom.is_usual_answer(column, text):
            self.note(C.ANSWER_FORM, column.header, text, "Ja" if says else "Nej")
        if column.target == T.BADGE and says:
            self.put(badge=Badge.FIRST_NAME.value)
        return "" if says is None else "yes" if says else "no"

    def words(self, column: Column, question: FormQuestion, text: str) -> str:
        joined = " ".join(text.split())
        if question.kind is QuestionKind.LINE and ("\n" in text or "\r" in text):
            self.note(C.LINE_BREAKS, column.header, text, joined)
            text = joined
        return self.shortened(column, text, LONGEST[question.kind])

    def read_answer(self, column: Column, question: FormQuestion, text: str) -> str:
        month_first = column.header in self.reader.custom.month_first
        answer = read_cell(question, text, month_first=month_first)
        if answer is None:
            self.unclear(column, UNCLEAR.get(question.kind, C.ANSWER_UNCLEAR), text)
        elif question.kind in UNCLEAR and answer != text:
            self.note(C.ANSWER_WRITTEN, column.header, text, answer)
        return answer or ""

    def unclear(self, column: Column, code: ProblemCode, text: str) -> None:
        """Somebody decides; who takes the row in without an answer leaves it out."""
        text = text[:NAME_MAX_LENGTH]
        if self.taken_as_it_is():
            self.note(C.ANSWER_DROPPED, column.header, text)
        else:
            self.note(code, column.target, text)

    def taken_as_it_is(self) -> bool:
        return self.row.decision in {RowDecision.TAKE, RowDecision.INSTEAD}

    def drop_unasked(self) -> None:
        """What depends on an answer that the person did not give is not stored."""
        answers: dict[str, str] = {}
        for question in self.reader.content.questions:
            answer = self.entrant.answers.get(question.code, "")
            if answer and not is_asked(question.condition, answers):
                target = f"{QUESTION}{question.code}"
                heads = (c.header for c in self.reader.columns if c.target == target)
                self.note(C.ANSWER_NOT_ASKED, next(heads, ""))
            elif answer:
                answers[question.code] = answer
        self.put(answers=answers)

    def phone(self, column: Column, text: str) -> None:
        if not text or self.reader.custom.is_usual_phone(column, text):
            return
        number = value.read_phone(text)
        self.note(C.PHONE_FORM if number else C.PHONE_LEFT_OUT, column.header, text, number)

    def time(self, column: Column, text: str) -> None:
        if not text:
            return
        self.moment = value.read_moment(text)
        if not self.moment:
            self.note(C.MOMENT_LEFT_OUT, column.header, text)
        elif not self.reader.custom.is_usual_moment(column, text):
            self.note(C.MOMENT_FORM, column.header, text, f"{self.moment:%Y-%m-%d %H:%M}")

    def status(self, column: Column, text: str) -> None:
        text = self.row.corrections.get("status", text)
        status = value.read_status(text) if text else "confirmed"
        if status is None:
            self.note(C.STATUS_UNCLEAR, "status", text)
        elif text and not self.reader.custom.is_usual_status(column, text):
            self.note(C.STATUS_FORM, column.header, text, status)
        self.put(status=status or "confirmed")

    def session(self, column: Column, text: str) -> None:
        session = self.reader.custom.session(text) if text else None
        if text and session is None:
            self.note(C.SESSION_LEFT_OUT, column.header, text)
        elif session and self.reader.custom.collides(session, self.entrant.sessions):
            self.note(C.SESSIONS_COLLIDE, column.header, text)
        elif session and session not in self.entrant.sessions:
            self.put(sessions=(*self.entrant.sessions, session))

    def role(self, column: Column, text: str) -> None:
        text = self.shortened(column, text, NAME_MAX_LENGTH)
        if _shouts(text):
            self.note(C.CAPITALS, column.header, text, text.lower())
            text = text.lower()
        self.put(role=text)

    # What several columns say together.

    def read_person(self) -> None:
        self.put(name=self.name(), email=self.email())
        if not self.entrant.name and not self.entrant.email:
            self.problems = [Problem(C.EMPTY)]

    def name(self) -> str:
        cells = self.cells
        whole = cells.get(T.NAME) or f"{cells.get(T.FIRST_NAME, '')} {cells.get(T.LAST_NAME, '')}"
        written = self.row.corrections.get("name")
        text = " ".join((written or whole).split())
        if not text:
            self.note(C.NAME_MISSING, "name")
        elif _is_doubtful_name(text):
            self.note(C.NAME_WRONG, "name", text[:NAME_MAX_LENGTH])
        elif not written and value.LOST_LETTER.search(text):
            self.note(C.LETTER_LOST, "name", text, text)
        elif not written:
            text = self.in_order(text)
        return text

    def in_order(self, text: str) -> str:
        last, comma, first = text.partition(", ")
        if comma and first and "," not in first and cells_are_whole(self.cells):
            self.note(C.NAME_ORDER, "name", text, f"{first} {last}")
            text = f"{first} {last}"
        if _shouts(text):
            self.note(C.CAPITALS, "name", text, text.title())
            text = text.title()
        return text

    def email(self) -> str:
        text = self.row.corrections.get("email", self.cells.get(T.EMAIL, ""))
        address, meant = value.read_address(text)
        if not text:
            self.note(C.ADDRESS_MISSING, "email")
        elif not address:
            self.note(C.ADDRESS_WRONG, "email", text, meant)
        elif address != text.strip().lower():
            self.note(C.ADDRESS_FORM, "email", text, address)
        return address

    def read_organisation(self) -> None:
        custom = self.reader.custom
        where = self.cells.get(T.MUNICIPALITY, "")
        text = self.row.corrections.get("organisation") or self.cells.get(T.ORGANISATION, "")
        listed = custom.organisations.find(text) if text else None
        shouted = bool(listed) and _shouts(text)
        if text and not listed:
            listed = custom.organisations.find_slip(text)
            shouted = bool(listed)
        if listed and shouted and text != custom.organisations.usual(listed):
            self.note(C.SPELLING, "organisation", text, custom.organisations.usual(listed))
        town = self.municipality(where, listed.name if listed else "") if where else ""
        if not text and not (text := town or of_address(self.entrant.email, custom.directory)):
            self.note(C.ORGANISATION_MISSING, "organisation")
        elif not self.cells.get(T.ORGANISATION) and not town and text:
            self.note(C.ORGANISATION_GUESSED, "organisation", "", text)
        listed = listed or (custom.directory.find(text) if text else None)
        self.put(
            organisation=listed.name if listed else text[:NAME_MAX_LENGTH],
            organisation_id=listed.id if listed else None,
            lineage=listed.lineage if listed else (),
        )

    def municipality(self, cell: str, organisation: str) -> str:
        """The municipality as the list usually writes it, by what else the row says."""
        spellings, head = self.reader.custom.municipalities, self.head(T.MUNICIPALITY)
        town = spellings.find(cell)
        if town is None and (town := spellings.find_slip(cell)):
            self.note(C.SPELLING, head, cell, spellings.usual(town))
        elif town is None and (town := spellings.find(organisation)):
            self.note(C.ORGANISATION_GUESSED, head, cell, spellings.usual(town))
        elif town and cell != spellings.usual(town):
            self.note(C.SPELLING, head, cell, spellings.usual(town))
        return town.name if town else cell

    def mend(self) -> None:
        """What an organizer wrote or decided; and that nobody comes on no day at all."""
        days = [
            value.read_answer(cell)
            for column, cell in zip(self.reader.columns, self.row.cells, strict=False)
            if column.target == T.DAY
        ]
        taken = self.taken_as_it_is()
        if len(days) > 1 and all(day is False for day in days) and not taken:
            self.note(C.NO_DAY)
        if self.row.corrections or taken:
            self.note(C.MENDED)


def cells_are_whole(cells: Mapping[str, str]) -> bool:
    """Whether the name stands in one cell."""
    return bool(cells.get(T.NAME))


def _is_doubtful_name(text: str) -> bool:
    return bool(len(text) > NAME_MAX_LENGTH or folds_too_long(text) or DOUBTFUL_NAME.search(text))


def _shouts(text: str) -> bool:
    return text.isupper() and sum(letter.isalpha() for letter in text) > LETTERS_OF_A_SHORTENING
