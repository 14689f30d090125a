"""Every page and form on PostgreSQL: the modules of views try them on SQLite alone."""

import pytest
from flask import Flask

from eventapp.extensions import db
from tests.house.access import DOORS
from tests.house.access.house import OpenHouse


@pytest.fixture
def mode() -> str:
    """The demo has every door there is."""
    return "demo"


@pytest.mark.on_postgresql_alone
def test_every_door_opens_on_postgresql(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the table of doors says; a commit only writes, so that each finds what it needs."""
    house = OpenHouse(app)
    monkeypatch.setattr(db.session, "commit", db.session.flush)
    answers = {}
    for door in DOORS:
        fields = house.fields(door.guest, door)
        answers[door.name] = house.come(door.guest, door, fields).status_code

    assert answers == {door.name: door.status for door in DOORS}
