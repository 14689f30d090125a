"""Writing an event: drafted, and edited against a version."""

import re
from dataclasses import dataclass, field, fields
from datetime import datetime

from sqlalchemy import select

from eventapp.domain import locking
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.people.organisation import fold
from eventapp.domain.record import audit
from eventapp.domain.registration.invitation import facts_of
from eventapp.domain.registration.registration import settle
from eventapp.domain.registration.telling import promise_event_news
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Event,
    EventForm,
    EventKind,
    EventState,
    EventVisibility,
    Promotion,
    Series,
)


class SlugTaken(Refusal):
    """Another event has this address."""

    code = "slug-taken"
    sentence = _l("Another event has that address. Choose another.")


class SeatsPromised(Refusal):
    """Fewer seats than are reserved for delegations."""

    code = "seats-promised"
    sentence = _l("More seats are reserved for delegations than that. Change those first.")


@dataclass(frozen=True, slots=True)
class EventText:
    """What an organizer writes of an event. Moments are aware; only a new one takes its `slug`."""

    slug: str
    title: str
    kind: EventKind
    form: EventForm
    starts_at: datetime
    ends_at: datetime
    registration_opens_at: datetime
    registration_closes_at: datetime
    cancellation_closes_at: datetime
    seats: int
    subtitle: str = ""
    summary: str = ""
    audience: str = ""
    organiser: str = ""
    host: str = ""
    record_number: str = ""
    visibility: EventVisibility = EventVisibility.OPEN
    focus_areas: list[str] = field(default_factory=list)
    agenda: list[str] = field(default_factory=list)
    time_zone: str = "Europe/Stockholm"
    venue_name: str = ""
    venue_city: str = ""
    venue_address: str = ""
    online_url: str = ""
    access_notes: list[str] = field(default_factory=list)
    photo_notice: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    reserved_until: datetime | None = None
    promotion: Promotion = Promotion.AUTOMATIC
    offer_hours: int = 48


WRITTEN = tuple(each.name for each in fields(EventText) if each.name != "slug")


def create(text: EventText, *, actor: str, now: datetime, series: Series | None = None) -> Event:
    """A new draft. Raises SlugTaken. Flushes; the caller commits."""
    refuse_taken(text.slug)
    event = Event(slug=text.slug, **{name: getattr(text, name) for name in WRITTEN})
    event.series = series
    db.session.add(event)
    db.session.flush()
    audit.record("created", event, actor=actor, now=now)
    return event


def edit(event: Event, text: EventText, *, version: int, actor: str, now: datetime) -> None:
    """Write the event anew, and pass seats on when there are more of them.

    Raises StaleVersion when somebody else saved since `version`, SeatsPromised. Flushes; the
    caller commits, and has asked about those touched before.
    """
    locked = locking.lock_event(event)
    if event.version != version:
        raise StaleVersion
    if text.seats < event.seats and text.seats < sum(d.reserved_seats for d in event.delegations):
        raise SeatsPromised
    before = facts_of(event)
    for name in WRITTEN:
        setattr(event, name, getattr(text, name))
    event.version += 1
    event.revision += 1
    moved = facts_of(event) != before
    if event.state is EventState.PUBLISHED:
        settle(locked, now=now)
        if moved:
            promise_event_news(event, before=before, now=now)
    audit.record("moved" if moved else "edited", event, actor=actor, now=now)


def free_slug(title: str, starts_at: datetime) -> str:
    """An address for a new event that no other has: its title in plain letters, and the year."""
    stem = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:50].strip("-") or "event"
    base = f"{stem}-{starts_at:%Y}"
    taken = set(db.session.scalars(select(Event.slug).where(Event.slug.startswith(base))))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(each for each in numbered if each not in taken)


def refuse_taken(slug: str) -> None:
    """Raise SlugTaken when an event has this address."""
    if db.session.scalar(select(Event.id).where(Event.slug == slug)) is not None:
        raise SlugTaken
