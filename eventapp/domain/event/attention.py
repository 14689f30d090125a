"""What needs an organizer: failed and late mail, queues, offers and seats about to lapse."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import (
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import joinedload

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
    RegistrationCount,
    RegistrationState,
)
from eventapp.models.base import UtcDateTime

DRAFT_WARNING = timedelta(days=60)
LAPSE_WARNING = timedelta(days=3)
UNDECIDED = (RegistrationState.PENDING, RegistrationState.OFFERED)
NOW, SOON, NEAR = (bindparam(name, type_=UtcDateTime()) for name in ("now", "soon", "near"))


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
    """Everything that needs attention, most pressing first, in two to six queries."""
    return [*_mail(now), *_of_events(now)]


def _mail(now: datetime) -> Iterator[Attention]:
    given_up, late, retried = outbox.count_troubled(now=now)
    if given_up:
        yield Attention(Matter.FAILED_MAIL, count=given_up)
    if late or (retried and outbox.stopped_since(now=now)):
        waited = outbox.oldest_waiting(now=now)
        minutes = max(int(waited.total_seconds() // 60), 1)
        yield Attention(Matter.LATE_MAIL, count=late or retried, minutes=minutes)


def _of_events(now: datetime) -> list[Attention]:
    """What needs attention at events: one query names them, and one more reads them."""
    moments = {"now": now, "soon": now + LAPSE_WARNING, "near": now + DRAFT_WARNING}
    rows: list[Any] = list(db.session.execute(MATTERS, moments))
    if not rows:
        return []
    wanted = select(Event).where(Event.id.in_({row.event_id for row in rows}))
    events = {event.id: event for event in db.session.scalars(wanted)}
    asking = _load_invitations([row.invitation_id for row in rows if row.count == 1])
    things = [
        Attention(
            Matter(row.matter),
            events[row.event_id],
            int(row.count),
            row.by,
            invitation=asking.get(row.invitation_id) if row.count == 1 else None,
        )
        for row in rows
    ]
    return sorted(things, key=_urgency)


def _urgency(thing: Attention) -> tuple[int, datetime, datetime, int]:
    """Of one matter, what ends first comes first; where nothing ends, the event that is sooner."""
    event = cast("Event", thing.event)
    return ORDER[thing.matter], thing.by or event.starts_at, event.starts_at, event.id


def _load_invitations(ids: Collection[int | None]) -> dict[int | None, DelegationInvitation]:
    """Those that delegations alone at their event ask by for seats, which are granted from here."""
    if not any(ids):
        return {}
    whole = joinedload(DelegationInvitation.delegation).joinedload(Delegation.organisation)
    wanted = select(DelegationInvitation).where(DelegationInvitation.id.in_(filter(None, ids)))
    return {row.id: row for row in db.session.scalars(wanted.options(whole))}


def _select_undecided() -> Select[*tuple[Any, ...]]:
    """Registrations that wait for an organizer, and offers that wait for an answer."""
    pending = Registration.state == RegistrationState.PENDING
    ends_at = case((pending, Registration.decide_by), else_=Registration.offer_ends_at)
    return (
        select(
            case((pending, Matter.PENDING.value), else_=Matter.OFFERS.value).label("matter"),
            Registration.event_id,
            func.count().label("count"),
            func.min(ends_at).label("by"),
            literal(None, Integer()).label("invitation_id"),
        )
        .join(Event, Registration.event_id == Event.id)
        .where(
            # Counts say in which events there are any; the others are not looked through.
            Registration.event_id.in_(
                select(RegistrationCount.event_id).where(RegistrationCount.state.in_(UNDECIDED))
            ),
            Registration.state.in_(UNDECIDED),
            Event.state != EventState.CANCELLED,
            Event.ends_at > NOW,
        )
        .group_by(Registration.event_id, Registration.state)
    )


def _select_wanted_seats() -> Select[*tuple[Any, ...]]:
    """Events where delegations ask for more seats."""
    return (
        select(
            literal(Matter.MORE_SEATS.value),
            Delegation.event_id,
            func.count(),
            null(),
            func.max(DelegationInvitation.id),
        )
        .join(DelegationInvitation.delegation)
        .join(Delegation.event)
        .where(
            DelegationInvitation.answer == DelegationAnswer.MORE_SEATS,
            Event.state == EventState.PUBLISHED,
            Event.starts_at > NOW,
        )
        .group_by(Delegation.event_id)
    )


def _select_queues() -> Select[*tuple[Any, ...]]:
    """Full events where people wait."""
    people = func.sum(RegistrationCount.people)
    return (
        select(literal(Matter.QUEUE.value), Event.id, people, null(), null())
        .join(RegistrationCount, RegistrationCount.event_id == Event.id)
        .where(
            Event.state == EventState.PUBLISHED,
            Event.starts_at > NOW,
            Event.availability == Availability.FULL,
            RegistrationCount.state == RegistrationState.WAITLISTED,
        )
        .group_by(Event.id)
    )


def _select_coming() -> list[Select[*tuple[Any, ...]]]:
    """Events whose reserved seats are about to lapse, and drafts that are soon to take place."""
    reserved = and_(Event.reserved_until > NOW, Event.reserved_until <= SOON)
    return [
        select(literal(matter.value), Event.id, literal(0), by, null()).where(
            Event.state == state, Event.starts_at > NOW, due
        )
        for matter, state, by, due in (
            (Matter.RESERVE, EventState.PUBLISHED, Event.reserved_until, reserved),
            (Matter.DRAFT, EventState.DRAFT, Event.starts_at, Event.starts_at <= NEAR),
        )
    ]


ORDER = {matter: number for number, matter in enumerate(Matter)}
# Built once: building it takes longer than running it.
MATTERS = union_all(
    _select_undecided(), _select_wanted_seats(), _select_queues(), *_select_coming()
)
