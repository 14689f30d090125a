"""What visitors are told when the house itself fails."""

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from eventapp.domain.event import event as events
from eventapp.domain.permission import Role
from tests.builders.account import an_account, signed_in
from tests.builders.forms import send
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


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/organizer/start/mail-trials", "/organizer/start/mail-trials/new"),
        ("/organizer/settings/logo", "/organizer/settings"),
        ("/organizer/people", "/organizer/people"),
    ],
)
def test_what_was_too_large_leads_back_to_the_page_of_its_form(
    client: Visitor, address: str, page: str
) -> None:
    signed_in(client, an_account(Role.ADMIN))

    answer = client.post(address, data={"text": "x" * 40_000_000})

    assert answer.status_code == 413
    assert f'class="button" href="{page}"' in answer.text.split("<main")[1]
    assert client.get(page).status_code == 200


def test_the_way_back_is_offered_after_a_form_alone(client: Visitor) -> None:
    """Not from a page that was looked for, nor to what is not there for whoever asks."""
    signed_in(client, an_account(Role.EDITOR))

    answers = [
        send(client, "/organizer/settings"),
        client.get("/organizer/nowhere"),
        send(client, "/organizer/events/nowhere"),
        client.post("/organizer/events", data={"csrf_token": "x"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 404, 404, 400]
    for answer in answers:
        assert "button-2" not in answer.text.split("<main")[1]


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
