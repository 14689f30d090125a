"""The event's lock, its seats and its waiting list: counted, given and passed on inside it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, null, or_, select, union_all

from eventapp.domain import outbox
from eventapp.domain.registration.seat import Pool, Waiting, next_in_line
from eventapp.extensions import db
from eventapp.models import (
    Availability,
    Delegation,
    Event,
    JobKind,
    Promotion,
    Registration,
    RegistrationState,
)

SEATED = (RegistrationState.CONFIRMED, RegistrationState.OFFERED)
# "Few" begins at a tenth of the seats, and never above or below these.
FEW_AT_LEAST, FEW_AT_MOST = 3, 15

# Statements are built once: while one registers, all others who want to wait.
HELD = (
    select(Event)
    .where(Event.slug == bindparam("slug"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
# The states are written out: only then does SQLite see that the index of seats taken will do.
_seated = select(func.count()).where(
    Registration.event_id == bindparam("event_id"),
    Registration.state.in_(bindparam("seated", SEATED, expanding=True, literal_execute=True)),
)
SEATS = union_all(
    select(
        Delegation.id,
        Delegation.organisation_id,
        Delegation.reserved_seats,
        _seated.where(Registration.delegation_id == Delegation.id)
        .correlate(Delegation)
        .scalar_subquery(),
    ).where(Delegation.event_id == bindparam("event_id")),
    select(
        null(),
        null(),
        null(),
        _seated.where(Registration.delegation_id.is_(None)).scalar_subquery(),
    ),
)


@dataclass(frozen=True, slots=True)
class Seating:
    """An event's seats as counted under its lock; `delegations` maps organisation to delegation."""

    pool: Pool
    delegations: dict[int, int]

    def delegation_of(self, lineage: Sequence[int]) -> int | None:
        """The delegation of the nearest organisation, from the person's own towards the root."""
        return next((self.delegations[each] for each in lineage if each in self.delegations), None)


def hold(slug: str) -> Event | None:
    """Take the event's lock, once and before anything else in a transaction that moves seats.

    On SQLite the transaction itself is the lock (BEGIN IMMEDIATE); on PostgreSQL, the row.
    """
    return db.session.scalar(HELD, {"slug": slug})


def hold_again(event: Event) -> None:
    """Take the lock of an event that was read before, and let all be read anew."""
    db.session.flush()
    # On PostgreSQL others may have moved seats, choices and numbers while this one waited.
    db.session.expire_all()
    # Of the event alone: it may have been read with its series, and PostgreSQL locks no outer join.
    db.session.refresh(event, with_for_update={"of": Event})


def count_seats(event: Event, *, now: datetime) -> Seating:
    """Count, in one query, the seats taken and reserved. Only under the event's lock."""
    rows = db.session.execute(SEATS, {"event_id": event.id}).all()
    reserves = event.reserves_seats(now)
    pool = Pool(
        seats=event.seats,
        reserved={row[0]: row[2] for row in rows if row[0] is not None and reserves},
        taken=Counter({row[0]: row[3] for row in rows}),
    )
    return Seating(pool, {row[1]: row[0] for row in rows if row[0] is not None})


def join(event: Event, registration: Registration) -> None:
    """Put the registration last in the queue, under a number taken inside the lock."""
    event.last_queue_number += 1
    registration.state = RegistrationState.WAITLISTED
    registration.queue_number = event.last_queue_number


def pass_on(event: Event, seating: Seating, *, now: datetime) -> list[Registration]:
    """Give free places to those who wait, in order, and promise each a mail.

    Returns those served: nobody once the event is over. Flushes; the caller commits.
    """
    if now >= event.ends_at or not seating.pool.left or not event.last_queue_number:
        return []
    waiting = {each.id: each for each in _list_waiting(event, seating.pool)}
    line = next_in_line((_as_waiting(each) for each in waiting.values()), seating.pool)
    served = [waiting[each.id] for each in line]
    for registration in served:
        _promote(event, registration, now=now)
    return served


def is_waited_for(event: Event) -> bool:
    """Whether anybody stands in the queue."""
    waiting = select(Registration.id).where(
        Registration.event_id == event.id, Registration.state == RegistrationState.WAITLISTED
    )
    return db.session.scalar(waiting.limit(1)) is not None


def is_held(event: Event) -> bool:
    """Whether a whole party that does not fit holds the queue. Asked after passing on."""
    if not event.last_queue_number:
        return False
    party = select(Registration.id).where(
        Registration.event_id == event.id,
        Registration.state == RegistrationState.WAITLISTED,
        Registration.party_whole,
    )
    return db.session.scalar(party.limit(1)) is not None


def _list_waiting(event: Event, pool: Pool) -> Sequence[Registration]:
    """Those in the queue who could be served, by number, and the whole parties that may hold it.

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


def _as_waiting(registration: Registration) -> Waiting:
    return Waiting(
        id=registration.id,
        number=registration.queue_number or 0,
        delegation=registration.delegation_id,
        party=registration.party_code,
        whole=registration.party_whole,
    )


def _promote(event: Event, registration: Registration, *, now: datetime) -> None:
    fact = f"{registration.code}:{registration.queue_number}"
    registration.queue_number = None
    if event.promotion is Promotion.AUTOMATIC:
        registration.state = RegistrationState.CONFIRMED
        outbox.post(
            JobKind.PROMOTION_MAIL,
            key=f"promotion:{fact}",
            now=now,
            registration_id=registration.id,
        )
        return
    registration.state = RegistrationState.OFFERED
    registration.offer_ends_at = min(now + timedelta(hours=event.offer_hours), event.starts_at)
    outbox.post(JobKind.OFFER_MAIL, key=f"offer:{fact}", now=now, registration_id=registration.id)


def tell_availability(event: Event, pool: Pool) -> None:
    """Say in coarse words how many seats are left, and let pages know when the word changes."""
    word = availability(pool.left, event.seats)
    if event.availability is not word:
        event.availability = word
        event.revision += 1


def availability(left: int, seats: int) -> Availability:
    """Coarse words for seats left: full, few (a tenth, between 3 and 15) or plenty."""
    if left <= 0:
        return Availability.FULL
    few = min(max(seats // 10, FEW_AT_LEAST), FEW_AT_MOST)
    return Availability.FEW if left <= few else Availability.PLENTY


def place_in_line(registration: Registration) -> int:
    """How many stand before this one in the queue, plus one."""
    ahead = select(func.count()).where(
        Registration.event_id == registration.event_id,
        Registration.state == RegistrationState.WAITLISTED,
        Registration.queue_number < registration.queue_number,
    )
    return 1 + (db.session.scalar(ahead) or 0)
