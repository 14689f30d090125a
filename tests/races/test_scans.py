"""Scans that arrive at the same moment: each stored once, and one ticket welcome once."""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.api.scan_queue import ScanQueue
from eventapp.domain.desk.person import load_person
from eventapp.domain.desk.person_change import erase_person
from eventapp.domain.door import check_in, desk_check_in, roster_log
from eventapp.domain.door.check_in import SentBatch
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.models import CheckIn, Device, Event, Registration
from tests.builders import NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan, read_scans
from tests.domain.door.presences import load_attendances
from tests.races.concurrent import TIMEOUT, Task, run_concurrently

pytestmark = pytest.mark.xdist_group("races")

AT_ONCE = 4
HOUR = timedelta(hours=1)
DELAY = 0.05  # seconds between evaluating the scans and storing them
LONG_DELAY = 0.3  # in which somebody can be erased


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event()


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Let time pass between evaluating and storing, as on any machine; set when it begins."""
    evaluate_scans, evaluating = check_in.evaluate_scans, threading.Event()

    def evaluate_and_pause(*arguments: Any, **options: Any) -> list[dict[str, Any]]:
        evaluated = evaluate_scans(*arguments, **options)
        evaluating.set()
        time.sleep(DELAY)
        return evaluated

    monkeypatch.setattr(check_in, "evaluate_scans", evaluate_and_pause)
    return evaluating


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


def one_ticket_in_the_queues_of_two_processes(event: Event) -> Sequence[Task]:
    ticket = a_digest(a_registration(event))
    queues = [ScanQueue(event.id), ScanQueue(event.id)]
    tokens = [a_phone(event, f"Port {number}")[1] for number in range(2 * AT_ONCE)]

    def waiting(queue: ScanQueue, token: str) -> Task:
        batch = SentBatch(token_digest(token), read_scans(a_scan(ticket)), NOON)
        return lambda: queue.send(batch).answers[0].result

    return [waiting(queues[number % 2], token) for number, token in enumerate(tokens)]


def the_desk_and_a_phone_at_once(event: Event) -> Sequence[Task]:
    """The desk has the event locked and wants the roster, which the phone has already."""
    phone, _token = a_phone(event)
    at_the_desk = a_registration(event).id

    def check_in_at_the_desk() -> str:
        person = db.session.get_one(Registration, at_the_desk)
        desk_check_in.check_in(person, actor="organizer", now=NOON)
        return "checked in"

    return [sending(phone, a_scan(a_digest(a_registration(event)))), check_in_at_the_desk]


def erasing_somebody_at_the_door(event: Event, evaluating: threading.Event) -> Sequence[Task]:
    """Who has cancelled, and is erased, comes all the same; the phone has the roster already."""
    phone, _token = a_phone(event)
    guest = a_registration(event)
    cancel(guest, now=NOON)
    check_in.receive_scans(phone, read_scans(a_scan(a_digest(guest))), now=NOON)
    evaluating.clear()
    code = guest.code

    def erase() -> str:
        evaluating.wait(TIMEOUT)
        person = load_person(code)
        assert person
        erase_person(person, actor="admin", now=NOON)
        return "erased"

    return [sending(phone, a_scan(a_digest(guest))), erase]


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


def each_knew_what_was_written_before_or_with_it(scans: Sequence[CheckIn]) -> bool:
    """The same of scans that may share a transaction, and with it the roster's revision."""
    judged = []
    for scan in scans:
        known = [other for other in scans if other.revision <= scan.revision]
        knew = any(other.device_id < scan.device_id for other in known)
        judged.append(scan.verdict == ("again" if knew else "welcome"))
    return all(judged)


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


@pytest.mark.usefixtures("slowly")
def test_the_desk_and_a_phone_never_wait_for_each_other(app: Flask) -> None:
    event = an_event(starts_at=NOON - HOUR, ends_at=NOON + HOUR)

    answers = run_concurrently(app, the_desk_and_a_phone_at_once(event))

    assert answers == ["checked in", "stored"]
    assert len(stored()) == 2


def test_whoever_is_erased_and_their_scan_never_wait_for_each_other(
    app: Flask, event: Event, slowly: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = erasing_somebody_at_the_door(event, slowly)
    monkeypatch.setattr(f"{__name__}.DELAY", LONG_DELAY)

    answers = run_concurrently(app, tasks)

    assert answers == ["erased", "stored"]
    assert {scan.registration_id for scan in stored()} == {None}


@pytest.mark.usefixtures("slowly")
def test_what_two_processes_write_together_is_in_order(app: Flask, event: Event) -> None:
    answers = run_concurrently(app, one_ticket_in_the_queues_of_two_processes(event))

    assert answers == ["stored"] * 2 * AT_ONCE
    scans = stored()
    assert each_knew_what_was_written_before_or_with_it(scans)
    assert len({scan.revision for scan in scans}) < len(scans)  # some did wait together


@pytest.mark.usefixtures("slowly", "without_lock")
def test_without_the_lock_two_processes_do_not_know_of_each_other(
    event: Event, app_without_locks: Flask
) -> None:
    """The control."""
    answers = run_concurrently(app_without_locks, one_ticket_in_the_queues_of_two_processes(event))

    assert "failed" in answers or not each_knew_what_was_written_before_or_with_it(stored())


@pytest.mark.usefixtures("slowly", "without_lock")
@pytest.mark.parametrize("tasks", [the_same_scan_again_and_again, one_ticket_at_every_door])
def test_without_the_lock_it_goes_wrong(
    event: Event, app_without_locks: Flask, tasks: Callable[[Event], Sequence[Task]]
) -> None:
    """The control: were this to pass, the two above would prove nothing."""
    answers = run_concurrently(app_without_locks, tasks(event))

    assert "failed" in answers or not heard_one_after_the_other(stored())
