"""The events that a report may be about: those that are over."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from eventapp.extensions import db
from eventapp.models import Event, EventState

# So many are offered at most: a report over more is several reports.
EVENTS_MAX = 100


def list_events_over(
    first: date, last: date, areas: Collection[str] = (), *, now: datetime
) -> Sequence[Event]:
    """Events that began in the period and are over, by time; both days count.

    With `areas` only those that are about one of them. At most EVENTS_MAX.
    """
    events = db.session.scalars(
        select(Event)
        .where(
            Event.state == EventState.PUBLISHED,
            Event.ends_at <= now,
            # A day begins earlier in Stockholm than in UTC: which day it is there, is asked below.
            Event.starts_at >= datetime.combine(first, time.min, UTC) - timedelta(days=1),
            Event.starts_at <= datetime.combine(last, time.max, UTC) + timedelta(days=1),
        )
        .order_by(Event.starts_at, Event.id)
    )
    chosen = [
        event
        for event in events
        if first <= local_day(event) <= last and (not areas or set(areas) & set(event.focus_areas))
    ]
    return chosen[:EVENTS_MAX]


def local_day(event: Event) -> date:
    """The day on which the event began, where it was held."""
    return event.starts_at.astimezone(ZoneInfo(event.time_zone)).date()


def find_by_public_id(public_id: str) -> Event | None:
    """The event with this id, if it still exists."""
    return db.session.scalar(select(Event).where(Event.public_id == public_id))
