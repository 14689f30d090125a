"""Tampering with the log as somebody who owns the database could: past its triggers."""

from sqlalchemy import text

from eventapp.domain.record import audit
from eventapp.domain.record.audit import Subject
from eventapp.domain.record.chain import seal_next
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry
from tests.builders import NOON

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'"


def a_sealed_log(count: int = 5) -> list[int]:
    """A log of so many entries about an event, the third with a change, all sealed; their ids."""
    event = Subject("event", "e1", event_id=1)
    for number in range(1, count + 1):
        if number == 3:
            audit.record_change(
                AuditAction.EDITED,
                event,
                before={"title": "Åre"},
                after={"title": "Umeå"},
                actor="a1",
                reason="Fel ort",
                now=NOON,
            )
        else:
            audit.record(AuditAction.PHONE_PAIRED, event, actor="device:x", now=NOON, n=number)
    db.session.commit()
    while seal_next():
        pass
    return list(db.session.scalars(db.select(AuditEntry.id).order_by(AuditEntry.id)))


def tamper(*statements: str) -> None:
    """Run the statements without triggers, as the owner of the database may."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            db.session.execute(text(statement))
        db.session.commit()
        return
    triggers = db.session.execute(text(TRIGGERS)).all()
    db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
    for name, _sql in triggers:
        db.session.execute(text(f"DROP TRIGGER {name}"))
    for statement in statements:
        db.session.execute(text(statement))
    for _name, sql in triggers:
        db.session.execute(text(sql))
    db.session.commit()
