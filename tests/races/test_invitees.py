"""Several organizers add one address at once: it is listed once, and all are answered."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.domain.desk.invitee import invitee as invitees
from eventapp.domain.desk.invitee.candidate import Candidate, Examination
from eventapp.extensions import db
from eventapp.models import Event, Invitee
from tests.builders import NOON, an_event
from tests.races.concurrent import Task, run_concurrently

pytestmark = pytest.mark.xdist_group("races")


def adding(event: Event) -> Task:
    id_ = event.id

    def add() -> str:
        here = db.session.get_one(Event, id_)
        people = [Candidate("anna@town.example", "Anna Ek")]
        return str(len(invitees.add_invitees(here, people, actor="o", now=NOON).new))

    return add


def count() -> int:
    db.session.expire_all()
    return db.session.scalar(select(func.count()).select_from(Invitee)) or 0


def test_an_address_that_two_add_at_once_is_one_invitee(app: Flask) -> None:
    event = an_event()
    answers = run_concurrently(app, [adding(event) for _ in range(4)])

    assert answers == ["0", "0", "0", "1"]
    assert count() == 1


def test_who_does_not_look_under_the_lock_is_stopped_by_the_index(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: were nobody refused here, the one above would prove nothing."""
    monkeypatch.setattr(invitees, "examine", lambda _event, people: Examination(people, []))
    event = an_event()
    answers = run_concurrently(app, [adding(event) for _ in range(4)])

    assert answers == ["1", "failed", "failed", "failed"]
    assert count() == 1
