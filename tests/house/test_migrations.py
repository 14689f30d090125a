"""Migrations: one row of numbers, up, down and up again, and the models are where they lead."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import check, downgrade, upgrade

from eventapp.app import create_app
from eventapp.cli.migration import bind_migrations, migrate
from eventapp.config import ROOT
from eventapp.extensions import db, metadata
from tests.databases import KINDS, PostgresqlServer
from tests.house.tables import statements
from tests.settings import app_settings

MIGRATIONS = ROOT / "migrations"
VERSIONS = sorted((MIGRATIONS / "versions").glob("*.py"))
FOLDER = str(MIGRATIONS)


@contextmanager
def bare_house(data: Path, url: str = "") -> Iterator[Flask]:
    app = create_app(app_settings(data, database_url=url))
    bind_migrations(app)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(params=KINDS)
def unmigrated(
    request: pytest.FixtureRequest, tmp_path: Path, postgresql: PostgresqlServer
) -> Iterator[Flask]:
    """A house whose database is empty to the last table."""
    if request.config.getoption("--db") not in {request.param, "both"}:
        request.param = "sqlite"
    if request.param == "sqlite":
        with bare_house(tmp_path) as app:
            yield app
        return
    with postgresql.new_database("bare") as url, bare_house(tmp_path, url) as app:
        yield app


def tables() -> set[str]:
    names = set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}
    db.session.rollback()
    return {name for name in names if not name.startswith("experience_index")}


def lines_of(created: Iterator[str]) -> list[list[str]]:
    """Of each table, index and trigger: Alembic writes the constraints of some in any order."""
    return [
        sorted(line.strip().rstrip(",") for line in statement.splitlines()) for statement in created
    ]


# SQLite's are compared by nobody; PostgreSQL's are.
@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_up_again_down_and_up(unmigrated: Flask) -> None:
    upgrade(directory=FOLDER)
    assert tables() == set(metadata.tables)
    check(directory=FOLDER)  # raises SystemExit when the models are not where migrations lead

    upgrade(directory=FOLDER)  # of what is migrated: nothing
    heads = db.session.execute(sa.text("SELECT version_num FROM alembic_version")).scalars().all()
    assert heads == [VERSIONS[-1].stem]
    db.session.rollback()

    downgrade(directory=FOLDER, revision="base")
    assert tables() == set()

    upgrade(directory=FOLDER)
    assert tables() == set(metadata.tables)


@pytest.mark.on_sqlite_alone
def test_the_tables_of_a_new_database_are_those_that_migrations_make(
    app: Flask, tmp_path: Path
) -> None:
    """Also where migrations are newer than those tables: they go on from there."""
    by_migrations = lines_of(statements())
    db.session.rollback()

    with bare_house(tmp_path) as new:
        migrate(new)

        assert lines_of(statements()) == by_migrations


def test_there_is_one_head_and_one_row_of_numbers() -> None:
    config = Config()
    config.set_main_option("script_location", FOLDER)
    scripts = ScriptDirectory.from_config(config)

    in_order = [revision.revision for revision in reversed(list(scripts.walk_revisions()))]

    assert len(scripts.get_heads()) == 1
    assert in_order == [path.stem for path in VERSIONS]
    assert [int(name[:4]) for name in in_order] == list(range(1, len(in_order) + 1))


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_outlives_the_code_that_it_was_written_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"^\s*(from|import) eventapp", text, re.MULTILINE)
    assert len(path.stem) <= 128  # what the table of versions has room for


def test_those_registered_before_are_told_apart_by_their_names(unmigrated: Flask) -> None:
    upgrade(directory=FOLDER, revision="0007_create_delegation_feeds")
    columns = {
        "organisation_name": "Exempelstad", "name": "ÅSA  Öström", "email": "a@town.example",
        "role": "", "language": "sv", "visibility": "normal", "badge": "none", "answers": "{}",
        "notice_version": "", "state": "confirmed", "party_code": "", "party_whole": False,
        "code": "c", "secret": "s", "link_digest": "l", "agenda_digest": "a",
        "agenda_revision": 1, "desk_code": "d", "registered_at": "2026-11-29", "version": 1,
        "event_id": 1,
    }  # fmt: skip
    event = {
        "id": 1, "public_id": "e", "slug": "e", "title": "E", "subtitle": "", "summary": "",
        "audience": "", "organiser": "", "host": "", "record_number": "", "kind": "seminar",
        "form": "online", "state": "published", "visibility": "open", "focus_areas": "[]",
        "agenda": "[]", "time_zone": "UTC", "starts_at": "2027-01-01", "ends_at": "2027-01-02",
        "registration_opens_at": "2026-01-01", "registration_closes_at": "2026-12-31",
        "cancellation_closes_at": "2026-12-31", "venue_name": "", "venue_city": "",
        "venue_address": "", "online_url": "", "access_notes": "[]", "photo_notice": "",
        "contact_email": "", "contact_phone": "", "seats": 1, "promotion": "automatic",
        "offer_hours": 1, "availability": "plenty", "last_queue_number": 0, "revision": 1,
        "version": 1,
    }  # fmt: skip
    for table, values in (("events", event), ("registrations", columns)):
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        db.session.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)
    db.session.commit()

    upgrade(directory=FOLDER)

    folded = db.session.scalar(sa.text("SELECT folded_name FROM registrations"))
    assert folded == "åsa öström"
