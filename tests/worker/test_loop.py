"""A round of the worker: written together, sent one by one, and nobody gets what is not so now."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.clock import standing_at, utcnow
from eventapp.domain import outbox
from eventapp.domain.outbox import LEASE
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.mail.message import Letter
from eventapp.models import Job, JobState, Registration
from eventapp.worker import handlers, loop
from tests.builders import NOON, a_registration, an_event
from tests.views.organizer.counting import counted_statements

FIRST, SECOND = "first@town.example", "second@town.example"
Work = Callable[[], object]


@pytest.fixture
def two(app: Flask) -> tuple[Registration, Registration]:
    """Two people whose letters are due."""
    del app
    event = an_event()
    return a_registration(event, email=FIRST), a_registration(event, email=SECOND)


def who_is_sent_letters(monkeypatch: pytest.MonkeyPatch, *, meanwhile: Work) -> list[str]:
    """Let the worker do one round, in which the first letter takes its time."""
    recipients: list[str] = []

    def send(letter: Letter) -> None:
        recipients.append(letter.to)
        if len(recipients) == 1:
            meanwhile()
            db.session.commit()

    monkeypatch.setattr(handlers, "send", send)
    db.session.commit()
    with standing_at(NOON):
        loop.run_once()
    return recipients


@pytest.mark.parametrize(("fresh", "letters"), [(0.0, [FIRST]), (60.0, [FIRST, SECOND])])
def test_what_takes_long_is_written_again_and_says_what_is_so_now(
    two: tuple[Registration, Registration],
    monkeypatch: pytest.MonkeyPatch,
    fresh: float,
    letters: list[str],
) -> None:
    """The second case is the control: without writing it again, the letter would go."""
    monkeypatch.setattr(loop, "FRESH_SECONDS", fresh)
    second = two[1].id

    def leave() -> None:
        registration = db.session.get(Registration, second)
        assert registration
        cancel(registration, now=NOON)

    assert who_is_sent_letters(monkeypatch, meanwhile=leave) == letters


@pytest.mark.parametrize(("fresh", "letters"), [(0.0, [FIRST]), (60.0, [FIRST, SECOND])])
@pytest.mark.usefixtures("two")
def test_a_letter_that_another_worker_has_taken_over_is_left_to_it(
    monkeypatch: pytest.MonkeyPatch, fresh: float, letters: list[str]
) -> None:
    """The second case is the control: whoever does not look again sends it a second time."""
    monkeypatch.setattr(loop, "FRESH_SECONDS", fresh)

    def take_over() -> None:
        taken = outbox.lease(10, now=NOON + LEASE + timedelta(seconds=1))
        assert [leased.attempt for leased in taken] == [2, 2]

    assert who_is_sent_letters(monkeypatch, meanwhile=take_over) == letters


@pytest.mark.usefixtures("two")
def test_leases_of_a_long_round_are_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "FRESH_SECONDS", 0.0)
    later = NOON + timedelta(seconds=50)
    leased_until = []

    def renew(leases: list[outbox.Lease], **_: object) -> list[outbox.Lease]:
        still_ours = outbox_renew(leases, now=later)
        leased_until.extend(db.session.scalars(select(Job.leased_until).order_by(Job.id)))
        return still_ours

    outbox_renew = outbox.renew
    monkeypatch.setattr(outbox, "renew", renew)

    assert who_is_sent_letters(monkeypatch, meanwhile=utcnow) == [FIRST, SECOND]
    assert leased_until == [None, later + LEASE]


def test_a_letter_that_cannot_be_written_stops_no_other(
    two: tuple[Registration, Registration], monkeypatch: pytest.MonkeyPatch
) -> None:
    write, poisoned = handlers.HANDLERS[handlers.JobKind.REGISTRATION_MAIL], two[0].id

    def write_some(leased: outbox.Lease, update: object) -> Letter | None:
        if leased.payload["registration_id"] == poisoned:
            raise RuntimeError
        return write(leased, update)  # type: ignore[arg-type]

    monkeypatch.setitem(handlers.HANDLERS, handlers.JobKind.REGISTRATION_MAIL, write_some)

    assert who_is_sent_letters(monkeypatch, meanwhile=utcnow) == [SECOND]
    states = db.session.execute(select(Job.state, Job.error).order_by(Job.id)).all()
    assert states == [(JobState.WAITING, "RuntimeError"), (JobState.DONE, "")]


def test_more_letters_of_a_round_cost_few_statements_each(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    del app
    monkeypatch.setattr(handlers, "send", lambda _letter: None)

    def statements(people: int) -> int:
        event = an_event(seats=people)
        for _ in range(people):
            a_registration(event)
        db.session.commit()
        with standing_at(NOON), counted_statements() as asked:
            loop.run_once()
        return len(asked)

    statements(1)  # what is looked up once
    assert statements(loop.BATCH_SIZE) - statements(1) <= 3 * (loop.BATCH_SIZE - 1)
