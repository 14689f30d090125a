"""The security contacts' own list: whom they registered under an alias, and where they may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventapp.domain.paging import Page
from eventapp.domain.people.folding import fold, fold_query
from eventapp.domain.people.organisation import swedish_order
from eventapp.domain.protected.alias import KnownAlias, open_aliases
from eventapp.domain.registration.override import may_register
from eventapp.extensions import db
from eventapp.models import Alias, Event, EventState

PAGE = 50


@dataclass(frozen=True, slots=True)
class AliasPage:
    """One page of the list, in the order of events; `unreadable` are those that no key opens."""

    aliases: Sequence[KnownAlias]
    shown: Page
    unreadable: int


def list_aliases(words: str, *, page: int) -> AliasPage:
    """Return one page of the aliases whose name, organisation or event contains the words.

    They are few: those of events not yet over.
    """
    stored = list(db.session.scalars(select(Alias)))
    opened = list(open_aliases(stored))
    sought = fold_query(words)
    aliases = sorted((alias for alias in opened if _matches(alias, sought)), key=_order)
    shown = Page.of(len(aliases), wanted=page, size=PAGE)
    return AliasPage(shown.cut(aliases), shown, len(stored) - len(opened))


def list_open_events(*, now: datetime) -> Sequence[Event]:
    """The events that take registrations, the nearest first."""
    events = db.session.scalars(
        select(Event)
        .where(Event.state == EventState.PUBLISHED, Event.registration_closes_at > now)
        .order_by(Event.starts_at, Event.id)
    )
    return [event for event in events if event.takes_registrations(now)]


def list_closed_events(*, now: datetime) -> Sequence[Event]:
    """The events not yet over that take no registrations now, the nearest first."""
    events = db.session.scalars(
        select(Event)
        .where(Event.state == EventState.PUBLISHED, Event.ends_at > now)
        .order_by(Event.starts_at, Event.id)
    )
    return [
        event
        for event in events
        if may_register(event, now=now) and not event.takes_registrations(now)
    ]


def _matches(known: KnownAlias, sought: list[str]) -> bool:
    registration = known.registration
    text = f"{registration.name} {registration.organisation_name} {registration.event.title}"
    folded = fold(text)
    return all(word in folded for word in sought)


def _order(known: KnownAlias) -> tuple[datetime, int, str]:
    event = known.registration.event
    return event.starts_at, event.id, swedish_order(known.registration.name)
