"""The lock of an event: whoever moves seats, sessions or the queue holds it first.

On SQLite the transaction itself is the lock (BEGIN IMMEDIATE); on PostgreSQL it is the event's row,
taken before any other. A function that needs the lock takes a LockedEvent, and only this module
makes one, so a caller that forgot cannot be written.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from eventapp.extensions import db
from eventapp.models import Event

# Built once: while one registers, all others who want to wait.
_LOCKED = (
    select(Event)
    .where(Event.slug == bindparam("slug"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True, slots=True)
class LockedEvent:
    """An event whose lock this transaction holds until it ends."""

    event: Event


def lock_event_by_slug(slug: str) -> LockedEvent | None:
    """Lock and read the event in one statement, the first of its transaction, or None."""
    event = db.session.scalar(_LOCKED, {"slug": slug})
    return LockedEvent(event) if event else None


def lock_event(event: Event) -> LockedEvent:
    """Lock an event that was read before, and have everything read anew.

    Others may have moved seats, choices and numbers while this transaction waited.
    """
    db.session.flush()
    db.session.expire_all()
    # Of the event alone: it may have been read with its series, and PostgreSQL locks no outer join.
    db.session.refresh(event, with_for_update={"of": Event})
    return LockedEvent(event)


def lock_row(row: Any) -> None:
    """Lock one row of any table until the transaction ends, and have it read anew.

    On SQLite the transaction itself is the lock; on PostgreSQL others who want it wait.
    """
    db.session.flush()
    db.session.refresh(row, with_for_update={"of": type(row)})
