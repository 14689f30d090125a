"""How an event stands in figures, and what will happen to it by itself."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from eventapp.extensions import db
from eventapp.models import (
    SEATED,
    Delegation,
    Event,
    EventState,
    Registration,
    RegistrationState,
)


@dataclass(frozen=True, slots=True)
class DelegationStanding:
    """One delegation's seats: reserved, and taken by its people."""

    delegation: Delegation
    taken: int
    waiting: int


@dataclass(frozen=True, slots=True)
class EventStanding:
    """How many hold a seat, wait and have cancelled; and the delegations, largest first."""

    seated: int
    waiting: int
    cancelled: int
    delegations: tuple[DelegationStanding, ...]

    @property
    def reserved(self) -> int:
        """How many seats are reserved in all."""
        return sum(each.delegation.reserved_seats for each in self.delegations)


class Happening(StrEnum):
    """What the clock will do."""

    REGISTRATION_OPENS = "registration-opens"
    REGISTRATION_CLOSES = "registration-closes"
    RESERVE_LAPSES = "seats-pass-on"
    CANCELLATION_CLOSES = "cancellation-closes"
    EVENT_BEGINS = "event-begins"
    EVENT_ENDS = "event-ends"


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing that happens by itself, and when."""

    at: datetime
    what: Happening


def summarise_event(event: Event) -> EventStanding:
    """Count the event's people by state and delegation, in two queries."""
    rows = db.session.execute(
        select(Registration.delegation_id, Registration.state, func.count())
        .where(Registration.event_id == event.id)
        .group_by(Registration.delegation_id, Registration.state)
    ).all()
    seated: dict[int | None, int] = {}
    waiting: dict[int | None, int] = {}
    cancelled = 0
    for delegation, state, count in rows:
        if state is RegistrationState.CANCELLED:
            cancelled += count
        elif state is RegistrationState.WAITLISTED:
            waiting[delegation] = waiting.get(delegation, 0) + count
        elif state in SEATED:
            seated[delegation] = seated.get(delegation, 0) + count
    delegations = db.session.scalars(
        select(Delegation)
        .where(Delegation.event_id == event.id)
        .options(joinedload(Delegation.organisation))
        .order_by(Delegation.reserved_seats.desc(), Delegation.id)
    )
    return EventStanding(
        seated=sum(seated.values()),
        waiting=sum(waiting.values()),
        cancelled=cancelled,
        delegations=tuple(
            DelegationStanding(each, seated.get(each.id, 0), waiting.get(each.id, 0))
            for each in delegations
        ),
    )


def list_scheduled_steps(event: Event, *, now: datetime) -> list[Coming]:
    """What the clock will do from now on, in order; nothing for a draft or what is called off."""
    if event.state is not EventState.PUBLISHED:
        return []
    moments = [
        (event.registration_opens_at, Happening.REGISTRATION_OPENS),
        (event.registration_closes_at, Happening.REGISTRATION_CLOSES),
        (event.reserved_until, Happening.RESERVE_LAPSES),
        (event.cancellation_closes_at, Happening.CANCELLATION_CLOSES),
        (event.starts_at, Happening.EVENT_BEGINS),
        (event.ends_at, Happening.EVENT_ENDS),
    ]
    return sorted(
        (Coming(at, what) for at, what in moments if at and at > now), key=lambda each: each.at
    )
