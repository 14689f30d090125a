"""An event's figures, and what will happen to it at set times."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.domain.registration.queue import count_held
from eventapp.domain.registration.registration_count import DELEGATION, select_counts
from eventapp.extensions import db
from eventapp.models import (
    SEATED,
    Delegation,
    Event,
    EventState,
    RegistrationCount,
    RegistrationState,
)


@dataclass(frozen=True, slots=True)
class DelegationSeats:
    """One delegation's seats: reserved, and taken by its people."""

    delegation: Delegation
    taken: int
    waiting: int


@dataclass(frozen=True, slots=True)
class EventSummary:
    """How many seats are taken, how many of them are held, and the delegations, largest first.

    Held are those of pending registrations, and of cancelled ones that can be undone. And how many
    wait, are to be decided about, and have cancelled.
    """

    seated: int
    held: int
    waiting: int
    pending: int
    cancelled: int
    delegations: tuple[DelegationSeats, ...]

    @property
    def reserved(self) -> int:
        """How many seats are reserved in all."""
        return sum(row.delegation.reserved_seats for row in self.delegations)


class Happening(StrEnum):
    """What happens at a set time."""

    REGISTRATION_OPENS = "registration-opens"
    REGISTRATION_CLOSES = "registration-closes"
    RESERVE_LAPSES = "seats-pass-on"
    CANCELLATION_CLOSES = "cancellation-closes"
    EVENT_BEGINS = "event-begins"
    EVENT_ENDS = "event-ends"


@dataclass(frozen=True, slots=True)
class ScheduledStep:
    """Something that happens at a set time, and when."""

    at: datetime
    what: Happening


def summarise_event(event: Event) -> EventSummary:
    """Count the event's people by state and delegation; seats that are held count as taken."""
    held = count_held([event.id])
    seated = {delegation: count for (_event, delegation), count in held.items()}
    waiting: dict[int | None, int] = {}
    pending = cancelled = 0
    counts = select_counts([event.id], DELEGATION, RegistrationCount.state)
    rows: Iterable[Any] = db.session.execute(counts)
    for delegation, state, count in rows:
        if state is RegistrationState.CANCELLED:
            cancelled += count
        elif state is RegistrationState.PENDING:
            pending += count
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
    return EventSummary(
        seated=sum(seated.values()),
        held=sum(held.values()),
        waiting=sum(waiting.values()),
        pending=pending,
        cancelled=cancelled,
        delegations=tuple(
            counted
            for row in delegations
            if not _was_merged_away(
                counted := DelegationSeats(row, seated.get(row.id, 0), waiting.get(row.id, 0))
            )
        ),
    )


def _was_merged_away(row: DelegationSeats) -> bool:
    """Whether a merge of organisations left nothing of the delegation but what undoes the merge."""
    ended = row.delegation.organisation.ended_on is not None
    return ended and not (row.delegation.reserved_seats or row.taken or row.waiting)


def list_scheduled_steps(event: Event, *, now: datetime) -> list[ScheduledStep]:
    """What will happen from now on, in order; nothing unless the event is published."""
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
        (ScheduledStep(at, what) for at, what in moments if at and at > now),
        key=lambda step: step.at,
    )
