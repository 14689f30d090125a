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

PAGE_RECORDS_MAX = 10_000
DAYS_MAX = 16
MILLISECOND = timedelta(milliseconds=1)
IN, OUT, UNDONE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class RosterFrame:
    """What every answer contains: the days, and the moment from which arrivals are counted."""

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
    """The days of an event in its own zone, and when phones delete its roster."""
    zone = ZoneInfo(event.time_zone)
    first = event.starts_at.astimezone(zone).date()
    last = (event.ends_at - MILLISECOND).astimezone(zone).date()
    days = tuple(first + timedelta(days=n) for n in range(min((last - first).days + 1, DAYS_MAX)))
    midnight = datetime(first.year, first.month, first.day, tzinfo=zone)
    return RosterFrame(days, milliseconds(midnight), milliseconds(door_closes_at(event)))


def milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970-01-01 UTC."""
    return (moment - EPOCH) // MILLISECOND


def roster_changes(event: Event, index: TicketIndex, since: int) -> RosterPage | None:
    """What has changed after a revision; nothing when it is unknown here or that is too much."""
    log = roster_log.current(event.id)
    if not 0 < since <= log.revision:
        return None
    changed = roster_log.changed_since(event.id, since)
    if len(changed) > PAGE_RECORDS_MAX:
        return None
    listed = sorted(digest for digest in changed if digest in index.rows)
    return RosterPage(
        revision=log.revision,
        since=since,
        next=None,
        records=b"".join(index.record(digest) for digest in listed),
        gone=b"".join(bytes.fromhex(d) for d in changed if d not in index.rows),
        arrivals=_arrivals(event, index, changed_owners(event.id, since)),
    )


def whole_roster(event: Event, index: TicketIndex, after: bytes = b"") -> RosterPage:
    """Everything, a page at a time: what follows `after`. Arrivals are on the first."""
    revision = roster_log.current(event.id).revision
    records = index.after(after, PAGE_RECORDS_MAX)
    more = len(records) == PAGE_RECORDS_MAX and bool(index.after(records[-1][:16], 1))
    return RosterPage(
        revision=revision,
        since=0,
        next=records[-1][:16].hex() if more else None,
        records=b"".join(records),
        gone=b"",
        arrivals=b"" if after else _arrivals(event, index, None),
    )


def swap_key(event: Event) -> bytes:
    """The key by which two phones without network recognise each other."""
    ring = app_keys().tickets
    message = b"door-swap-1\0" + event.public_id.encode("ascii")
    return hmac.digest(ring[ring.current], message, "sha256")


def _arrivals(event: Event, index: TicketIndex, owners: set[Owner] | None) -> bytes:
    if owners is not None and not owners:
        return b""
    zero = roster_frame(event).zero
    presences = load_attendances(event, owners)
    return b"".join(
        _arrival(bytes.fromhex(digest), presence, zero)
        for owner, presence in presences.items()
        for digest in _digests(owner, index)
    )


def _digests(owner: Owner, index: TicketIndex) -> Iterable[str]:
    """A person who came in with whichever ticket is inside with their newest one."""
    if isinstance(owner, str):
        return (owner,)
    tickets = index.digests_of.get(owner, [])
    return sorted(tickets, key=lambda digest: index.rows[digest].revision)[-1:]


def _arrival(digest: bytes, presence: Presence, zero: int) -> bytes:
    """Fourteen bytes: the digest's first eight, seconds since `zero`, the door, what happened."""
    scan = presence.stay or presence.last
    kind = UNDONE if scan is None else IN if scan.kind is ScanKind.ENTRY else OUT
    at = max(0, scan.at - zero) // 1000 if scan else 0
    place = scan.place & 255 if scan else 0
    return digest[:8] + min(at, 0xFFFFFFFF).to_bytes(4, "big") + bytes((place, kind))
