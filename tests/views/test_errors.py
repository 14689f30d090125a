"""What visitors are told when the house itself fails."""

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from eventapp.domain.event import event as events
from eventapp.domain.permission import Role
from tests.builders.account import an_account, signed_in
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


def test_an_error_is_told_in_the_language_of_ones_account(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = an_account(Role.EDITOR)
    account.language = "en"
    signed_in(client, account)

    def failing() -> str:
        monkeypatch.setattr(events, "list_upcoming", fail)
        return client.get("/").text

    answers = [
        client.get("/nowhere").text,
        client.get("/account/password").text,
        client.post("/account").text,  # a form without its token
        failing(),
    ]
    assert ['<html lang="en' in answer for answer in answers] == [True] * 4

    client.set_cookie("language", "sv")  # chosen in this browser
    assert '<html lang="sv' in client.get("/nowhere").text
