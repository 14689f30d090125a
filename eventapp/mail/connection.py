"""Handing letters over: many by one connection, as long as the server takes them."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from smtplib import (
    SMTP,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from flask import current_app

from eventapp.addresses import bare_address
from eventapp.mail.header import ascii_address
from eventapp.mail.smtp import ACCEPTED, SmtpConnection

FORWARDED = 251  # RFC 5321, 3.4: taken, and sent on
LETTERS_MAX = 100  # through one connection: many servers take no more


class SharedConnection:
    """One connection for many letters: opened by the first, used by all, by one thread."""

    def __init__(self) -> None:
        self._connection: SmtpConnection | None = None
        self._letters = 0  # that went through it

    def send(self, sender: str, recipient: str, content: bytes) -> None:
        """Send one letter. Raises what the server, or opening a connection, raises.

        What the server refuses leaves the connection as it was; any other fault closes it.
        """
        try:
            host = self._announce(sender, len(content))
            if host:
                _hand_over(host, recipient, content)
            self._letters += 1
        except BaseException as error:
            refused = isinstance(error, SMTPResponseException | SMTPRecipientsRefused)
            if not (refused and self._is_reset()):
                self.close()
            raise

    def close(self) -> None:
        """Quit, if it is open."""
        if self._connection:
            self._connection.__exit__(None, None, None)
        self._connection, self._letters = None, 0

    def _announce(self, sender: str, size: int) -> SMTP | None:
        """Say whom the next letter is from; by a new connection where this one takes no more.

        Servers end what was idle for long or has brought many letters. Nobody gets one twice by
        that: not a word of this one was sent.
        """
        if self._letters >= LETTERS_MAX:
            self.close()
        if self._connection:
            try:
                return _name_sender(self._connection.host, sender, size)
            except OSError:  # every SMTPException is one
                self.close()
        self._connection = SmtpConnection(current_app.extensions["mail"]).__enter__()
        return _name_sender(self._connection.host, sender, size)

    def _is_reset(self) -> bool:
        """Whether the server has forgotten the letter that it refused, and listens."""
        host = self._connection.host if self._connection else None
        try:
            return host is not None and host.rset()[0] == ACCEPTED
        except OSError:
            return False


def _name_sender(host: SMTP | None, sender: str, size: int) -> SMTP | None:
    """The host, once it has accepted the sender; None where nothing is really sent."""
    if host is None:
        return None
    code, words = host.mail(sender, [f"size={size}"] if host.has_extn("size") else ())
    if code != ACCEPTED:
        raise SMTPSenderRefused(code, words, sender)
    return host


def _hand_over(host: SMTP, recipient: str, content: bytes) -> None:
    code, words = host.rcpt(recipient)
    if code not in {ACCEPTED, FORWARDED}:
        raise SMTPRecipientsRefused({recipient: (code, words)})
    code, words = host.data(content)
    if code != ACCEPTED:
        raise SMTPDataError(code, words)


_shared: ContextVar[SharedConnection | None] = ContextVar("shared SMTP connection", default=None)


@contextlib.contextmanager
def sharing_connection() -> Iterator[SharedConnection]:
    """Let the letters delivered inside the block go through one connection."""
    shared = SharedConnection()
    token = _shared.set(shared)
    try:
        yield shared
    finally:
        _shared.reset(token)
        shared.close()


def deliver(recipient: str, content: bytes, return_address: str = "") -> None:
    """Send one letter; notices that it cannot be delivered go to `return_address`.

    Raises smtplib.SMTPException and OSError when nobody takes it.
    """
    shared = _shared.get()
    if shared is None:
        with sharing_connection():
            deliver(recipient, content, return_address)
        return
    sender = return_address or bare_address(str(current_app.extensions["mail"].default_sender))
    shared.send(ascii_address(sender), ascii_address(recipient), content)
