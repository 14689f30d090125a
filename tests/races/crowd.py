"""A crowd: people in processes of their own who do what they came for at the same moment."""

import multiprocessing
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

from eventapp.app import create_app
from eventapp.config import Settings
from eventapp.domain.delegation.member import add_member, replace_member
from eventapp.domain.errors import Refusal
from eventapp.domain.registration import link, offer
from eventapp.domain.registration.change import RegistrationChange, change
from eventapp.domain.registration.registration import Affiliation, Applicant, cancel, register
from eventapp.extensions import db
from eventapp.models import Account, Delegation, Event, Registration
from eventapp.worker import periodic
from tests.races import without_locks

PROCESSES = 8
THREADS = 5
PATIENCE = 60
LEAVE_AT_MOST = 5

# Imported once by the process that all others are copied from.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.races.crowd"])


@dataclass(frozen=True, slots=True)
class Action:
    """What one person comes to do: register, cancel, choose, accept or keep the timetable.

    A coordinator adds to the delegation whose code is `token`, or replaces whose link that is.
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
    """What came of it: a state, the code of a refusal, or an error. Moments are of one stopwatch.

    `held_at` lies within the time that this deed held the lock.
    """

    deed: Action
    answer: str
    number: int | None = None
    asked_at: float = 0.0
    held_at: float = 0.0
    done_at: float = 0.0
    failed: bool = False


class ConcurrentUsers:
    """Processes that wait to be sent on a race, and leave when the last is over."""

    def __init__(self, *, locked: bool = True) -> None:
        # Kept as long as the processes: a barrier that nobody holds is taken down.
        self._gate, self._answers = CONTEXT.Barrier(PROCESSES), CONTEXT.Queue()
        self._errands = [CONTEXT.SimpleQueue() for _ in range(PROCESSES)]
        self._processes = [
            CONTEXT.Process(target=_wait_and_come, args=(errand, locked, self._gate, self._answers))
            for errand in self._errands
        ]
        for each in self._processes:
            each.start()

    def come(self, settings: Settings, deeds: Sequence[Action]) -> list[ActionResult]:
        """Do all the deeds at once, and say what came of each.

        Commits what the caller has written: the crowd would wait for the caller's lock for ever.
        """
        db.session.commit()
        for part, errand in enumerate(self._errands):
            errand.put((settings, deeds[part::PROCESSES]))
        return [
            outcome for _ in self._processes for outcome in self._answers.get(timeout=2 * PATIENCE)
        ]

    def leave(self) -> None:
        """Let the processes end."""
        for errand in self._errands:
            errand.put(None)
        for each in self._processes:
            each.join(LEAVE_AT_MOST)
            each.kill()


def _wait_and_come(
    errands: "SimpleQueue[tuple[Settings, Sequence[Action]] | None]",
    locked: bool,
    gate: Barrier,
    answers: "Queue[list[ActionResult]]",
) -> None:
    if not locked:
        without_locks.remove_locks()
    app_of = cache(create_app)  # one for each kind of database, its statements compiled once
    while errand := errands.get():
        settings, deeds = errand
        app = app_of(settings)
        with app.app_context():
            db.session.scalar(select(func.count()).select_from(Event))  # a warm connection
            db.session.rollback()
        gate.wait(PATIENCE)
        with ThreadPoolExecutor(THREADS) as people:
            answers.put(list(people.map(partial(_do, app), deeds)))
        with app.app_context():
            db.engine.dispose()


def _do(app: Flask, deed: Action) -> ActionResult:
    started = ActionResult(deed, "", asked_at=time.monotonic())
    with app.app_context():
        try:
            done = ACTIONS[deed.kind](deed, started)
            db.session.commit()
        except Refusal as refusal:
            db.session.rollback()
            done = replace(started, answer=refusal.code)
        except Exception as error:  # noqa: BLE001  # told to the test
            db.session.rollback()
            done = replace(started, answer=f"{type(error).__name__}: {error}"[:300], failed=True)
        return replace(done, done_at=time.monotonic())


def _register(deed: Action, started: ActionResult) -> ActionResult:
    applicant = Applicant(
        name=deed.name,
        email=deed.email,
        affiliation=Affiliation("Exempelstad"),
        sessions=deed.sessions,
    )
    made = register(deed.slug, applicant, now=deed.now).registration
    held_at = time.monotonic()  # until the commit, no other has the lock
    return replace(started, answer=made.state.value, number=made.queue_number, held_at=held_at)


def _cancel(deed: Action, started: ActionResult) -> ActionResult:
    registration = _own(deed)
    cancel(registration, now=deed.now)
    return replace(started, answer=registration.state.value)


def _choose(deed: Action, started: ActionResult) -> ActionResult:
    registration = _own(deed)
    wishes = RegistrationChange(
        registration.name,
        registration.role,
        registration.visibility,
        registration.badge,
        sessions=deed.sessions,
    )
    change(registration, wishes, version=registration.version, now=deed.now)
    return replace(started, answer="changed")


def _accept(deed: Action, started: ActionResult) -> ActionResult:
    registration = _own(deed)
    offer.accept(registration, now=deed.now)
    return replace(started, answer=registration.state.value)


def _keep_timetable(deed: Action, started: ActionResult) -> ActionResult:
    periodic.run_due(now=deed.now)
    return replace(started, answer="kept")


def _add(deed: Action, started: ActionResult) -> ActionResult:
    delegation = db.session.scalars(select(Delegation).where(Delegation.code == deed.token)).one()
    applicant = _colleague(deed, delegation.organisation_id)
    answer = add_member(delegation, applicant, by=_coordinator(), now=deed.now)
    return replace(started, answer=answer.answer.value)


def _replace(deed: Action, started: ActionResult) -> ActionResult:
    leaving = _own(deed)
    applicant = _colleague(deed, leaving.organisation_id or 0)
    replace_member(leaving, applicant, by=_coordinator(), now=deed.now)
    return replace(started, answer="replaced")


def _colleague(deed: Action, organisation: int) -> Applicant:
    affiliation = Affiliation("Exempelstad", organisation, (organisation,))
    return Applicant(name="Åsa Öström", email=deed.email, affiliation=affiliation)


def _coordinator() -> Account:
    return db.session.scalars(select(Account).limit(1)).one()


def _own(deed: Action) -> Registration:
    """The registration as the doors load it: before the lock, with its choices."""
    registration = link.find_by_personal_token(deed.token)
    assert registration
    return registration


ACTIONS: dict[str, Callable[[Action, ActionResult], Any]] = {
    "register": _register,
    "cancel": _cancel,
    "choose": _choose,
    "accept": _accept,
    "keep timetable": _keep_timetable,
    "add": _add,
    "replace": _replace,
}
