"""Run migrations inside the Flask app, and give each one a name that people can read."""

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations import MigrationScript
from alembic.runtime.migration import MigrationContext
from flask import current_app
from sqlalchemy import Connection

VERSIONS = Path(__file__).parent / "versions"
db = current_app.extensions["migrate"].db


def name_revision(
    _: MigrationContext, _revision: str | Iterable[str | None], scripts: list[MigrationScript]
) -> None:
    """Turn 'Add waitlist' into 0007_add_waitlist, both file name and revision id."""
    script = scripts[0]
    number = 1 + max((int(path.stem[:4]) for path in VERSIONS.glob("[0-9]*.py")), default=0)
    slug = re.sub(r"\W+", "_", (script.message or "").lower()).strip("_")
    script.rev_id = f"{number:04d}_{slug}"


def render_item(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Write our own column types as the plain ones beneath, so migrations outlive our code."""
    if kind == "type" and isinstance(item, sa.TypeDecorator):
        return f"sa.{item.impl!r}"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


def include_name(name: str | None, kind: str, _: object) -> bool:
    """Leave out the full-text indexes, which only migrations know; SQLite's are tables to it."""
    known = kind not in {"table", "column", "index"}
    return known or not (name or "").startswith("experience_index")


@contextmanager
def taking_turns(connection: Connection) -> Iterator[None]:
    """Migrate alone, and give way to the older release, which goes on answering meanwhile.

    Whoever waits for a table lets nobody past, and may wait in a circle with a reader of two. So
    this connection waits for less time than PostgreSQL takes to look for such a circle (1 s).
    """
    # Two starts at once: the second waits here, then finds nothing left to do.
    connection.exec_driver_sql("SELECT pg_advisory_lock(7202303)")
    try:
        connection.exec_driver_sql("SET lock_timeout TO '500ms'")
        # Alembic's own table has room for 32 characters; our revisions are sentences.
        connection.exec_driver_sql(
            "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(128) NOT NULL)"
        )
        connection.commit()
        yield
    finally:
        connection.rollback()
        connection.exec_driver_sql("RESET lock_timeout")
        connection.exec_driver_sql("SELECT pg_advisory_unlock(7202303)")
        connection.commit()


def run() -> None:
    """Migrate over one connection, batching ALTERs so that SQLite can follow.

    PostgreSQL commits each revision by itself, so that no table is locked for longer than its own.
    """
    with db.engine.connect() as connection, ExitStack() as stack:
        on_postgresql = connection.dialect.name == "postgresql"
        if on_postgresql:
            stack.enter_context(taking_turns(connection))
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            process_revision_directives=name_revision,
            render_item=render_item,
            include_name=include_name,
            version_table_pk=False,
            transaction_per_migration=on_postgresql,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
