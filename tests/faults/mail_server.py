"""A mail server that does as it is told: holds its breath, refuses, or takes what it is given."""

import email
import email.policy
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import StrEnum
from typing import Any, cast

TAKEN, DROPPED = "250 2.0.0 Taken", ""


class SmtpStep(StrEnum):
    """Where in the conversation the server may hold; it has not answered what it names."""

    BANNER = "banner"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    DOT = "dot"  # the message is here, and its sender does not know
    QUIT = "quit"  # the sender knows, and has written it down


@dataclass
class MailServer:
    """What has come, in order, and how callers are treated; change it while it runs.

    `greeting` is the first answer to every caller; `refused` maps a recipient to the answer that
    RCPT gets, and `scripted` one to the answers that whole messages get, in turn, before they are
    taken: DROPPED is none at all. After `letters_per_call` (0: no limit) a caller who names another
    sender gets `goodbye`, and is left. At `hold_at` the next caller is kept waiting: `held` is set,
    until `release()`.
    """

    port: int = 0
    greeting: str = "220 post.example"
    refused: dict[str, str] = field(default_factory=dict)
    scripted: dict[str, list[str]] = field(default_factory=dict)
    messages: list[EmailMessage] = field(default_factory=list)
    letters_per_call: int = 0
    goodbye: str = "421 4.7.0 Too many letters"
    calls: int = 0
    hold_at: SmtpStep | None = None
    held: threading.Event = field(default_factory=threading.Event)
    _go_on: threading.Event = field(default_factory=threading.Event)

    def hold(self, step: SmtpStep) -> None:
        """Keep the next caller waiting at that step."""
        self.held.clear()
        self._go_on.clear()
        self.hold_at = step

    def release(self) -> None:
        """Let whoever waits go on."""
        self.hold_at = None
        self._go_on.set()

    def arrived_at(self, step: SmtpStep) -> None:
        """Hold here, if this is where to hold."""
        if self.hold_at is step:
            self.held.set()
            self._go_on.wait(60)

    def take(self, content: bytes) -> str:
        """Keep a message, unless the script refuses it; return the answer."""
        read = cast("EmailMessage", email.message_from_bytes(content, policy=email.policy.default))
        if answers := self.scripted.get(str(read["To"])):
            return answers.pop(0)
        self.messages.append(read)
        return TAKEN

    def message_ids(self, recipient: str) -> list[str]:
        """The Message-ID of each mail to the recipient, in order."""
        return [
            str(message["Message-ID"]) for message in self.messages if message["To"] == recipient
        ]


class _Counter(socketserver.StreamRequestHandler):
    """One conversation (RFC 5321), as far as a client that sends messages needs."""

    letters = 0

    def handle(self) -> None:
        """Talk until the caller leaves."""
        office: MailServer = self.server.office  # type: ignore[attr-defined]
        office.calls += 1
        try:
            office.arrived_at(SmtpStep.BANNER)
            self._say(office.greeting)
            if office.greeting.startswith("220"):
                while self._answer(office):
                    pass
        except OSError:
            pass  # the caller was killed; that is what these tests are about

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _answer(self, office: MailServer) -> bool:
        """Answer one command; false when the conversation is over."""
        line = self.rfile.readline().decode("utf-8", "replace").strip()
        verb = line.partition(" ")[0].upper()
        if verb.lower() in set(SmtpStep):
            office.arrived_at(SmtpStep(verb.lower()))
        if verb == "MAIL" and 0 < office.letters_per_call <= self.letters:
            if office.goodbye != DROPPED:
                self._say(office.goodbye)
            return False
        if verb == "DATA":
            self.letters += 1
            self._take_message(office)
        elif verb == "RCPT":
            recipient = line.partition("<")[2].partition(">")[0]
            self._say(office.refused.get(recipient, "250 2.1.5 OK"))
        elif verb:
            self._say("221 2.0.0 Bye" if verb == "QUIT" else "250 OK")
        return verb not in {"QUIT", ""}

    def _take_message(self, office: MailServer) -> None:
        self._say("354 Go on")
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                answer = office.take(b"".join(lines))
                office.arrived_at(SmtpStep.DOT)
                if answer == DROPPED:
                    self.connection.shutdown(socket.SHUT_RDWR)
                self._say(answer)
                return
            lines.append(line.removeprefix(b"."))  # dot-stuffing (RFC 5321, 4.5.2)


class _Doors(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    office: MailServer
    tls: ssl.SSLContext | None = None

    def get_request(self) -> tuple[Any, Any]:
        """By TLS from the first byte, where there is a certificate."""
        caller, address = super().get_request()
        if self.tls:
            caller = self.tls.wrap_socket(caller, server_side=True, do_handshake_on_connect=False)
        return caller, address


@contextmanager
def listening(office: MailServer, tls: ssl.SSLContext | None = None) -> Iterator[MailServer]:
    """Listen for callers on the office's port, or on any when it has none yet."""
    with _Doors(("127.0.0.1", office.port), _Counter) as doors:
        doors.office, doors.tls = office, tls
        office.port = doors.server_address[1]
        thread = threading.Thread(target=doors.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield office
        finally:
            office.release()
            doors.shutdown()
            thread.join()
