"""Several press one button of the live door at once: it acts once, and one line tells of it."""

from collections.abc import Callable
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.domain import locking
from eventapp.domain.door.arriving import message, pause
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Event
from tests.builders import HOUR, NOON, an_event
from tests.builders.door import a_phone
from tests.races.concurrent import Task, run_concurrently

pytestmark = pytest.mark.xdist_group("races")

AT_ONCE = 3
TIMEOUT = 30  # seconds


@pytest.fixture
def event(app: Flask) -> Event:
    event = an_event(starts_at=NOON - HOUR, ends_at=NOON + HOUR)
    a_phone(event)
    return event


def presses(event: Event, act: Callable[[Event], None]) -> list[Task]:
    id_ = event.id

    def press() -> str:
        act(db.session.get_one(Event, id_))
        return "done"

    return [press] * AT_ONCE


def pause_first_door(event: Event) -> None:
    gate = pause.find_gate(event, 1)
    assert gate
    pause.pause_door(event, gate, actor="organizer", now=NOON)


def open_first_door(event: Event) -> None:
    gate = pause.find_gate(event, 1)
    assert gate
    pause.open_door(event, gate, actor="organizer", now=NOON)


def lines(action: AuditAction) -> int:
    db.session.rollback()
    count = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == action)
    return db.session.scalar(count) or 0


def test_a_door_is_paused_opened_and_a_message_withdrawn_once(app: Flask, event: Event) -> None:
    code = message.send_message(event, "Full", actor="organizer", now=NOON).code

    def withdraw(here: Event) -> None:
        message.withdraw_message(here, code, actor="organizer", now=NOON)

    answers = [
        run_concurrently(app, presses(event, act))
        for act in (pause_first_door, open_first_door, withdraw)
    ]

    assert answers == [["done"] * AT_ONCE] * 3
    logged = (AuditAction.DOOR_PAUSED, AuditAction.DOOR_OPENED, AuditAction.DOORS_UNTOLD)
    assert [lines(action) for action in logged] == [1, 1, 1]


def test_without_the_lock_the_log_says_it_more_than_once(
    app_without_locks: Flask, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: all have read the door before anybody writes."""
    all_have_read = Barrier(AT_ONCE)
    monkeypatch.setattr(locking, "lock_row", lambda _gate: all_have_read.wait(TIMEOUT))

    answers = run_concurrently(app_without_locks, presses(event, pause_first_door))

    assert "failed" in answers or lines(AuditAction.DOOR_PAUSED) > 1
