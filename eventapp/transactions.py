"""How transactions begin: readers without a lock, writers in a fair queue with theirs.

SQLite's own busy handler starves some writers, and a reader that turns writer is refused at once
(SQLITE_BUSY_SNAPSHOT). So a transaction says beforehand which it is, and writers of one host queue:
first within the process, then on a file beside the database, then BEGIN IMMEDIATE.
"""

import errno
import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import sqlalchemy
from sqlalchemy import Connection, Engine, ExceptionContext
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import ORMExecuteState, scoped_session

_reading: ContextVar[bool] = ContextVar("reading", default=False)

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # a confirmed seat survives a power cut
    "foreign_keys=ON",
    "busy_timeout=15000",
    "temp_store=MEMORY",
    "mmap_size=134217728",
    "secure_delete=ON",  # what was deleted is overwritten: needs, letters, replies
)


class ReadOnlyTransaction(Exception):
    """A GET tried to write."""


# The errors of a disk that is full, read-only or broken, and of too many open files.
DISK_ERRORS = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EFBIG,
        errno.EROFS,
        errno.EACCES,
        errno.ENOTDIR,
        errno.EPERM,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOLCK,
    }
)
READ_ONLY_TRANSACTION = "25006"  # PostgreSQL: the server has become a replica, or read-only


def is_outage(error: BaseException | None) -> bool:
    """Whether database or disk gave up: locked too long, full, read-only, not there.

    A wrong statement is not: that is a fault of the program, which waiting does not mend.
    """
    if isinstance(error, DBAPIError):
        if getattr(error.orig, "sqlstate", None) == READ_ONLY_TRANSACTION:
            return True
        wrong = getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
        return isinstance(error, OperationalError) and not wrong
    if isinstance(error, PoolTimeout):
        return True
    return isinstance(error, OSError) and error.errno in DISK_ERRORS


def begin_reading() -> None:
    """Make the transactions of this context read-only, until begin_writing()."""
    _reading.set(True)


def begin_writing() -> None:
    """Let the transactions of this context write."""
    _reading.set(False)


def is_reading() -> bool:
    """Whether the transactions of this context see only what has been committed."""
    return _reading.get()


@contextmanager
def reading() -> Iterator[None]:
    """Read without taking the write lock."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Write in the middle of reading, on a connection of its own."""
    token = _reading.set(False)
    try:
        yield
    finally:
        _reading.reset(token)


class WriterQueue:
    """One host's writers of one SQLite file, one at a time."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._within = threading.Lock()
        self._file = -1

    def enter(self) -> None:
        """Wait for one's turn. The file lock falls with the process, however it dies."""
        # Opened each time: processes forked from one that had it open would share its lock.
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._within.acquire()
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
        except BaseException:
            os.close(file)
            self._within.release()
            raise
        self._file = file

    def leave(self) -> None:
        """Let the next one in."""
        os.close(self._file)
        self._within.release()


def prepare_engine(engine: Engine) -> None:
    """Teach `engine` the two ways to begin."""
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    else:
        sqlalchemy.event.listen(engine, "begin", _begin_postgresql)
        sqlalchemy.event.listen(engine, "handle_error", _refuse_postgresql)


def forbid_writes_while_reading(db_session: scoped_session[Any]) -> None:
    """Refuse writes inside a transaction that began as a reader."""
    sqlalchemy.event.listen(db_session, "before_flush", _refuse_flush)
    sqlalchemy.event.listen(db_session, "do_orm_execute", _refuse_statement)


def _prepare_sqlite(engine: Engine) -> None:
    database = engine.url.database
    queue = WriterQueue(f"{database}.writers") if database and database != ":memory:" else None

    @sqlalchemy.event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # SQLAlchemy begins, by the listener below
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @sqlalchemy.event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if _reading.get():
            connection.exec_driver_sql("BEGIN DEFERRED")
            return
        if queue and not connection.info.get("queued"):
            queue.enter()
            connection.info["queued"] = True
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    # A connection goes back to the pool after its commit is on disk: only then the next may start.
    @sqlalchemy.event.listens_for(engine, "checkin")
    def checkin(_: object, record: Any) -> None:
        if queue and record.info.pop("queued", False):
            queue.leave()


def _begin_postgresql(connection: Connection) -> None:
    driver_connection: Any = connection.connection.dbapi_connection
    driver_connection.read_only = _reading.get()


def _refuse_postgresql(context: ExceptionContext) -> None:
    """Say as on SQLite that a reader wanted to write, or to lock a row: it is no outage."""
    refused = getattr(context.original_exception, "sqlstate", None) == READ_ONLY_TRANSACTION
    if refused and _reading.get():
        raise ReadOnlyTransaction("a transaction that only reads was asked to write")


def _refuse_flush(db_session: Any, *_: object) -> None:
    if _reading.get() and (db_session.new or db_session.dirty or db_session.deleted):
        raise ReadOnlyTransaction("a transaction that only reads was asked to write")


def _refuse_statement(state: ORMExecuteState) -> None:
    if _reading.get() and (state.is_insert or state.is_update or state.is_delete):
        raise ReadOnlyTransaction("a transaction that only reads was asked to write")
