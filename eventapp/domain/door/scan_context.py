"""The tickets that a batch of scans shows, and all that is known of their owners."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Executable, bindparam, select, union_all

from eventapp.domain.door.attendance import SCAN_COLUMNS, scan_of
from eventapp.domain.door.check_in_list.membership import load_numbers
from eventapp.domain.door.projection import EVENT_LIST, Scan
from eventapp.domain.door.record_content import status_of
from eventapp.domain.door.roster import milliseconds, roster_frame
from eventapp.domain.door.sender import Sender
from eventapp.domain.door.sent_scan import SentScan
from eventapp.domain.door.verdict import AT_EVENT, ListSituation, ScannedTicket
from eventapp.extensions import db
from eventapp.models import CheckIn, CheckInList, Registration, ScanKind, ScanStatus, Ticket
from eventapp.models.text_list import is_among

LIST_CLOSED, LIST_DELETED = "list-closed", "list-deleted"  # flags
ScanRow = Any  # a row of the columns selected below

# Compiled once, and run without the unit of work: others wait for this transaction.
_known = Ticket.__table__.alias("known")
tickets, people, check_ins = Ticket.__table__, Registration.__table__, CheckIn.__table__
_here = (
    check_ins.c.event_id == bindparam("event"),
    check_ins.c.standing == ScanStatus.COUNTED,
)
# The tickets of these digests, and the other tickets of their owners.
TICKETS = (
    select(tickets.c.digest, tickets.c.revision, people.c.id, people.c.state, people.c.event_id)
    .join_from(tickets, people, tickets.c.registration_id == people.c.id)
    .where(
        tickets.c.registration_id.in_(
            select(_known.c.registration_id).where(is_among(_known.c.digest, "digests"))
        )
    )
)
_scans = select(*SCAN_COLUMNS).where(*_here)
# Earlier scans of these tickets, and undoings that arrived before what they undo.
SCANS = union_all(
    _scans.where(is_among(check_ins.c.digest, "digests")),
    _scans.where(is_among(check_ins.c.target, "targets"), check_ins.c.digest == ""),
)
# By their ids alone: given the event too, SQLite would rather read all of its scans.
UNDONE = select(check_ins.c.digest, check_ins.c.event_id, check_ins.c.standing).where(
    is_among(check_ins.c.scan_id, "targets")
)


class ScanContext:
    """Tickets by digest, and the scans of their owners: those stored and those of the batch."""

    def __init__(self, sender: Sender, tickets: dict[str, ScanRow]) -> None:
        self._tickets = tickets
        self._newest: dict[int, int] = {}
        # The owners' registrations, of those who are registered here.
        self._owners: dict[str, int] = {}
        for digest, row in tickets.items():
            self._newest[row.id] = max(self._newest.get(row.id, 0), row.revision)
            if row.event_id == sender.event_id:
                self._owners[digest] = row.id
        self._days = roster_frame(sender).days
        self._lists: dict[int, CheckInList] = {}
        self._signed_up: dict[int, bytes] = {}
        self._digest_of_scan: dict[str, str] = {}
        self._scans: dict[int | str, list[Scan]] = defaultdict(list)

    def add_lists(self, event_id: int, numbers: set[int]) -> None:
        """Look up the check-in lists of these numbers, and who belongs to them."""
        lists = db.session.scalars(
            select(CheckInList).where(
                CheckInList.event_id == event_id, CheckInList.number.in_(numbers)
            )
        )
        self._lists = {listing.number: listing for listing in lists}
        if any(listing.signed_up_only for listing in self._lists.values()):
            self._signed_up = load_numbers(event_id, set(self._owners.values()))

    def add(self, scan: Scan, digest: str) -> None:
        """Count a scan to the owner of the ticket it showed."""
        self._digest_of_scan[scan.id] = digest
        self._scans[self._owners.get(digest, digest)].append(scan)

    def add_undoing(self, scan: Scan) -> None:
        """Count an undoing to the owner of what it undoes, if that is known."""
        digest = self._digest_of_scan.get(scan.target or "")
        if digest:
            self._scans[self._owners.get(digest, digest)].append(scan)

    def digest_of(self, item: SentScan) -> str:
        """The ticket's digest; an undoing takes that of its target, or none."""
        return item.digest or self._digest_of_scan.get(item.target or "", "")

    def registration_of(self, item: SentScan) -> int | None:
        """The owner's registration, if it is one of this event."""
        return self._owners.get(self.digest_of(item))

    def scans_of(self, item: SentScan) -> list[Scan]:
        """Everything known of the owner, this item included."""
        digest = self.digest_of(item)
        return self._scans[self._owners.get(digest, digest)]

    def ticket_of(self, item: SentScan) -> ScannedTicket | None:
        """What the ticket is worth; nothing when there is none of this digest."""
        row = self._tickets.get(item.digest)
        if row is None:
            return None
        status = status_of(row.state, row.revision, self._newest[row.id])
        return ScannedTicket(status, elsewhere=item.digest not in self._owners)

    def list_situation(self, item: SentScan, scan: Scan) -> ListSituation:
        """What matters of the list at which the ticket was shown."""
        if item.list_number == EVENT_LIST:
            return AT_EVENT
        listing = self._lists.get(item.list_number)
        if listing is None:
            return ListSituation(open=False)
        numbers = self._signed_up.get(self.registration_of(item) or 0, b"")
        return ListSituation(
            day=self.day_number(listing.day) if listing.day else None,
            open=not self.closed_as(scan),
            expected=not listing.signed_up_only or listing.number in numbers,
        )

    def closed_as(self, scan: Scan) -> str:
        """A flag, where nobody was to be checked in to the scan's list any more."""
        if scan.list_number == EVENT_LIST or scan.kind is ScanKind.UNDO:
            return ""
        listing = self._lists.get(scan.list_number)
        if listing is None or listing.deleted_at is not None:
            return LIST_DELETED
        closed_at = listing.closed_at
        return LIST_CLOSED if closed_at and scan.at > milliseconds(closed_at) else ""

    def day_number(self, day: date) -> int:
        """Which day of the event; -1 for none of them."""
        return self._days.index(day) if day in self._days else -1


def load_scan_context(sender: Sender, items: list[SentScan], scans: list[Scan]) -> ScanContext:
    """Look up, in two queries or three, what a batch of new items shows.

    `scans` are the same items with their times, all of one event. An undoing is counted to the
    owner of what it undoes, so scans are added before undoings.
    """
    digests = {item.digest for item in items if item.digest}
    if targets := [item.target for item in items if item.target]:
        digests |= {
            row.digest
            for row in _run(UNDONE, targets=targets)
            if row.event_id == sender.event_id and row.standing == ScanStatus.COUNTED
        } - {""}
    tickets_by_digest = {row.digest: row for row in _run(TICKETS, digests=list(digests))}
    context = ScanContext(sender, tickets_by_digest)
    if numbers := {item.list_number for item in items} - {EVENT_LIST}:
        context.add_lists(sender.event_id, numbers)
    known = _run(
        SCANS,
        event=sender.event_id,
        digests=list(tickets_by_digest.keys() | digests),
        targets=[item.id for item in items],
    )
    _fill(context, known, list(zip(items, scans, strict=True)))
    return context


def _fill(
    context: ScanContext, known: Sequence[ScanRow], new: Sequence[tuple[SentScan, Scan]]
) -> None:
    """Count what was known and what is new: scans first, then undoings of any of them."""
    for row in known:
        if row.kind is not ScanKind.UNDO:
            context.add(scan_of(row), row.digest)
    for item, scan in new:
        if item.kind is not ScanKind.UNDO:
            context.add(scan, item.digest)
    for row in known:
        if row.kind is ScanKind.UNDO:
            context.add_undoing(scan_of(row))
    for _item, scan in new:
        if scan.kind is ScanKind.UNDO:
            context.add_undoing(scan)


def _run(statement: Executable, **values: object) -> Sequence[ScanRow]:
    return db.session.connection().execute(statement, values).all()
