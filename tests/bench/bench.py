"""Running the rows: hello before and after each, so that a restless machine counts against both."""

import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from flask import Flask

from tests.bench import client, rows, seeding, server, statements, visitor_scripts
from tests.bench.client import Load, Tally
from tests.bench.commits import commits_per_second
from tests.bench.rows import Row
from tests.bench.seeding import OPEN, SCHEDULE, Seeded

SETTLED = 8.0  # seconds after which idle processes have come to rest


@dataclass(frozen=True, slots=True)
class Rate:
    """One measured row. Latencies are of whole visits, in milliseconds."""

    name: str
    rate: float
    ratio: float
    target: float
    p50: float
    p99: float
    statements: str
    failures: int
    client_share: float
    peers: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure that is no rate."""

    name: str
    value: str
    target: str
    peers: str = ""


@dataclass(slots=True)
class Results:
    """Everything that was measured."""

    hello: list[float] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)


class Bench:
    """One run; `only` are words that the name of a row must hold to be measured."""

    def __init__(self, folder: Path, seconds: float, only: str = "") -> None:
        self.results = Results()
        self._folder = folder
        self._seconds = seconds
        self._only = only.casefold()
        self._log = folder / "processes.log"
        self._port, self._hello_port = server.free_port(), server.free_port()
        self._house: psutil.Process | None = None

    def say(self, words: str) -> None:
        """Tell whoever waits what goes on, beside the results."""
        print(words, file=sys.stderr, flush=True)

    def start(self, running: ExitStack, environment: dict[str, str]) -> None:
        """Start hello and the server; they stop with `running`."""
        running.enter_context(server.hello_server(self._hello_port, self._log))
        self._house = running.enter_context(server.server(self._port, environment, self._log))

    def measure(self, app: Flask, seeded: Seeded) -> None:
        """Measure every row that was asked for."""
        self.say("Measuring …")
        self._measure_memory("memory, idle", "≤ 130 MB")
        seeding.seed_many_registrations(app)  # first: in-process visits leave a thread reading
        self._count_registration(app, seeded)
        for row in rows.rows(seeded):
            if self._wanted(row.name):
                self._measure_row(row, app)
        self._measure_memory("memory, after the load", "≤ 220 MB")
        self._weigh_schedule()
        self._time_demo()

    def _wanted(self, name: str) -> bool:
        return self._only in name.casefold()

    def _note(self, name: str, value: str, target: str, peers: str = "") -> None:
        self.results.figures.append(Figure(name, value, target, peers))

    def _measure_row(self, row: Row, app: Flask) -> None:
        counts = statements.of_page(app, row.path) if row.path else ""
        before, commits = self._hello(), self._commits() if row.writes else 0.0
        tally = client.run(row.load(self._port), self._seconds)
        hello = (before + self._hello()) / 2
        rate = _rate(row, tally, hello, counts)
        self.results.rates.append(rate)
        if row.writes:
            commits = (commits + self._commits()) / 2
            self._note("one-row commits, one writer", f"{commits:.0f}/s", "calibrator", "14,000/s")
            ratio = f"{tally.rate / commits:.4f}"
            self._note(f"{row.name}, of these", ratio, "", "pretix 0.0002, Indico 0.0019")
        self.say(f"  {row.name}: {rate.rate:.0f}/s, {rate.ratio:.4f} of hello")

    def _hello(self) -> float:
        load = Load(self._hello_port, visitor_scripts.page, (visitor_scripts.request("/"),))
        rate = client.run(load, min(self._seconds, 1.5)).rate
        self.results.hello.append(rate)
        return rate

    def _count_registration(self, app: Flask, seeded: Seeded) -> None:
        if not self._wanted("registration, SQL"):
            return
        form, post, result = statements.of_registration(app, OPEN, seeded.fields)
        counts = f"{form} + {post} + {result}"
        self._note("registration, SQL of form + POST + result", counts, "POST ≤ 12", "pretix 289")
        self._note("registration, commits in the POST", str(post.commits), "1", "pretix 6")

    def _commits(self) -> float:
        return commits_per_second(self._folder, min(self._seconds, 1.5))

    def _measure_memory(self, name: str, target: str) -> None:
        if not self._wanted(name) or self._house is None:
            return
        time.sleep(SETTLED)
        size = f"{server.megabytes(self._house):.0f} MB"
        self._note(name, size, target, "1,223–1,673, 1,414, 385 MB")

    def _weigh_schedule(self) -> None:
        if self._wanted("schedule page, compressed"):
            size = rows.packed_size(self._port, f"/events/{SCHEDULE}/schedule")
            self._note("schedule page, compressed", f"{size / 1000:.1f} kB", "≤ 60 kB")

    def _time_demo(self) -> None:
        """Time a first start of the demo, on an empty folder."""
        if self._wanted("demo"):
            took = server.demo_start(server.free_port(), self._folder / "demo", self._log)
            self._note("`eventapp demo` to ready", f"{took:.1f} s", "≤ 60 s with install")


def _rate(row: Row, tally: Tally, hello: float, counts: str) -> Rate:
    return Rate(
        name=row.name,
        rate=tally.rate,
        ratio=tally.rate / hello if hello else 0.0,
        target=row.target,
        p50=tally.percentile(0.50),
        p99=tally.percentile(0.99),
        statements=counts,
        failures=tally.failures.total(),
        client_share=tally.processor_seconds / (tally.seconds * (psutil.cpu_count() or 1)),
        peers=row.peers,
    )
