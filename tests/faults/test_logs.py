"""Logs tell nobody's name, and never stop a page."""

import errno
import json
import logging
import sys

import pytest
import structlog
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from eventapp import logs
from eventapp.extensions import db


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


def test_a_line_that_cannot_be_written_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", FullDisk())
    try:
        logs.configure()
        structlog.get_logger(room="test").error("a line")
        logging.getLogger("other").error("another")
    finally:
        monkeypatch.undo()
        logs.configure()


class Slips:
    """A stream that keeps what it is given, slip by slip: others may write between two of them."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, text: str) -> int:
        self.written.append(text)
        return len(text)

    def flush(self) -> None:
        pass


def test_a_line_is_written_at_once_so_that_no_other_stands_in_its_middle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slips = Slips()
    monkeypatch.setattr(sys, "stderr", slips)
    try:
        logs.configure()
        structlog.get_logger(room="test").error("a line")
    finally:
        monkeypatch.undo()
        logs.configure()
    assert [slip[-1] for slip in slips.written] == ["\n"]
    assert json.loads(slips.written[0])["event"] == "a line"
