"""Scans that arrive at the same moment: each stored once, and one ticket welcome once."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.door import check_in, roster_log
from eventapp.domain.door.attendance import load_attendances
from eventapp.extensions import db
from eventapp.models import CheckIn, Device, Event
from tests.builders import NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan, read_scans
from tests.races.concurrent import Task, run_concurrently

pytestmark = pytest.mark.xdist_group("races")

AT_ONCE = 4
DELAY = 0.05  # seconds between evaluating the scans and storing them


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event()


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let time pass between evaluating and storing, as it may on any machine."""
    evaluate_scans = check_in.evaluate_scans

    def evaluate_and_pause(*arguments: Any, **options: Any) -> list[dict[str, Any]]:
        evaluated = evaluate_scans(*arguments, **options)
        time.sleep(DELAY)
        return evaluated

    monkeypatch.setattr(check_in, "evaluate_scans", evaluate_and_pause)


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The roster's revision is read, and nobody waits for it."""

    def look(event_id: int) -> int:
        return roster_log.current(event_id).revision + 1

    monkeypatch.setattr(roster_log, "raise_revision", look)


def sending(phone: Device, scan: dict[str, Any]) -> Task:
    number = phone.id

    def send() -> str:
        device = db.session.get_one(Device, number)
        return check_in.receive_scans(device, read_scans(scan), now=NOON).answers[0].result

    return send


def the_same_scan_again_and_again(event: Event) -> Sequence[Task]:
    phone, _token = a_phone(event)
    scan = a_scan(a_digest(a_registration(event)))
    return [sending(phone, scan)] * AT_ONCE


def one_ticket_at_every_door(event: Event) -> Sequence[Task]:
    ticket = a_digest(a_registration(event))
    phones = [a_phone(event, f"Port {number}")[0] for number in range(AT_ONCE)]
    return [sending(phone, a_scan(ticket)) for phone in phones]


def stored() -> Sequence[CheckIn]:
    """All there are, in the order in which they were heard."""
    db.session.rollback()
    return db.session.scalars(select(CheckIn).order_by(CheckIn.revision)).all()


def heard_one_after_the_other(scans: Sequence[CheckIn]) -> bool:
    """Whether each was evaluated knowing all that were received before it, and only those."""
    judged = []
    for number, scan in enumerate(scans):
        knew = any(before.device_id < scan.device_id for before in scans[:number])
        judged.append(scan.verdict == ("again" if knew else "welcome"))
    return all(judged) and len({scan.revision for scan in scans}) == len(scans)


@pytest.mark.usefixtures("slowly")
def test_one_scan_sent_many_times_at_once_is_stored_once(app: Flask, event: Event) -> None:
    answers = run_concurrently(app, the_same_scan_again_and_again(event))

    assert answers == [*["known"] * (AT_ONCE - 1), "stored"]
    assert len(stored()) == 1


@pytest.mark.usefixtures("slowly")
def test_one_ticket_at_many_doors_at_once_is_one_arrival_and_all_others_are_conflicts(
    app: Flask, event: Event
) -> None:
    answers = run_concurrently(app, one_ticket_at_every_door(event))

    assert answers == ["stored"] * AT_ONCE
    assert heard_one_after_the_other(stored())
    (attended,) = load_attendances(event).values()
    assert attended.first
    assert len(attended.conflicts) == AT_ONCE - 1


@pytest.mark.usefixtures("slowly", "without_lock")
@pytest.mark.parametrize("tasks", [the_same_scan_again_and_again, one_ticket_at_every_door])
def test_without_the_lock_it_goes_wrong(
    event: Event, app_without_locks: Flask, tasks: Callable[[Event], Sequence[Task]]
) -> None:
    """The control: were this to pass, the two above would prove nothing."""
    answers = run_concurrently(app_without_locks, tasks(event))

    assert "failed" in answers or not heard_one_after_the_other(stored())
