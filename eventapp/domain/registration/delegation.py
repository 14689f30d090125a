"""Delegations: an organisation's reserved seats at an event."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.domain.registration.override import require_reason
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Delegation, Event, EventState, Organisation


class TooManyReserved(Refusal):
    """More seats would be reserved than the event has."""

    code = "too-many-reserved"
    sentence = _l("More seats would be reserved than the event has.")


def reserve(event: Event, organisation: Organisation, seats: int) -> Delegation:
    """Reserve seats for an organisation. Raises TooManyReserved. Flushes; the caller commits."""
    reserved = sum(each.reserved_seats for each in event.delegations)
    if reserved + seats > event.seats:
        raise TooManyReserved
    return _reserve(event, organisation, seats)


def force_reserve(
    event: Event,
    organisation: Organisation,
    seats: int,
    *,
    actor: str,
    reason: str,
    now: datetime,
) -> Delegation:
    """Reserve seats beyond those there are: first come is then first served among them."""
    require_reason(reason)
    audit.record(
        AuditAction.RESERVE_FORCED, event, actor=actor, now=now, reason=reason, seats=seats
    )
    return _reserve(event, organisation, seats)


def _reserve(event: Event, organisation: Organisation, seats: int) -> Delegation:
    delegation = Delegation(organisation=organisation, reserved_seats=seats)
    event.delegations.append(delegation)
    db.session.flush()
    return delegation


def find_own_delegation(code: str, organisations: Collection[int]) -> Delegation | None:
    """The delegation of this code, if it is of one of these organisations; a draft has none."""
    return db.session.scalar(
        select(Delegation)
        .join(Delegation.event)
        .where(
            Delegation.code == code,
            Delegation.organisation_id.in_(organisations),
            Event.state != EventState.DRAFT,
        )
        .options(contains_eager(Delegation.event), joinedload(Delegation.organisation))
    )
