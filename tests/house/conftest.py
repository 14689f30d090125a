"""One house for all tests that ask who may come in: making it costs more than a hundred visits."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from eventapp.app import create_app
from eventapp.clock import standing_at
from eventapp.extensions import db
from tests.builders import NOON
from tests.databases import SqliteTemplate
from tests.house.access.house import House
from tests.settings import app_settings
from tests.visitor import Visitor


@contextmanager
def app_context_at_noon(app: Flask) -> Iterator[None]:
    """Its app context, with the clock standing."""
    with standing_at(NOON), app.app_context():
        yield
        db.session.remove()


@pytest.fixture(scope="session")
def lasting_house(sqlite: SqliteTemplate) -> Iterator[House]:
    """The demo, which has every door there is, with everybody outside."""
    with sqlite.database() as database:
        app = create_app(app_settings(database.data, database_url=database.url, mode="demo"))
        app.test_client_class = Visitor
        with app_context_at_noon(app):
            house = House(app, database.data / "eventapp.sqlite")
        yield house
        house.close()
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def house(lasting_house: House) -> Iterator[House]:
    """The same, with everything as it was."""
    with app_context_at_noon(lasting_house.app):
        lasting_house.put_back()
        yield lasting_house
