"""A button for many pressed twice at the same moment: it is planned once, the other is told so."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.domain.desk import bulk_act
from eventapp.domain.desk.bulk_act import ActUnderWay, PlannedAct, Selection, start_act
from eventapp.domain.desk.registration_filter import RegistrationFilter
from eventapp.extensions import db
from eventapp.models import BulkAct, BulkActKind, Event
from tests.builders import NOON, a_registration, an_event
from tests.races.concurrent import Task, run_concurrently

pytestmark = pytest.mark.xdist_group("races")
PEOPLE, PRESSES = 2, 3


def pressing() -> list[Task]:
    event = an_event()
    for _ in range(PEOPLE):
        a_registration(event)
    id_, plan = event.id, PlannedAct(BulkActKind.SEND_LINK)

    def press() -> str:
        here, everybody = db.session.get_one(Event, id_), Selection(RegistrationFilter())
        start_act(here, everybody, plan, expected=PEOPLE, actor="desk", now=NOON)
        return "started"

    return [press] * PRESSES


def count() -> int:
    db.session.expire_all()
    return db.session.scalar(select(func.count()).select_from(BulkAct)) or 0


def test_it_is_started_once(app: Flask) -> None:
    answers = run_concurrently(app, pressing())

    assert answers == [ActUnderWay.code] * (PRESSES - 1) + ["started"]
    assert count() == 1


def test_who_does_not_look_under_the_lock_starts_it_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: were one alone started here, the one above would prove nothing."""
    monkeypatch.setattr(bulk_act, "_is_under_way", lambda *_: False)

    assert run_concurrently(app, pressing()) == ["started"] * PRESSES
    assert count() == PRESSES
