"""Purging what databases retain of rows after they were deleted."""

import sqlite3
from typing import Any, cast

from eventapp.extensions import db

# Other writers wait while SQLite waits for readers: it may not wait long.
LOCK_TIMEOUT_MS = 20
PERSONAL_TABLES = (
    "registrations, care_needs, accounts, account_invitations, address_changes, mail_trials, jobs, "
    "audit_changes, contacts, leads, check_ins, invitees, speaker_addresses, "
    "speaker_replies, speaker_proposals, speaker_photos, session_questions, "
    "roster_entries, roster_names, kitchen_sums, registration_counts"
)


def purge_old_versions(tables: str = PERSONAL_TABLES) -> bool:
    """Purge earlier versions of the tables' rows, as far as the database allows.

    Outside any transaction, after the commit. On SQLite the write-ahead log is emptied (deleted
    rows have been overwritten already); on PostgreSQL dead rows are vacuumed. False when a reader
    blocks it: try again.
    """
    db.session.rollback()
    connection = db.engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        if db.engine.dialect.name == "sqlite":
            return _empty_log(cast("sqlite3.Connection", driver))
        _vacuum(driver, tables)
    finally:
        connection.close()
    return True


def _empty_log(connection: sqlite3.Connection) -> bool:
    # Most of the log is copied back without stopping anybody; only the rest needs the lock.
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    timeout = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute(f"PRAGMA busy_timeout={LOCK_TIMEOUT_MS}")
    try:
        busy, _pages, _copied = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.execute(f"PRAGMA busy_timeout={timeout}")
    return not busy


def _vacuum(connection: Any, tables: str) -> None:
    connection.autocommit = True
    try:
        # Without TRUNCATE nobody who writes meanwhile is locked out, not even for a moment.
        connection.execute(f"VACUUM (TRUNCATE FALSE) {tables}")
    finally:
        connection.autocommit = False
