"""Where a backup is restored to: built beside the present database, then put in its place at once.

Whatever kills a restore, the database in place is either the former or the restored one, whole.
What a killed restore left beside it is removed by the next.
"""

import os
import sqlite3
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from eventapp.domain.installation.database_copy import OWN, list_tables

# Every installation has these from its first start.
FROM_THE_START = frozenset({"organisations"})
BUILDING = "restoring"
FORMER = "former"


class Target(Protocol):
    """A database to restore into."""

    def is_empty(self) -> bool:
        """Whether nobody has used it: no rows but those that every installation starts with."""

    def is_in_use(self) -> bool:
        """Whether somebody else is connected to it."""

    def building_url(self) -> str:
        """Clear what a killed restore left; the address of an empty database to build in."""

    def put_in_place(self) -> None:
        """Put what was built in the place of what is there, at once; no connection may be open."""


def target_of(engine: Engine) -> Target:
    """The database that the engine connects to, as a target."""
    if engine.dialect.name == "postgresql":
        return PostgresqlTarget(engine)
    return SqliteTarget(Path(engine.url.database or ""))


class SqliteTarget:
    """A file. Others that use it are told apart by the lock of the data folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._building = Path(f"{path}.{BUILDING}")
        self._former = Path(f"{path}.{FORMER}")

    def is_empty(self) -> bool:
        """Whether there is no file, or no row that somebody made."""
        if not self._path.exists():
            return True
        engine = sa.create_engine(f"sqlite:///{self._path}")
        try:
            with engine.connect() as connection:
                return not _has_rows(connection)
        finally:
            engine.dispose()

    def is_in_use(self) -> bool:
        """Never said here."""
        return False

    def building_url(self) -> str:
        """A file beside it that does not exist yet."""
        self._clear()
        return f"sqlite:///{self._building}"

    def put_in_place(self) -> None:
        """Rename the file, which no reader ever sees half done; the former stays until then."""
        _fold_log(self._building)
        if self._path.exists():
            _fold_log(self._path)
            os.link(self._path, self._former)
        self._building.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        self._clear()

    def _clear(self) -> None:
        for path in (self._building, self._former):
            for leftover in path.parent.glob(f"{path.name}*"):
                leftover.unlink()


class PostgresqlTarget:
    """A database; what is built stands in a schema of its own until it is renamed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def is_empty(self) -> bool:
        """Whether there is no row that somebody made."""
        with self._engine.connect() as connection:
            return not _has_rows(connection)

    def is_in_use(self) -> bool:
        """Whether another client is connected to the database."""
        with self._engine.connect() as connection:
            others = connection.scalar(
                sa.text(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
                )
            )
        self._engine.dispose()
        return bool(others)

    def building_url(self) -> str:
        """The same database, its schema a new and empty one."""
        with self._engine.begin() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {BUILDING} CASCADE")
            connection.exec_driver_sql(f"CREATE SCHEMA {BUILDING}")
        self._engine.dispose()
        given = self._engine.url.query.get("options", "")
        options = f"{given} -csearch_path={BUILDING}".strip()
        url = self._engine.url.update_query_dict({"options": options})
        return url.render_as_string(hide_password=False)

    def put_in_place(self) -> None:
        """Rename both schemas and drop the former, in one transaction."""
        with self._engine.begin() as connection:
            schema = connection.scalar(sa.text("SELECT quote_ident(current_schema())"))
            for statement in (
                f"ALTER SCHEMA {schema} RENAME TO {FORMER}",
                f"ALTER SCHEMA {BUILDING} RENAME TO {schema}",
                f"DROP SCHEMA {FORMER} CASCADE",
            ):
                connection.exec_driver_sql(statement)
        self._engine.dispose()


def _has_rows(connection: Connection) -> bool:
    tables = list_tables(connection).keys() - FROM_THE_START - OWN
    return any(
        connection.execute(sa.select(sa.literal(1)).select_from(sa.table(name)).limit(1)).first()
        for name in sorted(tables)
    )


def _fold_log(path: Path) -> None:
    """Bring the write-ahead log into the file, so that it stands alone."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    finally:
        connection.close()
