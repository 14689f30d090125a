"""What the server says of a ticket while somebody holds it up: nothing is stored by asking."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eventapp.domain.door import roster_entry
from eventapp.domain.door.evaluation import NewScans, evaluate_scans
from eventapp.domain.door.projection import EVENT_LIST
from eventapp.domain.door.roster import milliseconds
from eventapp.domain.door.scan_timing import Handshake
from eventapp.domain.door.sender import sender_of
from eventapp.domain.door.sent_scan import SentScan
from eventapp.domain.door.verdict import Verdict
from eventapp.models import Device, ScanKind, ScanManner


@dataclass(frozen=True, slots=True)
class Reply:
    """The verdict now, and the ticket's sealed record as it is now: only the ticket opens it.

    `said` is what a scan at this moment would be answered with.
    """

    said: dict[str, Any]
    record: bytes | None


def ask(device: Device, digest: str, *, list_number: int = EVENT_LIST, now: datetime) -> Reply:
    """Evaluate the ticket of this digest as if this phone had scanned it now, at this list."""
    scan = _imagined_scan(device, digest, list_number, now=now)
    row = evaluate_scans([NewScans(sender_of(device), [scan], now)])[0]
    return Reply(row["answer"], roster_entry.seal_ticket(device.event, digest))


def _imagined_scan(device: Device, digest: str, list_number: int, *, now: datetime) -> SentScan:
    """A scan that this phone's next one would be later than; it bears no id that phones make."""
    moment = milliseconds(now)
    return SentScan(
        id="imagined",
        kind=ScanKind.ENTRY,
        digest=digest,
        target=None,
        how=ScanManner.CAMERA,
        place=device.place.number,
        life=device.life,
        seq=0,
        odo=0,
        wall=moment,
        before=Handshake(moment, 0, moment),
        after=None,
        verdict=Verdict.WELCOME,
        roster=0,
        body="",
        list_number=list_number,
    )
