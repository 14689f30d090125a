"""The desk's own races: an option's last place, one act twice, one list twice, merged or cancelled.

Each has a control without the locks, with which the same tasks must come out otherwise.
"""

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.domain import locking
from eventapp.domain.desk.bulk_act import (
    PlannedAct,
    Selection,
    continue_act,
    preview_selection,
    start_act,
)
from eventapp.domain.desk.double.double_merge import MergedVersions, complete_merge, merge_doubles
from eventapp.domain.desk.registration_filter import RegistrationFilter
from eventapp.domain.desk.registration_import import continue_import, start_import
from eventapp.domain.event.question import OptionText, RegistrationQuestionText, add_question
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.registration import register
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    AuditEntry,
    BulkActKind,
    BulkActPerson,
    DoubleMerge,
    Event,
    ImportRow,
    Job,
    JobKind,
    QuestionKind,
    Registration,
    RegistrationImport,
    RegistrationState,
    RowState,
)
from tests.builders import NOON, a_queue, a_registration, an_applicant, an_event
from tests.builders.registration_import import a_person, an_import
from tests.races.concurrent import Task, run_concurrently

pytestmark = pytest.mark.xdist_group("races")

AT_ONCE, PEOPLE = 4, 6
DELAY = 0.05  # seconds between taking no lock and reading what it would have held


@pytest.fixture
def unlocked(app_without_locks: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """For the controls: whoever asks for a lock thinks for a moment instead."""

    def think(event: Event) -> LockedEvent:
        db.session.refresh(event)
        time.sleep(DELAY)
        return LockedEvent(event)

    def think_of(slug: str) -> LockedEvent:
        return think(db.session.scalars(select(Event).where(Event.slug == slug)).one())

    def look(row: Any) -> None:
        db.session.refresh(row)
        time.sleep(DELAY)

    monkeypatch.setattr(locking, "lock_event", think)
    monkeypatch.setattr(locking, "lock_event_by_slug", think_of)
    monkeypatch.setattr(locking, "lock_row", look)
    return app_without_locks


def count(*criteria: Any) -> int:
    return db.session.scalar(select(func.count()).where(*criteria)) or 0


def until_done(step: Callable[[], bool]) -> Task:
    """A worker: batch after batch, each committed, until there is none."""

    def work() -> str:
        while step():
            db.session.commit()
        return "done"

    return work


def wanting_the_last_place() -> list[Task]:
    """Several ask at once for a hotel that has one place left."""
    event = an_event()
    options = (OptionText({"sv": "Hotell"}, 1), OptionText({"sv": "Hemma"}, None))
    text = RegistrationQuestionText(QuestionKind.CHOICE, {"sv": "Var?"}, options=options)
    add_question(event, text, actor="organizer", now=NOON)
    slug = event.slug

    def asking() -> Task:
        applicant = an_applicant(answers={"q1": "o1"})
        return lambda: register(slug, applicant, now=NOON).registration.state.value

    return [asking() for _ in range(AT_ONCE)]


ONE_HAS_IT = ["confirmed", *["option-full"] * (AT_ONCE - 1)]


def test_the_last_place_of_an_option_is_taken_once(app: Flask) -> None:
    assert run_concurrently(app, wanting_the_last_place()) == ONE_HAS_IT
    assert count(Registration.state == RegistrationState.CONFIRMED) == 1


def test_without_the_lock_it_would_be_taken_again(unlocked: Flask) -> None:
    assert run_concurrently(unlocked, wanting_the_last_place()) != ONE_HAS_IT


def cancelling_with_many_workers() -> list[Task]:
    """An organizer cancels many people, and workers take it up at once."""
    event, everybody = an_event(), Selection(RegistrationFilter())
    for _ in range(PEOPLE):
        a_registration(event)
    expected = preview_selection(event, everybody).count
    plan = PlannedAct(BulkActKind.CANCEL, reason="Inställt")
    act_id = start_act(event, everybody, plan, expected=expected, actor="one", now=NOON).id
    return [until_done(lambda: continue_act(act_id, now=NOON))] * AT_ONCE


def cancelled_once() -> bool:
    """Whether it was done once for each person."""
    db.session.expire_all()
    outcomes = Counter(db.session.scalars(select(BulkActPerson.outcome)).all())
    cancelled = count(AuditEntry.action == AuditAction.CANCELLED)
    return outcomes == {"done": PEOPLE} and cancelled == PEOPLE


def test_an_act_that_many_workers_take_up_is_done_once_for_each_person(app: Flask) -> None:
    assert run_concurrently(app, cancelling_with_many_workers()) == ["done"] * AT_ONCE
    assert cancelled_once()


def test_without_the_lock_it_would_be_done_again(unlocked: Flask) -> None:
    answers = run_concurrently(unlocked, cancelling_with_many_workers())

    assert answers != ["done"] * AT_ONCE or not cancelled_once()


def the_same_list_twice() -> list[RegistrationImport]:
    """Two organizers have chosen the same file and looked through it."""
    event = an_event(seats=2 * PEOPLE)
    rows = [a_person(number) for number in range(PEOPLE)]
    return [an_import(event, *rows) for _ in range(2)]


def taking_it_in_twice() -> list[Task]:
    plans = the_same_list_twice()
    for plan in plans:
        start_import(plan, version=plan.version, actor="organizer", now=NOON)
    ids = [plan.id for plan in plans]

    def working(import_id: int) -> Task:
        return until_done(lambda: continue_import(import_id, now=NOON))

    return [working(import_id) for import_id in ids * 2]


def came_in_once() -> bool:
    """Whether everybody is registered once, and the other list says that they were known."""
    db.session.expire_all()
    states = Counter(db.session.scalars(select(ImportRow.state)).all())
    return (
        states == {RowState.IN: PEOPLE, RowState.KNOWN: PEOPLE}
        and count(Registration.id > 0)
        == len(set(db.session.scalars(select(Registration.email))))
        == PEOPLE
    )


def test_a_list_that_two_take_in_makes_nobody_twice(app: Flask) -> None:
    assert run_concurrently(app, taking_it_in_twice()) == ["done"] * AT_ONCE
    assert came_in_once()


def test_without_the_lock_they_would_stumble_over_each_other(unlocked: Flask) -> None:
    answers = run_concurrently(unlocked, taking_it_in_twice())

    assert answers != ["done"] * AT_ONCE or not came_in_once()


def starting_at_once() -> list[Task]:
    """One list is looked at in several windows, and each presses the button."""
    plan, _other = the_same_list_twice()
    import_id, version = plan.id, plan.version

    def start() -> str:
        own = db.session.get_one(RegistrationImport, import_id)
        start_import(own, version=version, actor="organizer", now=NOON)
        return "started"

    return [start] * AT_ONCE


STARTED_ONCE = [*["stale-version"] * (AT_ONCE - 1), "started"]


def test_a_list_is_started_once(app: Flask) -> None:
    assert run_concurrently(app, starting_at_once()) == STARTED_ONCE


def test_without_the_lock_it_would_be_started_again(unlocked: Flask) -> None:
    assert run_concurrently(unlocked, starting_at_once()) != STARTED_ONCE


def merging_and_cancelling() -> list[Task]:
    """Somebody is there twice: an organizer merges, and they cancel the one that would go."""
    event = an_event(seats=2)
    target, source = a_registration(event), a_registration(event)
    a_queue(event, 1)
    ids, versions = (source.id, target.id), MergedVersions(source.version, target.version)

    def merge() -> str:
        pair = [db.session.get_one(Registration, id_) for id_ in ids]
        merge_doubles(*pair, versions, actor="organizer", now=NOON)
        return "merged"

    def leave() -> str:
        cancel(db.session.get_one(Registration, ids[0]), now=NOON)
        return "cancelled"

    return [merge, leave] * (AT_ONCE // 2)


# Whoever comes first; the others are told.
EITHER_WAY = (
    ["already-cancelled", "already-cancelled", "merged", "one-is-cancelled"],
    ["already-cancelled", "cancelled", "one-is-cancelled", "one-is-cancelled"],
)


def settled_once() -> bool:
    """Ten minutes later: one letter says that the place is gone, and it was passed on once."""
    db.session.expire_all()
    for code in db.session.scalars(select(DoubleMerge.code)).all():
        complete_merge(code, now=NOON + UNDO_PERIOD)
    db.session.flush()
    letters = count(Job.kind == JobKind.CANCELLATION_MAIL)
    promoted = count(Job.kind == JobKind.PROMOTION_MAIL)
    seated = count(Registration.state == RegistrationState.CONFIRMED)
    return (letters, promoted, seated) == (1, 1, 2)


def test_who_is_merged_as_they_cancel_leaves_once(app: Flask) -> None:
    assert run_concurrently(app, merging_and_cancelling()) in EITHER_WAY
    assert settled_once()


def test_without_the_lock_they_would_leave_again(unlocked: Flask) -> None:
    assert run_concurrently(unlocked, merging_and_cancelling()) not in EITHER_WAY
