"""Turns at work by the clock: one worker does it, however many there are on however many hosts."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.dialects import postgresql, sqlite

from eventapp.extensions import db
from eventapp.models import PeriodicTurn


def is_due(name: str, interval: timedelta, *, now: datetime) -> bool:
    """Whether nobody has done this work within the interval."""
    row = select(PeriodicTurn.due_at).where(PeriodicTurn.name == name)
    due_at = db.session.scalar(row)
    # A moment beyond the next turn was written before the clock was set back.
    return due_at is None or not now < due_at <= now + interval


def take_turn(name: str, interval: timedelta, *, now: datetime) -> bool:
    """Take the turn that is due; False when another worker was first. To be committed."""
    postgres = db.engine.dialect.name == "postgresql"
    insert = (postgresql.insert if postgres else sqlite.insert)(PeriodicTurn)
    taken = insert.values(name=name, due_at=now + interval).on_conflict_do_update(
        index_elements=[PeriodicTurn.name],
        set_={"due_at": now + interval},
        where=or_(PeriodicTurn.due_at <= now, PeriodicTurn.due_at > now + interval),
    )
    return db.session.execute(taken.returning(PeriodicTurn.name)).first() is not None
