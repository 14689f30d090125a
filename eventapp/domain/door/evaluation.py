"""What the server makes of new scans: when each happened, whose it was, and its own verdict."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from eventapp.domain.door.attendance import STRETCHED
from eventapp.domain.door.projection import Scan, day_of, stay_before, uncertain
from eventapp.domain.door.roster import milliseconds
from eventapp.domain.door.scan_context import ScanContext, load_scan_context
from eventapp.domain.door.scan_timing import Handshake, ScanTime, time_scan
from eventapp.domain.door.sender import Sender
from eventapp.domain.door.sent_scan import SentScan
from eventapp.domain.door.verdict import Verdict, evaluate
from eventapp.models import ScanKind, ScanStatus

# The clocks of two servers, of which a phone may have met one each, differ by this at most.
CLOCK_DIFFERENCE_MS = 5_000


class TimedItem(Protocol):
    """What a phone timed by the handshakes around it."""

    @property
    def before(self) -> Handshake:
        """The last before it."""

    @property
    def after(self) -> Handshake | None:
        """The first after it."""


@dataclass(frozen=True, slots=True)
class NewScans:
    """The items of one phone that nobody has sent before, and when they were received."""

    sender: Sender
    items: list[SentScan]
    received_at: datetime


@dataclass(frozen=True, slots=True)
class TimeBounds:
    """Within what a phone's moments (milliseconds) are believed, and where its days begin."""

    zone: ZoneInfo
    paired: int
    present: int


@dataclass(frozen=True, slots=True)
class BatchContext:
    """What the items of one batch have in common."""

    context: ScanContext
    bounds: TimeBounds


def evaluate_scans(batches: Sequence[NewScans]) -> list[dict[str, Any]]:
    """The rows of new scans of phones at one event, in the order sent, but for the revision.

    Each is evaluated knowing all the others. So what a revoked phone sent, which nobody's answer
    may depend on, is evaluated by itself.
    """
    if not any(batch.items for batch in batches):
        return []
    scans = [[_as_scan(batch.sender.id, item) for item in batch.items] for batch in batches]
    items = [item for batch in batches for item in batch.items]
    context = load_scan_context(batches[0].sender, items, list(chain.from_iterable(scans)))
    return [
        row
        for batch, its_scans in zip(batches, scans, strict=True)
        for row in _rows(batch, its_scans, context)
    ]


def _rows(new: NewScans, scans: list[Scan], context: ScanContext) -> Iterator[dict[str, Any]]:
    sender = new.sender
    batch = BatchContext(context, time_bounds(sender, new.received_at))
    common = {
        "event_id": sender.event_id,
        "device_id": sender.id,
        "standing": ScanStatus.QUARANTINED if sender.is_revoked else ScanStatus.COUNTED,
        "received_at": new.received_at,
    }
    for item, scan in zip(new.items, scans, strict=True):
        yield common | _row(item, scan, batch)


def _row(item: SentScan, scan: Scan, batch: BatchContext) -> dict[str, Any]:
    answer = _answer(item, scan, batch)
    flags = (timing_flags(item, scan, batch.bounds), batch.context.closed_as(scan))
    return {
        "scan_id": item.id,
        "kind": item.kind,
        "target": item.target,
        "how": item.how,
        "place": item.place,
        "list_number": item.list_number,
        "life": item.life,
        "seq": item.seq,
        "phone_verdict": item.verdict,
        "body": item.body,
        "body_digest": item.body_digest,
        "registration_id": batch.context.registration_of(item),
        "digest": batch.context.digest_of(item),
        "at": scan.at,
        "low": scan.low,
        "high": scan.high,
        "admits": scan.admits,
        "flags": " ".join(filter(None, flags)),
        "verdict": answer["verdict"],
        "answer": answer,
    }


def _answer(item: SentScan, scan: Scan, batch: BatchContext) -> dict[str, Any]:
    """The server's own verdict, and the earlier entry when there is one."""
    if item.kind is not ScanKind.ENTRY:
        return {"verdict": None}
    context, zone = batch.context, batch.bounds.zone
    others = context.scans_of(item)
    stay = stay_before(scan, others, zone) if len(others) > 1 else None
    day = (
        None
        if _spans_midnight(scan.low, scan.high, zone)
        else context.day_number(day_of(scan.at, zone))
    )
    ticket = context.ticket_of(item)
    listing = context.list_situation(item, scan)
    verdict = evaluate(ticket, day=day, inside=stay is not None, listing=listing)
    answer: dict[str, Any] = {"verdict": verdict.value}
    if verdict is Verdict.AGAIN and stay:
        unsure = uncertain(stay, scan)
        answer["first"] = {"at": stay.at, "place": stay.place, "uncertain": unsure}
    if verdict is Verdict.CANCELLED and ticket and ticket.replaced:
        answer["reason"] = "replaced"
    return answer


def time_bounds(sender: Sender, received_at: datetime) -> TimeBounds:
    """The bounds of what this phone sends."""
    paired = milliseconds(sender.paired_at) - CLOCK_DIFFERENCE_MS if sender.paired_at else 0
    present = milliseconds(received_at) + CLOCK_DIFFERENCE_MS
    return TimeBounds(ZoneInfo(sender.time_zone), paired, present)


def timing_flags(item: TimedItem, time: Scan | ScanTime, bounds: TimeBounds) -> str:
    """Words about what an auditor may want to know of how the item was timed."""
    first, last = item.before.server, (item.after or item.before).server
    flags = []
    if time.stretched:
        flags.append(STRETCHED)
    if max(first, last) > bounds.present:
        flags.append("future")
    if min(first, last) < bounds.paired:
        flags.append("before-pairing")
    if _spans_midnight(time.low, time.high, bounds.zone):
        flags.append("unsure-day")
    return " ".join(flags)


def _spans_midnight(low: int, high: int, zone: ZoneInfo) -> bool:
    return low != high and day_of(low, zone) != day_of(high, zone)


def _as_scan(device: int, item: SentScan) -> Scan:
    time = time_scan(item.odo, item.wall, item.before, item.after)
    return Scan(
        at=time.at,
        device=device,
        life=item.life,
        seq=item.seq,
        id=item.id,
        kind=item.kind,
        place=item.place,
        low=time.low,
        high=time.high,
        stretched=time.stretched,
        admits=item.admits,
        knew=item.verdict is Verdict.AGAIN,
        target=item.target,
        list_number=item.list_number,
    )
