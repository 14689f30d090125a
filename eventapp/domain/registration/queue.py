"""An event's seats and its queue: counted, and given to those who wait, under its lock."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Select,
    bindparam,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
    update,
)

from eventapp.domain import outbox
from eventapp.domain.locking import LockedEvent
from eventapp.domain.registration import option_place
from eventapp.domain.registration.registration_count import DELEGATION
from eventapp.domain.registration.seat import Pool, QueueEntry, promote_in_order
from eventapp.extensions import db
from eventapp.models import (
    SEATED,
    Availability,
    Cancellation,
    Delegation,
    DoubleMerge,
    Event,
    JobKind,
    Promotion,
    Registration,
    RegistrationCount,
    RegistrationState,
)
from eventapp.models.base import written_out

# "Few" is up to a tenth of the seats, within these limits (seats).
FEW_AT_LEAST, FEW_AT_MOST = 3, 15
# The least time to answer an offer: closer to the start of the event a place is given outright.
SHORTEST_OFFER = timedelta(hours=1)

# Seats that count as taken though nobody has them yet, or any more, and the event of each: those of
# doubles that were merged and of people whom an organizer cancelled, while that can be undone; and
# of people whom an organizer is to decide about.
HELD: tuple[tuple[Select[Any], Any], ...] = (
    (
        select(Registration.id)
        .join(DoubleMerge, DoubleMerge.source_id == Registration.id)
        .where(DoubleMerge.closed_at.is_(None), DoubleMerge.holds_seat),
        DoubleMerge.event_id,
    ),
    (
        select(Registration.id)
        .join(Cancellation, Cancellation.registration_id == Registration.id)
        .where(Cancellation.closed_at.is_(None), Cancellation.holds_seat),
        Cancellation.event_id,
    ),
    (
        select(Registration.id).where(
            Registration.state == written_out(RegistrationState.PENDING),
            Registration.decide_by.is_not(None),
        ),
        Registration.event_id,
    ),
)
# Built once: while one registration holds the lock, all others wait. Who is confirmed or offered a
# seat is not counted anew, or each registration would take longer than the one before it.
SEATS = union_all(
    select(
        Delegation.id,
        Delegation.organisation_id,
        Delegation.reserved_seats,
        literal_column("0", Integer).label("people"),
        null().label("question"),
        null().label("answer"),
    ).where(Delegation.event_id == bindparam("event_id")),
    select(DELEGATION, null(), null(), func.sum(RegistrationCount.people), null(), null())
    .where(
        RegistrationCount.event_id == bindparam("event_id"),
        RegistrationCount.state.in_([written_out(state) for state in SEATED]),
    )
    .group_by(DELEGATION),
    *(
        statement.with_only_columns(
            Registration.delegation_id, null(), null(), func.count(), null(), null()
        )
        .where(held_at == bindparam("event_id"))
        .group_by(Registration.delegation_id)
        for statement, held_at in HELD
    ),
)


@dataclass(frozen=True, slots=True)
class Seating:
    """An event's seats as counted under its lock; `delegations` maps organisations to them.

    `options` is how many have each of the options that were counted too.
    """

    pool: Pool
    delegations: dict[int, int]
    options: dict[str, int] = field(default_factory=dict)

    def delegation_of(self, lineage: Sequence[int]) -> int | None:
        """Find the delegation of the nearest organisation, from the person's own to the root."""
        own = (self.delegations[id_] for id_ in lineage if id_ in self.delegations)
        return next(own, None)


def count_seats(locked: LockedEvent, *, now: datetime) -> Seating:
    """Count, in one query, the seats taken and reserved."""
    rows = db.session.execute(SEATS, {"event_id": locked.event.id}).all()
    return seating_of(locked, rows, (), now=now)


def seats_query(event: Event, options: Sequence[str]) -> CompoundSelect[Any]:
    """The query, by `event_id`, of seats taken and reserved, and of who has these options."""
    if not options:
        return SEATS
    return union_all(*SEATS.selects, *option_place.answer_counts(event, options))


def seating_of(
    locked: LockedEvent, counted: Iterable[Sequence[Any]], options: Sequence[str], *, now: datetime
) -> Seating:
    """Make the seating of what `seats_query` has found for these options."""
    event = locked.event
    rows: list[Sequence[Any]] = []
    answers: list[Sequence[Any]] = []
    for row in counted:
        (rows if row[4] is None else answers).append(row)
    delegations = [row for row in rows if row[1] is not None]
    taken: Counter[int | None] = Counter()
    for row in rows:
        taken[row[0]] += row[3]
    reserves = event.reserves_seats(now)
    pool = Pool(
        seats=event.seats,
        reserved={row[0]: row[2] for row in delegations if reserves},
        taken=taken,
    )
    return Seating(
        pool,
        {row[1]: row[0] for row in delegations},
        option_place.sum_options(options, (row[3:] for row in answers)),
    )


def count_held(event_ids: Collection[int]) -> dict[tuple[int, int | None], int]:
    """Count the seats taken that are neither confirmed nor offered, by event and delegation."""
    counts: Counter[tuple[int, int | None]] = Counter()
    held = union_all(*held_seats(event_ids, Registration.delegation_id))
    for event_id, delegation_id, count in db.session.execute(held):
        counts[event_id, delegation_id] += count
    return counts


def held_seats(event_ids: Collection[int], *columns: Any) -> list[Select[Any]]:
    """Queries for event, columns and how many, of the seats neither confirmed nor offered.

    The columns are constants, or the delegation, by which it is counted too.
    """
    return [
        statement.with_only_columns(held_at, *columns, func.count())
        .where(held_at.in_(event_ids))
        .group_by(held_at, Registration.delegation_id)
        for statement, held_at in HELD
    ]


def join_queue(locked: LockedEvent, registration: Registration) -> None:
    """Put the registration last in the queue."""
    event = locked.event
    event.last_queue_number += 1
    registration.state = RegistrationState.WAITLISTED
    registration.queue_number = event.last_queue_number


def promote_waiting(locked: LockedEvent, seating: Seating, *, now: datetime) -> list[Registration]:
    """Give free places to those who wait, in order, each with a letter.

    Returns those who got one: nobody once the event is over.
    """
    event = locked.event
    if now >= event.ends_at or not seating.pool.left or not event.last_queue_number:
        return []
    waiting = {registration.id: registration for registration in _list_waiting(event, seating.pool)}
    entries = (_as_waiting(registration) for registration in waiting.values())
    served = [waiting[entry.id] for entry in promote_in_order(entries, seating.pool)]
    for registration in served:
        _promote(event, registration, now=now)
    return served


def has_queue(event: Event) -> bool:
    """Whether anybody waits in the queue."""
    waiting = select(Registration.id).where(
        Registration.event_id == event.id, Registration.state == RegistrationState.WAITLISTED
    )
    return db.session.scalar(waiting.limit(1)) is not None


def is_blocked_by_party(event: Event) -> bool:
    """Whether a whole party that does not fit stops the queue, once others are promoted."""
    if not event.last_queue_number:
        return False
    party = (
        select(Registration.party_code)
        .where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.WAITLISTED,
            Registration.party_whole,
        )
        .group_by(Registration.party_code)
        .having(func.count() > 1)
    )
    return db.session.scalar(party.limit(1)) is not None


@dataclass(frozen=True, slots=True)
class WaitingParty:
    """Those who asked together and still wait: how many, and whether for all places or none."""

    size: int
    whole: bool


def list_waiting_parties(event: Event, codes: Collection[str]) -> dict[str, WaitingParty]:
    """The parties of these codes of which more than one waits, in one query."""
    wanted = {code for code in codes if code}
    if not wanted:
        return {}
    rows = db.session.execute(
        select(Registration.party_code, Registration.party_whole, func.count())
        .where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.WAITLISTED,
            Registration.party_code.in_(wanted),
        )
        .group_by(Registration.party_code, Registration.party_whole)
        .having(func.count() > 1)
    )
    return {row[0]: WaitingParty(row[2], row[1]) for row in rows}


def waiting_party(registration: Registration) -> WaitingParty | None:
    """The party with which the registration waits."""
    if registration.state is not RegistrationState.WAITLISTED:
        return None
    parties = list_waiting_parties(registration.event, [registration.party_code])
    return parties.get(registration.party_code)


def _list_waiting(event: Event, pool: Pool) -> Sequence[Registration]:
    """List those in the queue who could be served, and whole parties that may stop it, by number.

    With the common pool used up, most of a long queue need not be read at all.
    """
    waiting = select(Registration).where(
        Registration.event_id == event.id, Registration.state == RegistrationState.WAITLISTED
    )
    if not pool.free_for(None):
        own = [delegation for delegation in pool.reserved if pool.free_for(delegation)]
        waiting = waiting.where(
            or_(Registration.delegation_id.in_(own), Registration.party_whole.is_(True))
        )
    return db.session.scalars(waiting.order_by(Registration.queue_number)).all()


def _as_waiting(registration: Registration) -> QueueEntry:
    return QueueEntry(
        id=registration.id,
        number=registration.queue_number or 0,
        delegation=registration.delegation_id,
        party=registration.party_code,
        whole=registration.party_whole,
    )


def await_approval(event: Event, registration: Registration, *, now: datetime) -> None:
    """Let the registration, which has just got a seat, hold it until an organizer decides."""
    registration.state = RegistrationState.PENDING
    registration.decide_by = _decide_by(event, now)


def extend_decisions(event: Event, *, now: datetime) -> None:
    """Let those who wait for an organizer wait as long again, as nobody could decide meanwhile."""
    decide_by = _decide_by(event, now)
    db.session.execute(
        update(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.PENDING,
            Registration.decide_by < decide_by,
        )
        .values(decide_by=decide_by)
    )


def move_decisions(event: Event, *, before: datetime, now: datetime) -> None:
    """Let the last moments to decide follow an event that has moved.

    `before` is what `last_decision` was. Whose time that cut short have it anew, and nobody holds
    a seat for longer than the event lets them now.
    """
    last = last_decision(event, now=now)
    if last == before:
        return
    db.session.execute(
        update(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.PENDING,
            or_(Registration.decide_by == before, Registration.decide_by > last),
        )
        .values(decide_by=_decide_by(event, now))
    )


def last_decision(event: Event, *, now: datetime) -> datetime:
    """Until when anybody may be decided about: until the event begins, then until it ends."""
    return event.starts_at if now < event.starts_at else event.ends_at


def _decide_by(event: Event, now: datetime) -> datetime:
    return min(now + timedelta(days=event.approval_days or 0), last_decision(event, now=now))


def needs_approval(event: Event, registration: Registration) -> bool:
    """Whether an organizer decides before the registration gets a seat."""
    return event.approval_days is not None and registration.approved_at is None


def _promote(event: Event, registration: Registration, *, now: datetime) -> None:
    fact = f"{registration.code}:{registration.queue_number}"
    registration.queue_number = None
    if needs_approval(event, registration):
        await_approval(event, registration, now=now)
        outbox.enqueue(
            JobKind.REGISTRATION_MAIL,
            key=f"to-approve:{fact}",
            now=now,
            registration_id=registration.id,
        )
        return
    if not _offers_places(event, now=now):
        registration.state = RegistrationState.CONFIRMED
        outbox.enqueue(
            JobKind.PROMOTION_MAIL,
            key=f"promotion:{fact}",
            now=now,
            registration_id=registration.id,
        )
        return
    registration.state = RegistrationState.OFFERED
    registration.offer_ends_at = min(now + timedelta(hours=event.offer_hours), event.starts_at)
    outbox.enqueue(
        JobKind.OFFER_MAIL, key=f"offer:{fact}", now=now, registration_id=registration.id
    )


def _offers_places(event: Event, *, now: datetime) -> bool:
    """Whether a free place is offered with a deadline, which is never after the event's start."""
    return event.promotion is Promotion.OFFER and now + SHORTEST_OFFER <= event.starts_at


def update_availability(locked: LockedEvent, pool: Pool) -> None:
    """Update the event's availability, and its revision when that changes."""
    event = locked.event
    current = availability(pool.left, event.seats)
    if event.availability is not current:
        event.availability = current
        event.revision += 1


def availability(left: int, seats: int) -> Availability:
    """Grade the seats left: full, few (a tenth, between 3 and 15) or plenty."""
    if left <= 0:
        return Availability.FULL
    few = min(max(seats // 10, FEW_AT_LEAST), FEW_AT_MOST)
    return Availability.FEW if left <= few else Availability.PLENTY


def queue_position(registration: Registration) -> int:
    """Return the registration's position in the queue, from 1."""
    ahead = select(func.count()).where(
        Registration.event_id == registration.event_id,
        Registration.state == RegistrationState.WAITLISTED,
        Registration.queue_number < registration.queue_number,
    )
    return 1 + (db.session.scalar(ahead) or 0)
