"""Events: publishing a draft, finding and listing events, and what their pages are cached by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload, load_only

from eventapp.domain import locking
from eventapp.domain.errors import Refusal
from eventapp.domain.paging import Page
from eventapp.domain.publication import Output, states_showing
from eventapp.domain.record import audit
from eventapp.domain.registration import queue
from eventapp.domain.schedule.event_calendar import update_calendar
from eventapp.domain.schedule.past_search import find_past_ids
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Event, EventState, Series

# All but drafts: postponed and cancelled events stay public.
PUBLIC_STATES = states_showing(Output.PAGE)
PAGE_SIZE = 10
# What a line of a list says of an event; the rest fails when it is asked for.
LISTED = load_only(
    Event.public_id,
    Event.slug,
    Event.title,
    Event.subtitle,
    Event.host,
    Event.kind,
    Event.form,
    Event.state,
    Event.time_zone,
    Event.starts_at,
    Event.ends_at,
    Event.registration_opens_at,
    Event.registration_closes_at,
    Event.venue_city,
    Event.availability,
    Event.revision,
    Event.english,
    raiseload=True,
)


class NotADraft(Refusal):
    """Only a draft can be published."""

    code = "not-a-draft"
    sentence = _l("The event has already been published.")


@dataclass(frozen=True, slots=True)
class EventPage:
    """One page of a list of events; pages count from 1."""

    events: Sequence[Event]
    page: int
    pages: int
    total: int


def publish_event(event: Event, *, actor: str, now: datetime) -> None:
    """Publish a draft. Raises NotADraft. Flushes."""
    locked = locking.lock_event(event)
    if event.state is not EventState.DRAFT:
        raise NotADraft
    event.state = EventState.PUBLISHED
    event.revision += 1
    db.session.flush()
    update_calendar(event, now=now)
    # Before the first registration too: a small room, or one all reserved, is not "plenty".
    queue.update_availability(locked, queue.count_seats(locked, now=now).pool)
    audit.record(AuditAction.PUBLISHED, event, actor=actor, now=now)


def find_public_event(slug: str) -> Event | None:
    """The event with this slug, unless it is a draft."""
    return db.session.scalar(
        select(Event)
        .where(Event.slug == slug, Event.state.in_(PUBLIC_STATES))
        .options(joinedload(Event.series))
    )


def find_event(slug: str) -> Event | None:
    """The event with this slug, draft or not."""
    return db.session.scalar(
        select(Event).where(Event.slug == slug).options(joinedload(Event.series))
    )


def event_revision(slug: str) -> int | None:
    """The revision that the event's pages are cached under; None when there is no public event."""
    return db.session.scalar(
        select(Event.revision).where(Event.slug == slug, Event.state.in_(PUBLIC_STATES))
    )


def event_page_revision(slug: str) -> tuple[int, int, int] | None:
    """As event_revision, for the page that shows the series and its other meetings as well."""
    others = aliased(Event)
    row = db.session.execute(
        select(
            Event.revision,
            select(func.coalesce(func.sum(others.revision), 0))
            .where(others.series_id == Event.series_id)
            .scalar_subquery(),
            select(Series.version).where(Series.id == Event.series_id).scalar_subquery(),
        ).where(Event.slug == slug, Event.state.in_(PUBLIC_STATES))
    ).one_or_none()
    return (int(row[0]), int(row[1]), int(row[2] or 0)) if row else None


def list_in_series(event: Event) -> Sequence[Event]:
    """The public meetings of the event's series, by time; empty when it has no series."""
    if event.series_id is None:
        return []
    return db.session.scalars(
        select(Event)
        .where(Event.series_id == event.series_id, Event.state.in_(PUBLIC_STATES))
        .order_by(Event.starts_at, Event.id)
    ).all()


def all_events_revision() -> tuple[int, int]:
    """A value that changes whenever any event's does."""
    count, revisions = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Event.revision), 0))
    ).one()
    return int(count), int(revisions)


def list_upcoming(*, now: datetime) -> Sequence[Event]:
    """Events that have not ended, the nearest first."""
    return db.session.scalars(
        select(Event)
        .where(Event.state.in_(PUBLIC_STATES), Event.ends_at > now)
        .options(LISTED)
        .order_by(Event.starts_at, Event.id)
    ).all()


def list_past(words: str, *, page: int, now: datetime) -> EventPage:
    """Events that have ended, the latest first; each word must be of the event or its sessions."""
    ids = find_past_ids(words, now=now)
    shown = Page.of(len(ids), wanted=page, size=PAGE_SIZE)
    events = db.session.scalars(
        select(Event)
        .where(Event.id.in_(shown.cut(ids)))
        .options(LISTED)
        .order_by(Event.starts_at.desc(), Event.id)
    ).all()
    return EventPage(events, shown.number, shown.pages, len(ids))
