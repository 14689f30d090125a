"""One organisation: what is below it, what it has been to, who looks after it, what was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, or_, select

from eventapp.domain.people.organisation import swedish_order
from eventapp.domain.permission import Role
from eventapp.domain.record.audit import subject_of
from eventapp.extensions import db
from eventapp.models import (
    SEATED,
    Account,
    AuditChange,
    AuditEntry,
    Delegation,
    Event,
    Grant,
    Organisation,
    Registration,
)

EVENTS_MAX = 20
PARTS_MAX = 100
ENTRIES_MAX = 100


@dataclass(frozen=True, slots=True)
class VisitedEvent:
    """An event with people of the organisation or its parts, or with seats reserved for it."""

    event: Event
    people: int
    seats: int


@dataclass(frozen=True, slots=True)
class OrganisationEntry:
    """One entry of the log about an organisation; before and after by field."""

    at: datetime
    action: str
    actor: str
    reason: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    merge: str


def list_parts(organisation: Organisation) -> list[Organisation]:
    """What is directly below it, ended or not, in Swedish alphabetical order: at most PARTS_MAX."""
    parts = db.session.scalars(
        select(Organisation)
        .where(Organisation.parent_id == organisation.id)
        .order_by(Organisation.name)
        .limit(PARTS_MAX)
    )
    return sorted(parts, key=lambda part: swedish_order(part.name))


def list_coordinators(organisation: Organisation) -> Sequence[Account]:
    """Those who look after its delegations, by name."""
    return db.session.scalars(
        select(Account)
        .join(Grant, Grant.account_id == Account.id)
        .where(
            Grant.role == Role.COORDINATOR.value,
            Grant.organisation_id == organisation.id,
            Account.active.is_(True),
        )
        .order_by(Account.name)
        .distinct()
    ).all()


def list_visited(organisation: Organisation) -> list[VisitedEvent]:
    """The latest events of the organisation and its parts, in two queries.

    `people` are those who have a seat, `seats` those reserved for the organisation itself.
    """
    ids = _with_parts(organisation)
    people = (
        select(
            Registration.event_id.label("event_id"),
            func.sum(case((Registration.state.in_(SEATED), 1), else_=0)).label("people"),
        )
        .where(Registration.organisation_id.in_(ids))
        .group_by(Registration.event_id)
        .subquery()
    )
    seats = (
        select(Delegation.event_id, Delegation.reserved_seats)
        .where(Delegation.organisation_id == organisation.id)
        .subquery()
    )
    rows = db.session.execute(
        select(Event, func.coalesce(people.c.people, 0), func.coalesce(seats.c.reserved_seats, 0))
        .outerjoin(people, people.c.event_id == Event.id)
        .outerjoin(seats, seats.c.event_id == Event.id)
        .where(or_(people.c.people > 0, seats.c.event_id.is_not(None)))
        .order_by(Event.starts_at.desc(), Event.id.desc())
        .limit(EVENTS_MAX)
    )
    return [VisitedEvent(row[0], int(row[1]), int(row[2])) for row in rows]


def list_entries(organisation: Organisation) -> list[OrganisationEntry]:
    """The latest entries of the log about it, the newest first, with what they changed."""
    kind, code = subject_of(organisation)
    rows = db.session.execute(
        select(AuditEntry, AuditChange, Account.name)
        .outerjoin(AuditChange, AuditChange.entry_id == AuditEntry.id)
        .outerjoin(Account, Account.code == AuditEntry.actor)
        .where(AuditEntry.subject_kind == kind, AuditEntry.subject_code == code)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(ENTRIES_MAX)
    )
    return [
        OrganisationEntry(
            at=entry.at,
            action=entry.action,
            actor=name or entry.actor,
            reason=entry.reason,
            before=change.before if change else {},
            after=change.after if change else {},
            merge=str(entry.details.get("merge", "")),
        )
        for entry, change, name in rows
    ]


def _with_parts(organisation: Organisation) -> list[int]:
    """The ids of the organisation and of everything below it, in one query."""
    tree = (
        select(Organisation.id.label("id"))
        .where(Organisation.id == organisation.id)
        .cte("parts", recursive=True)
    )
    below = select(Organisation.id).join(tree, Organisation.parent_id == tree.c.id)
    return list(db.session.scalars(select(tree.union(below).c.id)))
