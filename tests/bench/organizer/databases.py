"""Both databases in turn, empty and migrated, with the durability that the product asks for."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path

import psycopg
from flask import Flask

from eventapp.app import create_app
from eventapp.cli.migration import migrate
from eventapp.extensions import db
from tests.bench.organizer.calibrators import Calibrators
from tests.databases import KINDS, PostgresqlServer, run_id
from tests.settings import app_settings
from tests.visitor import Visitor

# The tests' own server never waits for its disk.
DURABLE = ("fsync = on", "synchronous_commit = on", "full_page_writes = on")


def databases() -> Iterator[tuple[Flask, Calibrators]]:
    """An app on each database, in an app context; `--sqlite` or `--postgresql` asks for one."""
    asked = [kind for kind in KINDS if f"--{kind}" in sys.argv] or KINDS
    for kind in asked:
        with tempfile.TemporaryDirectory(prefix="eventapp-bench-") as name:
            yield from _database(kind, Path(name))


def _database(kind: str, folder: Path) -> Iterator[tuple[Flask, Calibrators]]:
    if kind == "sqlite":
        yield from _app_on("", folder)
        return
    server = PostgresqlServer(run_id(), "bench", folder / "server")
    with server.new_database("organizer") as url:
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            for setting in DURABLE:
                connection.execute(f"ALTER SYSTEM SET {setting}")  # type: ignore[call-overload]
            connection.execute("SELECT pg_reload_conf()")
        yield from _app_on(url, folder)
    server.disconnect()


def _app_on(url: str, folder: Path) -> Iterator[tuple[Flask, Calibrators]]:
    with (folder / "app.log").open("w") as log, redirect_stderr(log):  # a line for each page
        app = create_app(app_settings(folder, database_url=url))
        app.test_client_class = Visitor
        migrate(app)
        with app.app_context():
            yield app, Calibrators(folder)
            db.session.remove()
            db.engine.dispose()


def settle() -> None:
    """Let PostgreSQL count what was seeded, as it does by itself; SQLite is never asked to."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
