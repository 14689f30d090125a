"""The roster as phones fetch it: whole, in pages, or what has changed since a revision."""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from eventapp.domain.door import roster_log, sealed_record
from eventapp.domain.door.attendance import Owner, changed_owners, load_list_attendances
from eventapp.domain.door.closing import EventTimes, door_closes_at
from eventapp.domain.door.projection import EPOCH, EVENT_LIST, NEVER, Presence
from eventapp.domain.door.roster_log import ListedRecord, by_digest
from eventapp.extensions import db
from eventapp.keys import app_keys
from eventapp.models import (
    CheckInList,
    Event,
    ListArrival,
    RosterArrival,
    ScanKind,
    ScanTally,
    Ticket,
)

PAGE_RECORDS_MAX = 10_000
DECOY_STEP = 64
DAYS_MAX = 16
FRAMES_REMEMBERED = 100
MILLISECOND = timedelta(milliseconds=1)
IN, OUT, UNDONE = 1, 2, 3
PREFIX_BYTES = 8  # of a digest, as arrivals have it


@dataclass(frozen=True, slots=True)
class RosterFrame:
    """What every answer contains: the days, and the moment from which arrivals are counted."""

    days: tuple[date, ...]
    zero: int
    expires: int


@dataclass(frozen=True, slots=True)
class RosterPage:
    """One answer. `since` is 0 when everything is sent; `next` is set when more follows.

    `lists` are the event's check-in lists. `listed` says, for each of them but the event's own,
    which records' owners have a seat in its sessions (a bit a record, the highest first, filled up
    to whole bytes), and then what happened at them (15 bytes: the list's number, and an arrival).
    Arrivals stand as `in_order` puts them.
    """

    revision: int
    since: int
    next: str | None
    records: bytes
    gone: bytes
    arrivals: bytes
    lists: Sequence[CheckInList]
    listed: bytes

    @property
    def listed_check(self) -> str:
        """As `check`, of what a phone of an older release does not know of."""
        return hashlib.sha256(self.listed).hexdigest()

    @property
    def check(self) -> str:
        """What the phone compares before it believes the rest."""
        return hashlib.sha256(self.records + self.gone + self.arrivals).hexdigest()


def roster_frame(event: EventTimes) -> RosterFrame:
    """The days of an event in its own zone, and when phones delete its roster."""
    closes = door_closes_at(event)
    return _frame(event.time_zone, event.starts_at, event.ends_at, milliseconds(closes))


@lru_cache(FRAMES_REMEMBERED)
def _frame(time_zone: str, starts_at: datetime, ends_at: datetime, expires: int) -> RosterFrame:
    zone = ZoneInfo(time_zone)
    first = starts_at.astimezone(zone).date()
    last = (ends_at - MILLISECOND).astimezone(zone).date()
    days = tuple(first + timedelta(days=n) for n in range(min((last - first).days + 1, DAYS_MAX)))
    midnight = datetime(first.year, first.month, first.day, tzinfo=zone)
    return RosterFrame(days, milliseconds(midnight), expires)


def milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970-01-01 UTC."""
    return (moment - EPOCH) // MILLISECOND


def roster_changes(
    event: Event, since: int, lists: Sequence[CheckInList] = ()
) -> RosterPage | None:
    """What has changed after a revision; nothing when it is unknown here or that is too much.

    `lists` are the event's check-in lists.
    """
    log = roster_log.current(event.id)
    if not 0 < since <= log.revision:
        return None
    changed = roster_log.changed_since(event.id, since, PAGE_RECORDS_MAX + 1)
    owners = changed_owners(event.id, since)
    if max(len(changed), len(owners)) > PAGE_RECORDS_MAX:
        return None
    listed = [row for row in changed if row.record]
    # Whoever is inside already is so with a ticket that is new, too.
    owners |= _owners_of([row.digest for row in listed])
    presences = load_list_attendances(event, owners) if owners else {}
    at_event = {owner: at.get(EVENT_LIST, NEVER) for owner, at in presences.items()}
    at_lists = [row["arrival"] for row in arrivals_at_lists(event, presences)]
    records = b"".join(row.record for row in listed if row.record)
    arrivals = [row["arrival"] for row in list_arrivals(event, at_event)]
    return RosterPage(
        revision=log.revision,
        since=since,
        next=None,
        records=records,
        gone=b"".join(bytes.fromhex(row.digest) for row in changed if not row.record),
        arrivals=b"".join(in_order(arrivals, records)),
        lists=lists,
        listed=sign_ups(lists, listed) + b"".join(_by_list(at_lists, records)),
    )


def whole_roster(event: Event, after: str = "", lists: Sequence[CheckInList] = ()) -> RosterPage:
    """Everything, a page at a time: what follows the digest `after`, read as it is stored.

    Arrivals are on the page of their digest. `lists` are the event's check-in lists. What changes
    after the revision up to which scans have been counted is sent again as a change.
    """
    counted = db.session.scalar(select(ScanTally.revision).where(ScanTally.event_id == event.id))
    revision = min(counted or 1, roster_log.current(event.id).revision)
    rows = roster_log.list_records(event.id, after, PAGE_RECORDS_MAX + 1)
    decoys = _decoys(event, roster_log.count_records(event.id))
    records = sorted([*rows, *(decoy for decoy in decoys if decoy.digest > after)], key=by_digest)
    page, more = records[:PAGE_RECORDS_MAX], len(records) > PAGE_RECORDS_MAX
    last = page[-1].digest if more else None
    sealed = b"".join(row.record for row in page if row.record)
    arrivals = _stored_arrivals(RosterArrival, event, after, last)
    at_lists = _stored_arrivals(ListArrival, event, after, last)
    return RosterPage(
        revision=revision,
        since=0,
        next=last,
        records=sealed,
        gone=b"",
        arrivals=b"".join(in_order(arrivals, sealed)),
        lists=lists,
        listed=sign_ups(lists, page) + b"".join(_by_list(at_lists, sealed)),
    )


def in_order(arrivals: Iterable[bytes], records: bytes) -> list[bytes]:
    """Those that can be sent in short first, in the order of their records; one for a ticket.

    They have a record in this answer, and a time that three bytes are enough for.
    """
    starts = range(0, len(records), sealed_record.RECORD_BYTES)
    prefixes = {records[at : at + PREFIX_BYTES] for at in starts}
    of_tickets = {arrival[:PREFIX_BYTES]: arrival for arrival in arrivals}
    return sorted(
        of_tickets.values(),
        key=lambda arrival: (
            not is_short(arrival) or arrival[:PREFIX_BYTES] not in prefixes,
            arrival,
        ),
    )


def is_short(arrival: bytes) -> bool:
    """Whether three bytes are enough for an arrival's seconds."""
    return arrival[PREFIX_BYTES] == 0


def _by_list(arrivals: Iterable[bytes], records: bytes) -> Iterator[bytes]:
    at_lists: dict[int, list[bytes]] = defaultdict(list)
    for arrival in arrivals:
        at_lists[arrival[0]].append(arrival[1:])
    for number, at_list in sorted(at_lists.items()):
        yield from (bytes((number,)) + arrival for arrival in in_order(at_list, records))


def swap_key(event: Event) -> bytes:
    """The key by which two phones without network recognise each other."""
    ring = app_keys().tickets
    message = b"door-swap-1\0" + event.public_id.encode("ascii")
    return hmac.digest(ring[ring.current], message, "sha256")


def list_arrivals(event: Event, presences: Mapping[Owner, Presence]) -> list[dict[str, Any]]:
    """The rows of RosterArrival that these presences come to.

    A person who came in with whichever ticket is inside with their newest one.
    """
    zero = roster_frame(event).zero
    newest = _newest_tickets([owner for owner in presences if isinstance(owner, int)])
    rows = []
    for owner, presence in presences.items():
        digest = newest.get(owner) if isinstance(owner, int) else owner
        if digest:
            rows.append(
                {
                    "event_id": event.id,
                    "digest": digest,
                    "registration_id": owner if isinstance(owner, int) else None,
                    "arrival": _arrival(bytes.fromhex(digest), presence, zero),
                }
            )
    return rows


def arrivals_at_lists(
    event: Event, presences: Mapping[Owner, Mapping[int, Presence]]
) -> list[dict[str, Any]]:
    """The rows of ListArrival that these presences come to; without those at the event's list."""
    numbers = {n for at in presences.values() for n in at} - {EVENT_LIST}
    rows = []
    for number in sorted(numbers):
        there = {owner: at[number] for owner, at in presences.items() if number in at}
        for row in list_arrivals(event, there):
            arrival = bytes((number & 255,)) + row["arrival"]
            rows.append(row | {"list_number": number, "arrival": arrival})
    return rows


def sign_ups(lists: Sequence[CheckInList], page: Sequence[ListedRecord]) -> bytes:
    """For each list but the event's own a bit for each record of a page: whether it is a seat."""
    width = -(-len(page) // 8)
    bits = {of.number: bytearray(width) for of in lists if of.number != EVENT_LIST}
    for position, row in enumerate(page):
        for number in row.lists or b"":
            if number in bits:
                bits[number][position >> 3] |= 128 >> (position & 7)
    return b"".join(bits.values())


def _stored_arrivals(
    table: type[RosterArrival | ListArrival], event: Event, after: str, last: str | None
) -> Sequence[bytes]:
    of_page = [table.event_id == event.id, table.digest > after]
    if last is not None:
        of_page.append(table.digest <= last)
    return db.session.scalars(select(table.arrival).where(*of_page)).all()


def _decoys(event: Event, count: int) -> list[ListedRecord]:
    """Records of nobody that fill the roster up to a multiple of 64."""
    key = app_keys().tickets[app_keys().tickets.current]
    missing = -count % DECOY_STEP or (DECOY_STEP if not count else 0)
    decoys = [sealed_record.decoy_record(key, event.public_id, n) for n in range(missing)]
    return [
        ListedRecord(decoy[: sealed_record.DIGEST_BYTES].hex(), decoy, None) for decoy in decoys
    ]


def _owners_of(digests: Sequence[str]) -> set[Owner]:
    owners = select(Ticket.registration_id).where(Ticket.digest.in_(digests))
    return set(db.session.scalars(owners)) if digests else set()


def _newest_tickets(ids: Sequence[int]) -> dict[Owner, str]:
    rows = db.session.execute(
        select(Ticket.registration_id, Ticket.digest)
        .where(Ticket.registration_id.in_(ids))
        .order_by(Ticket.revision)
    )
    return {row[0]: row[1] for row in rows}


def _arrival(digest: bytes, presence: Presence, zero: int) -> bytes:
    """Fourteen bytes: the digest's first eight, seconds since `zero`, the door, what happened."""
    scan = presence.stay or presence.last
    kind = UNDONE if scan is None else IN if scan.kind is ScanKind.ENTRY else OUT
    at = max(0, scan.at - zero) // 1000 if scan else 0
    place = scan.place & 255 if scan else 0
    return digest[:8] + min(at, 0xFFFFFFFF).to_bytes(4, "big") + bytes((place, kind))
