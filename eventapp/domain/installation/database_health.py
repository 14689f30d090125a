"""Whether the database answers and takes writes, and what it has been migrated to."""

import sqlite3

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from eventapp.extensions import db

# A writer holds the lock for milliseconds; whoever has it longer makes everybody wait.
LOCK_TIMEOUT = 1.0  # seconds


def database_fault() -> str:
    """Why the database does not answer, in its driver's words; empty when it does."""
    try:
        db.session.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError) as error:
        return f"does not answer ({describe_error(error)})"
    finally:
        db.session.rollback()  # whatever comes next may want the lock
    return ""


def write_fault() -> str:
    """Why the database takes no writes just now, in its own words; empty when it does."""
    if db.engine.dialect.name == "sqlite":
        return _sqlite_write_fault(db.engine.url.database or "")
    refuses = db.session.scalar(
        text(
            "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on'"
        )
    )
    return "takes no writes (it is read-only)" if refuses else ""


def describe_error(error: BaseException) -> str:
    """What a driver or the system says went wrong, on one line and without statements."""
    text = str(getattr(error, "orig", None) or getattr(error, "strerror", None) or error)
    return (text.splitlines() or [type(error).__name__])[0]


def current_revisions() -> frozenset[str]:
    """The revisions of the database; none when it has never been migrated."""
    try:
        rows = db.session.execute(text("SELECT version_num FROM alembic_version"))
        return frozenset(row[0] for row in rows)
    except SQLAlchemyError:
        db.session.rollback()
        return frozenset()


def is_migrated(heads: frozenset[str]) -> bool:
    """Whether the database is at the newest revision that this release knows, or at a later one.

    Migrations only add: a release goes on while the next one migrates, and after a roll back.
    """
    at = current_revisions()
    return at == heads or any(_number(mine) > _number(newest) for mine in at for newest in heads)


def _number(revision: str) -> int:
    digits = revision.partition("_")[0]
    return int(digits) if digits.isdecimal() else 0


def _sqlite_write_fault(path: str) -> str:
    """Ask for the write lock on a connection of its own, and give it back at once."""
    try:
        connection = sqlite3.connect(path, timeout=LOCK_TIMEOUT, isolation_level=None)
    except sqlite3.Error as error:
        return f"takes no writes ({error})"
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        return f"takes no writes ({error})"
    finally:
        connection.close()
    return ""
