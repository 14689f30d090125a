"""What an organizer may take out of the house about an event, one table a kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from eventapp.domain.desk.export.catering import catering_table
from eventapp.domain.desk.export.delegation import delegation_table, invitation_table
from eventapp.domain.desk.export.invitee import invitee_table
from eventapp.domain.desk.export.participant import (
    ParticipantColumn,
    participant_table,
    question_column,
)
from eventapp.domain.desk.export.session import session_table
from eventapp.domain.desk.export.table import ExportTable
from eventapp.domain.desk.registration_filter import RegistrationFilter
from eventapp.domain.errors import Refusal
from eventapp.i18n import _l
from eventapp.models import SEATED, Event, RegistrationState


class NotBegun(Refusal):
    """Before the event nobody can have stayed away."""

    code = "not-begun"
    sentence = _l("Who did not come is known once the event has begun.")


class ExportKind(StrEnum):
    """The tables. The strings stand in addresses and in the log: they never change."""

    PARTICIPANTS = "participants"
    SESSIONS = "sessions"
    CATERING = "catering"
    ANSWERS = "answers"
    NO_SHOWS = "no-shows"
    INVITATIONS = "invitations"
    DELEGATIONS = "delegation-seats"
    INVITEES = "invited"


class ExportFormat(StrEnum):
    """The formats, by the ending of the file's name."""

    XLSX = "xlsx"
    CSV = "csv"


KIND_LABELS: Mapping[ExportKind, str] = {
    ExportKind.PARTICIPANTS: _l("Participants"),
    ExportKind.SESSIONS: _l("Per session"),
    ExportKind.CATERING: _l("Catering"),
    ExportKind.ANSWERS: _l("Answers to the event’s questions"),
    ExportKind.NO_SHOWS: _l("Did not come"),
    ExportKind.INVITATIONS: _l("Invited and answers"),
    ExportKind.DELEGATIONS: _l("Delegations’ seats"),
    ExportKind.INVITEES: _l("Invited people and answers"),
}
WHO = (ParticipantColumn.NAME, ParticipantColumn.ORGANISATION, ParticipantColumn.ROLE)


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What is asked for. Filter and columns count for participants, the filter for sessions too."""

    kind: ExportKind = ExportKind.PARTICIPANTS
    wanted: RegistrationFilter = field(default_factory=RegistrationFilter)
    columns: tuple[str, ...] = ()


def open_export(event: Event, choice: ExportChoice, *, now: datetime) -> ExportTable:
    """The table in the current language; its rows are read as they are written. Raises NotBegun."""
    title = str(KIND_LABELS[choice.kind])
    match choice.kind:
        case ExportKind.SESSIONS:
            return session_table(event, choice.wanted, title=title)
        case ExportKind.CATERING:
            return catering_table(event, title=title)
        case ExportKind.INVITATIONS:
            return invitation_table(event, title=title)
        case ExportKind.DELEGATIONS:
            return delegation_table(event, title=title)
        case ExportKind.INVITEES:
            return invitee_table(event, title=title)
        case ExportKind.NO_SHOWS:
            if now < event.starts_at:
                raise NotBegun
        case _:
            pass
    wanted, columns = _people(event, choice)
    return participant_table(event, wanted, columns, title=title)


def _people(event: Event, choice: ExportChoice) -> tuple[RegistrationFilter, tuple[str, ...]]:
    """Who stands in the table of people, and in which columns."""
    if choice.kind is ExportKind.NO_SHOWS:
        absent = RegistrationFilter(states=(RegistrationState.CONFIRMED,), came=False)
        return absent, (*WHO, ParticipantColumn.EMAIL)
    if choice.kind is ExportKind.ANSWERS:
        questions = (question_column(question.code) for question in event.questions)
        return RegistrationFilter(states=SEATED), (*WHO, *questions)
    return choice.wanted, choice.columns
