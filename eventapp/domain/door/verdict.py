"""The verdict on a scan: a pure rule, in which the first line that applies decides.

The phone has the same rule in `static/js/door/verdict.js` and has answered before the server.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Verdict(StrEnum):
    """What a phone shows for a ticket."""

    WELCOME = "welcome"
    AGAIN = "again"
    CANCELLED = "cancelled"
    WAITLISTED = "waitlisted"
    OTHER_EVENT = "other-event"
    WRONG_DAY = "wrong-day"
    LIST_CLOSED = "list-closed"
    NOT_SIGNED_UP = "not-signed-up"
    UNLISTED = "unlisted"
    UNREADABLE = "unreadable"


class TicketStatus(IntEnum):
    """What a ticket is worth, as its sealed record says."""

    ADMITTED = 1
    WAITLISTED = 2
    CANCELLED = 3
    REPLACED = 4


ALL_DAYS = 0xFFFF
REFUSED = {
    TicketStatus.CANCELLED: Verdict.CANCELLED,
    TicketStatus.REPLACED: Verdict.CANCELLED,
    TicketStatus.WAITLISTED: Verdict.WAITLISTED,
}


@dataclass(frozen=True, slots=True)
class ScannedTicket:
    """The ticket that was scanned; `elsewhere`: it belongs to another event."""

    status: TicketStatus
    days: int = ALL_DAYS
    elsewhere: bool = False

    @property
    def replaced(self) -> bool:
        """Whether its owner has a newer one."""
        return self.status is TicketStatus.REPLACED


@dataclass(frozen=True, slots=True)
class ListSituation:
    """The check-in list at which a ticket was shown; the event's own is open and for all.

    `day` (counted from the event's first) is the only one on which people are checked in to it;
    None: any. `expected`: the ticket's owner belongs to it.
    """

    day: int | None = None
    open: bool = True
    expected: bool = True


AT_EVENT = ListSituation()


def evaluate(
    ticket: ScannedTicket | None,
    *,
    day: int | None,
    inside: bool,
    listing: ListSituation = AT_EVENT,
) -> Verdict:
    """The verdict on a ticket on `day` (counted from the event's first; None: unsure).

    `inside`: its owner has come in today, to this list, and has not left since.
    """
    if ticket is None:
        return Verdict.UNLISTED
    if ticket.elsewhere:
        return Verdict.OTHER_EVENT
    if ticket.status in REFUSED:
        return REFUSED[ticket.status]
    if day is not None and not (_valid_on(ticket, day) and listing.day in {None, day}):
        return Verdict.WRONG_DAY
    return _verdict_at(listing, inside=inside)


def _verdict_at(listing: ListSituation, *, inside: bool) -> Verdict:
    """The verdict on a good ticket: who was let in once is known, signed up or not."""
    if not listing.open:
        return Verdict.LIST_CLOSED
    if inside:
        return Verdict.AGAIN
    return Verdict.WELCOME if listing.expected else Verdict.NOT_SIGNED_UP


def _valid_on(ticket: ScannedTicket, day: int) -> bool:
    if ticket.days == ALL_DAYS:
        return True
    return 0 <= day < 16 and bool(ticket.days >> day & 1)
