"""How transactions begin: readers without a lock, writers in a fair queue with theirs.

SQLite's own busy handler starves some writers, and a reader that turns writer is refused at once
(SQLITE_BUSY_SNAPSHOT). So a transaction says beforehand which it is, and writers of one host queue:
first within the process, then on a file beside the database, then BEGIN IMMEDIATE.
"""

import errno
import fcntl
import math
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from queue import SimpleQueue
from typing import Any
from weakref import WeakSet

import sqlalchemy
from sqlalchemy import Engine, ExceptionContext, PoolProxiedConnection
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
    # Pages in the log before they are copied back, while all writers wait for two more syncs: as
    # many as one part of the log's index has room for, where 1,000 are those of 20 registrations.
    "wal_autocheckpoint=4000",
)


# Writers wait as long as others take their turns. Where nobody has for so long, as behind a process
# that hangs, only a few go on waiting in a web process, so that readers find a thread that is free,
# and all others are refused at once. An import or a deletion may write for two seconds at a time.
STANDSTILL_SECONDS = 3.0
LONG_WAIT_SECONDS = 15.0
PATIENT_WRITERS = 1


class WriterQueueStuck(OSError):
    """Whoever writes just now does not end: out of order, as a full disk is."""

    def __init__(self) -> None:
        super().__init__(errno.ENOLCK, "others have been writing for too long")


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

# Others did not let go of what was to be locked in time, or waited for what was locked here.
LOST_LOCKS = frozenset({"55P03", "40P01"})
PREPARED_AFTER = 5  # times that one connection was asked the same


def lost_a_lock(error: BaseException) -> bool:
    """Whether PostgreSQL gave a lock to others, so that the same may go well the next time."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in LOST_LOCKS


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
def reading(session: scoped_session[Any]) -> Iterator[None]:
    """Read without the write lock, and end the session's transaction, so that it can be asked for.

    What the session had not committed before is undone.
    """
    with reading_beside():
        try:
            yield
        finally:
            session.rollback()


@contextmanager
def reading_beside() -> Iterator[None]:
    """Read without the write lock on a connection of its own; the session's goes on."""
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


def derive(
    session: scoped_session[Any], step: Callable[[], bool], *, seconds: float = math.inf
) -> bool:
    """Store what is derived from other rows, in the middle of reading, before it is read.

    `step` stores some, and says whether more is waiting; each is a transaction. That changes
    nothing that anybody said, so that a GET may do it; where it cannot be stored, readers do
    without. After so many seconds no other step begins: whether more is waiting then.
    """
    session.rollback()
    token = _reading.set(False)
    until = time.monotonic() + seconds
    more = True
    try:
        while more:
            more = step()
            session.commit()
            if time.monotonic() >= until:
                break
    except (DBAPIError, OSError) as error:
        if not is_outage(error):
            raise
        more = False
    finally:
        session.rollback()
        _reading.reset(token)
    return more


class LockWaiter:
    """Waits for a file's lock in the system's own queue, where no wait has a limit of its own.

    So a thread waits there. It stays: to start one takes longer than most waits, which are for one
    commit of another process.
    """

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._files = SimpleQueue[tuple[int, Future[None]]]()

    def wait(self, file: int) -> None:
        """Wait until the open file is locked; otherwise it is closed. Raises WriterQueueStuck.

        A lock that comes when nobody waits for it any more is given back.
        """
        if not (self._thread and self._thread.is_alive()):  # a fork has no thread but its first
            self._files = SimpleQueue()
            self._thread = threading.Thread(target=_lock_files, args=[self._files], daemon=True)
            self._thread.start()
        lock: Future[None] = Future()
        self._files.put((file, lock))
        try:
            lock.result(LONG_WAIT_SECONDS)
        except BaseException as error:
            lock.add_done_callback(lambda _lock: os.close(file))
            if isinstance(error, TimeoutError):
                raise WriterQueueStuck from None
            raise


def _lock_files(files: SimpleQueue[tuple[int, Future[None]]]) -> None:
    while True:
        file, lock = files.get()
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
        except OSError as error:
            lock.set_exception(error)
        else:
            lock.set_result(None)


class WriterQueue:
    """One host's writers of one SQLite file, one at a time."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._within = threading.Lock()
        # When this process last took a turn, for those who wait for its end. Without end while
        # nobody has one: whoever comes first after a pause may not have noted it yet.
        self._turned_at = math.inf
        self._patient: threading.Semaphore | None = None
        self._file = -1
        self._waiter = LockWaiter()

    def let_few_wait(self) -> None:
        """Refuse, while nothing moves, all but PATIENT_WRITERS others beside whoever is next."""
        self._patient = threading.Semaphore(PATIENT_WRITERS)

    def enter(self) -> None:
        """Wait for one's turn. The file lock falls with the process, however it dies.

        Raises WriterQueueStuck.
        """
        if not (self._within.acquire(blocking=False) or self._wait()):
            raise WriterQueueStuck
        self._turned_at = time.monotonic()
        try:
            self._file = self._locked()
        except BaseException:
            self._turned_at = math.inf
            self._within.release()
            raise
        self._turned_at = time.monotonic()

    def _wait(self) -> bool:
        """Wait while turns are taken, and as one of few when none are; whether it is one's own."""
        ends = time.monotonic() + LONG_WAIT_SECONDS
        if self._patient is None:
            return self._within.acquire(timeout=LONG_WAIT_SECONDS)
        while (left := min(ends, self._turned_at + STANDSTILL_SECONDS) - time.monotonic()) > 0:
            if self._within.acquire(timeout=left):
                return True
        if not self._patient.acquire(blocking=False):
            return False
        try:
            return self._within.acquire(timeout=max(0, ends - time.monotonic()))
        finally:
            self._patient.release()

    def _locked(self) -> int:
        """The file, open and locked against other processes. Raises WriterQueueStuck."""
        # Opened each time: processes forked from one that had it open would share its lock.
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._waiter.wait(file)
        except BaseException:
            os.close(file)
            raise
        return file

    def leave(self) -> None:
        """Let the next one in."""
        os.close(self._file)
        self._turned_at = math.inf
        self._within.release()


_queues: WeakSet[WriterQueue] = WeakSet()


def let_few_writers_wait() -> None:
    """In a web process, whose threads are for readers too: see WriterQueue.let_few_wait()."""
    for queue in _queues:
        queue.let_few_wait()


def prepare_engine(engine: Engine) -> None:
    """Teach `engine` the two ways to begin and to end.

    Its dialect begins, and nobody listens for that: once somebody does, each statement is told to
    listeners of every kind, a third of all the calls that it takes.
    """
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    else:
        dialect: Any = engine.dialect
        dialect.do_begin, dialect.do_rollback = _begin_postgresql, _undo_postgresql
        sqlalchemy.event.listen(engine, "handle_error", _refuse_postgresql)


def forbid_writes_while_reading(db_session: scoped_session[Any]) -> None:
    """Refuse writes inside a transaction that began as a reader."""
    sqlalchemy.event.listen(db_session, "before_flush", _refuse_flush)
    sqlalchemy.event.listen(db_session, "do_orm_execute", _refuse_statement)


def _prepare_sqlite(engine: Engine) -> None:
    database = engine.url.database
    queue = WriterQueue(f"{database}.writers") if database and database != ":memory:" else None
    if queue:
        _queues.add(queue)

    @sqlalchemy.event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # SQLAlchemy begins, by the function below
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    def begin(connection: PoolProxiedConnection) -> None:
        driver: Any = connection.dbapi_connection
        if _reading.get():
            driver.execute("BEGIN DEFERRED")
            return
        if queue and not connection.info.get("queued"):
            queue.enter()
            connection.info["queued"] = True
        driver.execute("BEGIN IMMEDIATE")

    dialect: Any = engine.dialect
    dialect.do_begin = begin

    # A connection goes back to the pool after its commit is on disk: only then the next may start.
    @sqlalchemy.event.listens_for(engine, "checkin")
    def checkin(_: object, record: Any) -> None:
        if queue and record.info.pop("queued", False):
            queue.leave()


def _begin_postgresql(connection: PoolProxiedConnection) -> None:
    """Begin, and let the server prepare what writers ask again and again, under locks.

    What readers ask it plans each time for what they look for: a group of a few people is found
    otherwise than one of a hundred thousand.
    """
    driver: Any = connection.dbapi_connection
    driver.read_only = _reading.get()
    driver.prepare_threshold = None if driver.read_only else PREPARED_AFTER


def _undo_postgresql(connection: PoolProxiedConnection) -> None:
    """Roll back; but commit what has only read, and so has nothing to undo.

    At each rollback psycopg forgets all that the server has prepared on this connection.
    """
    driver: Any = connection.dbapi_connection
    if driver.read_only:
        driver.commit()
    else:
        driver.rollback()


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
