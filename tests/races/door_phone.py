"""A phone at a door that sleeps, dies, has its clock set, loses answers and sends again.

Its clock is never set between the same two handshakes as it sleeps or dies: then nobody could tell
when it scanned. All else it tells exactly, so that one can compare what the server makes of it.
"""

import random
from dataclasses import dataclass, field
from typing import Any

from eventapp.domain.door.check_in import ScanResult
from eventapp.domain.door.scan_timing import Handshake
from eventapp.domain.door.sent_scan import SentScan, UnreadScan
from eventapp.models import Device, Event
from tests.builders.door import a_phone, a_scan, a_walk_in, read_scans
from tests.domain.door.phones import Phone, TimedScan

MILLISECONDS = 1_000


@dataclass
class Waiting:
    """An item on the phone's disk, until the server has answered for it; frozen once it is sent."""

    item: dict[str, Any]
    timed: TimedScan
    frozen: bool = False

    def body(self) -> dict[str, Any]:
        """The item as it is sent, the same each time."""
        if not self.frozen:
            self.frozen = True
            self.item |= {
                "odo": self.timed.odo,
                "wall": self.timed.wall,
                "before": _written(self.timed.before),
                "after": _written(self.timed.after),
            }
        return self.item


def _written(hand: Handshake | None) -> dict[str, int] | None:
    return hand and {"server": hand.server, "odo": hand.odo, "wall": hand.wall}


@dataclass
class DoorPhone:
    """One of the phones; an `old` one has the app of yesterday: no lists, exits and walk-ins."""

    event: Event
    number: int
    timing: Phone
    old: bool = False
    waiting: list[Waiting] = field(default_factory=list)
    answered: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.device: Device
        self.device, self.token = a_phone(self.event, f"Entré {self.number}")
        self.shake_hands()

    @property
    def may_have_clock_set(self) -> bool:
        return not (self.timing.slept or self.timing.lost)

    @property
    def may_sleep(self) -> bool:
        return not self.timing.clock_set

    def shake_hands(self) -> None:
        """An answer of the server's, at once."""
        self.timing.sync(0, 0)
        self.timing.slept = self.timing.lost = self.timing.clock_set = False

    def spend(self, seconds: int, *, asleep: bool = False) -> None:
        if asleep and self.may_sleep:
            self.timing.sleep(seconds * MILLISECONDS)
        else:
            self.timing.run(seconds * MILLISECONDS)

    def scan(self, digest: str, number: int, **facts: Any) -> str:
        """Scan a ticket, or undo a scan (`target`); the id under which it is known from now on."""
        at_list = {} if self.old else {"list": number}
        return self._store(a_scan(digest, place=self.number, **at_list, **facts))

    def note_walk_in(self, name: str) -> str:
        """Note somebody who is not registered."""
        return self._store(a_walk_in(self.event, name, place=self.number))

    def _store(self, item: dict[str, Any]) -> str:
        self.timing.scan()
        self.waiting.append(Waiting(item, self.timing.scans[-1]))
        identifier: str = item["id"]
        return identifier

    def batch(self, chance: random.Random) -> list[dict[str, Any]]:
        """Some of what waits, in any order, with something again that was answered long ago."""
        ready = [waiting for waiting in self.waiting if waiting.frozen or not waiting.timed.open]
        bodies = [waiting.body() for waiting in ready if chance.random() < 0.8]
        bodies += chance.sample(self.answered, min(2, len(self.answered)))
        chance.shuffle(bodies)
        return bodies

    def hear(self, results: dict[str, ScanResult]) -> None:
        """Forget what the server has answered for, and nothing else."""
        assert set(results.values()) <= {ScanResult.STORED, ScanResult.KNOWN}
        heard = [waiting for waiting in self.waiting if waiting.item["id"] in results]
        self.answered += [waiting.item for waiting in heard]
        self.waiting = [waiting for waiting in self.waiting if waiting not in heard]
        self.shake_hands()


def scans_in(bodies: list[dict[str, Any]]) -> list[SentScan | UnreadScan]:
    """Those of a batch that are scans, as the server reads them."""
    return read_scans(*(body for body in bodies if body["kind"] != "walk-in"))


def walk_ins_in(bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of a batch that are people without a registration."""
    return [body for body in bodies if body["kind"] == "walk-in"]
