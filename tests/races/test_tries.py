"""Tries at once, and turns at once, each as if answered by another host: counted exactly."""

import time
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from eventapp import transactions
from eventapp.app import create_app
from eventapp.domain.installation import periodic_turn
from eventapp.domain.people import try_limit
from eventapp.domain.people.try_limit import Trier, TryLimit
from eventapp.extensions import db
from eventapp.models import TryCount
from tests.builders import NOON
from tests.races import without_locks
from tests.races.concurrent import run_concurrently

pytestmark = pytest.mark.xdist_group("races")

LIMIT = TryLimit(3, timedelta(minutes=1))
TRIER = Trier("sign-in", "192.0.2.1")
AT_ONCE = 8
DELAY = 0.05  # seconds between looking and writing


def try_once() -> str:
    return "refused" if try_limit.count_try(TRIER, [LIMIT], now=NOON) else "counted"


def take_turn() -> str:
    taken = periodic_turn.take_turn("timetable", LIMIT.stretch, now=NOON)
    return "taken" if taken else "left"


def add_to_what_was_seen(digest: str, limit: TryLimit, _now: object) -> int:
    """As each host would that counts for itself, and writes down its own figure."""
    tries = (db.session.scalar(select(TryCount.tries).where(TryCount.digest == digest)) or 0) + 1
    time.sleep(DELAY)
    insert = (postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert)(
        TryCount
    )
    db.session.execute(
        insert.values(
            digest=digest, tries=tries, ends_at=NOON + limit.stretch
        ).on_conflict_do_update(index_elements=[TryCount.digest], set_={"tries": tries})
    )
    return tries


def test_of_many_tries_at_once_as_many_as_allowed_are_looked_at(app: Flask) -> None:
    answers = run_concurrently(app, [try_once] * AT_ONCE)

    assert answers == ["counted"] * LIMIT.most + ["refused"] * (AT_ONCE - LIMIT.most)


def test_counted_by_what_was_seen_before_more_are_looked_at(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.session.commit()
    monkeypatch.setattr(transactions, "_prepare_sqlite", without_locks._prepare_unlocked)
    monkeypatch.setattr(try_limit, "_add", add_to_what_was_seen)
    app_without_locks = create_app(app.extensions["settings"])
    with app_without_locks.app_context():
        answers = run_concurrently(app_without_locks, [try_once] * AT_ONCE)
        db.session.remove()
        db.engine.dispose()

    assert answers != ["counted"] * LIMIT.most + ["refused"] * (AT_ONCE - LIMIT.most)


def test_of_many_workers_one_takes_the_turn(app: Flask) -> None:
    answers = run_concurrently(app, [take_turn] * AT_ONCE)

    assert answers == ["left"] * (AT_ONCE - 1) + ["taken"]
