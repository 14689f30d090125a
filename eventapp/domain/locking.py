"""The lock of an event: taken before seats, sessions or the queue change.

On SQLite the transaction itself is the lock (BEGIN IMMEDIATE); on PostgreSQL it is the event's row,
taken before any other. A function that needs the lock takes a LockedEvent, which only this module
makes, so the type checker finds a caller that forgot.

The row is locked FOR NO KEY UPDATE (`key_share`): against all others who lock it, but not against
rows that merely refer to it. Scans do, and whoever stores them has locked the roster, which the
organizers' desk wants while it has the event.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select

from eventapp.extensions import db
from eventapp.models import Event

# Built once: everybody else who registers waits meanwhile.
_LOCKED = (
    select(Event)
    .where(Event.slug == bindparam("slug"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True, slots=True)
class LockedEvent:
    """An event that is locked until this transaction ends."""

    event: Event


def lock_event_by_slug(slug: str) -> LockedEvent | None:
    """Lock and read the event in one statement, the first of its transaction, or None."""
    event = db.session.scalar(_LOCKED, {"slug": slug})
    return LockedEvent(event) if event else None


def lock_event(event: Event) -> LockedEvent:
    """Lock an event that was read before, and expire everything that was read.

    Others may have moved seats, choices and numbers while this transaction waited.
    """
    db.session.flush()
    db.session.expire_all()
    # Of the event alone: it may have been read with its series, and PostgreSQL locks no outer join.
    db.session.refresh(event, with_for_update={"of": Event, "key_share": True})
    return LockedEvent(event)


def lock_events(ids: Select[int]) -> None:
    """Lock these events one after the other, in the order of their numbers."""
    which = select(Event.id).where(Event.id.in_(ids)).order_by(Event.id)
    db.session.execute(which.with_for_update(of=Event, key_share=True))


def lock_row(row: Any) -> None:
    """Lock one row of any table until the transaction ends, and read it again.

    On SQLite the transaction itself is the lock; on PostgreSQL others who want it wait.
    """
    db.session.flush()
    db.session.refresh(row, with_for_update={"of": type(row)})
