"""The answers to questions that say until when they are needed."""

from datetime import date, timedelta

import pytest

from eventapp.domain.retention import run
from eventapp.domain.retention.due import count_due
from eventapp.extensions import db
from eventapp.models import DataKind, Event, QuestionKind, Registration, RegistrationQuestion
from tests.builders import DAY, NOON, a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")
TODAY = NOON.date()


def ask(event: Event, code: str, delete_on: date | None) -> None:
    db.session.add(
        RegistrationQuestion(
            event_id=event.id,
            code=code,
            kind=QuestionKind.TEXT,
            label={"sv": "Vad?"},
            delete_on=delete_on,
        )
    )
    db.session.flush()


def answering(event: Event, **answers: str) -> Registration:
    return a_registration(event, answers=answers)


def due() -> int:
    return next(
        kind.total for kind in count_due(now=NOON) if kind.description.kind is DataKind.ANSWERS
    )


def carry_out() -> None:
    begun = run.start_run(actor="system", now=NOON, kinds={DataKind.ANSWERS})
    while batch := run.prepare_batch(begun.id):
        run.delete_batch(batch, now=NOON)
    run.finish_run(begun.id, now=NOON)


def test_only_what_is_past_its_day_goes_and_the_registration_stays() -> None:
    event, other = an_event(), an_event()
    ask(event, "q1", TODAY)
    ask(event, "q2", TODAY + timedelta(days=1))
    ask(event, "q3", None)
    ask(other, "q1", None)
    people = [answering(event, q1="a", q2="b", q3="c"), answering(event, q2="d")]
    bystander = answering(other, q1="e")
    assert due() == 1

    carry_out()

    db.session.expire_all()
    assert [row.answers for row in people] == [{"q2": "b", "q3": "c"}, {"q2": "d"}]
    assert bystander.answers == {"q1": "e"}
    assert due() == 0


def test_the_worker_does_it_once_a_night() -> None:
    event = an_event()
    ask(event, "q1", TODAY - timedelta(days=2))
    answering(event, q1="a")

    assert DataKind.ANSWERS in run.find_due_kinds(now=NOON)
    carry_out()
    assert DataKind.ANSWERS not in run.find_due_kinds(now=NOON + DAY)
