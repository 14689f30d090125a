"""Reading the audit log of one thing: what was done, when, by whom and why."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.domain.record.audit import subject_of
from eventapp.domain.record.log import CONFIDENTIAL, shown_action
from eventapp.extensions import db
from eventapp.models import Account, AuditAction, AuditEntry, Event, Experience, Registration

ENTRIES_MAX = 100


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry; `actor` is an account's name, or the word for a kind of actor.

    `before` and `after` are fields as stored: empty where nothing was, or retention deleted it.
    """

    at: datetime
    action: str
    actor: str
    reason: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


def list_history(
    subject: Event | Registration | Experience, *, without: Collection[AuditAction] = ()
) -> list[HistoryEntry]:
    """The latest entries about an event, a registration or an experience, the newest first.

    Those of the actions `without` are passed over, so they crowd nothing out.
    """
    kind, code = subject_of(subject)
    hidden = {*CONFIDENTIAL, *without}
    entries = db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject_kind == kind,
            AuditEntry.subject_code == code,
            AuditEntry.action.not_in([action.value for action in hidden]),
        )
        .options(joinedload(AuditEntry.change))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(ENTRIES_MAX)
    ).all()
    names = _names({entry.actor for entry in entries})
    return [
        HistoryEntry(
            entry.at,
            shown_action(entry, sees_aliases=False),
            names.get(entry.actor, entry.actor),
            entry.reason,
            entry.change.before if entry.change else {},
            entry.change.after if entry.change else {},
        )
        for entry in entries
    ]


def list_histories(registrations: Sequence[Registration]) -> dict[str, list[HistoryEntry]]:
    """The entries about several registrations, by their codes, the newest first; two queries."""
    entries = db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject_kind == "registration",
            AuditEntry.subject_code.in_([registration.code for registration in registrations]),
        )
        .options(joinedload(AuditEntry.change))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(ENTRIES_MAX)
    ).all()
    names = _names({entry.actor for entry in entries})
    histories: dict[str, list[HistoryEntry]] = defaultdict(list)
    for entry in entries:
        actor = names.get(entry.actor, entry.actor)
        histories[entry.subject_code].append(
            HistoryEntry(entry.at, entry.action, actor, entry.reason)
        )
    return histories


def _names(actors: set[str]) -> dict[str, str]:
    rows = db.session.execute(select(Account.code, Account.name).where(Account.code.in_(actors)))
    return {row[0]: row[1] for row in rows}
