"""What every figure stands beside: hello in this process, and one-row commits of this database."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
from flask import Flask

from eventapp.extensions import db
from tests.bench.commits import commits_per_second

HELLOS, SECONDS = 200, 0.5


@dataclass(frozen=True, slots=True)
class Cost:
    """What work cost: seconds by the clock, and of this process's processor time."""

    seconds: float
    processor: float


@dataclass(frozen=True, slots=True)
class Calibrators:
    """Measured anew beside each figure, since no machine is as quick twice."""

    folder: Path

    def hello(self) -> float:
        """Seconds of processor time for a bare Flask view that says hello."""
        app = Flask("hello")
        app.add_url_rule("/", "hello", lambda: "hello")
        client = app.test_client()

        def ask() -> None:
            for _ in range(HELLOS):
                client.get("/")

        return cost_of(ask).processor / HELLOS

    def commit(self) -> float:
        """Seconds for a one-row commit with the product's durability."""
        if db.engine.dialect.name == "sqlite":
            return 1 / commits_per_second(self.folder, SECONDS)
        address = db.engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS bench_line (words text)")
            count, began = 0, time.perf_counter()
            while time.perf_counter() - began < SECONDS:
                connection.execute("INSERT INTO bench_line VALUES ('one more')")
                count += 1
            return (time.perf_counter() - began) / count


def cost_of(work: Callable[[], object]) -> Cost:
    """Do it once, and say what it cost."""
    began, own = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - began, time.process_time() - own)


def report(name: str, value: str, beside: str, target: str) -> None:
    """Print one figure."""
    kind = db.engine.dialect.name
    print(f"{kind:11}{name:44}{value:>34}  {beside:34}{target}", flush=True)
