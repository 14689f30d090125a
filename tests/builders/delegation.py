"""Delegations, and whoever looks after them."""

from sqlalchemy import select

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account, Delegation, Event, Organisation
from tests.builders.account import an_account


def the_delegation(event: Event, organisation: Organisation) -> Delegation:
    """The organisation's delegation to the event, which an_event made."""
    return db.session.scalars(
        select(Delegation).where(
            Delegation.event_id == event.id, Delegation.organisation_id == organisation.id
        )
    ).one()


def a_coordinator(organisation: Organisation) -> Account:
    """Somebody who looks after the organisation's delegations."""
    return an_account(Role.COORDINATOR, organisation=organisation)
