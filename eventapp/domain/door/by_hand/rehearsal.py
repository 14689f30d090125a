"""Sample tickets to practise with: made-up people, one for each thing that a door can say.

They belong to no event and stand in no database. A phone that practises has its own sample roster,
sealed by these tickets as a real one is by real tickets; at a real door they are on no list.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from eventapp.domain.door.sealed_record import RecordContent, encode, seal_record
from eventapp.domain.door.verdict import ALL_DAYS, TicketStatus, Verdict
from eventapp.domain.registration.ticket_code import ALPHABET, check_character

EVENT = "rehearsal"  # no event has it: theirs are random, and longer
SECOND_DAY = 1 << 1  # a roster that begins today lets nobody in with it
# What a practising phone says, where a real one would ask the server.
REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class SampleTicket:
    """A made-up person's ticket, and what the door says; without a status it is on no list."""

    name: str
    organisation: str
    says: str
    status: TicketStatus | None = None
    days: int = ALL_DAYS

    @property
    def code(self) -> str:
        """Its code, the same in every installation and release."""
        digest = hashlib.sha256(f"rehearsal ticket {self.name}".encode()).digest()
        data = "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:16])
        return data + check_character(data)


ADMITTED, WAITLISTED = TicketStatus.ADMITTED, TicketStatus.WAITLISTED
TICKETS: Sequence[SampleTicket] = (
    SampleTicket("Alva Exempel", "Exempelköpings kommun", Verdict.WELCOME.value, ADMITTED),
    SampleTicket("Bo Påhitt", "Påhittade regionen", Verdict.WELCOME.value, ADMITTED),
    SampleTicket("Cleo Köman", "Exempelköpings kommun", Verdict.WAITLISTED.value, WAITLISTED),
    SampleTicket("Dani Imorgon", "Låtsasby", Verdict.WRONG_DAY.value, ADMITTED, SECOND_DAY),
    SampleTicket("Eli Nyare", "Låtsasby", REPLACED, TicketStatus.REPLACED),
    SampleTicket("Frans Avbokad", "Sagostad", Verdict.CANCELLED.value, TicketStatus.CANCELLED),
    SampleTicket("Gry Annorstädes", "Sagostad", Verdict.OTHER_EVENT.value),
    SampleTicket("Hanna Okänd", "Sagostad", Verdict.UNLISTED.value),
)


@dataclass(frozen=True, slots=True)
class SampleRoster:
    """The sealed records of the tickets that are listed, and the digest of the one elsewhere."""

    event: str
    records: bytes
    check: str
    count: int
    elsewhere: bytes


@cache
def sample_roster() -> SampleRoster:
    """What a phone practises with; which day it is, the phone says itself."""
    listed = sorted(_record(ticket, ticket.status) for ticket in TICKETS if ticket.status)
    records = b"".join(listed)
    (elsewhere,) = (t.code for t in TICKETS if t.says == Verdict.OTHER_EVENT.value)
    digest = hashlib.sha256(elsewhere.encode()).digest()[:16]
    check = hashlib.sha256(records).hexdigest()
    return SampleRoster(EVENT, records, check, len(listed), digest)


def _record(ticket: SampleTicket, status: TicketStatus) -> bytes:
    content = RecordContent(status, 1, ticket.name, ticket.organisation, days=ticket.days)
    return seal_record(ticket.code, EVENT, encode(content))
