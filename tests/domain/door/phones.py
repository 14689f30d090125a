"""Phones as they really are: they sleep, are reloaded, and their clocks are set at will."""

from __future__ import annotations

from dataclasses import dataclass, field

from eventapp.domain.door.scan_timing import Handshake

SERVER_STARTS = 1_790_000_000_000
ALIKE = 500
MOST_LOST = 10_000


@dataclass
class TimedScan:
    """A scan as a phone times it; `true` is when it happened, which no phone knows."""

    true: int
    odo: int
    wall: int
    before: Handshake
    after: Handshake | None = None
    open: bool = False


@dataclass
class Phone:
    """One phone. `now` is the true time; times in milliseconds."""

    offset: int = 300_000
    now: int = SERVER_STARTS
    odo: int = 0
    wrong_end: bool = False
    before: Handshake | None = None
    scans: list[TimedScan] = field(default_factory=list)
    slept: bool = False
    lost: bool = False
    clock_set: bool = False
    slowest: int = 0

    def run(self, length: int) -> None:
        """Stay awake."""
        self.now += length
        self.odo += length

    def sleep(self, length: int) -> None:
        """The odometer stands still; the clock on the wall does not."""
        self.now += length
        self.slept = True

    def reload(self, lost: int) -> None:
        """A new page goes on from the last odometer saved."""
        self.odo -= min(lost, MOST_LOST, self.odo - (self.before.odo if self.before else 0))
        self.lost = True

    def set_clock(self, by: int) -> None:
        """Somebody moves the hands."""
        self.offset += by
        self.clock_set = True

    def sync(self, up: int, down: int) -> None:
        """A handshake, with so long a way there and back."""
        sent = (self.odo, self.now + self.offset)
        self.run(up)
        server = self.now
        self.run(down)
        received = (self.odo, self.now + self.offset)
        after = Handshake(server, *(received if self.wrong_end else sent))
        for scan in self.scans:
            if scan.open:
                scan.after, scan.open = after, False
        self.before = Handshake(server, *(sent if self.wrong_end else received))
        self.slowest = max(self.slowest, up + down)

    def scan(self) -> None:
        """Read a ticket."""
        assert self.before
        wall = self.now + self.offset
        drift = wall - self.before.wall - (self.odo - self.before.odo)
        opened = abs(drift) > ALIKE
        self.scans.append(TimedScan(self.now, self.odo, wall, self.before, open=opened))
