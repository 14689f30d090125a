"""A small installation as the older release left it: its rows, its files, and what people hold.

`installation.json` has every row, the secrets that were handed out (links, cookies, a password) and
the people by name. It is put into a database of the older revision, which is then migrated.
"""

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from eventapp.app import create_app
from eventapp.cli.migration import bind_migrations
from eventapp.config import ROOT
from eventapp.extensions import db
from tests.settings import app_settings
from tests.visitor import Visitor

FOLDER = Path(__file__).parent
ORIGIN = "http://localhost"


def read(name: str) -> Any:
    """What stands in a golden file."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Installation:
    """The installation after its upgrade."""

    app: Flask
    data: Path

    @cached_property
    def secrets(self) -> dict[str, Any]:
        """What was handed out: links, cookies, a password and its second factor."""
        return dict(read("installation")["secrets"])

    @cached_property
    def people(self) -> dict[str, dict[str, str]]:
        """The participants by first name: their state, links, ticket and address."""
        return dict(read("installation")["people"])

    def visitor(self, **cookies: str) -> Visitor:
        """Somebody with these cookies."""
        client = self.app.test_client()
        assert isinstance(client, Visitor)
        for name, value in cookies.items():
            client.set_cookie(name, value)
        return client

    def admin(self) -> Visitor:
        """Somebody who may do everything, signed in since the older release."""
        return self.visitor(eventapp_session=self.secrets["cookies"]["eventapp_session"])

    def phone(self, which: str = "phone") -> Visitor:
        """The phone at the door, as it was paired."""
        return self.visitor(eventapp_door=self.secrets[which])

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a table, as they are now."""
        reflected = sa.Table(table, sa.MetaData(), autoload_with=db.engine, resolve_fks=False)
        rows = [dict(row) for row in db.session.execute(sa.select(reflected)).mappings()]
        db.session.rollback()
        return rows


@contextmanager
def upgraded(data: Path, url: str = "") -> Iterator[Installation]:
    """The installation in this folder and this empty database, brought up to date."""
    golden = read("installation")
    write_files(data)
    app = create_app(replace(app_settings(data, database_url=url), mode="development"))
    app.test_client_class = Visitor
    bind_migrations(app)
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"), revision=golden["revision"])
        with db.engine.begin() as connection:
            fill(connection, golden["rows"])
        upgrade(directory=str(ROOT / "migrations"))
    yield Installation(app, data)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def write_files(data: Path) -> None:
    """Put what was uploaded into the data folder."""
    for name, content in read("installation")["files"].items():
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content))


def fill(connection: sa.Connection, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    """Write the rows, parents first, and let new ones be numbered after them."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    for table in metadata.sorted_tables:
        for row in rows.get(table.name, []):
            connection.execute(table.insert(), {key: _value(value) for key, value in row.items()})
        if connection.dialect.name == "postgresql" and table.name in rows and "id" in table.c:
            connection.execute(
                sa.text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) "
                    f"FROM {table.name}"
                )
            )


def _value(plain: Any) -> Any:
    """A value as the database takes it: JSON knows neither bytes nor moments."""
    if not isinstance(plain, dict) or len(plain) != 1:
        return plain
    kind, text = next(iter(plain.items()))
    if kind == "base64":
        return base64.b64decode(text)
    if kind == "time":
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    if kind == "date":
        return date.fromisoformat(text)
    return plain
