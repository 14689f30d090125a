"""When a scan happened: worked out from the handshakes around it, never from a clock's setting.

A phone's wall clock is only a stopwatch between two moments of the server's; it is checked against
them, and what it says is kept within bounds that hold whatever the clock did.
"""

from dataclasses import dataclass

from msgspec import Struct

# A stopwatch may be off by so much, and by one part in so many of what it measured.
TOLERANCE = 2_000
DRIFT = 5_000


class Handshake(Struct, frozen=True):
    """A moment of the server's, and what the phone's two stopwatches showed then. Milliseconds."""

    server: int
    odo: int
    wall: int


@dataclass(frozen=True, slots=True)
class ScanTime:
    """Where a scan stands in time: `low` <= true moment <= `high`, and `at` between them.

    `stretched`: the phone's clock was changed in between, so `at` is a mere proportion.
    """

    at: int
    low: int
    high: int
    stretched: bool = False


def time_scan(odo: int, wall: int, before: Handshake, after: Handshake | None) -> ScanTime:
    """Place a scan between the handshake before it and the one after it.

    `odo` counts the time the phone was awake: too little at times, never too much. Without `after`
    the phone vouches that it has not slept since `before`.
    """
    low = before.server + odo - before.odo
    if after is None:
        return ScanTime(low, low, low)
    high = max(low, after.server - (after.odo - odo))
    span, awake = after.server - before.server, after.odo - before.odo
    ran_true = abs(after.wall - before.wall - span) <= TOLERANCE + span // DRIFT
    if ran_true:
        at = before.server + wall - before.wall
    else:
        at = before.server + (odo - before.odo) * span // max(1, awake)
    return ScanTime(min(max(at, low), high), low, high, stretched=not ran_true)
