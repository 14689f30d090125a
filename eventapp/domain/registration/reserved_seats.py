"""How many seats of an event are reserved for each organisation, and changing it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from eventapp.domain import locking
from eventapp.domain.errors import Refusal, StaleVersion, check_version
from eventapp.domain.locking import LockedEvent
from eventapp.domain.people.organisation import Directory
from eventapp.domain.record import audit
from eventapp.domain.registration.registration import reassign_free_seats
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Delegation, Event, Registration


class TooManyReserved(Refusal):
    """More seats would be reserved than the event has."""

    code = "too-many-reserved"
    sentence = _l("That would reserve more places than the event has.")


def list_delegations(event: Event) -> Sequence[Delegation]:
    """List the event's delegations, those with the most reserved seats first."""
    return db.session.scalars(
        select(Delegation)
        .where(Delegation.event_id == event.id)
        .options(joinedload(Delegation.organisation))
        .order_by(Delegation.reserved_seats.desc(), Delegation.id)
    ).all()


def add_delegation(
    event: Event,
    organisation_id: int,
    seats: int,
    directory: Directory,
    *,
    actor: str,
    reason: str = "",
    now: datetime,
) -> Delegation:
    """Reserve seats for an organisation; its people who are registered already join the delegation.

    More than the event's seats are reserved only with a reason, else TooManyReserved is raised.
    Raises StaleVersion if the organisation has a delegation already.
    """
    locked = locking.lock_event(event)
    if any(other.organisation_id == organisation_id for other in list_delegations(event)):
        raise StaleVersion
    delegation = gather_delegation(locked, organisation_id, directory)
    reserve_under_lock(locked, delegation, seats, actor=actor, reason=reason, now=now)
    return delegation


def gather_delegation(
    locked: LockedEvent, organisation_id: int, directory: Directory
) -> Delegation:
    """A new delegation without reserved seats, which people who are registered already join."""
    delegation = Delegation(
        event_id=locked.event.id, organisation_id=organisation_id, reserved_seats=0
    )
    db.session.add(delegation)
    db.session.flush()
    _gather(delegation, directory)
    return delegation


def change_reserve(
    delegation: Delegation,
    seats: int,
    *,
    version: int,
    actor: str,
    reason: str = "",
    now: datetime,
) -> None:
    """Reserve this many seats for the delegation; seats it gives up go to those who wait.

    Raises StaleVersion, TooManyReserved.
    """
    locked = locking.lock_event(delegation.event)
    db.session.refresh(delegation)
    check_version(delegation, version)
    reserve_under_lock(locked, delegation, seats, actor=actor, reason=reason, now=now)


def reserve_under_lock(
    locked: LockedEvent,
    delegation: Delegation,
    seats: int,
    *,
    actor: str,
    reason: str,
    now: datetime,
) -> None:
    """Reserve this many seats; those given up go to those who wait. Raises TooManyReserved."""
    event = locked.event
    others = sum(
        other.reserved_seats for other in list_delegations(event) if other.id != delegation.id
    )
    forced = others + seats > event.seats and seats > delegation.reserved_seats
    if forced and not reason.strip():
        raise TooManyReserved
    before, delegation.reserved_seats = delegation.reserved_seats, seats
    delegation.version += 1
    event.revision += 1
    action = AuditAction.RESERVE_FORCED if forced else AuditAction.SEATS_RESERVED
    audit.record_change(
        action,
        event,
        before={"reserved_seats": before},
        after={"reserved_seats": seats},
        actor=actor,
        now=now,
        reason=reason,
        seats=seats,
        organisation=delegation.organisation.code,
    )
    reassign_free_seats(locked, now=now)


def _gather(delegation: Delegation, directory: Directory) -> None:
    """Add people of the organisation, and of its parts, who belong to no delegation yet."""
    db.session.execute(
        update(Registration)
        .where(
            Registration.event_id == delegation.event_id,
            Registration.delegation_id.is_(None),
            Registration.organisation_id.in_(directory.parts_of(delegation.organisation_id)),
        )
        .values(delegation_id=delegation.id)
        .execution_options(synchronize_session=False)
    )
