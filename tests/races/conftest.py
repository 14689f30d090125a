"""For the controls: the same house on the same database, which keeps nobody waiting."""

from collections.abc import Iterator

import pytest
from flask import Flask

from eventapp import transactions
from eventapp.app import create_app
from eventapp.extensions import db
from tests.races import unlocked


@pytest.fixture
def open_house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An app whose writers do not queue and whose transactions begin without a lock."""
    monkeypatch.setattr(transactions, "_prepare_sqlite", unlocked._prepare_plainly)
    made = create_app(app.extensions["settings"])
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()
