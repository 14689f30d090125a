"""One house for all tests that ask who may come in: making it costs more than a hundred visits."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from jinja2 import BytecodeCache

from eventapp.clock import standing_at
from eventapp.domain.people import try_limit
from eventapp.extensions import db
from tests.builders import NOON
from tests.databases import SqliteTemplate
from tests.house.access.house import House
from tests.settings import app_settings
from tests.shared_app import SharedApp


@contextmanager
def app_context_at_noon(app: Flask) -> Iterator[None]:
    """Its app context, with the clock standing."""
    with standing_at(NOON), app.app_context():
        yield
        db.session.remove()


@pytest.fixture(scope="session")
def lasting_house(sqlite: SqliteTemplate, compiled_templates: BytecodeCache) -> Iterator[House]:
    """The demo, which has every door there is, with everybody outside."""
    with sqlite.database() as database:
        settings = app_settings(database.data, database_url=database.url, mode="demo")
        shared = SharedApp(settings, compiled_templates)
        with app_context_at_noon(shared.app):
            house = House(shared.app, database.data / "eventapp.sqlite")
        yield house
        house.close()
        shared.disconnect()


@pytest.fixture
def house(lasting_house: House) -> Iterator[House]:
    """The same, with everything as it was."""
    with app_context_at_noon(lasting_house.app):
        lasting_house.put_back()
        yield lasting_house


@pytest.fixture(autouse=True)
def _tries_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many never come from one address; and a count is no change that a visit may not make."""
    monkeypatch.setattr(try_limit, "count_try", lambda *_who, **_moment: None)
