"""Undoing a cancelling just as it takes effect, by two workers: one of both happens, once."""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain import locking
from eventapp.domain.desk import cancellation
from eventapp.domain.desk.cancellation import complete_cancellation, force_cancel, undo_cancellation
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.registration.override import force_seats
from eventapp.extensions import db
from eventapp.models import Cancellation, Event, Job, JobKind, Registration
from tests.builders import NOON, a_queue, a_registration, an_event
from tests.races import without_locks
from tests.races.concurrent import Task, run_concurrently

pytestmark = pytest.mark.xdist_group("races")

LATER = NOON + UNDO_PERIOD
PATIENCE = 0.5  # seconds to wait for others that may be locked out
UNDONE, IN_EFFECT = ("confirmed", "waitlisted", 0), ("cancelled", "confirmed", 1)


def at_once(event: Event) -> list[Task]:
    """Somebody cancelled, somebody who waits; one undoes it, two workers complete it."""
    person = a_registration(event)
    a_queue(event, 1)
    code = force_cancel(person, actor="desk", reason="Sjuk", now=NOON).code

    def undo() -> str:
        undone = db.session.scalars(select(Cancellation).where(Cancellation.code == code)).one()
        undo_cancellation(undone, actor="desk", now=LATER - timedelta(seconds=1))
        return "undone"

    def complete() -> str:
        complete_cancellation(code, now=LATER)
        return "completed"

    return [complete, undo, complete]


def outcome(event: Event) -> tuple[str, str, int]:
    """How both stand now, and how many letters about cancelling there are."""
    db.session.rollback()
    person, waiting, *_others = db.session.scalars(
        select(Registration).where(Registration.event_id == event.id).order_by(Registration.id)
    )
    jobs = db.session.scalars(select(Job).where(Job.kind == JobKind.CANCELLATION_MAIL)).all()
    return person.state.value, waiting.state.value, len(jobs)


def test_one_of_both_happens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    wait_for_others(monkeypatch)
    event = an_event(seats=1)

    answers = run_concurrently(app, at_once(event))

    assert "failed" not in answers
    assert outcome(event) == (UNDONE if "undone" in answers else IN_EFFECT)


def test_a_seat_more_meanwhile_is_given_once(app: Flask) -> None:
    event = an_event(seats=1)
    slug = event.slug
    tasks = at_once(event)
    later = a_queue(event, 1)[0].id

    def raise_seats() -> str:
        own = db.session.scalars(select(Event).where(Event.slug == slug)).one()
        force_seats(own, 2, actor="desk", reason="Större sal", now=NOON)
        return "raised"

    answers = run_concurrently(app, [*tasks[:2], raise_seats])

    assert "failed" not in answers
    undone = "undone" in answers
    assert outcome(event) == ("confirmed" if undone else "cancelled", "confirmed", not undone)
    last = db.session.get_one(Registration, later)
    assert last.state.value == ("waitlisted" if undone else "confirmed")


def test_without_the_locks_both_happen_or_one_fails(
    app_without_locks: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: were this to pass, the one above would prove nothing."""
    monkeypatch.setattr(locking, "lock_event", without_locks._read_again)
    monkeypatch.setattr(locking, "lock_row", db.session.refresh)
    wait_for_others(monkeypatch)
    event = an_event(seats=1)

    answers = run_concurrently(app_without_locks, at_once(event))

    assert "failed" in answers or outcome(event) not in {UNDONE, IN_EFFECT}


def wait_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everybody read before anybody writes, unless a lock keeps some of them out."""
    undo, complete, all_read = cancellation.undo_under_lock, cancellation._complete, Barrier(3)

    def wait() -> None:
        with suppress(BrokenBarrierError):
            all_read.wait(PATIENCE)

    def wait_and_undo(locked: LockedEvent, *which: Cancellation, **how: object) -> None:
        wait()
        undo(locked, *which, **how)  # type: ignore[arg-type]

    def wait_and_complete(locked: LockedEvent, *which: Cancellation, **how: object) -> None:
        wait()
        complete(locked, *which, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(cancellation, "undo_under_lock", wait_and_undo)
    monkeypatch.setattr(cancellation, "_complete", wait_and_complete)
