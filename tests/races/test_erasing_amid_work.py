"""A person erased while somebody works on the event: neither waits for the other for ever.

Triggers keep counts of those who are alike, and so lock a row for each kind of registration that
goes or changes: in the order of the person's registrations, or of the work.
"""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from eventapp.domain import locking
from eventapp.domain.desk.person import load_person
from eventapp.domain.desk.person_change import erase_person
from eventapp.domain.locking import lock_event
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.registration_count import list_miscounted
from eventapp.domain.retention.run import delete_batch, prepare_batch, start_run
from eventapp.extensions import db
from eventapp.models import DataKind, Event, Registration
from tests.builders import NOON, a_registration, an_event
from tests.builders.retention import a_rule
from tests.databases import MigratedDatabase
from tests.faults.server import wait_until
from tests.races.concurrent import Task, run_concurrently

pytestmark = pytest.mark.xdist_group("races")

PATIENCE = 20.0  # seconds
# Whoever waits for this transaction: others use other databases of the same server.
WAITING = text(
    "SELECT count(*) FROM pg_locks"
    " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
)


def let_erasing_wait() -> None:
    """Go on once the other has come as far as a lock; on SQLite it waits from the beginning."""
    if db.engine.dialect.name == "postgresql":
        wait_until(lambda: db.session.scalar(WAITING), "the erasing", patience=PATIENCE)


def working_and_erasing() -> list[Task]:
    """One changes two people of two organisations; the other erases one who was at both."""
    event = an_event()
    colleagues, erased = [], []
    for name in ("Föreningen Ett", "Föreningen Två"):
        for person, people in (("kollega", colleagues), ("anna", erased)):
            registration = a_registration(event, email=f"{person}@town.example", name=person)
            registration.organisation_name = name
            cancel(registration, now=NOON)
            db.session.flush()
            people.append(registration)
    event_id, code = event.id, erased[0].code
    first, last = (registration.id for registration in colleagues)
    begun = threading.Event()

    def rename(id_: int) -> None:
        changed = update(Registration).where(Registration.id == id_)
        db.session.execute(changed.values(organisation_name="Samma förening"))

    def work() -> str:
        lock_event(db.session.get_one(Event, event_id))
        rename(last)
        begun.set()
        let_erasing_wait()
        rename(first)
        return "worked"

    def erase() -> str:
        assert begun.wait(10)
        person = load_person(code)
        assert person
        erase_person(person, actor="admin", now=NOON, reason="Begäran")
        return "erased"

    return [work, erase]


def working_and_clearing() -> list[Task]:
    """One changes two people of a past event; retention deletes both, in the other order."""
    event = an_event()
    people = [a_registration(event, email=f"{name}@town.example", name=name) for name in "ab"]
    people[0].organisation_name, people[1].organisation_name = "Föreningen Ett", "Föreningen Två"
    first, last = (registration.id for registration in people)
    event_id = event.id
    a_rule(DataKind.REGISTRATIONS)
    after = event.ends_at + timedelta(days=400)
    run_id = start_run(actor="admin", now=after, kinds={DataKind.REGISTRATIONS}).id
    db.session.commit()
    begun = threading.Event()

    def rename(id_: int) -> None:
        changed = update(Registration).where(Registration.id == id_)
        db.session.execute(changed.values(organisation_name="Samma förening"))

    def work() -> str:
        lock_event(db.session.get_one(Event, event_id))
        rename(last)
        begun.set()
        let_erasing_wait()
        rename(first)
        return "worked"

    def clear() -> str:
        assert begun.wait(10)
        batch = prepare_batch(run_id)
        assert batch
        delete_batch(batch, now=after)
        return "cleared"

    return [work, clear]


def test_retention_waits_for_whoever_works_on_the_event(app: Flask) -> None:
    assert run_concurrently(app, working_and_clearing()) == ["cleared", "worked"]
    db.session.expire_all()
    assert list_miscounted() == []
    assert db.session.scalar(select(Registration.id)) is None


def test_retention_without_the_order_of_locks_is_ended_or_ends_the_work(
    app: Flask, database: MigratedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control, as below."""
    monkeypatch.setattr(locking, "lock_events", lambda _ids: None)

    answers = run_concurrently(app, working_and_clearing())
    assert ("failed" in answers) is (database.kind == "postgresql")


def test_both_are_done(app: Flask) -> None:
    assert run_concurrently(app, working_and_erasing()) == ["erased", "worked"]
    db.session.expire_all()
    assert list_miscounted() == []


def test_without_the_order_of_locks_the_database_ends_one(
    app: Flask, database: MigratedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: on PostgreSQL, for on SQLite whoever writes has locked everything."""
    monkeypatch.setattr(locking, "lock_events", lambda _ids: None)

    answers = run_concurrently(app, working_and_erasing())
    assert ("failed" in answers) is (database.kind == "postgresql")
