"""A delegation's tickets: whose are printed for an organizer, and whose for its coordinator."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.desk.prints.person import check_rows
from eventapp.domain.people.organisation import swedish_order
from eventapp.domain.registration import ticket
from eventapp.extensions import db
from eventapp.models import (
    Delegation,
    Event,
    Registration,
    RegistrationCount,
    RegistrationState,
    Visibility,
)


def list_printable_delegations(event: Event) -> Sequence[Delegation]:
    """The event's delegations in which somebody has a place, by organisation."""
    having = select(RegistrationCount.delegation_id).where(
        RegistrationCount.event_id == event.id,
        RegistrationCount.state == RegistrationState.CONFIRMED,
    )
    delegations = db.session.scalars(
        select(Delegation)
        .where(Delegation.event_id == event.id, Delegation.id.in_(having))
        .options(joinedload(Delegation.organisation))
    )
    return sorted(delegations, key=lambda d: swedish_order(d.organisation.name))


def find_delegation(event: Event, code: str) -> Delegation | None:
    """The event's delegation of this code."""
    return db.session.scalar(
        select(Delegation)
        .where(Delegation.event_id == event.id, Delegation.code == code)
        .options(joinedload(Delegation.organisation))
    )


def list_ticket_holders(delegation: Delegation) -> Sequence[Registration]:
    """Everybody of the delegation with a ticket, by name. Raises NothingToPrint, TooManyRows."""
    return _holders(delegation)


def list_member_ticket_holders(delegation: Delegation) -> Sequence[Registration]:
    """Those with a ticket whom the coordinator may list: people of normal visibility, by name.

    Raises NothingToPrint and TooManyRows.
    """
    return _holders(delegation, Registration.visibility == Visibility.NORMAL)


def _holders(delegation: Delegation, *which: ColumnElement[bool]) -> list[Registration]:
    registrations = db.session.scalars(
        select(Registration)
        .where(
            Registration.delegation_id == delegation.id,
            Registration.state == RegistrationState.CONFIRMED,
            *which,
        )
        .options(joinedload(Registration.event), selectinload(Registration.tickets))
    )
    holders = [holder for holder in registrations if ticket.has_ticket(holder)]
    check_rows(len(holders))
    return sorted(holders, key=lambda holder: (swedish_order(holder.name), holder.id))
