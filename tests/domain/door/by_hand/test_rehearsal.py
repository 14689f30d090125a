"""The sample tickets: readable, each of its own, and sealed as real ones are."""

import hashlib

from eventapp.domain.door.by_hand.rehearsal import TICKETS, sample_roster
from eventapp.domain.door.sealed_record import RECORD_BYTES
from eventapp.domain.registration import ticket_code


def test_each_ticket_has_a_code_of_its_own_that_is_read_as_one() -> None:
    codes = [ticket.code for ticket in TICKETS]
    assert len(set(codes)) == len(codes)
    assert all(ticket_code.read(code) == code for code in codes)


def test_the_roster_has_those_who_are_listed_in_order_and_names_nobody() -> None:
    roster = sample_roster()
    size = RECORD_BYTES
    digests = [roster.records[at : at + 16] for at in range(0, len(roster.records), size)]
    listed = [ticket for ticket in TICKETS if ticket.status]
    assert digests == sorted(ticket_code.ticket_digest(ticket.code) for ticket in listed)
    assert roster.count == len(listed) == len(TICKETS) - 2
    assert roster.check == hashlib.sha256(roster.records).hexdigest()
    assert not any(ticket.name.encode() in roster.records for ticket in TICKETS)
