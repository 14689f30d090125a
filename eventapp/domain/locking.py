"""The lock of an event: taken before seats, sessions or the queue change.

On SQLite the transaction itself is the lock (BEGIN IMMEDIATE); on PostgreSQL it is the event's row,
taken before any other. A function that needs the lock takes a LockedEvent, which only this module
makes, so the type checker finds a caller that forgot.

The row is locked FOR NO KEY UPDATE (`key_share`): against all others who lock it, but not against
rows that merely refer to it. Scans do, and whoever stores them has locked the roster, which the
organizers' desk wants while it has the event.
"""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, select

from eventapp import insertion
from eventapp.extensions import db
from eventapp.models import Event

# What decides about a place; the rest is read once it is asked for. Everybody else who registers
# waits meanwhile: so the statement is built once, and of the table, which costs a third of a class.
_TABLE = cast("Table", Event.__table__)
_DECIDING = (
    *("id", "public_id", "slug", "kind", "form", "state", "visibility", "starts_at", "ends_at"),
    *("registration_opens_at", "registration_closes_at", "cancellation_closes_at", "seats"),
    *("reserved_until", "promotion", "offer_hours", "approval_days", "availability"),
    *("last_queue_number", "option_limits", "revision", "version"),
)
_LOCKED = (
    select(*(_TABLE.c[name] for name in _DECIDING))
    .where(_TABLE.c.slug == bindparam("slug"))
    .with_for_update(key_share=True)
)


@dataclass(frozen=True, slots=True)
class LockedEvent:
    """An event that is locked until this transaction ends."""

    event: Event


def lock_event_by_slug(slug: str) -> LockedEvent | None:
    """Lock and read the event in one statement, the first of its transaction, or None."""
    db.session.flush()
    row = db.session.connection().execute(_LOCKED, {"slug": slug}).one_or_none()
    if row is None:
        return None
    return LockedEvent(insertion.attach_read(Event, row.id, row._asdict(), alone=True))


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
