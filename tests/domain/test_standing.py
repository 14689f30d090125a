"""Whether the database answers and takes writes."""

import sqlite3
from contextlib import closing

import pytest

from eventapp.app import migration_heads
from eventapp.domain import standing
from eventapp.extensions import db
from tests.databases import Database

pytestmark = pytest.mark.usefixtures("app")


def test_all_is_well() -> None:
    assert standing.fault() == standing.write_fault() == ""
    assert standing.migrated_to() == migration_heads()


@pytest.mark.on_sqlite_alone
def test_a_held_lock_and_a_file_that_is_none_are_named(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "LOCK_TIMEOUT", 0.05)
    db.session.commit()
    path = database.data / "eventapp.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert standing.write_fault() == "takes no writes (database is locked)"
    db.session.remove()
    db.engine.dispose()
    path.write_bytes(b"not a database" * 100)
    for beside in database.data.glob("eventapp.sqlite-*"):
        beside.unlink()
    assert "not a database" in standing.write_fault()
    assert "does not answer (file is not a database)" in standing.fault()
