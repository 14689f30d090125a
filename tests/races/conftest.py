"""Concurrent users, and for the controls the same app and database without locks."""

from collections.abc import Iterator

import pytest
from flask import Flask

from eventapp import transactions
from eventapp.app import create_app
from eventapp.extensions import db
from tests.races import without_locks
from tests.races.crowd import ConcurrentUsers


@pytest.fixture(scope="session")
def crowd() -> Iterator[ConcurrentUsers]:
    """Processes that are shared by all races: starting them takes longer than most races."""
    crowd = ConcurrentUsers()
    yield crowd
    crowd.stop()


@pytest.fixture(scope="session")
def crowd_without_locks() -> Iterator[ConcurrentUsers]:
    """For the controls."""
    crowd = ConcurrentUsers(locked=False)
    yield crowd
    crowd.stop()


@pytest.fixture
def app_without_locks(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An app whose transactions begin without a lock."""
    monkeypatch.setattr(transactions, "_prepare_sqlite", without_locks._prepare_unlocked)
    unlocked = create_app(app.extensions["settings"])
    yield unlocked
    with unlocked.app_context():
        db.session.remove()
        db.engine.dispose()
