"""An event's tickets as the door needs them: read from the database, cached in each process."""

import hashlib
import time
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import select

from eventapp.domain.door import roster_log, sealed_record
from eventapp.domain.door.record_content import ListedRow, content_of
from eventapp.domain.registration import ticket
from eventapp.domain.revision_cache import RevisionCache
from eventapp.extensions import db
from eventapp.keys import app_keys
from eventapp.models import Event, Registration, Ticket

DECOY_STEP = 64
# Reading a large event takes a while; then it is read so seldom that it costs a thirtieth at most.
QUICK_SECONDS = 0.02
READING_SHARE = 30
CACHED_EVENTS_MAX = 16

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
    Registration.desk_code,
)


@dataclass
class TicketIndex:
    """All tickets of one event at one moment, with the records sealed so far."""

    event: str
    rows: dict[str, ListedRow]
    plain: dict[str, bytes]
    listed_revision: int
    looked_at: float = 0.0
    took: float = 0.0
    records: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)

    @cached_property
    def contents(self) -> dict[str, str]:
        """The content of each record, as a short hash."""
        return {
            digest: hashlib.sha256(plain).hexdigest()[:24] for digest, plain in self.plain.items()
        }

    @cached_property
    def fingerprint(self) -> str:
        """A value that changes whenever any record does."""
        whole = "".join(f"{digest}{self.contents[digest]}" for digest in sorted(self.contents))
        return hashlib.sha256(whole.encode()).hexdigest()

    @cached_property
    def digests_of(self) -> dict[int, list[str]]:
        """The digests of each registration's tickets, old ones too."""
        digests: dict[int, list[str]] = defaultdict(list)
        for digest, row in self.rows.items():
            digests[row.id].append(digest)
        return digests

    @cached_property
    def book(self) -> list[bytes]:
        """Every record, sorted, filled up with decoys to a multiple of 64."""
        records = [self.record(digest) for digest in self.rows]
        key = app_keys().tickets[app_keys().tickets.current]
        missing = -len(records) % DECOY_STEP or (DECOY_STEP if not records else 0)
        return sorted(
            records + [sealed_record.decoy_record(key, self.event, i) for i in range(missing)]
        )

    def record(self, digest: str) -> bytes:
        """The record of one ticket, sealed again only when its content has changed."""
        plain = self.plain[digest]
        cached = self.records.get(digest)
        if cached is None or cached[0] != plain:
            cached = self.records[digest] = (plain, self._seal(self.rows[digest], plain))
        return cached[1]

    def after(self, digest: bytes, most: int) -> list[bytes]:
        """At most so many records that follow a digest in the sorted book."""
        start = (
            bisect_right(self.book, digest + b"\xff" * sealed_record.RECORD_BYTES) if digest else 0
        )
        return self.book[start : start + most]

    def _seal(self, row: ListedRow, plain: bytes) -> bytes:
        key = app_keys().tickets[row.key_number]
        code = ticket.derive_code(key, self.event, row.secret, row.revision)
        return sealed_record.seal_record(code, self.event, plain)


_indexes = RevisionCache[str, TicketIndex](CACHED_EVENTS_MAX)


def load_ticket_index(event: Event) -> TicketIndex:
    """The event's index, read again unless that takes long and was done a moment ago."""
    cached = _indexes.peek(event.public_id)
    log = roster_log.current(event.id)
    if (
        cached is not None
        and cached.took > QUICK_SECONDS
        and time.monotonic() - cached.looked_at < READING_SHARE * cached.took
        and cached.listed_revision == log.listed_revision
    ):
        return cached
    return _read(event, cached, log.listed_revision)


def is_recorded(event: Event, index: TicketIndex) -> bool:
    """Whether the log knows of every content of the index."""
    return roster_log.current(event.id).fingerprint == index.fingerprint


def record_changes(event: Event) -> None:
    """Read the event under the log's lock and record what has changed."""
    revision = roster_log.raise_revision(event.id)
    index = _read(event, _indexes.peek(event.public_id), revision)
    roster_log.record_contents(event.id, index.contents, index.fingerprint)


def _read(event: Event, cached: TicketIndex | None, listed_revision: int) -> TicketIndex:
    started = time.monotonic()
    tickets = db.session.execute(
        select(*COLUMNS)
        .join(Registration, Ticket.registration_id == Registration.id)
        .where(Registration.event_id == event.id)
    ).all()
    rows = {row.digest: row for row in tickets}
    if cached is not None and cached.rows == rows:
        cached.listed_revision = listed_revision
        cached.looked_at, cached.took = time.monotonic(), time.monotonic() - started
        return cached
    newest: dict[int, int] = defaultdict(int)
    for row in tickets:
        newest[row.id] = max(newest[row.id], row.revision)
    known = cached.rows if cached is not None else {}
    index = TicketIndex(
        event=event.public_id,
        rows=rows,
        plain={
            digest: cached.plain[digest]
            if cached is not None and known.get(digest) == row and row.revision == newest[row.id]
            else sealed_record.encode(content_of(event.public_id, row, newest[row.id]))
            for digest, row in rows.items()
        },
        listed_revision=listed_revision,
        looked_at=time.monotonic(),
        took=time.monotonic() - started,
        records=cached.records if cached is not None else {},
    )
    _indexes.put(event.public_id, listed_revision, index)
    return index
