"""The control: the same app without its locks, with which the races must fail."""

import sqlite3
import time
from datetime import datetime
from typing import Any

import sqlalchemy
from sqlalchemy import Connection, Engine, select

from eventapp import transactions
from eventapp.domain import locking
from eventapp.domain.locking import LockedEvent
from eventapp.domain.registration import queue
from eventapp.extensions import db
from eventapp.models import Event

DELAY = 0.02  # seconds between counting the seats and taking one


def remove_locks() -> None:
    """In this process: no BEGIN IMMEDIATE, no FOR UPDATE, and a delay between count and write."""
    seating_of = queue.seating_of

    def count_and_pause(*counted: Any, now: datetime) -> queue.Seating:
        seating = seating_of(*counted, now=now)
        time.sleep(DELAY)
        return seating

    transactions._prepare_sqlite = _prepare_unlocked
    queue.seating_of = count_and_pause
    # Their code is replaced, so that modules that imported them by name have no lock either.
    locking.lock_event.__code__ = _read_again.__code__
    locking.lock_event_by_slug.__code__ = _find.__code__


def _read_again(event: Event) -> LockedEvent:
    db.session.refresh(event)
    return LockedEvent(event)


def _find(slug: str) -> LockedEvent | None:
    event = db.session.scalar(select(Event).where(Event.slug == slug))
    return LockedEvent(event) if event else None


def _prepare_unlocked(engine: Engine) -> None:
    @sqlalchemy.event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        for pragma in transactions.PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @sqlalchemy.event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")
