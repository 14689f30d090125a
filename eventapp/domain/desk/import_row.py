"""A row of a list: its cells, what was wrong with them and the person they make, sealed at rest.

Rows wait to be taken in and to be undone. They hold names, needs and what people wrote, so they are
sealed under the keys of needs; a row in quarantine under those for protected people.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from eventapp import sealing
from eventapp.keys import KeyRing, app_keys
from eventapp.models import ImportRow, RowOutcome

# What stands first in a sealed row: the number of its key, in so many bytes.
KEY_NUMBER_BYTES = 4


class ProblemCode(StrEnum):
    """What was wrong with a row. The words are the command's report's: they never change."""

    BLANKS = "blanks"
    LINE_BREAKS = "line-breaks"
    CAPITALS = "capitals"
    SPELLING = "spelling"
    ORGANISATION_GUESSED = "organisation-guessed"
    PHONE_FORM = "phone-form"
    PHONE_LEFT_OUT = "phone-left-out"
    MOMENT_FORM = "moment-form"
    MOMENT_LEFT_OUT = "moment-left-out"
    ANSWER_FORM = "answer-form"
    ANSWER_LEFT_OUT = "answer-left-out"
    ANSWER_WRITTEN = "answer-written"
    ANSWER_DROPPED = "answer-dropped"
    ANSWER_NOT_ASKED = "answer-not-asked"
    OPTION_FULL = "option-full"
    STATUS_FORM = "status-form"
    FORMULA = "formula"
    PERSONAL_NUMBER = "personal-number"
    ADDRESS_FORM = "address-form"
    NAME_ORDER = "name-order"
    SESSION_LEFT_OUT = "session-left-out"
    SESSIONS_COLLIDE = "sessions-collide"
    LIMITED_VISIBILITY = "limited-visibility"
    TOO_LONG = "too-long"
    MENDED = "mended"
    REPLACES = "replaces"
    ADDRESS_WRONG = "address-wrong"
    ADDRESS_MISSING = "address-missing"
    NAME_MISSING = "name-missing"
    NAME_WRONG = "name-wrong"
    LETTER_LOST = "letter-lost"
    ANSWER_UNCLEAR = "answer-unclear"
    NUMBER_UNCLEAR = "number-unclear"
    DAY_UNCLEAR = "day-unclear"
    STATUS_UNCLEAR = "status-unclear"
    ORGANISATION_MISSING = "organisation-missing"
    NO_DAY = "no-day"
    DOUBLE_DIFFERS = "double-differs"
    DOUBLE_ADDRESS = "double-address"
    DOUBLE_NAME = "double-name"
    RELEASED = "released"
    DOUBLE = "double"
    REPLACED = "replaced"
    REGISTERED = "registered"
    LEFT_OUT = "left-out"
    TOO_WIDE = "too-wide"
    EMPTY = "empty"
    PROTECTION = "protection"


C = ProblemCode
HOLDING = frozenset(
    {
        C.ADDRESS_WRONG, C.ADDRESS_MISSING, C.NAME_MISSING, C.NAME_WRONG, C.LETTER_LOST,
        C.ANSWER_UNCLEAR, C.NUMBER_UNCLEAR, C.DAY_UNCLEAR, C.STATUS_UNCLEAR, C.ORGANISATION_MISSING,
        C.NO_DAY, C.DOUBLE_DIFFERS, C.DOUBLE_ADDRESS, C.DOUBLE_NAME, C.RELEASED,
    }
)  # fmt: skip
REFUSING = frozenset({C.DOUBLE, C.REPLACED, C.REGISTERED, C.LEFT_OUT, C.TOO_WIDE, C.EMPTY})
# What somebody has to decide about the whole row, rather than write into one of its fields.
DOUBLES = frozenset({C.DOUBLE_DIFFERS, C.DOUBLE_ADDRESS, C.DOUBLE_NAME})


class RowDecision(StrEnum):
    """What an organizer decided about a row that was held."""

    TAKE = "take"
    INSTEAD = "instead"  # of the row that it doubles
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about one field; `other` is the number of another row that it is about."""

    code: ProblemCode
    field: str = ""
    before: str = ""
    after: str = ""
    other: int = 0


@dataclass(frozen=True, slots=True)
class Entrant:
    """The person whom a row makes, in plain words; `status` is a word of RegistrationState."""

    name: str = ""
    email: str = ""
    organisation: str = ""
    organisation_id: int | None = None
    lineage: tuple[int, ...] = ()
    role: str = ""
    language: str = "sv"
    limited: bool = False
    badge: str = "organisation"
    diet: str = ""
    access: str = ""
    status: str = "confirmed"
    answers: Mapping[str, str] = field(default_factory=dict)
    sessions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowContent:
    """All that is stored of a row. `corrections` are what an organizer wrote, by field.

    A row whose words the security contact has found ordinary is `cleared`.
    """

    cells: tuple[str, ...]
    corrections: Mapping[str, str] = field(default_factory=dict)
    decision: RowDecision | None = None
    cleared: bool = False
    problems: tuple[Problem, ...] = ()
    entrant: Entrant = field(default_factory=Entrant)


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row with what happens to it; `position` is its place in the order of taking in."""

    number: int
    position: int
    outcome: RowOutcome
    content: RowContent


def outcome_of(problems: tuple[Problem, ...]) -> RowOutcome:
    """What happens to a row with these problems: the gravest of them decides."""
    codes = {problem.code for problem in problems}
    if ProblemCode.PROTECTION in codes:
        return RowOutcome.QUARANTINED
    if codes & REFUSING:
        return RowOutcome.REFUSED
    if codes & HOLDING:
        return RowOutcome.HELD
    return RowOutcome.REPAIRED if codes else RowOutcome.TAKEN


def seal_row(import_code: str, row: JudgedRow) -> bytes:
    """The row's content, sealed and bound to its import and number."""
    ring = _ring(row.outcome)
    # Letters as they are: a third of the length that \uXXXX would have.
    plain = json.dumps(asdict(row.content), ensure_ascii=False).encode()
    sealed = sealing.seal(ring[ring.current], plain, _place(import_code, row.number))
    return ring.current.to_bytes(KEY_NUMBER_BYTES, "big") + sealed


def open_row(import_code: str, row: ImportRow) -> RowContent:
    """The content of a stored row."""
    number = int.from_bytes(row.sealed[:KEY_NUMBER_BYTES], "big")
    key = _ring(row.outcome)[number]
    plain = sealing.unseal(key, row.sealed[KEY_NUMBER_BYTES:], _place(import_code, row.number))
    return _parse(json.loads(plain))


def _parse(stored: dict[str, object]) -> RowContent:
    loose: dict[str, object] = dict(stored)
    entrant = dict(loose.pop("entrant"))  # type: ignore[call-overload]
    problems = loose.pop("problems")
    decision = loose.pop("decision")
    return RowContent(
        cells=tuple(loose.pop("cells")),  # type: ignore[arg-type]
        problems=tuple(_problem(problem) for problem in problems),  # type: ignore[attr-defined]
        decision=RowDecision(str(decision)) if decision else None,
        entrant=Entrant(
            **{
                **entrant,
                "lineage": tuple(entrant["lineage"]),
                "sessions": tuple(entrant["sessions"]),
            }
        ),
        **loose,  # type: ignore[arg-type]
    )


def _problem(stored: dict[str, object]) -> Problem:
    return Problem(**{**stored, "code": ProblemCode(stored["code"])})  # type: ignore[arg-type]


def _ring(outcome: RowOutcome) -> KeyRing:
    keys = app_keys()
    return keys.protected if outcome is RowOutcome.QUARANTINED else keys.care_needs


def _place(import_code: str, number: int) -> bytes:
    return f"import {import_code} {number}".encode()
