"""What needs an organizer: failed and late mail, queues, offers and seats about to lapse."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import contains_eager

from eventapp.domain import outbox
from eventapp.extensions import db
from eventapp.models import (
    Availability,
    Delegation,
    DelegationAnswer,
    DelegationInvitation,
    Event,
    EventState,
    Registration,
    RegistrationState,
)

DRAFT_WARNING = timedelta(days=60)
LAPSE_WARNING = timedelta(days=3)


class Matter(StrEnum):
    """What needs attention."""

    FAILED_MAIL = "failed-mail"
    LATE_MAIL = "late-mail"
    PENDING = "pending"
    OFFERS = "offers"
    QUEUE = "queue"
    RESERVE = "reserve"
    MORE_SEATS = "more-seats"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Attention:
    """One matter: its event, how many it concerns, and by when or for how many minutes.

    `invitation` is that of the one delegation it concerns, where it is one.
    """

    matter: Matter
    event: Event | None = None
    count: int = 0
    by: datetime | None = None
    minutes: int = 0
    invitation: DelegationInvitation | None = None


def list_attention(*, now: datetime) -> list[Attention]:
    """Everything that needs attention, most pressing first, in five to eight queries."""
    return [
        *_mail(now),
        *_undecided(now),
        *_wanted_seats(now),
        *_queues(now),
        *_coming(now),
    ]


def _mail(now: datetime) -> Iterator[Attention]:
    given_up, late, retried = outbox.count_troubled(now=now)
    if given_up:
        yield Attention(Matter.FAILED_MAIL, count=given_up)
    if late or (retried and outbox.stopped_since(now=now)):
        waited = outbox.oldest_waiting(now=now)
        minutes = max(int(waited.total_seconds() // 60), 1)
        yield Attention(Matter.LATE_MAIL, count=late or retried, minutes=minutes)


def _undecided(now: datetime) -> Iterator[Attention]:
    """Registrations that wait for an organizer, then offers that wait for an answer."""
    ends_at = case(
        (Registration.state == RegistrationState.PENDING, Registration.decide_by),
        else_=Registration.offer_ends_at,
    )
    rows = db.session.execute(
        select(Event, Registration.state, func.count(), func.min(ends_at))
        .join(Registration, Registration.event_id == Event.id)
        .where(
            Registration.state.in_([RegistrationState.PENDING, RegistrationState.OFFERED]),
            Event.state != EventState.CANCELLED,
            Event.ends_at > now,
        )
        .group_by(Event.id, Registration.state)
        .order_by(func.min(ends_at), Event.starts_at)
    ).all()
    for event, state, count, first in rows:
        if state is RegistrationState.PENDING:
            yield Attention(Matter.PENDING, event, count, first)
    for event, state, count, first in rows:
        if state is RegistrationState.OFFERED:
            yield Attention(Matter.OFFERS, event, count, first)


def _wanted_seats(now: datetime) -> Iterator[Attention]:
    """Events where delegations ask for more seats; where one does, it is granted from here."""
    invitations = db.session.scalars(
        select(DelegationInvitation)
        .join(DelegationInvitation.delegation)
        .join(Delegation.event)
        .where(
            DelegationInvitation.answer == DelegationAnswer.MORE_SEATS,
            Event.state == EventState.PUBLISHED,
            Event.starts_at > now,
        )
        .options(
            contains_eager(DelegationInvitation.delegation).contains_eager(Delegation.event),
            contains_eager(DelegationInvitation.delegation).joinedload(Delegation.organisation),
        )
        .order_by(Event.starts_at, Event.id, DelegationInvitation.answered_at)
    ).all()
    for event, asked in groupby(invitations, key=lambda invitation: invitation.delegation.event):
        asking = list(asked)
        only = asking[0] if len(asking) == 1 else None
        yield Attention(Matter.MORE_SEATS, event, len(asking), invitation=only)


def _queues(now: datetime) -> Iterator[Attention]:
    rows = db.session.execute(
        select(Event, func.count())
        .join(Registration, Registration.event_id == Event.id)
        .where(
            Event.state == EventState.PUBLISHED,
            Event.starts_at > now,
            Event.availability == Availability.FULL,
            Registration.state == RegistrationState.WAITLISTED,
        )
        .group_by(Event.id)
        .order_by(Event.starts_at)
    )
    for event, count in rows:
        yield Attention(Matter.QUEUE, event, count)


def _coming(now: datetime) -> Iterator[Attention]:
    """Events whose reserved seats are about to lapse, then drafts that are soon to take place."""
    lapses = and_(
        Event.state == EventState.PUBLISHED,
        Event.reserved_until > now,
        Event.reserved_until <= now + LAPSE_WARNING,
    )
    is_near_draft = and_(Event.state == EventState.DRAFT, Event.starts_at <= now + DRAFT_WARNING)
    events = db.session.scalars(
        select(Event)
        .where(Event.starts_at > now, or_(lapses, is_near_draft))
        .order_by(Event.starts_at)
    ).all()
    drafts = [event for event in events if event.state is EventState.DRAFT]
    lapsing = [event for event in events if event.state is not EventState.DRAFT]
    for event in sorted(lapsing, key=lambda event: event.reserved_until or now):
        yield Attention(Matter.RESERVE, event, by=event.reserved_until)
    for event in drafts:
        yield Attention(Matter.DRAFT, event, by=event.starts_at)
