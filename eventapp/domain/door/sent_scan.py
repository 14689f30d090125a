"""Scans as phones send them, and what was sent but could not be read."""

import hashlib
from dataclasses import dataclass

from msgspec import Struct

from eventapp.domain.door.projection import EVENT_LIST
from eventapp.domain.door.scan_timing import Handshake
from eventapp.domain.door.verdict import Verdict
from eventapp.models import ScanKind, ScanManner

ADMITTING = {Verdict.WELCOME, Verdict.AGAIN}


class SentScan(Struct, frozen=True):
    """One item as a phone sent it; `body` is its canonical JSON, by which it is recognised."""

    id: str
    kind: ScanKind
    digest: str
    target: str | None
    how: ScanManner
    place: int
    life: str
    seq: int
    odo: int
    wall: int
    before: Handshake
    after: Handshake | None
    verdict: Verdict | None
    roster: int
    body: str
    list_number: int = EVENT_LIST

    @property
    def body_digest(self) -> str:
        """The digest by which the same item is recognised."""
        return hashlib.sha256(self.body.encode()).hexdigest()

    @property
    def admits(self) -> bool:
        """Whether somebody came in: welcome, inside already, or let in by hand."""
        let_in = self.how is ScanManner.FORCED or self.verdict in ADMITTING
        return self.kind is ScanKind.ENTRY and let_in


@dataclass(frozen=True, slots=True)
class UnreadScan:
    """An item that could not be understood: stored as text, so that nothing sent is lost."""

    id: str | None
    reason: str
    body: str

    @property
    def body_digest(self) -> str:
        """The digest by which the same text is recognised."""
        return hashlib.sha256(self.body.encode()).hexdigest()
