"""What each column of a list becomes: guessed from its head and its cells, and changeable."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from eventapp.documents.table_file import Table
from eventapp.domain.people.folding import fold
from eventapp.domain.people.likeness import likeness, trigrams
from eventapp.domain.registration.answer import NONE
from eventapp.domain.registration.form_content import FormContent, FormQuestion
from eventapp.forms.registration_import.answer import read_cell
from eventapp.forms.registration_import.value import read_answer
from eventapp.i18n import _l
from eventapp.models import QuestionKind

MOSTLY = 0.6  # of a column's cells, for a guess from what they say
LIKE_MIN = 0.6  # of a head and the words of a question
SAMPLE_ROWS = 200
QUESTION = "question:"


class ColumnTarget(StrEnum):
    """What a column may become; `question:<code>` is one of the event's own questions."""

    NONE = ""
    NAME = "name"
    FIRST_NAME = "first-name"
    LAST_NAME = "last-name"
    EMAIL = "email"
    ORGANISATION = "organisation"
    MUNICIPALITY = "municipality"
    ROLE = "role"
    DIET = "diet"
    ACCESS = "access"
    SESSION = "session"
    BADGE = "badge"
    LANGUAGE = "language"
    STATUS = "status"
    MOMENT = "moment"
    PHONE = "phone"
    DAY = "day"
    ANSWER = "answer"


T = ColumnTarget
LABELS: dict[ColumnTarget, str] = {
    T.NONE: _l("Not taken in"),
    T.NAME: _l("Name"),
    T.FIRST_NAME: _l("First name"),
    T.LAST_NAME: _l("Last name"),
    T.EMAIL: _l("Email address"),
    T.ORGANISATION: _l("Organisation"),
    T.MUNICIPALITY: _l("Organisation, where it is missing"),
    T.ROLE: _l("What is your work?"),
    T.DIET: _l("Special diet"),
    T.ACCESS: _l("What do you need to take part?"),
    T.SESSION: _l("Chosen session"),
    T.BADGE: _l("Own name on the badge, yes or no"),
    T.LANGUAGE: _l("Language of the letters"),
    T.STATUS: _l("Status"),
    T.MOMENT: _l("Order of the queue, by time"),
    T.PHONE: _l("Telephone: finds doubles, is not stored"),
    T.DAY: _l("Comes that day, yes or no: is not stored"),
    T.ANSWER: _l("Yes or no: is checked, not stored"),
}
# What is read and checked, of which nothing is stored.
NOT_STORED = frozenset({T.NONE, T.PHONE, T.DAY, T.ANSWER, T.MOMENT})
# Heads as programs and people write them, folded. Outlook's and Google's in both languages.
HEADS: dict[ColumnTarget, tuple[str, ...]] = {
    T.NAME: (
        "namn", "name", "fullstandigt namn", "full name", "for och efternamn", "visningsnamn",
        "display name", "deltagare", "deltagarens namn",
    ),
    T.FIRST_NAME: ("fornamn", "first name", "tilltalsnamn", "given name"),
    T.LAST_NAME: ("efternamn", "last name", "surname", "family name"),
    T.EMAIL: (
        "e post", "epost", "e postadress", "epostadress", "e mail", "email", "email address",
        "e mail address", "e mail 1 value", "mail", "mailadress", "mejl", "mejladress", "adress",
    ),
    T.ORGANISATION: (
        "organisation", "organization", "foretag", "company", "arbetsplats", "arbetsgivare",
        "myndighet", "organization name", "organization 1 name",
    ),
    T.MUNICIPALITY: ("kommun", "municipality", "hemkommun"),
    T.ROLE: (
        "roll", "role", "titel", "title", "befattning", "job title", "yrke", "funktion", "tjanst",
        "organization title", "organization 1 title", "yrkestitel",
    ),
    T.DIET: (
        "specialkost", "kost", "special diet", "diet", "allergi", "allergier", "matallergi",
        "dietary requirements",
    ),
    T.ACCESS: (
        "tillganglighet", "tillganglighetsbehov", "access needs", "accessibility",
        "vad behover du for att kunna delta",
    ),
    T.BADGE: ("namn pa namnskylt", "namnskylt", "name on badge"),
    T.LANGUAGE: ("sprak", "language", "brevens sprak"),
    T.STATUS: ("status", "state", "anmalningsstatus"),
    T.MOMENT: (
        "tidpunkt", "tidsstampel", "timestamp", "anmald", "anmalningsdatum", "anmalningstid",
        "registered", "registered at", "datum", "skapad",
    ),
    T.PHONE: (
        "telefon", "telefonnummer", "tel", "mobil", "mobiltelefon", "mobilnummer", "phone",
        "mobile phone", "business phone", "phone 1 value", "telefon arbete",
    ),
}  # fmt: skip
BY_HEAD = {head: target for target, heads in HEADS.items() for head in heads}
# Heads that mean something else where another column says the same with a plainer word: beside
# "Befattning" Outlook's "Titel" is Dr or Ms.
WEAK_HEADS = frozenset({"titel", "title"})
# A list without these columns cannot be taken in: their heads count even when nothing is below.
NEEDED = frozenset({T.NAME, T.FIRST_NAME, T.LAST_NAME, T.EMAIL, T.ORGANISATION})
STREET_OR_EMAIL = "adress"
# Several columns may become these.
REPEATABLE = frozenset({T.NONE, T.SESSION, T.DAY, T.ANSWER})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, what it becomes, and whether the head said so."""

    header: str
    target: str
    sure: bool


def with_header(table: Table) -> Table:
    """The table; where the first row is a person, with heads above it."""
    if not any("@" in cell for cell in table.header):
        return table
    header = tuple(str(number) for number in range(1, len(table.header) + 1))
    return Table(header, (table.header, *table.rows), table.hidden)


def guess_columns(table: Table, content: FormContent) -> list[Column]:
    """What each column becomes, from the left; a thing that there is one of, once."""
    guesses = []
    for index, header in enumerate(table.header):
        cells = [row[index].strip() for row in table.rows[:SAMPLE_ROWS] if index < len(row)]
        guesses.append((header, *_guess(header, [cell for cell in cells if cell], content)))
    strong = {target for header, target, _sure in guesses if fold(header) not in WEAK_HEADS}
    taken: set[str] = set()
    columns = []
    for header, target, sure in guesses:
        gives_way = fold(header) in WEAK_HEADS and target in strong
        if gives_way or (target in taken and target not in REPEATABLE):
            columns.append(Column(header, T.NONE, sure=False))
            continue
        taken.add(target)
        columns.append(Column(header, target, sure))
    return columns


def chosen_columns(header: Sequence[str], targets: Sequence[str]) -> list[Column]:
    """The columns as somebody chose them."""
    return [Column(head, target, True) for head, target in zip(header, targets, strict=True)]


def _guess(header: str, cells: Sequence[str], content: FormContent) -> tuple[str, bool]:
    """By the head, else by what most of the cells are; an empty column becomes nothing."""
    folded = fold(header)
    if question := _question(folded, content):
        return f"{QUESTION}{question.code}", True
    if folded in BY_HEAD and _may_be(folded, cells):
        return BY_HEAD[folded], True
    if _is_day(folded):
        return T.DAY, True
    if near := _near_question(folded, content):
        return f"{QUESTION}{near.code}", False
    return _guess_from(cells, content, named=not folded.isdigit()) if cells else T.NONE, False


def _may_be(head: str, cells: Sequence[str]) -> bool:
    """Whether the cells can be what the head says. Columns that nobody filled in say nothing."""
    if head == STREET_OR_EMAIL:
        return any("@" in cell for cell in cells)
    return bool(cells) or BY_HEAD[head] in NEEDED


def _guess_from(cells: Sequence[str], content: FormContent, *, named: bool) -> str:
    titles = _session_titles(content)
    if _share(cells, lambda cell: fold(cell) in titles) >= MOSTLY:
        return T.SESSION
    if _share(cells, lambda cell: "@" in cell) >= MOSTLY:
        return T.EMAIL
    if not named and _share(cells, _looks_like_name) >= MOSTLY:
        return T.NAME
    for question in content.questions:
        # Words that are all among a question's options; yes and no could be anybody's.
        if question.options and _share(cells, partial(_answers, question)) >= MOSTLY:
            return f"{QUESTION}{question.code}"
    says = _share(cells, lambda cell: read_answer(cell) is not None) >= MOSTLY
    return T.ANSWER if says and not all(cell.isdigit() for cell in cells) else T.NONE


def _answers(question: FormQuestion, cell: str) -> bool:
    return read_cell(question, cell, month_first=False) not in {None, NONE}


def _looks_like_name(cell: str) -> bool:
    words = cell.split()
    return 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words)


def _is_day(folded: str) -> bool:
    first, _blank, second = folded.partition(" ")
    return first in {"dag", "day"} and second.isdigit()


def _share(cells: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, cells)) / len(cells)


def _session_titles(content: FormContent) -> Mapping[str, str]:
    return {
        fold(session.title): session.code for group in content.groups for session in group.sessions
    }


def _question(folded: str, content: FormContent) -> FormQuestion | None:
    """The question of this very label, in any of its languages, or of this code."""
    return next(
        (
            question
            for question in content.questions
            if folded in {fold(question.code), *map(fold, question.label.values())}
        ),
        None,
    )


def _near_question(folded: str, content: FormContent) -> FormQuestion | None:
    own = trigrams(folded)
    alike = [
        (likeness(own, trigrams(label)), question.code)
        for question in content.questions
        for label in question.label.values()
    ]
    nearness, code = max(alike, default=(0.0, ""))
    return _by_code(code, content) if nearness >= LIKE_MIN else None


def _by_code(code: str, content: FormContent) -> FormQuestion | None:
    return next((question for question in content.questions if question.code == code), None)


def question_of(target: str, content: FormContent) -> FormQuestion | None:
    """The question that a column answers, if it does and the event asks it."""
    return _by_code(target.removeprefix(QUESTION), content) if target.startswith(QUESTION) else None


def is_yes_no(target: str, content: FormContent) -> bool:
    """Whether the column's cells say yes or no."""
    question = question_of(target, content)
    if question:
        return question.kind is QuestionKind.YES_NO
    return target in {T.DAY, T.ANSWER, T.BADGE}


def list_targets(content: FormContent, language: str) -> Iterator[tuple[str, str]]:
    """What a column may become at this event, with the words for it."""
    for target, label in LABELS.items():
        if target is not T.SESSION or content.groups:
            yield target.value, str(label)
    for question in content.questions:
        label = question.label.get(language) or question.label.get("sv", "")
        yield f"{QUESTION}{question.code}", label
