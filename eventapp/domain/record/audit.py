"""Writing down what was done: codes and reasons, never names."""

from datetime import datetime

from sqlalchemy import insert

from eventapp.extensions import db
from eventapp.models import AuditEntry, Event, Experience, Listing, Registration

PARTICIPANT = "participant"
SYSTEM = "system"

# Written without the unit of work, at a third of its cost: others wait for this transaction.
NEW_ENTRY = insert(AuditEntry.__table__)  # type: ignore[arg-type]  # it is one


def record(
    action: str,
    subject: Event | Registration | Experience | Listing,
    *,
    actor: str,
    now: datetime,
    reason: str = "",
    **details: str | int,
) -> None:
    """Add an entry about an event, a registration, an experience or a listing."""
    kind, code = subject_of(subject)
    entry = {
        "at": now,
        "actor": actor,
        "action": action,
        "subject_kind": kind,
        "subject_code": code,
        "reason": reason,
        "details": dict(details),
    }
    db.session.execute(NEW_ENTRY, [entry])


def subject_of(subject: Event | Registration | Experience | Listing) -> tuple[str, str]:
    """What sort of thing the subject is, and the code it is known by in the log."""
    if isinstance(subject, Event):
        return "event", subject.public_id
    if isinstance(subject, Experience):
        return "experience", subject.code
    if isinstance(subject, Listing):
        return "wish", subject.code
    return "registration", subject.code
