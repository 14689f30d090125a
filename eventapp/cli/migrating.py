"""Bringing the database up to date before any command uses it."""

import fcntl

import click
from flask import Flask
from sqlalchemy.exc import IntegrityError

from eventapp.app import create_app
from eventapp.config import HOUSE
from eventapp.domain import standing
from eventapp.domain.people.facts import import_facts
from eventapp.extensions import db


def migrate(app: Flask) -> None:
    """Migrate to the newest revision, and see that the public bodies are known.

    Does nothing when all is done already. Two starts at once on one host take turns; on several
    hosts PostgreSQL makes them. Raises ClickException when the database does not answer.
    """
    folder = app.extensions["settings"].data_folder
    with (folder / "migrating").open("w") as turn, app.app_context():
        fcntl.flock(turn, fcntl.LOCK_EX)
        if fault := standing.fault():
            raise click.ClickException(f"The database {fault}.")
        if standing.migrated_to() != app.extensions["migration_heads"]():
            _upgrade(app)
        _bring_facts()


def bind_migrations(app: Flask) -> None:
    """Let Flask-Migrate's commands work on the app."""
    # With what it draws in it weighs 9 MB, and no process that serves needs it.
    from flask_migrate import Migrate  # noqa: PLC0415

    Migrate(app, db, directory=str(HOUSE / "migrations"), render_as_batch=True)


def app_to_migrate() -> Flask:
    """The app for `flask --app eventapp.cli.migrating:app_to_migrate db …`."""
    app = create_app()
    bind_migrations(app)
    return app


def _upgrade(app: Flask) -> None:
    from flask_migrate import upgrade  # noqa: PLC0415  # as above

    db.session.rollback()  # the look at the revision is over
    bind_migrations(app)
    upgrade(directory=str(HOUSE / "migrations"))


def _bring_facts() -> None:
    try:
        import_facts()
        db.session.commit()
    except IntegrityError:
        db.session.rollback()  # another host brought them in the same moment
