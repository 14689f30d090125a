"""A hundred thousand registrations are deleted in batches, and nobody waits long for the lock."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, update

from eventapp.app import create_app
from eventapp.cli.migration import migrate
from eventapp.clock import utcnow
from eventapp.domain.retention import run as runs
from eventapp.domain.retention.data_kind import BY_KIND
from eventapp.domain.retention.rule import Decision, decide
from eventapp.extensions import db
from eventapp.models import (
    DataKind,
    Event,
    Invitation,
    Job,
    JobKind,
    JobState,
    Registration,
    Ticket,
)
from eventapp.worker import retention
from tests.bench import seeding
from tests.bench.organizer.under_lock import describe, seconds_under_lock
from tests.builders import an_event
from tests.databases import PostgresqlServer
from tests.settings import app_settings

LOCK_SECONDS_MAX = 0.2


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_hundred_thousand_go_without_anybody_waiting(
    kind: str, tmp_path: Path, postgresql: PostgresqlServer
) -> None:
    if kind == "sqlite":
        _delete_all(create_app(app_settings(tmp_path)))
        return
    with postgresql.new_database("retention") as url:
        _delete_all(create_app(app_settings(tmp_path, database_url=url)))


def _delete_all(app: Flask) -> None:
    migrate(app)
    with app.app_context():
        an_event(slug=seeding.CROWDED)
        db.session.commit()
    seeding.seed_many_registrations(app)
    with app.app_context():
        _make_past()
        decide(
            BY_KIND[DataKind.REGISTRATIONS],
            Decision(180, "FIKTIVT 2027/1"),
            version=0,
            actor="admin",
            now=utcnow(),
        )
        run_id = runs.start_run(actor="admin", now=utcnow()).id
        db.session.commit()
        began = time.monotonic()
        with seconds_under_lock() as seconds:
            retention.carry_out(run_id)
        whole = time.monotonic() - began

        past = select(func.count(Registration.id)).join(Event).where(Event.ends_at < utcnow())
        assert db.session.scalar(past) == 0
        print(f"\n{db.engine.dialect.name}: {describe(seconds)} under lock, in {whole:.0f} s")
        assert max(seconds) < LOCK_SECONDS_MAX
        db.session.remove()
        db.engine.dispose()


def _make_past() -> None:
    """The crowded event was a year ago; each registration has a ticket, a letter and a calendar."""
    crowded = db.session.scalars(select(Event).where(Event.slug == seeding.CROWDED)).one()
    ids = db.session.scalars(
        select(Registration.id).where(Registration.event_id == crowded.id)
    ).all()
    assert len(ids) >= seeding.REGISTRATION_COUNT
    now = utcnow()
    db.session.execute(
        update(Event)
        .where(Event.id == crowded.id)
        .values(starts_at=now - timedelta(days=366), ends_at=now - timedelta(days=365))
    )
    db.session.execute(
        insert(Ticket),
        [
            {"registration_id": id_, "key_number": 1, "digest": f"t{id_}", "issued_at": now}
            for id_ in ids
        ],
    )
    db.session.execute(
        insert(Invitation), [{"registration_id": id_, "uid": f"u{id_}"} for id_ in ids]
    )
    db.session.execute(
        insert(Job),
        [
            {
                "kind": JobKind.REGISTRATION_MAIL,
                "payload": {"registration_id": id_},
                "dedupe_key": f"k{id_}",
                "message_id": f"m{id_}",
                "state": JobState.DONE,
                "due_at": now,
                "done_at": now,
            }
            for id_ in ids
        ],
    )
    db.session.commit()
