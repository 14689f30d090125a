"""Organisations that are invited to an event."""

from datetime import date, datetime

from eventapp.domain.delegation.invitation import (
    InvitedOrganisation,
    find_delegation_invitation,
    invite_delegations,
)
from eventapp.domain.people.organisation import load_directory
from eventapp.domain.record.audit import OPERATOR
from eventapp.models import DelegationInvitation, Event, Organisation
from tests.builders.delegation import the_delegation
from tests.builders.moments import NOON

ANSWER_BY = NOON.date().replace(day=28)


def invite(
    event: Event,
    *organisations: Organisation,
    seats: int = 2,
    addresses: tuple[str, ...] = ("anna@town.example",),
    answer_by: date = ANSWER_BY,
    actor: str = OPERATOR,
    reason: str = "",
    now: datetime = NOON,
) -> None:
    """Invite these, each with so many seats and the same addresses."""
    invited = [
        InvitedOrganisation(organisation.id, seats, addresses) for organisation in organisations
    ]
    invite_delegations(
        event,
        invited,
        load_directory(),
        answer_by=answer_by,
        actor=actor,
        reason=reason,
        now=now,
    )


def an_invited_delegation(
    event: Event, organisation: Organisation, **values: object
) -> DelegationInvitation:
    """The organisation's invitation to the event."""
    invite(event, organisation, **values)  # type: ignore[arg-type]
    invitation = find_delegation_invitation(the_delegation(event, organisation))
    assert invitation is not None
    return invitation
