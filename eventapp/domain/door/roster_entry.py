"""The roster's entries: a sealed record of each ticket, made anew when what it says has changed.

Triggers mark tickets that may have changed (`RosterMark`); here the marks are worked off, some at a
time, before the roster is read.
"""

import hashlib
import hmac
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, literal, or_, select, union

from eventapp.domain.door import roster_log, scan_tally, sealed_record, search
from eventapp.domain.door.check_in_list import membership
from eventapp.domain.door.closing import DOOR_CLOSES_AFTER
from eventapp.domain.door.record_content import ListedRow, content_of
from eventapp.domain.door.roster_log import SealedContent
from eventapp.domain.registration import ticket
from eventapp.extensions import db
from eventapp.keys import app_keys
from eventapp.models import (
    Event,
    Registration,
    Roster,
    RosterEntry,
    RosterMark,
    ScanTally,
    Ticket,
)

# Sealing so many takes about a tenth of a second, for which scans wait.
MARKS_AT_ONCE = 500
CONTENT_LETTERS = 24

COLUMNS = (
    Ticket.digest,
    Ticket.revision,
    Ticket.key_number,
    Registration.id,
    Registration.secret,
    Registration.state,
    Registration.name,
    Registration.organisation_name,
    Registration.visibility,
    Registration.delegation_id,
    Registration.party_code,
)


def is_recorded(event: Event) -> bool:
    """Whether every record says what its ticket is worth now."""
    marked = select(RosterMark.id).where(RosterMark.event_id == event.id).limit(1)
    return (
        roster_log.current(event.id).fingerprint == _fingerprint()
        and db.session.scalar(marked) is None
    )


def list_behind(*, now: datetime) -> Sequence[int]:
    """The ids of the events of which tickets are marked or, while doors are open, scans uncounted.

    Marks of events that are over matter too: a record may bear a name that has been deleted.
    """
    marked = select(RosterMark.event_id)
    stored = select(ScanTally.event_id).where(
        ScanTally.event_id == Roster.event_id, ScanTally.revision >= Roster.revision
    )
    behind = or_(Roster.fingerprint != _fingerprint(), ~stored.exists())
    open_doors = (
        select(Roster.event_id)
        .join(Event, Event.id == Roster.event_id)
        .where(Event.ends_at >= now - DOOR_CLOSES_AFTER, behind)
    )
    return db.session.scalars(union(marked, open_doors)).all()


def record_changes(event: Event) -> bool:
    """Seal anew what has changed, some tickets at a time, under the log's lock.

    Whether more is waiting; the caller commits in between.
    """
    roster_log.raise_revision(event.id)
    _mark_all_when_made_otherwise(event)
    marks = db.session.execute(
        select(RosterMark.id, RosterMark.digest)
        .where(RosterMark.event_id == event.id)
        .order_by(RosterMark.id)
        .limit(MARKS_AT_ONCE)
    ).all()
    digests = {mark.digest for mark in marks}
    # Read after the marks: a change that commits in between brings a mark of its own.
    tickets = _load_tickets(event, digests)
    roster_log.record_contents(event.id, digests, _seal_all(event, tickets))
    scan_tally.move_arrivals(event, {row.id for row in tickets})
    search.index_names(event, {row.id: row.name for row in tickets})
    ids = [mark.id for mark in marks]
    db.session.execute(delete(RosterMark).where(RosterMark.id.in_(ids)))
    return len(marks) == MARKS_AT_ONCE


def seal_ticket(event: Event, digest: str) -> bytes | None:
    """A ticket's record as it is at this moment, recorded or not; None where there is no such."""
    sealed = _seal_all(event, _load_tickets(event, {digest}))
    return sealed[digest].record if digest in sealed else None


def _mark_all_when_made_otherwise(event: Event) -> None:
    """Mark every ticket when there are no records yet, or their format or keys were others."""
    log, fingerprint = roster_log.current(event.id), _fingerprint()
    if log.fingerprint == fingerprint:
        return
    log.fingerprint = fingerprint
    listed = (
        select(literal(event.id), Ticket.digest)
        .join(Registration, Ticket.registration_id == Registration.id)
        .where(Registration.event_id == event.id)
    )
    recorded = select(literal(event.id), RosterEntry.digest).where(
        RosterEntry.event_id == event.id, RosterEntry.content != ""
    )
    columns = ["event_id", "digest"]
    db.session.execute(insert(RosterMark).from_select(columns, union(listed, recorded)))


def _load_tickets(event: Event, digests: Collection[str]) -> Sequence[ListedRow]:
    return db.session.execute(
        select(*COLUMNS)
        .join(Registration, Ticket.registration_id == Registration.id)
        .where(Ticket.digest.in_(digests), Registration.event_id == event.id)
    ).all()


def _seal_all(event: Event, tickets: Sequence[ListedRow]) -> dict[str, SealedContent]:
    latest = (
        select(Ticket.registration_id, func.max(Ticket.revision))
        .where(Ticket.registration_id.in_({row.id for row in tickets}))
        .group_by(Ticket.registration_id)
    )
    newest = {row[0]: row[1] for row in db.session.execute(latest)}
    lists = membership.load_numbers(event.id, newest)
    return {row.digest: _seal(event, row, newest[row.id], lists.get(row.id)) for row in tickets}


def _seal(event: Event, row: ListedRow, newest: int, lists: bytes | None) -> SealedContent:
    plain = sealed_record.encode(content_of(event.public_id, row, newest))
    key = app_keys().tickets[row.key_number]
    code = ticket.derive_code(key, event.public_id, row.secret, row.revision)
    content = hashlib.sha256(plain).hexdigest()[:CONTENT_LETTERS]
    return SealedContent(content, sealed_record.seal_record(code, event.public_id, plain), lists)


def _fingerprint() -> str:
    """By which format and keys records are made; it tells nothing of the keys."""
    keys = app_keys()
    secrets = [keys.links, *(keys.tickets[number] for number in sorted(keys.tickets.keys))]
    prints = [hmac.digest(secret, b"door-roster-1", "sha256") for secret in secrets]
    return hashlib.sha256(bytes((sealed_record.FORMAT,)) + b"".join(prints)).hexdigest()
