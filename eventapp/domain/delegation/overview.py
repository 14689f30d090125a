"""Delegations as their coordinators see them: a list, and how many seats are taken."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, null, select, union_all
from sqlalchemy.orm import contains_eager, joinedload

from eventapp.domain.paging import Page
from eventapp.domain.registration.queue import held_seats
from eventapp.domain.registration.registration_count import DELEGATION, select_counts
from eventapp.extensions import db
from eventapp.models import (
    SEATED,
    Delegation,
    Event,
    EventState,
    Registration,
    RegistrationCount,
    RegistrationState,
)

PAGE = 20


@dataclass(frozen=True, slots=True)
class SeatCounts:
    """How many people a delegation has, whatever their visibility."""

    reserved: int
    taken: int
    waiting: int

    @property
    def left(self) -> int:
        """Return how many reserved seats nobody has taken."""
        return max(0, self.reserved - self.taken)


@dataclass(frozen=True, slots=True)
class OwnDelegation:
    """One delegation of the list."""

    delegation: Delegation
    figures: SeatCounts


@dataclass(frozen=True, slots=True)
class OwnDelegations:
    """All of coming events, the next first; and one page of past events, the latest first."""

    coming: Sequence[OwnDelegation]
    past: Sequence[OwnDelegation]
    page: int
    pages: int


def list_own(organisations: Collection[int], *, page: int, now: datetime) -> OwnDelegations:
    """List the delegations of these organisations, except at draft events, in four queries."""
    own = _own(organisations)
    past_count = select(func.count()).select_from(own.where(Event.ends_at <= now).subquery())
    shown = Page.of(db.session.scalar(past_count) or 0, wanted=page, size=PAGE)
    coming = db.session.scalars(
        _whole(own).where(Event.ends_at > now).order_by(Event.starts_at, Delegation.id)
    ).all()
    past = db.session.scalars(
        _whole(own)
        .where(Event.ends_at <= now)
        .order_by(Event.starts_at.desc(), Delegation.id)
        .limit(PAGE)
        .offset(shown.start)
    ).all()
    figures = count_seats_of([*coming, *past])
    return OwnDelegations(
        coming=[OwnDelegation(delegation, figures[delegation.id]) for delegation in coming],
        past=[OwnDelegation(delegation, figures[delegation.id]) for delegation in past],
        page=shown.number,
        pages=shown.pages,
    )


def seat_counts_of(delegation: Delegation) -> SeatCounts:
    """Count the delegation's people and reserved seats."""
    return count_seats_of([delegation])[delegation.id]


def _own(organisations: Collection[int]) -> Select[Delegation]:
    return (
        select(Delegation)
        .join(Delegation.event)
        .where(Delegation.organisation_id.in_(organisations), Event.state != EventState.DRAFT)
    )


def _whole(own: Select[Delegation]) -> Select[Delegation]:
    return own.options(contains_eager(Delegation.event), joinedload(Delegation.organisation))


def count_seats_of(delegations: Sequence[Delegation]) -> dict[int, SeatCounts]:
    """Count each one's people and reserved seats, by the delegation's id; held seats are taken."""
    events = {delegation.event_id for delegation in delegations}
    counted = select_counts(events, RegistrationCount.event_id, DELEGATION, RegistrationCount.state)
    held = held_seats(events, Registration.delegation_id, null())
    counts: Counter[tuple[int, RegistrationState | None]] = Counter()
    rows: Iterable[Any] = db.session.execute(union_all(counted, *held))
    for _event, delegation_id, state, count in rows:
        counts[delegation_id, state] += count
    return {
        delegation.id: SeatCounts(
            reserved=delegation.reserved_seats,
            taken=sum(counts[delegation.id, state] for state in (*SEATED, None)),
            waiting=counts[delegation.id, RegistrationState.WAITLISTED],
        )
        for delegation in delegations
    }
