"""Reads the mailbox that letters come back to. What is read is deleted there: it names people."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from eventapp.domain.letter import bounce
from eventapp.extensions import app_settings, db
from eventapp.logs import get_logger

INTERVAL = timedelta(minutes=5)
TIMEOUT_SECONDS = 20.0
MESSAGES_MAX = 200  # of a turn; the rest waits for the next
MESSAGE_BYTES_MAX = 1_000_000
DEFAULT_PORTS = {"imaps": 993, "imap": 143}
URL_FORM = "EVENTAPP_BOUNCE_MAILBOX is written imaps://user:password@host/INBOX"
log = get_logger("worker")


class LoginRefused(imaplib.IMAP4.error):
    """The server is there, and takes neither user nor password."""


class NoSuchFolder(imaplib.IMAP4.error):
    """The login is right, and the folder is not there."""


EXPLANATIONS: dict[type[Exception], str] = {
    LoginRefused: "login refused: see user and password in EVENTAPP_BOUNCE_MAILBOX",
    NoSuchFolder: "no such folder: see the end of EVENTAPP_BOUNCE_MAILBOX",
    ssl.SSLCertVerificationError: "its certificate does not prove the host that is named",
}


def run_due(*, now: datetime) -> None:
    """Read what has come back, if there is a mailbox for it. A fault waits for the next turn."""
    url = app_settings().bounce_mailbox
    if not url:
        return
    try:
        marked, read = read_mailbox(url, now=now)
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        db.session.rollback()
        log.warning("mailbox of returned letters not read", error=type(error).__name__)
        return
    if read:
        log.info("returned letters read", messages=read, marked=marked)


def mailbox_fault(url: str) -> str:
    """Why the mailbox cannot be opened, without user and password; empty if it can."""
    try:
        parts = urlsplit(url)
        if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
            return URL_FORM
        server = f"{parts.hostname}, port {parts.port or DEFAULT_PORTS[parts.scheme]}"
    except ValueError:
        return URL_FORM
    try:
        with _mailbox(url):
            return ""
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        otherwise = f"does not answer as an IMAP server does ({type(error).__name__})"
        explained = (words for kind, words in EXPLANATIONS.items() if isinstance(error, kind))
        return f"{server}: {next(explained, otherwise)}"


def read_mailbox(url: str, *, now: datetime) -> tuple[int, int]:
    """Read, commit and delete each message: how many addresses were marked, of how many messages.

    Raises imaplib.IMAP4.error, OSError.
    """
    marked = read = 0
    with _mailbox(url) as mailbox:
        for number, raw in _messages(mailbox):
            notice = bounce.read_notice(raw)
            if notice and bounce.record_bounce(notice, now=now):
                marked += 1
            db.session.commit()  # before it is deleted: a worker that dies reads it again
            mailbox.store(number, "+FLAGS", r"(\Deleted)")
            read += 1
        mailbox.expunge()
    return marked, read


@contextmanager
def _mailbox(url: str) -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(url)
    port = parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
    host = parts.hostname or ""
    if parts.scheme == "imaps":
        trusted = ssl.create_default_context()
        mailbox: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            host, port, ssl_context=trusted, timeout=TIMEOUT_SECONDS
        )
    else:
        mailbox = imaplib.IMAP4(host, port, timeout=TIMEOUT_SECONDS)
    try:
        try:
            mailbox.login(unquote(parts.username or ""), unquote(parts.password or ""))
        except imaplib.IMAP4.error as error:
            if isinstance(error, imaplib.IMAP4.abort):
                raise
            raise LoginRefused from None  # the server's words may repeat the user
        status, _count = mailbox.select(unquote(parts.path.strip("/")) or "INBOX")
        if status != "OK":
            raise NoSuchFolder
        yield mailbox
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            mailbox.logout()


def _messages(mailbox: imaplib.IMAP4) -> Iterator[tuple[str, bytes]]:
    _status, numbers = mailbox.search(None, "UNDELETED")
    for number in numbers[0].split()[:MESSAGES_MAX]:
        name = number.decode("ascii")
        _status, parts = mailbox.fetch(name, f"(BODY.PEEK[]<0.{MESSAGE_BYTES_MAX}>)")
        for part in parts:
            if isinstance(part, tuple):
                yield name, part[1]
