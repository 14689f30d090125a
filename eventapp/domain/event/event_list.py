"""Events as organizers list them, drafts too, with how many have a seat and how many wait."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import false, func, or_, select, union_all

from eventapp.domain.event.event import PAGE_SIZE
from eventapp.domain.paging import Page
from eventapp.domain.registration.queue import held_seats
from eventapp.domain.registration.registration_count import select_counts
from eventapp.extensions import db
from eventapp.models import SEATED, Event, EventState, RegistrationCount, RegistrationState

QUERY_WORDS_MAX = 8
# Besides these, seats are held for pending registrations, and cancelled ones that can be undone.
COUNTED = (*SEATED, RegistrationState.WAITLISTED)


class Which(StrEnum):
    """Which events to list."""

    COMING = "coming"
    PAST = "past"
    DRAFT = "draft"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """One event, how many have a seat and how many wait for one."""

    event: Event
    seated: int
    waiting: int


@dataclass(frozen=True, slots=True)
class OrganizerEventPage:
    """One page of the list; pages count from 1."""

    events: Sequence[ListedEvent]
    page: int
    pages: int
    total: int


def list_to_choose(*, now: datetime) -> list[tuple[int, str, str]]:
    """Id, slug and title of the events that have not ended, drafts too, the nearest first."""
    rows = db.session.execute(
        select(Event.id, Event.slug, Event.title)
        .where(Event.ends_at > now, Event.state != EventState.CANCELLED)
        .order_by(Event.starts_at, Event.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def list_for_desk(
    words: str,
    which: Which | None,
    *,
    page: int,
    now: datetime,
    within: Collection[int] | None = None,
) -> OrganizerEventPage:
    """Events with every word in their title, theme, host or slug; coming ones nearest first.

    `within` limits the list to events with these ids.
    """
    conditions = [*_with_words(words), *_in_list(which, now)]
    if within is not None:
        conditions.append(Event.id.in_(within))
    order = Event.starts_at.asc() if which is Which.COMING else Event.starts_at.desc()
    listed = select(Event).where(*conditions).order_by(order, Event.id)
    events = db.session.scalars(listed.limit(PAGE_SIZE + 1)).all()
    shown = Page.of(len(events), wanted=1, size=PAGE_SIZE)
    if shown.pages > 1:
        total = db.session.scalar(select(func.count()).select_from(Event).where(*conditions)) or 0
        shown = Page.of(total, wanted=page, size=PAGE_SIZE)
    if shown.start:
        events = db.session.scalars(listed.limit(PAGE_SIZE).offset(shown.start)).all()
    events = events[:PAGE_SIZE]
    counts = _count([event.id for event in events])
    rows = [ListedEvent(event, *counts.get(event.id, (0, 0))) for event in events]
    return OrganizerEventPage(rows, shown.number, shown.pages, shown.total)


def _with_words(words: str) -> list[Any]:
    columns = (Event.title, Event.subtitle, Event.host, Event.slug)
    return [
        or_(*(column.icontains(word, autoescape=True) for column in columns))
        for word in words.split()[:QUERY_WORDS_MAX]
    ]


def _in_list(which: Which | None, now: datetime) -> list[Any]:
    on = Event.state.in_((EventState.PUBLISHED, EventState.POSTPONED))
    if which is Which.COMING:
        return [on, Event.ends_at > now]
    if which is Which.PAST:
        return [on, Event.ends_at <= now]
    if which is Which.DRAFT:
        return [Event.state == EventState.DRAFT]
    if which is Which.OFF:
        return [Event.state == EventState.CANCELLED]
    return []


def _count(ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    waits = RegistrationCount.state == RegistrationState.WAITLISTED
    counted = select_counts(ids, RegistrationCount.event_id, waits).where(
        RegistrationCount.state.in_(COUNTED)
    )
    counts: dict[int, tuple[int, int]] = {}
    rows: Iterable[Any] = db.session.execute(union_all(counted, *held_seats(ids, false())))
    for event_id, waiting, count in rows:
        seated, queued = counts.get(event_id, (0, 0))
        counts[event_id] = (seated, count) if waiting else (seated + count, queued)
    return counts
