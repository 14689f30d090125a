"""One person corrected or erased by several at once: one does it, the others are told."""

import time
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.domain import locking
from eventapp.domain.desk import person_change
from eventapp.domain.desk.person import HeldPerson, load_person
from eventapp.domain.desk.person_change import (
    AlreadyErased,
    PersonCorrection,
    correct_person,
    erase_person,
)
from eventapp.domain.locking import LockedEvent
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Event, Registration
from tests.builders import NOON, a_registration, an_event
from tests.races.concurrent import Task, run_concurrently

pytestmark = pytest.mark.xdist_group("races")

AT_ONCE = 4
DELAY = 0.05  # seconds between reading the person and changing them
CORRECTED = ["corrected", *["stale-version"] * (AT_ONCE - 1)]
ERASED = [*["already-erased"] * (AT_ONCE - 1), "erased"]


@pytest.fixture
def registration(app: Flask) -> Registration:
    del app
    return a_registration(an_event())


def reading(code: str, change: Callable[[HeldPerson], None], done: str) -> Task:
    """Read the person, think, and change them; to whom they are gone it is said."""

    def task() -> str:
        person = load_person(code)
        if person is None:
            raise AlreadyErased
        time.sleep(DELAY)
        change(person)
        return done

    return task


def correcting(registration: Registration) -> list[Task]:
    version = registration.version

    def by(number: int) -> Task:
        correction = PersonCorrection(f"Anna {number}", f"anna.{number}@town.example", "Rättelse")

        def change(person: HeldPerson) -> None:
            correct_person(person, correction, version=version, actor="admin", now=NOON)

        return reading(registration.code, change, "corrected")

    return [by(number) for number in range(AT_ONCE)]


def erasing(registration: Registration) -> list[Task]:
    cancel(registration, now=NOON)

    def erase(person: HeldPerson) -> None:
        erase_person(person, actor="admin", now=NOON, reason="Begäran")

    return [reading(registration.code, erase, "erased")] * AT_ONCE


def entries(action: AuditAction) -> int:
    return db.session.scalar(select(func.count()).where(AuditEntry.action == action)) or 0


def test_of_those_who_correct_at_once_one_is_heard(app: Flask, registration: Registration) -> None:
    assert run_concurrently(app, correcting(registration)) == CORRECTED
    db.session.expire_all()
    assert len(registration.tickets) == 2
    assert entries(AuditAction.PERSON_CORRECTED) == 1


def test_without_the_lock_they_would_write_over_each_other(
    registration: Registration, app_without_locks: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: were this to pass, the one above would prove nothing."""

    def think(event: Event) -> LockedEvent:
        time.sleep(DELAY)
        return LockedEvent(event)

    monkeypatch.setattr(locking, "lock_event", think)

    assert run_concurrently(app_without_locks, correcting(registration)) != CORRECTED


def test_of_those_who_erase_at_once_one_does(app: Flask, registration: Registration) -> None:
    assert run_concurrently(app, erasing(registration)) == ERASED
    db.session.expire_all()
    assert entries(AuditAction.PERSON_ERASED) == 1


def test_without_the_lock_several_would_erase(
    registration: Registration, app_without_locks: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the one above."""
    monkeypatch.setattr(person_change, "_lock_person", lambda person: person)

    assert run_concurrently(app_without_locks, erasing(registration)) != ERASED
