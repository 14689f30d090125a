"""A closed-loop client: so many visitors, each asking again as soon as it has been answered.

It is Python and shares the machine with what it measures, so absolute figures are modest; ratios
to the hello of the same run are what counts. Raw sockets, kept alive; one poll in each process.
"""

import gzip
import multiprocessing
import select
import socket
import time
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from functools import reduce

WARM_UP = 1.0  # seconds before counting begins
STARTING = 1.0  # seconds given to the client's own processes
CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `head` is the status line and headers, in bytes."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: bytes) -> bytes:
        """The first header of this name (lower case), or nothing."""
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.lower() == name:
                return value.strip()
        return b""

    @property
    def page(self) -> bytes:
        """The body as a browser reads it: unpacked."""
        packed = self.header(b"content-encoding") == b"gzip"
        return gzip.decompress(self.body) if packed else self.body


# One unit of work: it yields requests, is sent replies, and says at last whether all went well.
Visit = Generator[bytes, Reply, bool]


@dataclass(frozen=True, slots=True)
class Load:
    """What visitors do: `script(serial, *arguments)` makes the visit with that number."""

    port: int
    script: Callable[..., Visit]
    arguments: tuple[object, ...] = ()
    clients: int = 8
    processes: int = 2


@dataclass(slots=True)
class Tally:
    """What was counted: whole visits, how long each took in seconds, and the unexpected."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    processor_seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Visits a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """The latency in milliseconds that this share of visits stayed below."""
        if not self.latencies:
            return 0.0
        in_order = sorted(self.latencies)
        return in_order[min(int(share * len(in_order)), len(in_order) - 1)] * 1000

    def note(self, visitor: "Visitor", *, went_well: bool) -> None:
        """Count a visit that has just ended."""
        if went_well:
            self.latencies.append(time.perf_counter() - visitor.began)
        else:
            self.failures["unexpected answer"] += 1

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            max(self.seconds, other.seconds),
            self.latencies + other.latencies,
            self.failures + other.failures,
            self.processor_seconds + other.processor_seconds,
        )


class Visitor:
    """One connection and the visit under way on it."""

    def __init__(self, load: Load, number: int) -> None:
        self._load = load
        self._serial = number
        self.socket = _connect(load.port)
        self._parts: list[bytes] = []
        self._missing = 0
        self._begin()

    def _begin(self) -> None:
        self._visit = self._load.script(self._serial, *self._load.arguments)
        self._serial += self._load.clients
        self.began = time.perf_counter()
        self.socket.sendall(next(self._visit))

    def hear(self) -> bool | None:
        """Read what has come. When that ends a visit, say how it went and begin the next."""
        reply = self._read()
        if reply is None:
            return None
        try:
            self.socket.sendall(self._visit.send(reply))
        except StopIteration as end:
            return bool(end.value)
        return None

    def go_on(self) -> None:
        """Begin the next visit."""
        self._begin()

    def _read(self) -> Reply | None:
        chunk = self.socket.recv(CHUNK)
        if not chunk:
            raise ConnectionError("closed by the server")
        self._parts.append(chunk)
        if not self._missing:
            whole = b"".join(self._parts)
            end = whole.find(b"\r\n\r\n")
            if end < 0:
                return None
            self._missing = _length(whole[:end]) + end + 4 - len(whole)
        else:
            self._missing -= len(chunk)
        if self._missing > 0:
            return None
        whole, self._parts, self._missing = b"".join(self._parts), [], 0
        head, _, body = whole.partition(b"\r\n\r\n")
        return Reply(int(whole[9:12]), head, body)


def _length(head: bytes) -> int:
    if head[9:12] in {b"304", b"204"}:
        return 0
    _, separator, rest = head.lower().partition(b"\r\ncontent-length:")
    if not separator:
        raise ConnectionError("an answer without Content-Length")
    return int(rest.split(b"\r\n", 1)[0])


def _connect(port: int) -> socket.socket:
    connected = socket.create_connection(("127.0.0.1", port), timeout=30)
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connected


def run(load: Load, seconds: float) -> Tally:
    """Let the visitors loose for so long, after a warm-up, and count what they did."""
    begins = time.time() + STARTING
    numbers = [range(number, load.clients, load.processes) for number in range(load.processes)]
    with multiprocessing.get_context("spawn").Pool(load.processes) as pool:
        tallies = pool.starmap(_visit, [(load, number, begins, seconds) for number in numbers])
    return reduce(Tally.__add__, tallies)


def run_briefly(load: Load, seconds: float) -> Tally:
    """The same from this process and without a warm-up; visits under way are waited for.

    So what a server spends in the meantime it spends on the visits that are counted.
    """
    visitors = [Visitor(load, number) for number in range(load.clients)]
    under_way = {visitor.socket.fileno(): visitor for visitor in visitors}
    poll, tally = select.poll(), Tally()
    for number in under_way:
        poll.register(number, select.POLLIN)
    began, busy = time.perf_counter(), time.process_time()
    while under_way:
        for number, _ in poll.poll(1000):
            visitor = under_way[number]
            went_well = visitor.hear()
            if went_well is None:
                continue
            tally.note(visitor, went_well=went_well)
            if time.perf_counter() - began < seconds:
                visitor.go_on()
            else:
                poll.unregister(number)
                del under_way[number]
    tally.seconds = time.perf_counter() - began
    tally.processor_seconds = time.process_time() - busy
    for visitor in visitors:
        visitor.socket.close()
    return tally


def _visit(load: Load, numbers: range, begins: float, seconds: float) -> Tally:
    time.sleep(max(0.0, begins - time.time()))
    tally = Tally(seconds=seconds)
    visitors = [Visitor(load, number) for number in numbers]
    by_file = {visitor.socket.fileno(): visitor for visitor in visitors}
    poll = select.poll()
    for number in by_file:
        poll.register(number, select.POLLIN)
    counting = time.perf_counter() + WARM_UP
    until, busy = counting + seconds, 0.0
    while (now := time.perf_counter()) < until:
        if not busy and now >= counting:
            busy = time.process_time()
        for number, _ in poll.poll(1000):
            _follow(by_file[number], tally, counting)
    tally.processor_seconds = time.process_time() - busy
    for visitor in visitors:
        visitor.socket.close()
    return tally


def _follow(visitor: Visitor, tally: Tally, counting: float) -> None:
    went_well = visitor.hear()
    if went_well is None:
        return
    if time.perf_counter() >= counting:
        tally.note(visitor, went_well=went_well)
    visitor.go_on()
