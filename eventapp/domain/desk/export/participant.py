"""Participants as a table: the columns that may leave the house, and nothing else.

Diet and access needs are no column, and there is none that tells an alias from anybody else.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from eventapp.domain.desk.export.session import load_sessions, seat_aside
from eventapp.domain.desk.export.table import Cell, ExportTable, Row, local_moment
from eventapp.domain.desk.registration_filter import RegistrationFilter, conditions
from eventapp.domain.door.attendance import list_came
from eventapp.domain.registration.address import is_stand_in
from eventapp.domain.registration.answer import answer_in_words
from eventapp.domain.schedule.published import PublishedSession
from eventapp.extensions import db
from eventapp.i18n import DEFAULT, _, _l, current_language
from eventapp.models import (
    Badge,
    Event,
    QuestionKind,
    Registration,
    RegistrationState,
    SessionChoice,
    Visibility,
)

BATCH_ROWS = 1_000
QUESTION = "question-"


class ParticipantColumn(StrEnum):
    """The allow-list of columns about a person."""

    NAME = "name"
    ORGANISATION = "organisation"
    ROLE = "role"
    EMAIL = "email"
    STATE = "state"
    SESSIONS = "sessions"
    REGISTERED = "registered"
    CAME = "came"
    LANGUAGE = "language"
    BADGE = "badge"
    VISIBILITY = "visibility"


COLUMN_LABELS = {
    ParticipantColumn.NAME: _l("Name"),
    ParticipantColumn.ORGANISATION: _l("Organisation"),
    ParticipantColumn.ROLE: _l("Works with"),
    ParticipantColumn.EMAIL: _l("Email address"),
    ParticipantColumn.STATE: _l("Status"),
    ParticipantColumn.SESSIONS: _l("Sessions"),
    ParticipantColumn.REGISTERED: _l("Registered"),
    ParticipantColumn.CAME: _l("Came"),
    ParticipantColumn.LANGUAGE: _l("Language"),
    ParticipantColumn.BADGE: _l("Name badge"),
    ParticipantColumn.VISIBILITY: _l("Visibility"),
}
USUAL_COLUMNS = (
    ParticipantColumn.NAME,
    ParticipantColumn.ORGANISATION,
    ParticipantColumn.ROLE,
    ParticipantColumn.EMAIL,
    ParticipantColumn.STATE,
    ParticipantColumn.SESSIONS,
    ParticipantColumn.REGISTERED,
)
STATE_LABELS = {
    RegistrationState.CONFIRMED: _l("Has a place"),
    RegistrationState.WAITLISTED: _l("Waiting for a place"),
    RegistrationState.OFFERED: _l("Has been offered a place"),
    RegistrationState.PENDING: _l("Under review"),
    RegistrationState.CANCELLED: _l("Cancelled"),
}
BADGE_LABELS = {
    Badge.ORGANISATION: _l("the organisation only"),
    Badge.FIRST_NAME: _l("the first name and the organisation"),
    Badge.NONE: _l("nothing at all"),
}
LANGUAGE_LABELS = {"sv": _l("Swedish"), "en": _l("English")}
# The columns of the person's own row. Whole rows are never read: secrets stay where they are.
FIELDS = (
    Registration.id,
    Registration.name,
    Registration.organisation_name,
    Registration.role,
    Registration.email,
    Registration.state,
    Registration.registered_at,
    Registration.language,
    Registration.badge,
    Registration.visibility,
    Registration.answers,
)
Person = Any  # a row of FIELDS


@dataclass(frozen=True, slots=True)
class _Batch:
    """What is read of some rows at once beside them, by their ids."""

    sessions: Mapping[int, Sequence[str]]
    came: Collection[int]


Writer = Callable[[Person, _Batch], Cell]


def question_column(code: str) -> str:
    """The name of the column with the answers to the event's question of this code."""
    return f"{QUESTION}{code}"


def list_columns(event: Event) -> list[tuple[str, str]]:
    """The columns that one may choose among: their names and their words; no badges online."""
    columns = [
        (column.value, str(COLUMN_LABELS[column]))
        for column in ParticipantColumn
        if not (event.online and column is ParticipantColumn.BADGE)
    ]
    questions = [(question_column(item.code), _label(item.label)) for item in event.questions]
    return columns + questions


def participant_table(
    event: Event, wanted: RegistrationFilter, columns: Sequence[str], *, title: str
) -> ExportTable:
    """Those who meet the filter, by name, in these columns; unknown ones are left out."""
    known = dict(list_columns(event))
    chosen = [name for name in dict.fromkeys(columns) if name in known]
    chosen = chosen or [column.value for column in USUAL_COLUMNS]
    return ExportTable(title, [known[name] for name in chosen], _rows(event, wanted, chosen))


def _rows(event: Event, wanted: RegistrationFilter, columns: Sequence[str]) -> Iterator[Row]:
    writers = [_writer(event, name) for name in columns]
    sessions = load_sessions(event) if ParticipantColumn.SESSIONS in columns else {}
    query = select(*FIELDS).where(*conditions(event, wanted))
    people = db.session.execute(
        query.order_by(Registration.sort_name, Registration.id),
        execution_options={"yield_per": BATCH_ROWS},
    )
    for rows in people.partitions():
        ids = [row.id for row in rows]
        came = list_came(ids) if ParticipantColumn.CAME in columns else ()
        batch = _Batch(_session_titles(ids, sessions) if sessions else {}, came)
        for row in rows:
            yield tuple(write(row, batch) for write in writers)


def _session_titles(
    ids: Sequence[int], sessions: Mapping[int, PublishedSession]
) -> dict[int, list[str]]:
    rows = db.session.execute(
        select(SessionChoice.registration_id, SessionChoice.session_id, SessionChoice.state).where(
            SessionChoice.registration_id.in_(ids)
        )
    ).all()
    titles: dict[int, list[str]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: sessions[row.session_id].starts_at):
        title = f"{sessions[row.session_id].title} {seat_aside(row.state)}"
        titles[row.registration_id].append(title.strip())
    return titles


def _figure(answer: str) -> Cell:
    """An answer that is a number, to be summed up; what was stored otherwise stays a text."""
    return int(answer) if answer.isascii() and answer.isdigit() else answer


def _writer(event: Event, name: str) -> Writer:
    """What writes the column of this name."""
    if name.startswith(QUESTION):
        code = name.removeprefix(QUESTION)
        question = next(item for item in event.questions if item.code == code)
        language = current_language()
        if question.kind is QuestionKind.NUMBER:
            return lambda row, _batch: _figure(row.answers.get(code, ""))
        return lambda row, _batch: answer_in_words(question, row.answers.get(code, ""), language)
    # Translated once: there may be a hundred thousand rows.
    zone, yes, no = event.time_zone, _("Yes"), _("No")
    states, languages, badges = (
        _words(STATE_LABELS),
        _words(LANGUAGE_LABELS),
        _words(BADGE_LABELS),
    )
    normal, limited = _("normal"), _("limited")
    writers: dict[ParticipantColumn, Writer] = {
        ParticipantColumn.NAME: lambda row, _batch: row.name,
        ParticipantColumn.ORGANISATION: lambda row, _batch: row.organisation_name,
        ParticipantColumn.ROLE: lambda row, _batch: row.role,
        ParticipantColumn.EMAIL: lambda row, _batch: "" if is_stand_in(row.email) else row.email,
        ParticipantColumn.STATE: lambda row, _batch: states[row.state],
        ParticipantColumn.SESSIONS: lambda row, batch: "; ".join(batch.sessions.get(row.id, ())),
        ParticipantColumn.REGISTERED: lambda row, _batch: local_moment(row.registered_at, zone),
        ParticipantColumn.CAME: lambda row, batch: yes if row.id in batch.came else no,
        ParticipantColumn.LANGUAGE: lambda row, _batch: languages.get(row.language, row.language),
        ParticipantColumn.BADGE: lambda row, _batch: badges[row.badge],
        ParticipantColumn.VISIBILITY: lambda row, _batch: (
            normal if row.visibility is Visibility.NORMAL else limited
        ),
    }
    return writers[ParticipantColumn(name)]


def _words(labels: Mapping[Any, str]) -> dict[Any, str]:
    return {value: str(label) for value, label in labels.items()}


def _label(texts: Mapping[str, str]) -> str:
    return texts.get(current_language()) or texts.get(DEFAULT) or ""
