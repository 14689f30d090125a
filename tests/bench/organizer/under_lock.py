"""How long each transaction keeps others waiting: from its first write to its commit on disk."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event

from eventapp.extensions import db

WRITES = ("BEGIN IMMEDIATE", "DELETE", "UPDATE", "INSERT")
LOCKS = re.compile(r"FOR (NO KEY )?UPDATE")


@contextmanager
def seconds_under_lock(
    clock: Callable[[], float] = time.perf_counter,
) -> Iterator[list[float]]:
    """The seconds of every transaction of this process that writes or locks a row.

    By another clock, `time.process_time`: how long that would be if nobody else needed the machine.
    """
    seconds: list[float] = []
    since: dict[int, float] = {}

    def note_write(connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(WRITES) or LOCKS.search(statement):
            record = connection.connection._connection_record  # type: ignore[attr-defined]
            since.setdefault(id(record), clock())

    def note_end(_connection: object, record: object) -> None:
        if began := since.pop(id(record), 0.0):
            seconds.append(clock() - began)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note_write)
    event.listen(engine, "checkin", note_end)
    try:
        yield seconds
    finally:
        event.remove(engine, "before_cursor_execute", note_write)
        event.remove(engine, "checkin", note_end)


def describe(seconds: list[float]) -> str:
    """Median, 99 % and the longest, in milliseconds."""
    ordered = sorted(seconds)
    shown = (ordered[int(len(ordered) * share)] for share in (0.5, 0.99))
    middle, most = (f"{value * 1000:.0f}" for value in shown)
    return f"{len(ordered)} of {middle}, 99 % {most}, longest {ordered[-1] * 1000:.0f} ms"
