"""Tickets: issued with a registration, reissued when lost; the code is derived, never stored."""

import hmac
from datetime import datetime

from eventapp.domain.publication import Output, Showing, showing
from eventapp.domain.registration import ticket_code
from eventapp.keys import app_keys
from eventapp.models import Event, Registration, RegistrationState, Ticket

_PURPOSE = b"ticket-code-1\0"


def issue(event: Event, registration: Registration, *, now: datetime) -> Ticket:
    """Add the registration's next ticket, under the newest key."""
    ticket = make(event, registration, next_revision(registration), now=now)
    registration.tickets.append(ticket)
    return ticket


def next_revision(registration: Registration) -> int:
    """Which ticket the next one is, from 1."""
    return 1 + max((ticket.revision for ticket in registration.tickets), default=0)


def make(event: Event, registration: Registration, revision: int = 1, *, now: datetime) -> Ticket:
    """Make a ticket of a registration that has its number and secret, under the newest key."""
    number = app_keys().tickets.current
    return Ticket(
        registration_id=registration.id,
        revision=revision,
        key_number=number,
        digest=_digest(number, event, registration, revision),
        issued_at=now,
    )


def has_ticket(registration: Registration) -> bool:
    """Whether there is a ticket to show: the place is confirmed, the event not cancelled.

    An online meeting has no door to show one at.
    """
    if registration.event.online:
        return False
    shown = showing(registration.event, Output.TICKET) in {Showing.PLAIN, Showing.NOTICE}
    return shown and registration.state is RegistrationState.CONFIRMED


def current_code(registration: Registration) -> str:
    """Return the 17 characters of the valid ticket's code, in canonical form."""
    ticket = registration.tickets[-1]
    return _code(ticket.key_number, registration.event, registration, ticket.revision)


def derive_code(key: bytes, event: str, registration: str, revision: int) -> str:
    """Derive the code of a ticket: the same arguments always give the same code.

    `event` is the event's public id, `registration` the registration's internal random id (never
    its row number: the key alone would then make every ticket). Both are ASCII, at most 255
    characters. A reissue is the next `revision`, which must fit in 32 bits.
    """
    event_id, registration_id = event.encode("ascii"), registration.encode("ascii")
    # Each text is preceded by its length, so that no two pairs make the same message.
    message = b"".join(
        (
            _PURPOSE,
            len(event_id).to_bytes(1, "big"),
            event_id,
            len(registration_id).to_bytes(1, "big"),
            registration_id,
            revision.to_bytes(4, "big"),
        )
    )
    number = int.from_bytes(hmac.digest(key, message, "sha256")[:10], "big")
    data = "".join(ticket_code.ALPHABET[number >> shift & 31] for shift in range(75, -1, -5))
    return data + ticket_code.check_character(data)


def _code(key_number: int, event: Event, registration: Registration, revision: int) -> str:
    key = app_keys().tickets[key_number]
    return derive_code(key, event.public_id, registration.secret, revision)


def _digest(key_number: int, event: Event, registration: Registration, revision: int) -> str:
    return ticket_code.ticket_digest(_code(key_number, event, registration, revision)).hex()
