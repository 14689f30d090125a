"""`python -m tests.bench.organizer.ceiling`: how many may register for one event in a second.

On PostgreSQL all of them wait for the event's row. What one of them does while holding it is
counted in round trips, and timed where each takes half a millisecond longer, as between two hosts.
"""

import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from flask import Flask
from sqlalchemy import event as listening
from sqlalchemy.engine import make_url

from eventapp.clock import utcnow
from eventapp.domain.registration.registration import Applicant, register
from eventapp.extensions import db
from tests.bench.organizer.calibrators import report
from tests.bench.organizer.databases import databases
from tests.bench.organizer.intake import an_open_event
from tests.bench.organizer.under_lock import LOCKS
from tests.builders import a_session, an_applicant

DELAY = 0.0005  # seconds for each round trip
SOCKET = ".s.PGSQL.5432"
NEWCOMERS, WARMING = 200, 20


class SlowWire:
    """A socket of PostgreSQL that passes on what clients send, counted and after a delay."""

    def __init__(self, folder: Path, server: str) -> None:
        self.round_trips = 0
        self._server = server
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / SOCKET))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            client, _ = self._listener.accept()
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._server)
            for pump in (self._ask, self._answer):
                threading.Thread(target=pump, args=(client, server), daemon=True).start()

    def _ask(self, client: socket.socket, server: socket.socket) -> None:
        while sent := client.recv(1 << 20):
            self.round_trips += 1
            time.sleep(DELAY)
            server.sendall(sent)
        server.close()

    @staticmethod
    def _answer(client: socket.socket, server: socket.socket) -> None:
        while sent := server.recv(1 << 20):
            client.sendall(sent)


@contextmanager
def slowed(app: Flask) -> Iterator[SlowWire]:
    """Let the app reach its database over such a wire."""
    url = make_url(str(app.config["SQLALCHEMY_DATABASE_URI"]))
    with tempfile.TemporaryDirectory() as name:
        wire = SlowWire(Path(name), str(Path(str(url.query["host"])) / SOCKET))

        def connect(_dialect: object, _row: object, _args: object, facts: dict[str, str]) -> None:
            facts["host"] = name

        db.engine.dispose()
        listening.listen(db.engine, "do_connect", connect)
        yield wire
        listening.remove(db.engine, "do_connect", connect)
        db.engine.dispose()


def main() -> None:
    """Register newcomers one after another, and print what each costs the others."""
    sys.argv.append("--postgresql")
    for app, _calibrators in databases():
        event = an_open_event("ceiling")
        session = a_session(event, seats=NEWCOMERS * 2)
        slug, chosen = event.slug, (session,)
        people = [
            an_applicant(email=f"n{number}@town.example", sessions=chosen)
            for number in range(NEWCOMERS + WARMING)
        ]
        db.session.commit()
        with slowed(app) as wire:
            costs = [_cost(wire, slug, person) for person in people][WARMING:]
        trips, seconds = (median(values) for values in zip(*costs, strict=True))
        report(
            "registration under the event's lock, 0.5 ms a round trip",
            f"{trips:.0f} round trips",
            f"{seconds * 1000:.1f} ms",
            f"an event's ceiling: {1 / seconds:.0f}/s",
        )


def _cost(wire: SlowWire, slug: str, applicant: Applicant) -> tuple[int, float]:
    """Round trips and seconds from the lock to the end of the transaction."""
    since: list[tuple[int, float]] = []

    def locked(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if LOCKS.search(statement):
            since.append((wire.round_trips, time.perf_counter()))

    listening.listen(db.engine, "after_cursor_execute", locked)
    register(slug, applicant, now=utcnow())
    db.session.commit()
    trips, began = since[0]
    seconds = time.perf_counter() - began
    listening.remove(db.engine, "after_cursor_execute", locked)
    return wire.round_trips - trips, seconds


if __name__ == "__main__":
    main()
