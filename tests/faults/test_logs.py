"""Logs name no person, and never stop a page."""

import errno
import json
import logging
import re
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from eventapp import logs
from eventapp.extensions import db
from eventapp.views.errors import BrokenAnswer, LastResort
from tests.house.routes import addresses
from tests.visitor import Visitor


def test_an_error_of_the_database_does_not_say_what_was_to_be_written(app: Flask) -> None:
    statement = text("INSERT INTO nowhere VALUES (:email)")

    with pytest.raises(DBAPIError) as caught:
        db.session.execute(statement, {"email": "linnea@town.example"})

    assert "nowhere" in str(caught.value)
    assert "linnea" not in str(caught.value)


class FullDisk:
    """A stream that has no room for anything."""

    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_line_that_cannot_be_written_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", FullDisk())
    try:
        logs.configure()
        structlog.get_logger(room="test").error("a line")
        logging.getLogger("other").error("another")
    finally:
        monkeypatch.undo()
        logs.configure()


TOKEN = "thesecrettoken"
SECRETS = (TOKEN, "linnea", "Linn", "Storgatan")


class Lines:
    """What has been logged, read from stderr; errors are answered as in production."""

    def __init__(self, app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
        app.config.update(PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)
        self._capsys = capsys

    def read(self) -> list[dict[str, Any]]:
        """The lines since the last reading, none of which gives anything away."""
        written = self._capsys.readouterr().err
        assert not [secret for secret in SECRETS if secret in written]
        return [json.loads(line) for line in written.splitlines()]


@pytest.fixture
def lines(app: Flask, capsys: pytest.CaptureFixture[str]) -> Lines:
    return Lines(app, capsys)


FIRST_OF_SEVERAL = re.compile(r"<any\((\w+)[^>]*>")


def fail(**_arguments: Any) -> None:
    """Fail as views may: with what somebody typed in the text of the exception and of its cause."""
    try:
        raise KeyError("Linnéa Storgatan 3")  # noqa: TRY301
    except KeyError as cause:
        raise ValueError(f"linnea@town.example asked for {TOKEN}") from cause


def test_a_view_that_fails_under_any_secret_address_gives_nothing_away(
    app: Flask, client: Visitor, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = [address for address in addresses(app) if "<token>" in address[1]]
    assert len(secret) > 15
    for method, rule, endpoint in secret:
        monkeypatch.setitem(app.view_functions, endpoint, fail)

        address = FIRST_OF_SEVERAL.sub(r"\1", rule.replace("<token>", TOKEN))
        response = client.open(f"{address}?q=linnea", method=method, data={"name": "Linnéa"})

        assert response.status_code == 500, rule
        line = next(entry for entry in lines.read() if entry["event"] == "failed")
        assert line["route"] == rule
        assert [step["class"] for step in line["failure"]] == [
            "builtins.ValueError",
            "builtins.KeyError",
        ]
        assert line["failure"][0]["frames"][-1].endswith(" fail")


def test_what_fails_in_the_api_gives_nothing_away(
    app: Flask, client: Visitor, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "api_door.search_names", fail)

    response = client.post("/api/v1/door/search?q=linnea", json={"q": "Linnéa"})

    assert response.status_code == 500
    assert "api_door" not in response.text
    line = next(entry for entry in lines.read() if entry["event"] == "failed")
    assert line["route"] == "/api/v1/door/search"


def test_the_database_names_its_error_and_not_the_value(app: Flask, lines: Lines) -> None:
    try:
        db.session.execute(text("INSERT INTO nowhere VALUES ('linnea@town.example')"))
    except DBAPIError:
        structlog.get_logger().error("failed", exc_info=True)

    (line,) = lines.read()
    assert line["failure"][0]["code"] in {"SQLITE_ERROR", "42P01"}


def test_of_what_libraries_log_only_the_place_is_written(lines: Lines) -> None:
    library = logging.getLogger("somebody.elses")
    library.error("no answer for %s", "linnea@town.example")
    library.warning(f"no answer for {TOKEN}")  # as some libraries do
    try:
        fail()
    except ValueError:
        library.exception("Exception on /registrations/%s", TOKEN, stack_info=True)

    written = lines.read()
    assert {line["at"].split(":")[0] for line in written} == {"somebody.elses test_logs"}
    assert written[2]["failure"][0]["class"] == "builtins.ValueError"


def test_a_thread_that_ends_in_an_error_gives_nothing_away(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((sys, "excepthook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    monkeypatch.setattr(logging, "captureWarnings", lambda **_how: None)
    logs.log_crashes()

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()

    assert [line["event"] for line in lines.read()] == ["crashed"]


def test_beyond_the_app_there_is_still_an_answer_and_a_clean_line(lines: Lines) -> None:
    statuses: list[str] = []
    wrapped = LastResort(lambda _environ, _start: fail())

    body = wrapped({}, lambda status, _headers: statuses.append(status))

    assert (statuses, list(body)) == (["500 Internal Server Error"], [b"Internal Server Error"])
    assert [line["event"] for line in lines.read()] == ["failed"]


def test_an_answer_that_fails_half_way_breaks_off_without_a_word_of_why(lines: Lines) -> None:
    def half() -> Iterator[bytes]:
        yield b"half"
        fail()

    body = iter(LastResort(lambda _environ, _start: half())({}, print))

    assert next(body) == b"half"
    with pytest.raises(BrokenAnswer) as broken:
        next(body)
    assert str(broken.value) == ""
    assert [line["event"] for line in lines.read()] == ["failed while answering"]


class Pieces:
    """A stream that records each write: other processes may write between two of them."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, text: str) -> int:
        self.written.append(text)
        return len(text)

    def flush(self) -> None:
        pass


def test_a_line_is_written_in_one_piece_so_that_no_other_is_mixed_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pieces = Pieces()
    monkeypatch.setattr(sys, "stderr", pieces)
    try:
        logs.configure()
        structlog.get_logger(room="test").error("a line")
    finally:
        monkeypatch.undo()
        logs.configure()
    assert [piece[-1] for piece in pieces.written] == ["\n"]
    assert json.loads(pieces.written[0])["event"] == "a line"
