"""What visitors are told when the house itself fails."""

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from eventapp.domain.event import event as events
from tests.visitor import Visitor


def fail(*_: object, **__: object) -> None:
    raise OperationalError("SELECT 1", {}, Exception("database or disk is full"))


@pytest.fixture(autouse=True)
def pages_instead_of_tracebacks(app: Flask) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False


def test_a_database_that_gives_up_is_answered_with_come_back_soon(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "list_upcoming", fail)

    answer = client.get("/")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "disk is full" not in answer.text


def test_a_fault_of_ours_is_answered_without_what_went_on_inside(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(**_: object) -> None:
        raise KeyError("hemligt@town.example")

    monkeypatch.setattr(events, "list_upcoming", stumble)

    answer = client.get("/")

    assert answer.status_code == 500
    assert "hemligt" not in answer.text
