"""Whether the database answers and takes writes."""

import sqlite3
from contextlib import closing

import pytest

from eventapp.app import migration_heads
from eventapp.domain.installation import database_health
from eventapp.extensions import db
from tests.databases import MigratedDatabase

pytestmark = pytest.mark.usefixtures("app")


def test_all_is_well() -> None:
    assert database_health.database_fault() == database_health.write_fault() == ""
    assert database_health.current_revisions() == migration_heads()


@pytest.mark.on_sqlite_alone
def test_a_held_lock_and_a_file_that_is_none_are_named(
    database: MigratedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_health, "LOCK_TIMEOUT", 0.05)
    db.session.commit()
    path = database.data / "eventapp.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert database_health.write_fault() == "takes no writes (database is locked)"
    db.session.remove()
    db.engine.dispose()
    path.write_bytes(b"not a database" * 100)
    for beside in database.data.glob("eventapp.sqlite-*"):
        beside.unlink()
    assert "not a database" in database_health.write_fault()
    assert "does not answer (file is not a database)" in database_health.database_fault()
