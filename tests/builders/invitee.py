"""People invited to an event, and what they answer."""

from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from eventapp.domain.desk.invitee.candidate import Candidate
from eventapp.domain.desk.invitee.invitee import add_invitees
from eventapp.domain.desk.invitee.letter import send_invitations
from eventapp.extensions import db
from eventapp.models import Event, Invitee
from tests.builders.moments import NOON

_numbers = count(1)


def an_invitee(
    event: Event, email: str = "", *, invited: bool = True, now: datetime = NOON, **facts: Any
) -> Invitee:
    """Somebody on the list; all who are on it are written to, unless `invited` is False."""
    address = email or f"invited{next(_numbers)}@town.example"
    add_invitees(event, [Candidate(address, **facts)], actor="organizer", now=now)
    if invited:
        invite_all(event, now=now)
    return the_invitee(event, address)


def invite_all(event: Event, *, now: datetime = NOON) -> int:
    """Write to those on the list who have not been written to; how many they are."""
    return sum(send_invitations(event, actor="organizer", now=now))


def the_invitee(event: Event, email: str) -> Invitee:
    """The event's invitee of this address, as stored now."""
    return db.session.scalars(
        select(Invitee)
        .where(Invitee.event_id == event.id, Invitee.email == email)
        .execution_options(populate_existing=True)
    ).one()
