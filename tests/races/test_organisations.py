"""Two organizers at once: one merge is done, and no tree becomes a circle."""

import time

import pytest
from flask import Flask

from eventapp.domain.organisation import change, merge
from eventapp.domain.organisation.merge import Versions
from eventapp.domain.people import organisation as directory
from eventapp.extensions import db
from eventapp.models import Delegation, Organisation
from tests.builders import NOON, a_registration, an_event, an_organisation
from tests.races.concurrent import Task, run_concurrently

pytestmark = pytest.mark.xdist_group("races")

DELAY = 0.05  # seconds between taking the lock and reading


def merging(source: Organisation, target: Organisation) -> Task:
    ids = source.id, target.id

    def act() -> str:
        here, there = (db.session.get_one(Organisation, id_) for id_ in ids)
        merge.merge_organisations(here, there, Versions(1, 1), actor="o", now=NOON)
        return "merged"

    return act


def moving(what: Organisation, below: Organisation) -> Task:
    ids = what.id, below.id

    def act() -> str:
        here, there = (db.session.get_one(Organisation, id_) for id_ in ids)
        change.move_organisation(here, there, version=1, actor="o", now=NOON)
        return "moved"

    return act


def test_of_two_merges_at_once_one_is_done(app: Flask) -> None:
    source, target = an_organisation(), an_organisation()
    event = an_event(seats=20, reserved={source: 3, target: 4})
    a_registration(event, organisation=source)

    answers = run_concurrently(app, [merging(source, target), merging(source, target)])

    assert answers == ["merged", "merged-away"]
    db.session.expire_all()
    assert sum(delegation.reserved_seats for delegation in db.session.query(Delegation)) == 7


def test_each_into_the_other_is_done_one_way(app: Flask) -> None:
    first, other = an_organisation(), an_organisation()

    answers = run_concurrently(app, [merging(first, other), merging(other, first)])

    assert answers == ["merged", "not-in-use"]


def test_of_two_moves_that_make_a_circle_one_is_done(app: Flask) -> None:
    first, other = an_organisation(), an_organisation()

    assert run_concurrently(app, [moving(first, other), moving(other, first)]) == [
        "below-itself",
        "moved",
    ]


def test_without_the_lock_both_are_and_none_is_on_top(
    app_without_locks: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: were this to pass, the one above would prove nothing."""
    first, other = an_organisation(), an_organisation()
    is_below = change.is_below

    def read_and_think(organisation: Organisation, top: Organisation) -> bool:
        below = is_below(organisation, top)
        time.sleep(DELAY)
        return below

    monkeypatch.setattr(change, "lock_directory", lambda: None)
    monkeypatch.setattr(change, "is_below", read_and_think)
    assert directory.lock_directory is not change.lock_directory

    answers = run_concurrently(app_without_locks, [moving(first, other), moving(other, first)])

    assert answers != ["below-itself", "moved"]
