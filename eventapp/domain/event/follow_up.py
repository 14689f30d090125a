"""Follow-ups of a series of meetings: carried over from meeting to meeting until done."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from eventapp.domain import locking
from eventapp.extensions import db
from eventapp.models import Event, FollowUp, Series


def list_follow_ups(series: Series, *, since: datetime) -> Sequence[FollowUp]:
    """Open follow-ups and those done since then, the oldest first."""
    return db.session.scalars(
        select(FollowUp)
        .where(
            FollowUp.series_id == series.id,
            or_(FollowUp.done_at.is_(None), FollowUp.done_at >= since),
        )
        .order_by(FollowUp.created_at, FollowUp.id)
    ).all()


def add_follow_up(event: Event, text: str, responsible: str, *, now: datetime) -> FollowUp:
    """Add a follow-up at a meeting of a series. Raises ValueError without a series. Flushes."""
    locking.lock_event(event)
    if event.series_id is None:
        raise ValueError("only meetings of a series have a list to carry over")
    follow_up = FollowUp(
        series_id=event.series_id,
        event_id=event.id,
        text=text,
        responsible=responsible,
        created_at=now,
    )
    db.session.add(follow_up)
    event.revision += 1  # the page of the series shows it with the notes
    db.session.flush()
    return follow_up


def finish_follow_up(event: Event, code: str, *, now: datetime) -> bool:
    """Mark a follow-up of the event's series as done; return whether it was open. Flushes."""
    locking.lock_event(event)
    follow_up = db.session.scalar(
        select(FollowUp).where(
            FollowUp.code == code,
            FollowUp.series_id == event.series_id,
            FollowUp.done_at.is_(None),
        )
    )
    if follow_up is None:
        return False
    follow_up.done_at = now
    follow_up.version += 1
    event.revision += 1
    db.session.flush()
    return True
