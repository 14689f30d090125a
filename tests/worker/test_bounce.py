"""Reading the mailbox that letters come back to, in a real conversation."""

import re
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.letter.bounce import find_bounce, return_address
from eventapp.domain.outbox import Lease
from eventapp.extensions import db
from eventapp.models import Job, JobKind
from eventapp.worker import bounce
from tests.builders import NOON, a_registration, an_event
from tests.builders.letter import a_notice, with_bounces


@dataclass
class Shelf:
    """A mailbox: its messages, and the login that opens it."""

    messages: list[bytes] = field(default_factory=list)
    password: str = "hemligt"
    deleted: set[int] = field(default_factory=set)


class ImapDesk(socketserver.StreamRequestHandler):
    """As much of IMAP4rev1 (RFC 3501) as the worker speaks."""

    shelf: Shelf

    def handle(self) -> None:
        self._say("* OK ready")
        for line in self.rfile:
            tag, command, *words = line.decode().split()
            answer = getattr(self, f"_{command.lower()}", None)
            outcome = answer(*words) if answer else "OK done"
            self._say(f"{tag} {outcome}")
            if command.upper() == "LOGOUT":
                return

    def _capability(self, *_words: str) -> str:
        self._say("* CAPABILITY IMAP4rev1")
        return "OK done"

    def _login(self, _user: str, password: str) -> str:
        return "OK done" if password.strip('"') == self.shelf.password else "NO login refused"

    def _select(self, name: str = "INBOX") -> str:
        if name.strip('"') != "INBOX":
            return "NO no such folder"
        self._say(f"* {len(self.shelf.messages)} EXISTS")
        return "OK [READ-WRITE] done"

    def _search(self, *_words: str) -> str:
        numbers = [str(n) for n in range(1, len(self.shelf.messages) + 1)]
        self._say(f"* SEARCH {' '.join(numbers)}")
        return "OK done"

    def _fetch(self, number: str, *_words: str) -> str:
        raw = self.shelf.messages[int(number) - 1]
        self._say(f"* {number} FETCH (BODY[]<0> {{{len(raw)}}}")
        self.wfile.write(raw + b")\r\n")
        return "OK done"

    def _store(self, number: str, *_words: str) -> str:
        self.shelf.deleted.add(int(number))
        return "OK done"

    def _expunge(self, *_words: str) -> str:
        raws = [raw for n, raw in enumerate(self.shelf.messages, 1) if n not in self.shelf.deleted]
        self.shelf.messages, self.shelf.deleted = raws, set()
        return "OK done"

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def port(shelf: Shelf) -> Iterator[int]:
    desk = type("Desk", (ImapDesk,), {"shelf": shelf})
    with socketserver.ThreadingTCPServer(("localhost", 0), desk) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_what_came_back_is_marked_and_deleted_and_the_rest_is_deleted_unread(
    app: Flask, monkeypatch: pytest.MonkeyPatch, shelf: Shelf, port: int
) -> None:
    with_bounces(app, monkeypatch, f"imap://studs:hemligt@localhost:{port}/INBOX")
    registration = a_registration(an_event())
    job = db.session.scalars(select(Job).where(Job.kind == JobKind.REGISTRATION_MAIL)).one()
    back = return_address(
        Lease(job.id, job.kind, job.payload, job.message_id, 1), registration.email
    )
    db.session.commit()
    shelf.messages = [b"To: studs@bra.example\r\n\r\nHej", a_notice(back, status="5.1.1")]

    bounce.run_due(now=NOON)

    assert find_bounce(registration) is not None
    assert shelf.messages == []


def test_a_wrong_password_or_nobody_there_is_logged_without_a_word_of_it(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    shelf: Shelf,
    port: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shelf.password = "annat"
    for url in (f"imap://studs:hemligt@localhost:{port}/INBOX", "imap://studs:hemligt@localhost:1"):
        with_bounces(app, monkeypatch, url)
        bounce.run_due(now=NOON)

    lines = "".join(capsys.readouterr())
    assert len(re.findall("mailbox of returned letters not read", lines)) == 2
    assert "hemligt" not in lines


def test_why_a_mailbox_does_not_open_is_said_without_a_secret(shelf: Shelf, port: int) -> None:
    shelf.password = "rätt"
    faults = {
        "login refused": f"imap://studs:hemligt@localhost:{port}/INBOX",
        "IMAP server does (ConnectionRefusedError)": "imap://studs:hemligt@localhost:1/INBOX",
        "is written imaps://user:": "https://studs:hemligt@localhost/INBOX",
        "is written imaps://user:password": f"imaps://studs:hemligt@localhost:{port}0/INBOX",
    }
    for sentence, url in faults.items():
        fault = bounce.mailbox_fault(url)
        assert sentence in fault
        assert "hemligt" not in fault
    shelf.password = "hemligt"
    assert "no such folder" in bounce.mailbox_fault(f"imap://studs:hemligt@localhost:{port}/Annan")
    assert bounce.mailbox_fault(f"imap://studs:hemligt@localhost:{port}/INBOX") == ""


def test_without_a_mailbox_nothing_is_read(app: Flask) -> None:
    del app
    bounce.run_due(now=NOON)
