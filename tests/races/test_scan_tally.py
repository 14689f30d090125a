"""A tally that is stored while a scan is deleted or arrives: it never tells of what is gone."""

import threading
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from eventapp.domain.door import check_in, roster_log, scan_tally
from eventapp.extensions import db
from eventapp.models import CheckIn, Device, Event
from tests.builders import NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan, read_scans
from tests.domain.door.presences import load_attendances
from tests.races.concurrent import TIMEOUT, Task, run_concurrently

pytestmark = pytest.mark.xdist_group("races")

DELAY = 0.2  # seconds between reading the scans and storing what they come to


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - timedelta(hours=2), ends_at=NOON + timedelta(hours=6))


@pytest.fixture
def has_read(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set as soon as the scans have been read; storing what they come to takes a while."""
    list_arrivals, reading = scan_tally.list_arrivals, threading.Event()

    def pause_and_list(*arguments: Any) -> list[dict[str, Any]]:
        reading.set()
        time.sleep(DELAY)
        return list_arrivals(*arguments)

    monkeypatch.setattr(scan_tally, "list_arrivals", pause_and_list)
    return reading


def storing_meanwhile(event: Event, has_read: threading.Event) -> Sequence[Task]:
    """One stores the tally of two scans; soon after one of these is deleted, and a third sent."""
    phone, _token = a_phone(event)
    guests = [a_digest(a_registration(event)) for _ in range(3)]
    check_in.receive_scans(phone, read_scans(*map(a_scan, guests[:2])), now=NOON)
    db.session.flush()
    event_id, phone_id, third = event.id, phone.id, a_scan(guests[2], place=2)
    first = db.session.scalars(select(CheckIn.id)).first()

    def store() -> str:
        scan_tally.store_tally(db.session.get_one(Event, event_id))
        return "tallied"

    def remove() -> str:
        has_read.wait(TIMEOUT)
        db.session.execute(delete(CheckIn).where(CheckIn.id == first))
        return "removed"

    def send() -> str:
        has_read.wait(TIMEOUT)
        device = db.session.get_one(Device, phone_id)
        return check_in.receive_scans(device, read_scans(third), now=NOON).answers[0].result

    return [store, remove, send]


def is_right(event: Event) -> bool:
    db.session.expire_all()
    tally = scan_tally.load_day(event, NOON.date())
    came = [p.first.place for p in load_attendances(event).values() if p.first]
    return sorted(door for door, _hour in tally.came.elements()) == sorted(came)


def test_a_tally_never_tells_of_a_scan_that_is_gone(
    app: Flask, event: Event, has_read: threading.Event
) -> None:
    answers = run_concurrently(app, storing_meanwhile(event, has_read))

    assert answers == ["removed", "stored", "tallied"]
    assert is_right(event)


def test_without_the_lock_it_tells_of_one(
    event: Event,
    has_read: threading.Event,
    app_without_locks: Flask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: were this to pass, the one above would prove nothing."""

    def look(event_id: int) -> int:
        return roster_log.current(event_id).revision

    monkeypatch.setattr(roster_log, "lock", look)

    answers = run_concurrently(app_without_locks, storing_meanwhile(event, has_read))

    assert "failed" in answers or not is_right(event)
