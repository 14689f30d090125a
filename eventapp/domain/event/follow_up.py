"""What a series of meetings has to follow up: carried over until it is done."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from eventapp.domain import locking
from eventapp.extensions import db
from eventapp.models import Event, FollowUp, Series


def list_follow_ups(series: Series, *, since: datetime) -> Sequence[FollowUp]:
    """What is open, and what has been done since then; the oldest first."""
    return db.session.scalars(
        select(FollowUp)
        .where(
            FollowUp.series_id == series.id,
            or_(FollowUp.done_at.is_(None), FollowUp.done_at >= since),
        )
        .order_by(FollowUp.created_at, FollowUp.id)
    ).all()


def add_follow_up(event: Event, text: str, responsible: str, *, now: datetime) -> FollowUp:
    """Write a line at a meeting of a series. Flushes."""
    locking.lock_event(event)
    if event.series_id is None:
        raise ValueError("only meetings of a series have a list to carry over")
    made = FollowUp(
        series_id=event.series_id,
        event_id=event.id,
        text=text,
        responsible=responsible,
        created_at=now,
    )
    db.session.add(made)
    db.session.flush()
    return made


def finish_follow_up(event: Event, code: str, *, now: datetime) -> bool:
    """Mark a line of the event's series as done; says whether there was one. Flushes."""
    locking.lock_event(event)
    found = db.session.scalar(
        select(FollowUp).where(
            FollowUp.code == code,
            FollowUp.series_id == event.series_id,
            FollowUp.done_at.is_(None),
        )
    )
    if found is None:
        return False
    found.done_at = now
    found.version += 1
    db.session.flush()
    return True
