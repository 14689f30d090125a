"""Tries: counted for each visitor and kind, for a while, and under no name."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.people import try_limit
from eventapp.domain.people.try_limit import Trier, TryLimit
from eventapp.extensions import db
from eventapp.models import TryCount
from eventapp.worker import periodic
from tests.builders import NOON

MINUTE = timedelta(minutes=1)
LIMITS = TryLimit(2, MINUTE), TryLimit(5, timedelta(hours=1))
TRIER = Trier("sign-in", "192.0.2.1")

pytestmark = pytest.mark.usefixtures("app")


def waits(count: int, *, trier: Trier = TRIER, after: timedelta = timedelta(0)) -> list[object]:
    return [try_limit.count_try(trier, LIMITS, now=NOON + after) for _ in range(count)]


def test_the_longest_wait_is_said_and_what_is_refused_does_not_count() -> None:
    assert waits(4) == [None, None, MINUTE, MINUTE]
    assert waits(3, after=MINUTE) == [None, None, MINUTE]
    assert waits(3, after=2 * MINUTE) == [None, 58 * MINUTE, 58 * MINUTE]


def test_others_and_other_kinds_are_counted_apart() -> None:
    waits(3)

    assert waits(1, trier=Trier("sign-in", "192.0.2.2")) == [None]
    assert waits(1, trier=Trier("pairing", "192.0.2.1")) == [None]


def test_a_try_that_was_right_is_taken_back() -> None:
    waits(2)
    try_limit.take_back(TRIER, LIMITS, now=NOON)

    assert waits(2) == [None, MINUTE]


def test_rows_say_nobody_and_go_when_their_time_is_over(app: Flask) -> None:
    waits(1)
    rows = list(db.session.scalars(select(TryCount)))
    assert {row.tries for row in rows} == {1}
    assert not any("192" in row.digest for row in rows)
    db.session.commit()

    periodic.run_due(now=NOON + 59 * MINUTE)
    assert [row.ends_at for row in db.session.scalars(select(TryCount))] == [NOON + 60 * MINUTE]
    periodic.run_due(now=NOON + 60 * MINUTE)
    assert not list(db.session.scalars(select(TryCount)))
