"""Writing down what was done: codes and reasons, never names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert

from eventapp.extensions import db
from eventapp.models import (
    Account,
    AuditChange,
    AuditEntry,
    Event,
    Experience,
    FocusArea,
    Listing,
    Organisation,
    Registration,
)

PARTICIPANT = "participant"
SYSTEM = "system"
OPERATOR = "operator"  # whoever runs a command on the machine

# Written without the unit of work, at a third of its cost: others wait for this transaction.
NEW_ENTRY = insert(AuditEntry.__table__)  # type: ignore[arg-type]  # it is one
NEW_CHANGE = insert(AuditChange.__table__)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing without a model of its own in the log: what sort it is, and its code."""

    kind: str
    code: str


INSTALLATION = Subject("installation", "")  # settings, retention, backups: the whole of it

Auditable = (
    Event | Registration | Experience | Listing | Account | Organisation | FocusArea | Subject
)
Values = Mapping[str, str | int | None]


def record(
    action: str,
    subject: Auditable,
    *,
    actor: str,
    now: datetime,
    reason: str = "",
    **details: str | int,
) -> None:
    """Add an entry about the subject. `details` hold codes and numbers, never names."""
    db.session.execute(NEW_ENTRY, [_entry(action, subject, actor, now, reason, details)])


def record_change(
    action: str,
    subject: Auditable,
    *,
    before: Values,
    after: Values,
    actor: str,
    now: datetime,
    reason: str = "",
    **details: str | int,
) -> None:
    """Add an entry about the subject, and beside it what it was before and is now.

    Names may stand in `before` and `after`, sealed values never. Only what differs is stored.
    """
    entry = _entry(action, subject, actor, now, reason, details)
    added = db.session.execute(NEW_ENTRY, entry)
    differing = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    change = {
        "entry_id": added.inserted_primary_key[0],  # type: ignore[attr-defined]
        "before": {name: before[name] for name in differing if name in before},
        "after": {name: after[name] for name in differing if name in after},
    }
    db.session.execute(NEW_CHANGE, [change])


def _entry(
    action: str,
    subject: Auditable,
    actor: str,
    now: datetime,
    reason: str,
    details: Mapping[str, str | int],
) -> dict[str, object]:
    kind, code = subject_of(subject)
    return {
        "at": now,
        "actor": actor,
        "action": action,
        "subject_kind": kind,
        "subject_code": code,
        "reason": reason,
        "details": dict(details),
    }


def subject_of(subject: Auditable) -> tuple[str, str]:
    """What sort of thing the subject is, and the code it is known by in the log."""
    match subject:
        case Event():
            return "event", subject.public_id
        case Listing():
            return "wish", subject.code  # a stored word, from before listings had their name
        case FocusArea():
            return "focus-area", subject.code
        case Subject():
            return subject.kind, subject.code
        case _:
            return type(subject).__name__.lower(), subject.code
