"""Somebody holds the lock and does not end: those who read are answered all the same."""

import fcntl
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from eventapp import transactions
from tests.faults.crowd import Visitor
from tests.faults.mail_server import MailServer, listening
from tests.faults.server import running_server

HELD_SECONDS = 16
PEOPLE = 12
READ_MAX_SECONDS = 5.0  # on a machine with much else to do; 19 where writers held every thread


@contextmanager
def database_held(data: Path) -> Iterator[None]:
    """As by a program that is not ours."""
    with closing(sqlite3.connect(data / "eventapp.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def queue_held(data: Path) -> Iterator[None]:
    """As by a process of ours that was stopped."""
    with (data / "eventapp.sqlite.writers").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        yield


def seconds_to_read(port: int, path: str) -> float:
    began = time.monotonic()
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        assert connection.getresponse().status == 200
    return time.monotonic() - began


@pytest.mark.parametrize("held", [database_held, queue_held])
def test_readers_are_never_behind_writers_who_wait(
    tmp_path: Path, held: Callable[[Path], AbstractContextManager[None]]
) -> None:
    with listening(MailServer()) as office, running_server(tmp_path, office) as house:
        slug = house.table.add_event(seats=PEOPLE)
        visitors = [Visitor(house.port, slug) for _ in range(PEOPLE)]
        statuses: list[int] = []

        def register(number: int) -> None:
            statuses.append(visitors[number].register(f"{number}@town.example"))

        threads = [threading.Thread(target=register, args=[n]) for n in range(PEOPLE)]
        with held(tmp_path):
            for thread in threads:
                thread.start()
            ends = time.monotonic() + HELD_SECONDS
            reads = []
            while time.monotonic() < ends:
                reads += [seconds_to_read(house.port, p) for p in ("/healthz", f"/events/{slug}")]
        for thread in threads:
            thread.join(60)

        print(f"longest read {max(reads):.1f} s, {statuses.count(503)} asked to come back")
        assert max(reads) < READ_MAX_SECONDS < transactions.LONG_WAIT_SECONDS
        assert set(statuses) <= {303, 503}
        assert statuses.count(503) >= PEOPLE // 2
        for visitor in visitors:
            visitor.close()
        with closing(Visitor(house.port, slug)) as later:
            assert later.register("later@town.example") == 303
        names = [registration.email for registration in house.table.registrations()]
        assert len(names) == statuses.count(303) + 1
