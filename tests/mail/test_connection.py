"""Many letters by one connection, with a mail server that has enough of it, refuses or hangs."""

import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest

from eventapp.app import create_app
from eventapp.mail import connection, smtp
from eventapp.mail.connection import deliver, sharing_connection
from tests.faults.mail_server import DROPPED, MailServer, SmtpStep, listening
from tests.faults.server import production_settings

LETTER = "Subject: Hej\r\nTo: {}\r\n\r\nHej!\r\n"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[MailServer]:
    """A mail server, and an app that sends its letters there."""
    with listening(MailServer()) as office:
        app = create_app(production_settings(tmp_path, office))
        with app.app_context():
            yield office


def send_to(*names: str) -> None:
    for name in names:
        address = f"{name}@town.example"
        deliver(address, LETTER.format(address).encode())


def who_got(office: MailServer) -> list[str]:
    return [str(message["To"]).partition("@")[0] for message in office.messages]


def test_many_letters_go_by_one_connection(office: MailServer) -> None:
    with sharing_connection():
        send_to("a", "b", "c")

    assert who_got(office) == ["a", "b", "c"]
    assert office.calls == 1


def test_letters_on_their_own_have_connections_of_their_own(office: MailServer) -> None:
    send_to("a", "b")

    assert office.calls == 2


@pytest.mark.parametrize("goodbye", ["421 4.7.0 Enough", "451 4.7.1 Later", DROPPED])
def test_a_server_that_has_enough_is_called_again_and_gets_each_letter_once(
    office: MailServer, goodbye: str
) -> None:
    office.letters_per_call, office.goodbye = 2, goodbye

    with sharing_connection():
        send_to("a", "b", "c", "d", "e")

    assert who_got(office) == ["a", "b", "c", "d", "e"]
    assert office.calls == 3


def test_after_some_letters_it_is_called_again_unasked(
    office: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "LETTERS_MAX", 2)

    with sharing_connection():
        send_to("a", "b", "c", "d", "e")

    assert len(office.messages) == 5
    assert office.calls == 3


@pytest.mark.parametrize("answer", ["421 4.3.2 Closing", DROPPED])
def test_a_letter_that_the_server_had_whole_is_not_sent_again_by_itself(
    office: MailServer, answer: str
) -> None:
    """Nobody knows whether it was taken: to try again is the outbox's business, with its marks."""
    office.scripted = {"b@town.example": [answer]}

    with sharing_connection():
        send_to("a")
        with pytest.raises(smtplib.SMTPException):
            send_to("b")
        send_to("c")

    assert who_got(office) == ["a", "c"]


def test_a_refused_letter_does_not_spoil_the_next(office: MailServer) -> None:
    office.refused = {"a@town.example": "550 5.1.1 No such person"}
    office.scripted = {"b@town.example": ["550 5.7.1 Not this"]}

    with sharing_connection():
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            send_to("a")
        with pytest.raises(smtplib.SMTPDataError):
            send_to("b")
        send_to("c")

    assert who_got(office) == ["c"]
    assert office.calls == 1


def test_a_server_that_hangs_is_left_and_called_again_for_the_next(
    office: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT_SECONDS", 0.1)

    with sharing_connection():
        send_to("a")
        office.hold(SmtpStep.RCPT)
        with pytest.raises(OSError, match="timed out"):
            send_to("b")
        office.release()
        send_to("c")

    assert who_got(office) == ["a", "c"]
    assert office.calls == 2
