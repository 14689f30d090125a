"""`python -m tests.bench.organizer.schedule`: a large schedule taken in, undone and published.

In this process, with files of 1,000 sessions of our own making: a new one, a later state in which
all have moved, both undone; a release that touches 1,000 people; the board of a day of 200
sessions. Nobody else may wait for 200 ms.
"""

import gc
import io
import time
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import insert, select

from eventapp.domain.schedule.session import list_sessions
from eventapp.extensions import db
from eventapp.models import (
    ChoiceState,
    Event,
    Job,
    Registration,
    RegistrationState,
    ScheduleImport,
    SessionChoice,
)
from tests.bench.organizer.calibrators import Calibrators, cost_of, report
from tests.bench.organizer.crowd import seed_crowd
from tests.bench.organizer.databases import databases, settle
from tests.bench.organizer.lists import sign_in
from tests.bench.organizer.under_lock import describe, seconds_under_lock
from tests.bench.programme import add_programme
from tests.bench.seeding import add_event
from tests.bench.statements import counted
from tests.builders.forms import send, token_on
from tests.builders.schedule_file import a_talk, as_json
from tests.visitor import Visitor

SESSIONS, PEOPLE, BOARD_SESSIONS = 1_000, 1_000, 200
IMPORT_SECONDS_MAX, UNDO_SECONDS_MAX, RELEASE_SECONDS_MAX, LOCK_MS_MAX = 10, 10, 2, 200
BOARD_SECONDS_MAX, LOOKS = 1.0, 10


def main() -> None:
    """Measure on SQLite, then on PostgreSQL; `--sqlite` or `--postgresql` asks for one."""
    for app, calibrators in databases():
        desk = sign_in(app)
        gc.collect()
        gc.freeze()  # as `eventapp serve` does before its processes begin
        take_in(desk)
        publish(desk)
        open_board(app, desk, calibrators)


def take_in(desk: Visitor) -> None:
    """Take in a file and undo it; another one, then a later state of it, and undo that."""
    page = f"/organizer/events/{add_event('taken-in').slug}/schedule/import"
    db.session.commit()
    first = choose(desk, page, a_file(0))
    under_watch("taken in", lambda: press(desk, first, "start"), IMPORT_SECONDS_MAX)
    under_watch("undone", lambda: press(desk, first, "undo"), UNDO_SECONDS_MAX)
    press(desk, choose(desk, page, a_file(0)), "start")
    later = choose(desk, page, a_file(10))
    under_watch("a later state taken in", lambda: press(desk, later, "start"), IMPORT_SECONDS_MAX)
    under_watch("the later state undone", lambda: press(desk, later, "undo"), UNDO_SECONDS_MAX)


def a_file(minutes: int) -> bytes:
    """A schedule in which everything is so many minutes late."""
    return as_json(
        *(
            a_talk(
                number,
                room=f"Sal {number % 10}",
                date=f"2030-05-{10 + number // 500}T{10 + number // 50 % 10}:{minutes:02}:00+02:00",
                abstract="Det som minskade anmälningarna i området, vecka för vecka. " * 8,
                persons=[{"id": number // 2, "public_name": f"Talare {number // 2}"}],
            )
            for number in range(SESSIONS)
        )
    )


def choose(desk: Visitor, page: str, content: bytes) -> str:
    """Choose a file; the address of the page that shows what would happen."""
    data = {"csrf_token": token_on(desk, page), "file": (io.BytesIO(content), "schema.json")}
    answer = desk.post(page, data=data)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def press(desk: Visitor, page: str, deed: str) -> None:
    """Press the button of the page."""
    plan = select(ScheduleImport.version).where(ScheduleImport.code == page.rpartition("/")[2])
    answer = send(desk, f"{page}/{deed}", page=page, version=db.session.scalars(plan).one())
    assert answer.status_code == 303, answer.text


def publish(desk: Visitor) -> None:
    """Release a schedule in which every session has moved and everybody is in one."""
    event = seed_crowd(PEOPLE, slug="published")
    add_programme(event, sessions=SESSIONS)
    seat_everybody(event)
    for session in list_sessions(event):
        session.starts_at += timedelta(minutes=5)
        session.ends_at += timedelta(minutes=5)
    db.session.commit()
    settle()
    page = f"/organizer/events/{event.slug}/schedule"
    before = db.session.scalars(select(Job.id)).all()

    token = token_on(desk, f"{page}/release/new")

    def release() -> None:
        answer = desk.post(f"{page}/releases", data={"csrf_token": token, "note": "Allt flyttat"})
        assert answer.status_code == 303, answer.text

    under_watch("published", release, RELEASE_SECONDS_MAX)
    letters = len(db.session.scalars(select(Job.id)).all()) - len(before)
    report(f"{SESSIONS} sessions, published", f"{letters} letters and other jobs", "", "")


def seat_everybody(event: Event) -> None:
    """Give everybody of the event a seat in one session."""
    ids = db.session.scalars(
        select(Registration.id).where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.CONFIRMED,
        )
    ).all()
    sessions = [session.id for session in list_sessions(event) if session.code.startswith("s")]
    choices = [
        {"registration_id": id_, "session_id": sessions[n], "state": ChoiceState.CONFIRMED}
        for n, id_ in enumerate(ids)
    ]
    db.session.execute(insert(SessionChoice), choices)


def open_board(app: Flask, desk: Visitor, calibrators: Calibrators) -> None:
    """Open the board of a day of 200 sessions in 20 rooms."""
    event = add_event("board")
    add_programme(event, sessions=BOARD_SESSIONS)
    for number, session in enumerate(list_sessions(event)):
        session.starts_at = event.starts_at + timedelta(minutes=45 * (number // 20))
        session.ends_at = session.starts_at + timedelta(minutes=40)
    db.session.commit()
    settle()
    path = f"/organizer/events/{event.slug}/schedule/board"
    with counted(app) as count:
        size = len(desk.get(path).data)
    costs = [cost_of(lambda: desk.get(path)) for _ in range(LOOKS)]
    best = min(cost.seconds for cost in costs)
    hellos = min(cost.processor for cost in costs) / calibrators.hello()
    late = "" if best <= BOARD_SECONDS_MAX else "  TOO SLOW"
    report(
        f"board of {BOARD_SESSIONS} sessions",
        f"{best * 1000:.0f} ms, {hellos:.0f} hellos",
        f"{count} SQL, {size / 1000:.0f} kB",
        f"≤ {BOARD_SECONDS_MAX:.0f} s{late}",
    )


def under_watch(name: str, work: Callable[[], object], seconds_max: float) -> None:
    """Do it, and print how long it took and how long its transactions kept others waiting."""
    with seconds_under_lock() as locked, seconds_under_lock(time.process_time) as own:
        cost = cost_of(work)
    late = "" if cost.seconds <= seconds_max else "  TOO SLOW"
    long = "" if max(locked) * 1000 <= LOCK_MS_MAX else "  TOO LONG"
    report(
        f"{SESSIONS} sessions, {name}",
        f"{cost.seconds:.2f} s, own {cost.processor:.2f} s",
        f"{describe(locked)}, own {max(own) * 1000:.0f}",
        f"≤ {seconds_max:.0f} s{late}, {LOCK_MS_MAX} ms{long}",
    )


if __name__ == "__main__":
    main()
