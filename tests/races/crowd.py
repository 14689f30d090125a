"""Concurrent users, in processes of their own, who act at the same moment."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from multiprocessing.queues import Queue, SimpleQueue
from multiprocessing.synchronize import Barrier
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from eventapp import transactions
from eventapp.app import create_app
from eventapp.config import Settings
from eventapp.domain.delegation.answer import grant_seats
from eventapp.domain.delegation.member import add_member, replace_member
from eventapp.domain.errors import Refusal
from eventapp.domain.registration import link, offer
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.change import RegistrationChange, change
from eventapp.domain.registration.group.party import register_party
from eventapp.domain.registration.registration import Affiliation, Applicant, register
from eventapp.extensions import db
from eventapp.models import Account, Delegation, Event, Registration
from eventapp.worker import periodic
from tests.forking import CONTEXT
from tests.races import without_locks

PROCESSES = 8
THREADS = 5
TIMEOUT = 60  # seconds
STOP_TIMEOUT = 5  # seconds


@dataclass(frozen=True, slots=True)
class Action:
    """What one user does: a kind of ACTIONS.

    A coordinator adds to the delegation with code `token`, or replaces the person with that link;
    an organizer grants what the delegation with code `token` asks for.
    """

    kind: str
    slug: str
    now: datetime
    email: str = ""
    name: str = "Linnéa Vårglim"
    token: str = ""
    sessions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionResult:
    """The answer: a state, the code of a refusal, or an error. Times are monotonic seconds.

    `held_at` is within the time that this action held the lock.
    """

    action: Action
    answer: str
    number: int | None = None
    asked_at: float = 0.0
    held_at: float = 0.0
    done_at: float = 0.0
    failed: bool = False


class ConcurrentUsers:
    """Processes that wait for races to run, until they are stopped."""

    def __init__(self, *, locked: bool = True) -> None:
        # Attributes, so that the barrier lives as long as the processes.
        self._gate, self._answers = CONTEXT.Barrier(PROCESSES), CONTEXT.Queue()
        self._tasks = [CONTEXT.SimpleQueue() for _ in range(PROCESSES)]
        self._processes = [
            CONTEXT.Process(target=_wait_and_run, args=(task, locked, self._gate, self._answers))
            for task in self._tasks
        ]
        for process in self._processes:
            process.start()

    def run(self, settings: Settings, actions: Sequence[Action]) -> list[ActionResult]:
        """Run all the actions at once, and return their results.

        Commits first: otherwise they would wait for the caller's lock for ever.
        """
        db.session.commit()
        for part, task in enumerate(self._tasks):
            task.put((settings, actions[part::PROCESSES]))
        return [
            outcome for _ in self._processes for outcome in self._answers.get(timeout=2 * TIMEOUT)
        ]

    def stop(self) -> None:
        """Stop the processes."""
        for task in self._tasks:
            task.put(None)
        for process in self._processes:
            process.join(STOP_TIMEOUT)
            process.kill()


def _wait_and_run(
    tasks: "SimpleQueue[tuple[Settings, Sequence[Action]] | None]",
    locked: bool,
    gate: Barrier,
    answers: "Queue[list[ActionResult]]",
) -> None:
    if not locked:
        without_locks.remove_locks()
    transactions.LONG_WAIT_SECONDS = TIMEOUT  # on a busy machine too all shall have their turn
    app_of = cache(create_app)  # one for each kind of database, its statements compiled once
    while task := tasks.get():
        settings, actions = task
        app = app_of(settings)
        with app.app_context():
            db.session.scalar(select(func.count()).select_from(Event))  # a warm connection
            db.session.rollback()
        gate.wait(TIMEOUT)
        with ThreadPoolExecutor(THREADS) as threads:
            results = list(threads.map(partial(_do, app), actions))
        # Before the answer: closing SQLite's last connection deletes the log at its path, where
        # the next test's database may be by then.
        with app.app_context():
            db.engine.dispose()
        answers.put(results)


def _do(app: Flask, action: Action) -> ActionResult:
    started = ActionResult(action, "", asked_at=time.monotonic())
    with app.app_context():
        try:
            done = ACTIONS[action.kind](action, started)
            db.session.commit()
        except Refusal as refusal:
            db.session.rollback()
            done = replace(started, answer=refusal.code)
        except Exception as error:  # noqa: BLE001  # shown by the test
            db.session.rollback()
            done = replace(started, answer=f"{type(error).__name__}: {error}"[:300], failed=True)
        return replace(done, done_at=time.monotonic())


def _register(action: Action, started: ActionResult) -> ActionResult:
    applicant = Applicant(
        name=action.name,
        email=action.email,
        affiliation=Affiliation("Exempelstad"),
        sessions=action.sessions,
    )
    registration = register(action.slug, applicant, now=action.now).registration
    held_at = time.monotonic()  # until the commit, no other has the lock
    return replace(
        started, answer=registration.state.value, number=registration.queue_number, held_at=held_at
    )


def _register_party(action: Action, started: ActionResult) -> ActionResult:
    """Three at once, who want places together or not at all."""
    applicants = [
        Applicant(f"{action.name} {n}", f"{n}.{action.email}", Affiliation("Exempelstad"))
        for n in range(3)
    ]
    party = register_party(action.slug, applicants, whole=True, now=action.now)
    return replace(started, answer=" ".join(person.registration.state for person in party))


def _cancel(action: Action, started: ActionResult) -> ActionResult:
    registration = _own(action)
    cancel(registration, now=action.now)
    return replace(started, answer=registration.state.value)


def _choose(action: Action, started: ActionResult) -> ActionResult:
    registration = _own(action)
    wishes = RegistrationChange(
        registration.name,
        registration.role,
        registration.visibility,
        registration.badge,
        sessions=action.sessions,
    )
    change(registration, wishes, version=registration.version, now=action.now)
    return replace(started, answer="changed")


def _accept(action: Action, started: ActionResult) -> ActionResult:
    registration = _own(action)
    offer.accept(registration, now=action.now)
    return replace(started, answer=registration.state.value)


def _run_timetable(action: Action, started: ActionResult) -> ActionResult:
    periodic.run_due(now=action.now)
    return replace(started, answer="timetable run")


def _add(action: Action, started: ActionResult) -> ActionResult:
    delegation = db.session.scalars(select(Delegation).where(Delegation.code == action.token)).one()
    applicant = _colleague(action, delegation.organisation_id)
    answer = add_member(delegation, applicant, by=_coordinator(), now=action.now)
    return replace(started, answer=answer.answer.value)


def _replace(action: Action, started: ActionResult) -> ActionResult:
    leaving = _own(action)
    applicant = _colleague(action, leaving.organisation_id or 0)
    replace_member(leaving, applicant, by=_coordinator(), now=action.now)
    return replace(started, answer="replaced")


def _grant(action: Action, started: ActionResult) -> ActionResult:
    delegation = db.session.scalars(select(Delegation).where(Delegation.code == action.token)).one()
    grant_seats(delegation, version=2, actor="organizer", now=action.now)
    return replace(started, answer="granted")


def _colleague(action: Action, organisation: int) -> Applicant:
    affiliation = Affiliation("Exempelstad", organisation, (organisation,))
    return Applicant(name="Åsa Öström", email=action.email, affiliation=affiliation)


def _coordinator() -> Account:
    return db.session.scalars(select(Account).limit(1)).one()


def _own(action: Action) -> Registration:
    """Find the registration as the pages do: before the lock, with its choices."""
    registration = link.find_by_personal_token(action.token)
    assert registration
    return registration


ACTIONS: dict[str, Callable[[Action, ActionResult], Any]] = {
    "register": _register,
    "register party": _register_party,
    "cancel": _cancel,
    "choose": _choose,
    "accept": _accept,
    "run timetable": _run_timetable,
    "add": _add,
    "replace": _replace,
    "grant": _grant,
}
