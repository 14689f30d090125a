"""Several organizers who save one event at once: one is heard, the others are shown both texts."""

import time

import pytest
from flask import Flask

from eventapp.domain import locking
from eventapp.domain.event import draft
from eventapp.domain.event.draft import EDITABLE_FIELDS, EventText
from eventapp.domain.locking import LockedEvent
from eventapp.extensions import db
from eventapp.models import Event
from tests.builders import NOON, an_event
from tests.races.concurrent import Task, run_concurrently

pytestmark = pytest.mark.xdist_group("races")

AT_ONCE = 4
DELAY = 0.05  # seconds between taking the lock and comparing versions
HEARD = ["saved", *["stale-version"] * (AT_ONCE - 1)]


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(seats=40)


def saving(event: Event) -> list[Task]:
    """All have opened the form at the same version; each writes a title of their own."""
    number, version = event.id, event.version
    held = {name: getattr(event, name) for name in EDITABLE_FIELDS}

    def by(organizer: int) -> Task:
        text = EventText(**{**held, "slug": event.slug, "title": f"Rubrik {organizer}"})

        def save() -> str:
            loaded = db.session.get_one(Event, number)
            draft.edit_event(loaded, text, version=version, actor=f"o{organizer}", now=NOON)
            return "saved"

        return save

    return [by(organizer) for organizer in range(AT_ONCE)]


def test_of_those_who_save_at_once_one_is_heard(
    app: Flask, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = locking.lock_event

    def lock_and_think(event: Event) -> LockedEvent:
        locked = lock(event)
        time.sleep(DELAY)
        return locked

    monkeypatch.setattr(locking, "lock_event", lock_and_think)

    assert run_concurrently(app, saving(event)) == HEARD
    db.session.expire_all()
    assert event.version == 2


def test_without_the_lock_one_writes_over_another(
    event: Event, app_without_locks: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: were this to pass, the one above would prove nothing."""

    def think(event: Event) -> LockedEvent:
        time.sleep(DELAY)
        return LockedEvent(event)

    monkeypatch.setattr(locking, "lock_event", think)

    assert run_concurrently(app_without_locks, saving(event)) != HEARD
