"""The worker seals the log and stores its head, and never replaces a head that proves a cut."""

from flask import Flask

from eventapp.domain.record import audit as audit_log
from eventapp.domain.record.chain import ChainHead, chain_head
from eventapp.domain.record.head_file import HEAD_FILE, read_head, write_head
from eventapp.extensions import db
from eventapp.models import AuditAction
from eventapp.worker import audit
from tests.builders import NOON
from tests.databases import MigratedDatabase


def an_act() -> None:
    audit_log.record(AuditAction.BACKED_UP, audit_log.INSTALLATION, actor="operator", now=NOON)
    db.session.commit()


def test_a_round_seals_what_waits_and_stores_the_head(
    app: Flask, database: MigratedDatabase
) -> None:
    audit.run_due()
    assert read_head(database.data) is None
    for _ in range(3):
        an_act()
        audit.run_due()
    assert read_head(database.data) == chain_head()
    assert chain_head()
    audit.run_due()


def test_a_head_that_the_log_does_not_lead_to_stays(app: Flask, database: MigratedDatabase) -> None:
    proof = ChainHead(9, "ab" * 32)
    write_head(database.data, proof)
    an_act()
    audit.run_due()
    assert chain_head()
    assert read_head(database.data) == proof

    (database.data / HEAD_FILE).write_text("?", encoding="utf-8")
    an_act()
    audit.run_due()
    assert (database.data / HEAD_FILE).read_text(encoding="utf-8") == "?"
