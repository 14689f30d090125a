"""What the log's codes stand for today: the names of things, where they still exist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from eventapp.extensions import db
from eventapp.models import (
    Account,
    AuditEntry,
    Event,
    EventLetter,
    Experience,
    FocusArea,
    Listing,
    Material,
    Organisation,
    Report,
    Session,
    Survey,
    SynonymGroup,
)

# Kinds of things whose names may stand in the log's page. A registration stays its code.
NAMES: dict[str, tuple[InstrumentedAttribute[Any], InstrumentedAttribute[str]]] = {
    "experience": (Experience.code, Experience.title),
    "wish": (Listing.code, Listing.title),
    "account": (Account.code, Account.name),
    "organisation": (Organisation.code, Organisation.name),
    "focus-area": (FocusArea.code, FocusArea.name),
    "synonyms": (SynonymGroup.code, SynonymGroup.expressions),
    "report": (Report.code, Report.title),
}
# Parts of an event that `details` name by their codes.
PARTS: dict[str, tuple[InstrumentedAttribute[Any], InstrumentedAttribute[str]]] = {
    "session": (Session.code, Session.title),
    "material": (Material.code, Material.title),
    "survey": (Survey.code, Survey.title),
    "letter": (EventLetter.code, EventLetter.subject),
    "organisation": (Organisation.code, Organisation.name),
    "event": (Event.public_id, Event.title),  # that a role counts for
}


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """An event as the log's page names it."""

    id: int
    slug: str
    title: str
    code: str


@dataclass(frozen=True, slots=True)
class LoggedThings:
    """The names of what some entries are about, as far as the things still exist."""

    actors: dict[str, str]
    names: dict[tuple[str, str], str]
    events: dict[int, LoggedEvent]
    event_ids: dict[str, int]

    def event_of(self, entry: AuditEntry) -> LoggedEvent | None:
        """The event that an entry belongs to, if it still exists."""
        event_id = entry.event_id or self.event_ids.get(entry.subject_code, 0)
        return self.events.get(event_id)

    def name_of(self, entry: AuditEntry) -> str:
        """The name of the entry's thing; empty where it has none or is gone."""
        return self.names.get((entry.subject_kind, entry.subject_code), "")

    def part_of(self, entry: AuditEntry) -> str:
        """The title of the session, material or survey that the act was about.

        Of a role, the event or the organisation that it counts for.
        """
        parts = ((kind, str(entry.details.get(kind, ""))) for kind in PARTS)
        return next((self.names[part] for part in parts if part in self.names), "")


def account_names() -> dict[str, str]:
    """The names of all accounts, by their codes."""
    return {row.code: row.name for row in db.session.execute(select(Account.code, Account.name))}


def name_things(entries: Sequence[AuditEntry]) -> LoggedThings:
    """Find the names of everything that these entries mention, in two queries."""
    wanted = {kind: {e.subject_code for e in entries if e.subject_kind == kind} for kind in NAMES}
    for kind in PARTS:
        codes = {str(entry.details[kind]) for entry in entries if kind in entry.details}
        wanted[kind] = wanted.get(kind, set()) | codes
    wanted["account"] |= {entry.actor for entry in entries}
    names, events = _named(wanted), _events(entries)
    return LoggedThings(
        actors={code: name for (kind, code), name in names.items() if kind == "account"},
        names=names,
        events={event.id: event for event in events},
        event_ids={event.code: event.id for event in events},
    )


def _named(wanted: Mapping[str, set[str]]) -> dict[tuple[str, str], str]:
    columns = NAMES | PARTS
    looks = [
        select(literal(kind), *columns[kind]).where(columns[kind][0].in_(sorted(codes)))
        for kind, codes in wanted.items()
        if codes
    ]
    if not looks:
        return {}
    return {(row[0], row[1]): row[2] for row in db.session.execute(union_all(*looks))}


def _events(entries: Sequence[AuditEntry]) -> list[LoggedEvent]:
    ids = {entry.event_id for entry in entries if entry.event_id}
    codes = {
        entry.subject_code
        for entry in entries
        if entry.subject_kind == "event" and not entry.event_id
    }
    if not ids and not codes:
        return []
    which: ColumnElement[bool] = Event.id.in_(ids) | Event.public_id.in_(codes)
    rows = db.session.execute(
        select(Event.id, Event.slug, Event.title, Event.public_id).where(which)
    )
    return [LoggedEvent(*row) for row in rows]
