"""What the desk writes down: scans as a phone's, whose clock is the server's, sent at once."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from eventapp.domain.door.attendance import load_scans
from eventapp.domain.door.check_in import receive_scans
from eventapp.domain.door.projection import EVENT_LIST, Scan, at_list, day_of, project_attendance
from eventapp.domain.door.roster import milliseconds, roster_frame
from eventapp.domain.door.scan_timing import Handshake
from eventapp.domain.door.sent_scan import SentScan
from eventapp.domain.door.verdict import Verdict
from eventapp.extensions import db
from eventapp.models import CheckIn, Device, Event, Registration, ScanKind, ScanManner

LIFE = "desk"  # the desk never restarts: its scans have one row of numbers
SCAN_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class DeskScan:
    """One scan at the desk, at a moment in milliseconds; `place` where it was at another door."""

    kind: ScanKind
    at: int
    digest: str = ""
    target: str | None = None
    place: int | None = None
    life: str = LIFE
    list_number: int = EVENT_LIST


def write_scans(desk: Device, scans: Sequence[DeskScan], *, now: datetime) -> list[str]:
    """Store them as one batch of the desk's; their ids. The event is locked by whoever asks."""
    latest = select(func.max(CheckIn.seq)).where(CheckIn.device_id == desk.id)
    first = (db.session.scalar(latest) or 0) + 1
    batch = [_sent(desk, scan, first + nth) for nth, scan in enumerate(scans)]
    receive_scans(desk, batch, now=now)
    return [sent.id for sent in batch]


def _sent(desk: Device, scan: DeskScan, number: int) -> SentScan:
    scan_id = secrets.token_urlsafe(SCAN_ID_BYTES)
    return SentScan(
        id=scan_id,
        kind=scan.kind,
        digest=scan.digest,
        target=scan.target,
        how=ScanManner.BUTTON,
        place=desk.place.number if scan.place is None else scan.place,
        life=scan.life,
        seq=number,
        odo=0,
        wall=scan.at,
        before=Handshake(scan.at, 0, scan.at),
        after=None,
        verdict=Verdict.WELCOME if scan.kind is ScanKind.ENTRY else None,
        roster=0,
        body=json.dumps({"id": scan_id, "kind": scan.kind.value}, sort_keys=True),
        list_number=scan.list_number,
    )


def scans_of(registration: Registration) -> list[Scan]:
    """All scans of one person's tickets, in order."""
    scans = load_scans(registration.event_id, CheckIn.registration_id == registration.id)
    return scans.get(registration.id, [])


def is_inside(event: Event, scans: Sequence[Scan], now: datetime) -> bool:
    """Whether the person has come in today, to the event's own list, and not left since."""
    zone = ZoneInfo(event.time_zone)
    today = day_of(milliseconds(now), zone)
    here = [s for s in at_list(scans, EVENT_LIST) if day_of(s.at, zone) == today]
    return project_attendance(here, zone).stay is not None


def is_on(event: Event, now: datetime) -> bool:
    """Whether today is one of the event's days."""
    return now.astimezone(ZoneInfo(event.time_zone)).date() in roster_frame(event).days
