"""Tickets: issued with a registration, reissued when lost; the code is derived, never stored."""

from datetime import datetime

from eventapp.domain.publication import Output, Showing, showing
from eventapp.domain.registration import ticket_code
from eventapp.keys import app_keys
from eventapp.models import Event, Registration, RegistrationState, Ticket


def issue(event: Event, registration: Registration, *, now: datetime) -> Ticket:
    """Add the registration's next ticket, under the newest key."""
    number = app_keys().tickets.current
    revision = 1 + max((ticket.revision for ticket in registration.tickets), default=0)
    ticket = Ticket(
        revision=revision,
        key_number=number,
        digest=_digest(number, event, registration, revision),
        issued_at=now,
    )
    registration.tickets.append(ticket)
    return ticket


def has_ticket(registration: Registration) -> bool:
    """Whether there is a ticket to show: the place is confirmed, the event not cancelled."""
    shown = showing(registration.event, Output.TICKET) in {Showing.PLAIN, Showing.NOTICE}
    return shown and registration.state is RegistrationState.CONFIRMED


def current_code(registration: Registration) -> str:
    """Return the 17 characters of the valid ticket's code, in canonical form."""
    ticket = registration.tickets[-1]
    return _code(ticket.key_number, registration.event, registration, ticket.revision)


def _code(key_number: int, event: Event, registration: Registration, revision: int) -> str:
    key = app_keys().tickets[key_number]
    return ticket_code.derive(key, event.public_id, registration.secret, revision)


def _digest(key_number: int, event: Event, registration: Registration, revision: int) -> str:
    return ticket_code.ticket_digest(_code(key_number, event, registration, revision)).hex()
