"""People who ask for places."""

from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from eventapp.domain.registration.registration import Applicant, Reception, register
from eventapp.extensions import db
from eventapp.models import Event, Organisation, Registration, RegistrationState, Session
from tests.builders.moments import NOON
from tests.builders.people import an_affiliation

_numbers = count(1)


def an_applicant(
    *, organisation: Organisation | None = None, sessions: tuple[Session, ...] = (), **facts: Any
) -> Applicant:
    """A person with an address of their own."""
    number = next(_numbers)
    defaults = {
        "name": f"Linnéa Vårglim {number}",
        "email": f"linnea.{number}@town.example",
        **facts,
    }
    return Applicant(
        affiliation=an_affiliation(organisation),
        sessions=tuple(session.code for session in sessions),
        **defaults,
    )


def an_application(event: Event, applicant: Applicant, *, now: datetime = NOON) -> Reception:
    """Ask for a place as the pages do."""
    reception = register(event.slug, applicant, now=now)
    db.session.flush()
    return reception


def a_registration(event: Event, *, now: datetime = NOON, **facts: Any) -> Registration:
    """One more person at the event, or in its queue; `facts` as an_applicant takes them."""
    return an_application(event, an_applicant(**facts), now=now).registration


def a_queue(event: Event, length: int, **facts: Any) -> list[Registration]:
    """So many who wait, in order. The event must be full."""
    waiting = [a_registration(event, **facts) for _ in range(length)]
    assert {registration.state for registration in waiting} <= {RegistrationState.WAITLISTED}
    return waiting


def a_party(*members: Registration, code: str = "party") -> tuple[Registration, ...]:
    """Make those who wait a party that wants places together or not at all."""
    for member in members:
        member.party_code, member.party_whole = code, True
    db.session.flush()
    return members


def registrations_by_state(event: Event) -> dict[str, list[Registration]]:
    """The event's registrations by the word of their state, those who wait by number."""
    by_state: dict[str, list[Registration]] = {state.value: [] for state in RegistrationState}
    for registration in db.session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id)
        .order_by(Registration.queue_number, Registration.id)
    ):
        by_state[registration.state.value].append(registration)
    return by_state
