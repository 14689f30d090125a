"""The roster as phones fetch it: whole, in pages, or what has changed since a revision."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from eventapp.domain.door import roster_log
from eventapp.domain.door.attendance import Owner, changed_owners, load_attendances
from eventapp.domain.door.closing import door_closes_at
from eventapp.domain.door.projection import EPOCH, Presence
from eventapp.domain.door.ticket_index import TicketIndex
from eventapp.keys import app_keys
from eventapp.models import Event, ScanKind

MOST_RECORDS = 10_000
MOST_DAYS = 16
MILLISECOND = timedelta(milliseconds=1)
IN, OUT, UNDONE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class RosterFrame:
    """What every answer says of the event: its days, and the moment from which arrivals count."""

    days: tuple[date, ...]
    zero: int
    expires: int


@dataclass(frozen=True, slots=True)
class RosterPage:
    """One answer. `since` is 0 when everything is sent; `next` is set when more follows."""

    revision: int
    since: int
    next: str | None
    records: bytes
    gone: bytes
    arrivals: bytes

    @property
    def check(self) -> str:
        """What the phone compares before it believes the rest."""
        return hashlib.sha256(self.records + self.gone + self.arrivals).hexdigest()


def roster_frame(event: Event) -> RosterFrame:
    """The days of an event in its own zone, and when its roster is to be forgotten."""
    zone = ZoneInfo(event.time_zone)
    first = event.starts_at.astimezone(zone).date()
    last = (event.ends_at - MILLISECOND).astimezone(zone).date()
    days = tuple(first + timedelta(days=n) for n in range(min((last - first).days + 1, MOST_DAYS)))
    midnight = datetime(first.year, first.month, first.day, tzinfo=zone)
    return RosterFrame(days, milliseconds(midnight), milliseconds(door_closes_at(event)))


def milliseconds(moment: datetime) -> int:
    """A moment as phones count it."""
    return (moment - EPOCH) // MILLISECOND


def roster_changes(event: Event, listing: TicketIndex, since: int) -> RosterPage | None:
    """What has changed after a revision; nothing when it is unknown here or that is too much."""
    log = roster_log.current(event.id)
    if not 0 < since <= log.revision:
        return None
    changed = roster_log.changed_since(event.id, since)
    if len(changed) > MOST_RECORDS:
        return None
    listed = sorted(digest for digest in changed if digest in listing.rows)
    return RosterPage(
        revision=log.revision,
        since=since,
        next=None,
        records=b"".join(listing.record(digest) for digest in listed),
        gone=b"".join(bytes.fromhex(d) for d in changed if d not in listing.rows),
        arrivals=_arrivals(event, listing, changed_owners(event.id, since)),
    )


def whole_roster(event: Event, listing: TicketIndex, after: bytes = b"") -> RosterPage:
    """Everything, a page at a time: what follows `after`. Arrivals stand on the first."""
    revision = roster_log.current(event.id).revision
    records = listing.after(after, MOST_RECORDS)
    more = len(records) == MOST_RECORDS and bool(listing.after(records[-1][:16], 1))
    return RosterPage(
        revision=revision,
        since=0,
        next=records[-1][:16].hex() if more else None,
        records=b"".join(records),
        gone=b"",
        arrivals=b"" if after else _arrivals(event, listing, None),
    )


def swap_key(event: Event) -> bytes:
    """What two phones without network know each other by."""
    ring = app_keys().tickets
    message = b"door-swap-1\0" + event.public_id.encode("ascii")
    return hmac.digest(ring[ring.current], message, "sha256")


def _arrivals(event: Event, listing: TicketIndex, owners: set[Owner] | None) -> bytes:
    if owners is not None and not owners:
        return b""
    zero = roster_frame(event).zero
    found = load_attendances(event, owners)
    return b"".join(
        _arrival(bytes.fromhex(digest), attendance, zero)
        for owner, attendance in found.items()
        for digest in _digests(owner, listing)
    )


def _digests(owner: Owner, listing: TicketIndex) -> Iterable[str]:
    """A person who came in with whichever ticket is inside with their newest one."""
    if isinstance(owner, str):
        return (owner,)
    tickets = listing.digests_of.get(owner, [])
    return sorted(tickets, key=lambda digest: listing.rows[digest].revision)[-1:]


def _arrival(digest: bytes, attendance: Presence, zero: int) -> bytes:
    """Fourteen bytes: the digest's first eight, seconds since `zero`, the door, what happened."""
    scan = attendance.stay or attendance.last
    kind = UNDONE if scan is None else IN if scan.kind is ScanKind.ENTRY else OUT
    at = max(0, scan.at - zero) // 1000 if scan else 0
    place = scan.place & 255 if scan else 0
    return digest[:8] + min(at, 0xFFFFFFFF).to_bytes(4, "big") + bytes((place, kind))
