"""Bringing the database up to date before any command uses it."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask

from eventapp import transactions
from eventapp.app import create_app
from eventapp.cli.command_settings import command_settings
from eventapp.config import ROOT
from eventapp.domain.installation import database_health
from eventapp.domain.people.public_bodies import import_facts_once
from eventapp.extensions import db

MIGRATIONS = ROOT / "migrations"
TABLES = MIGRATIONS / "sqlite.sql"
ATTEMPTS = 120
PAUSE_SECONDS = 0.5


def migrate(app: Flask) -> None:
    """Migrate to the newest revision, and see that the public bodies are known.

    Does nothing when all is done already, or was done by a later release. Two starts at once on
    one host take turns; on several hosts PostgreSQL makes them. Raises ClickException, a sentence
    for operators, when the database does not answer, is locked for too long, or there is nothing
    to write on.
    """
    try:
        _migrate(app)
    except Exception as error:
        if not transactions.is_outage(error):
            raise
        fault = database_health.describe_error(error)
        raise click.ClickException(f"The database cannot be prepared: {fault}.") from error


def _migrate(app: Flask) -> None:
    folder = app.extensions["settings"].data_folder
    with (folder / "migrating").open("w") as turn, app.app_context():
        fcntl.flock(turn, fcntl.LOCK_EX)
        if fault := database_health.database_fault():
            raise click.ClickException(f"The database {fault}.")
        heads = app.extensions["migration_heads"]()
        if not database_health.is_migrated(heads) and db.engine.dialect.name == "sqlite":
            _create_tables()
        if not database_health.is_migrated(heads):
            _upgrade(app)
        import_facts_once()
        db.session.commit()


def _create_tables() -> None:
    """Give a SQLite file that has no tables those that the migrations lead to, at once.

    What takes them most of a second takes a twentieth of that. Migrations that are newer than the
    tables go on from there: the last statement says which was the last.
    """
    db.session.rollback()  # the look at the revision is over
    with db.engine.begin() as connection:
        if connection.exec_driver_sql("SELECT 1 FROM sqlite_master").first() is None:
            for statement in TABLES.read_text(encoding="utf-8").split(";\n\n"):
                connection.exec_driver_sql(statement)


@contextmanager
def disconnecting(app: Flask) -> Iterator[None]:
    """The app's context; at its end nobody is connected to its database any more."""
    with app.app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def upgrade_to(app: Flask, revision: str) -> None:
    """Migrate to this revision, within the app's context; `head` is the newest."""
    from flask_migrate import upgrade  # noqa: PLC0415  # as below

    bind_migrations(app)
    upgrade(directory=str(MIGRATIONS), revision=revision)


def bind_migrations(app: Flask) -> None:
    """Let Flask-Migrate's commands work on the app."""
    # With what it draws in it weighs 9 MB, and no process that serves needs it.
    from flask_migrate import Migrate  # noqa: PLC0415

    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)


def app_to_migrate() -> Flask:
    """The app for `flask --app eventapp.cli.migration:app_to_migrate db …`."""
    app = create_app(command_settings())
    bind_migrations(app)
    return app


def _upgrade(app: Flask) -> None:
    """Migrate to the newest revision; what others used just then is tried again."""
    for attempt in range(1, ATTEMPTS + 1):
        db.session.rollback()  # the look at the revision is over
        try:
            upgrade_to(app, "head")
            break
        except Exception as error:
            if attempt == ATTEMPTS or not transactions.lost_a_lock(error):
                raise
            time.sleep(PAUSE_SECONDS)
