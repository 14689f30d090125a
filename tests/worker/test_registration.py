"""Letters about registrations, from the deed to what people read."""

import pytest
from flask import Flask

from eventapp.clock import standing_at
from eventapp.domain.desk.cancellation import force_cancel
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.mail.message import Letter
from eventapp.worker import handlers, loop, periodic
from tests.builders import NOON, a_registration, an_event


@pytest.fixture
def sent(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Letter]:
    """The letters that left, in order."""
    del app
    letters: list[Letter] = []
    monkeypatch.setattr(handlers, "send", letters.append)
    return letters


def last(sent: list[Letter]) -> Letter:
    """Let the worker do what is due; the last letter that left."""
    db.session.commit()
    with standing_at(NOON + UNDO_PERIOD):
        periodic.run_due(now=NOON + UNDO_PERIOD)
        loop.run_all()
    return sent[-1]


def test_whom_the_organizer_cancelled_is_told_so_and_whom_to_ask(sent: list[Letter]) -> None:
    registration = a_registration(an_event(), language="en")
    force_cancel(registration, actor="organizer", reason="Står på två listor", now=NOON)
    letter = last(sent)

    assert letter.subject.startswith("Your registration has been cancelled")
    for text in (str(letter.body), str(letter.html)):
        assert "The organiser has cancelled your registration" in text
        assert "konferens@bra.example" in text
        assert "You have cancelled your registration" not in text
        assert "change your mind" not in text
        assert "Står på två listor" not in text  # what is written for the log stays there


def test_who_cancelled_is_told_that_they_did(sent: list[Letter]) -> None:
    registration = a_registration(an_event(), language="en")
    cancel(registration, now=NOON)
    letter = last(sent)

    assert letter.subject.startswith("You have cancelled your registration")
    assert "change your mind" in str(letter.body)
