"""Walk-ins as phones send them."""

import hashlib

from msgspec import Struct

from eventapp.domain.door.scan_timing import Handshake


class SentWalkIn(Struct, frozen=True):
    """One item as a phone sent it; `body` is its canonical JSON, by which it is recognised."""

    id: str
    scan: str | None
    key: int
    sealed: bytes
    place: int
    odo: int
    wall: int
    before: Handshake
    after: Handshake | None
    body: str

    @property
    def body_digest(self) -> str:
        """The digest by which the same item is recognised."""
        return hashlib.sha256(self.body.encode()).hexdigest()


class SentTakingBack(Struct, frozen=True):
    """That the walk-in `target` of the same phone was a mistake."""

    id: str
    target: str
    body: str
