"""Sealing: in order, once, never before all who may still commit a lower number are done."""

import threading

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from eventapp.domain.record import audit, chain
from eventapp.domain.record.chain import chain_head, find_mac, seal_next
from eventapp.domain.record.verification import verify
from eventapp.extensions import db
from eventapp.keys import app_keys
from eventapp.models import AuditAction, AuditEntry, AuditSeal
from tests.builders import NOON
from tests.domain.record.planting import a_sealed_log

REFUSED = (
    "UPDATE audit_entries SET actor = 'x'",
    "DELETE FROM audit_entries",
    "UPDATE audit_seals SET position = position + 100",
    "DELETE FROM audit_seals",
    "UPDATE audit_changes SET reason = 'x'",
)
REPLACED = (
    "INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries",
    "INSERT OR REPLACE INTO audit_changes SELECT * FROM audit_changes",
    (
        "INSERT OR REPLACE INTO audit_seals"
        " SELECT position + 100, entry_id, key_print, mac FROM audit_seals"
    ),
)
TRUNCATED = tuple(
    f"TRUNCATE {table} CASCADE" for table in ("audit_entries", "audit_seals", "audit_changes")
)


def an_entry() -> None:
    audit.record(AuditAction.BACKED_UP, audit.INSTALLATION, actor="operator", now=NOON)


def test_each_entry_gets_one_seal_in_order(app: Flask) -> None:
    ids = a_sealed_log(4)
    seals = db.session.execute(sa.select(AuditSeal.position, AuditSeal.entry_id)).all()
    assert [tuple(row) for row in seals] == list(enumerate(ids, start=1))

    before = chain_head()
    assert seal_next() == 0
    assert chain_head() == before
    assert before
    assert find_mac(before.position) == before.mac
    assert find_mac(99) is None


def test_a_long_backlog_is_sealed_in_batches(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "SEAL_BATCH_SIZE", 2)
    for _ in range(5):
        an_entry()
    db.session.commit()

    assert [seal_next() for _ in range(4)] == [2, 2, 1, 0]
    assert verify([app_keys().log]).sealed == 5


def test_what_is_not_committed_is_not_sealed(app: Flask) -> None:
    assert chain_head() is None
    an_entry()
    db.session.rollback()
    assert seal_next() == 0


def test_the_database_refuses_to_change_the_log(app: Flask) -> None:
    a_sealed_log()
    kind = db.engine.dialect.name
    for statement in (*REFUSED, *(REPLACED if kind == "sqlite" else TRUNCATED)):
        with pytest.raises(DBAPIError, match="only added to"):
            db.session.execute(sa.text(statement))
        db.session.rollback()
    assert verify([app_keys().log]).sealed == 5


def test_a_lower_number_that_commits_later_is_waited_for(app: Flask) -> None:
    """Control: with the newest visible number as the last, the late one counts as inserted."""
    if db.engine.dialect.name == "sqlite":
        return  # its writers are one at a time
    with db.engine.connect() as late:
        late.execute(sa.insert(AuditEntry.__table__).values(**values()))  # type: ignore[arg-type]
        an_entry()
        db.session.commit()
        done = threading.Timer(0.2, late.commit)
        done.start()
        assert seal_next() == 2
        done.join()
    assert verify([app_keys().log]).broken is None


def test_a_writer_who_does_not_end_puts_the_sealing_off(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.engine.dialect.name == "sqlite":
        return
    monkeypatch.setattr(chain, "WRITERS_TIMEOUT", 0.05)
    with db.engine.connect() as late:
        late.execute(sa.insert(AuditEntry.__table__).values(**values()))  # type: ignore[arg-type]
        an_entry()
        db.session.commit()
        assert seal_next() == 0
        late.rollback()
    assert seal_next() == 1


def values() -> dict[str, object]:
    return {
        "at": NOON,
        "actor": "operator",
        "action": "backed up",
        "subject_kind": "installation",
        "subject_code": "",
        "details": {},
    }
