"""The chain of seals over the log: committed entries are sealed in order, after the fact.

Nobody who writes an entry waits for the chain. Whoever has the database but not the secret key can
neither change, remove nor insert a sealed entry unnoticed, and not cut the end off either, as long
as one head is kept elsewhere: in the data folder, in the process's log, in backups and receipts.
"""

import time
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError

from eventapp import transactions
from eventapp.domain.record.sealed_text import (
    COVERED,
    FIRST_MAC,
    covered_columns,
    key_print,
    next_mac,
)
from eventapp.extensions import db
from eventapp.keys import app_keys
from eventapp.models import AuditEntry, AuditSeal

SEAL_BATCH_SIZE = 1000
WAITING_COUNTED_MAX = 1000
# How long the sealing waits for writers who may hold a lower number; the next round tries again.
WRITERS_TIMEOUT = 2.0  # seconds
WRITERS_PAUSE = 0.02  # seconds


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The newest seal: how many entries are sealed, and the seal over all of them in hex."""

    position: int
    mac: str

    def __str__(self) -> str:
        return f"{self.position}:{self.mac}"


@dataclass(frozen=True, slots=True)
class SealBatch:
    """Seals that are ready to be stored after `after`."""

    after: int
    seals: list[dict[str, object]]


def is_sealed_with(key: bytes) -> bool:
    """Whether the newest seal was made with this key; so it is before anything is sealed."""
    newest = select(AuditSeal.key_print).order_by(AuditSeal.position.desc()).limit(1)
    return db.session.scalar(newest) in {None, key_print(key)}


def chain_head() -> ChainHead | None:
    """The newest seal; None before anything is sealed."""
    newest = db.session.execute(
        select(AuditSeal.position, AuditSeal.mac).order_by(AuditSeal.position.desc()).limit(1)
    ).first()
    return ChainHead(newest.position, newest.mac.hex()) if newest else None


@dataclass(frozen=True, slots=True)
class SealingStatus:
    """How far the log is sealed: when the newest sealed act was done, and how many wait."""

    sealed_to: datetime | None
    waiting: int


def sealing_status() -> SealingStatus:
    """How far the log is sealed; those that wait are counted up to WAITING_COUNTED_MAX."""
    last = select(func.coalesce(func.max(AuditSeal.entry_id), 0)).scalar_subquery()
    waiting = select(AuditEntry.id).where(AuditEntry.id > last).limit(WAITING_COUNTED_MAX)
    count = select(func.count()).select_from(waiting.subquery()).scalar_subquery()
    sealed_to = select(AuditEntry.at).where(AuditEntry.id == last).scalar_subquery()
    row = db.session.execute(select(sealed_to, count)).one()
    return SealingStatus(row[0], row[1])


def find_mac(position: int) -> str | None:
    """The seal at this position in hex, or None."""
    mac = db.session.scalar(select(AuditSeal.mac).where(AuditSeal.position == position))
    return mac.hex() if mac is not None else None


def seal_next() -> int:
    """Seal the next entries, at most SEAL_BATCH_SIZE; return how many. They are then committed.

    Reads and calculates without a lock, then writes in a transaction of its own. Of two at once,
    who calculate the same seals, the second stores nothing.
    """
    with transactions.reading(db.session):
        db.session.rollback()
        batch = _prepare_batch()
    if not batch.seals:
        return 0
    try:
        with transactions.writing(), db.engine.begin() as connection:
            newest = connection.scalar(select(func.max(AuditSeal.position))) or 0
            if newest != batch.after:
                return 0
            connection.execute(insert(AuditSeal.__table__), batch.seals)  # type: ignore[arg-type]
    except IntegrityError:
        return 0
    return len(batch.seals)


def _prepare_batch() -> SealBatch:
    newest = db.session.execute(
        select(AuditSeal.position, AuditSeal.entry_id, AuditSeal.mac)
        .order_by(AuditSeal.position.desc())
        .limit(1)
    ).first()
    position, after, mac = newest or (0, 0, FIRST_MAC)
    rows = db.session.execute(
        text(
            f"SELECT {covered_columns()} FROM audit_entries e "  # noqa: S608  # our own words
            "WHERE e.id > :after AND e.id <= :last ORDER BY e.id LIMIT :size"
        ),
        {"after": after, "last": _last_settled_id(), "size": SEAL_BATCH_SIZE},
    ).all()
    key = app_keys().log
    named, seals = key_print(key), []
    for number, row in enumerate(rows, start=position + 1):
        mac = next_mac(key, mac, row[:COVERED])
        seals.append({"position": number, "entry_id": row[0], "key_print": named, "mac": mac})
    return SealBatch(position, seals)


def _last_settled_id() -> int:
    """An id so old that no open transaction may still commit it, or one below it.

    SQLite gives ids under the write lock, so they are committed in order. PostgreSQL gives them
    before the commit: whoever has taken one holds a lock on the table until the end. So the newest
    id is read first, and then those are waited for who hold the lock at that moment; whoever comes
    later gets a higher id. (An id older than every open transaction, by xmin, would wait for every
    long reader too, and an id can be given to a transaction that has no number yet.)
    """
    newest: int = db.session.scalar(text("SELECT coalesce(max(id), 0) FROM audit_entries")) or 0
    if db.engine.dialect.name == "sqlite":
        return newest
    db.session.rollback()
    waited_for = _writers()
    deadline = time.monotonic() + WRITERS_TIMEOUT
    while waited_for:
        if time.monotonic() > deadline:
            return 0
        time.sleep(WRITERS_PAUSE)
        waited_for &= _writers()
    db.session.rollback()
    return newest


def _writers() -> set[str]:
    """The transactions that may write to the log at this moment, by their virtual numbers."""
    return set(
        db.session.scalars(
            text(
                "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND granted "
                "AND mode = 'RowExclusiveLock' AND relation = 'audit_entries'::regclass "
                "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        )
    )
