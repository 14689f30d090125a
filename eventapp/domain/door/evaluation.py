"""What the server makes of new scans: when each happened, whose it was, and its own verdict."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from eventapp.domain.door.attendance import STRETCHED
from eventapp.domain.door.projection import Scan, day_of, stay_before, uncertain
from eventapp.domain.door.roster import milliseconds
from eventapp.domain.door.scan_context import ScanContext, load_scan_context
from eventapp.domain.door.scan_timing import ScanTime, time_scan
from eventapp.domain.door.sent_scan import SentScan
from eventapp.domain.door.verdict import Verdict, evaluate
from eventapp.models import Device, ScanKind, ScanStatus

# A phone's idea of the server's clock may be off by what two servers differ.
CLOCKS_DIFFER = 5_000


@dataclass(frozen=True, slots=True)
class BatchContext:
    """What the items of one batch have in common. Moments in milliseconds."""

    zone: ZoneInfo
    shown: ScanContext
    paired: int
    present: int


def evaluate_scans(device: Device, fresh: list[SentScan], *, now: datetime) -> list[dict[str, Any]]:
    """The rows of new scans, in the order sent, but for the revision."""
    if not fresh:
        return []
    placed = [time_scan(item.odo, item.wall, item.before, item.after) for item in fresh]
    scans = [_as_scan(device.id, *each) for each in zip(fresh, placed, strict=True)]
    hearing = BatchContext(
        zone=ZoneInfo(device.event.time_zone),
        shown=load_scan_context(device.event, fresh, scans),
        paired=milliseconds(device.paired_at) - CLOCKS_DIFFER if device.paired_at else 0,
        present=milliseconds(now) + CLOCKS_DIFFER,
    )
    revoked = device.revoked_at is not None
    common = {
        "event_id": device.event_id,
        "device_id": device.id,
        "standing": ScanStatus.QUARANTINED if revoked else ScanStatus.COUNTED,
        "received_at": now,
    }
    return [common | _row(item, scan, hearing) for item, scan in zip(fresh, scans, strict=True)]


def _row(item: SentScan, scan: Scan, hearing: BatchContext) -> dict[str, Any]:
    said = _answer(item, scan, hearing)
    return {
        "scan_id": item.id,
        "kind": item.kind,
        "target": item.target,
        "how": item.how,
        "place": item.place,
        "life": item.life,
        "seq": item.seq,
        "phone_verdict": item.verdict,
        "body": item.body,
        "body_digest": item.body_digest,
        "registration_id": hearing.shown.registration_of(item),
        "digest": hearing.shown.digest_of(item),
        "at": scan.at,
        "low": scan.low,
        "high": scan.high,
        "admits": scan.admits,
        "flags": _flags(item, scan, hearing),
        "verdict": said["verdict"],
        "answer": said,
    }


def _answer(item: SentScan, scan: Scan, hearing: BatchContext) -> dict[str, Any]:
    """The server's own verdict, and the earlier entry when there is one."""
    if item.kind is not ScanKind.ENTRY:
        return {"verdict": None}
    shown, zone = hearing.shown, hearing.zone
    others = shown.scans_of(item)
    stay = stay_before(scan, others, zone) if len(others) > 1 else None
    day = None if _spans_midnight(scan, zone) else shown.day_number(day_of(scan.at, zone))
    ticket = shown.ticket_of(item)
    verdict = evaluate(ticket, day=day, inside=stay is not None)
    answer: dict[str, Any] = {"verdict": verdict.value}
    if verdict is Verdict.AGAIN and stay:
        unsure = uncertain(stay, scan)
        answer["first"] = {"at": stay.at, "place": stay.place, "uncertain": unsure}
    if verdict is Verdict.CANCELLED and ticket and ticket.replaced:
        answer["reason"] = "replaced"
    return answer


def _flags(item: SentScan, scan: Scan, hearing: BatchContext) -> str:
    """Words about what an auditor may want to know of how the scan was timed."""
    first, last = item.before.server, (item.after or item.before).server
    flags = []
    if scan.stretched:
        flags.append(STRETCHED)
    if max(first, last) > hearing.present:
        flags.append("future")
    if min(first, last) < hearing.paired:
        flags.append("before-pairing")
    if _spans_midnight(scan, hearing.zone):
        flags.append("unsure-day")
    return " ".join(flags)


def _spans_midnight(scan: Scan, zone: ZoneInfo) -> bool:
    return scan.low != scan.high and day_of(scan.low, zone) != day_of(scan.high, zone)


def _as_scan(device: int, item: SentScan, placed: ScanTime) -> Scan:
    return Scan(
        at=placed.at,
        device=device,
        life=item.life,
        seq=item.seq,
        id=item.id,
        kind=item.kind,
        place=item.place,
        low=placed.low,
        high=placed.high,
        stretched=placed.stretched,
        admits=item.admits,
        knew=item.verdict is Verdict.AGAIN,
        target=item.target,
    )
