"""Handing letters to the mail server: by TLS unless configured otherwise, with time limits."""

import contextlib
import re
import smtplib
import socket
import ssl
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from types import TracebackType
from urllib.parse import parse_qs, unquote, urlsplit

from flask import current_app
from flask_mail import Connection

from eventapp.addresses import bare_address
from eventapp.config import ConfigError, Settings

ADDRESS = re.compile(r"\S+@\S+")
MOMENT = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", re.ASCII)
GREETING_MAX_BYTES = 512  # RFC 5321, 4.5.3.1.5
TIMEOUT_SECONDS = 20.0  # for each answer of the server
ACCEPTED = 250
URL_FORM = "EVENTAPP_SMTP_URL is written smtp://user:password@host:587?tls=start"
NO_STARTTLS = (
    "the mail server offers no STARTTLS: add ?tls=on to EVENTAPP_SMTP_URL if it speaks TLS from "
    "the first byte, or ?tls=off if it stands in your own network"
)
NO_LOGIN = "the mail server takes no login: leave user and password out of EVENTAPP_SMTP_URL"
EXPLANATIONS: tuple[tuple[type[BaseException], str], ...] = (
    (
        smtplib.SMTPAuthenticationError,
        "login refused ({code}): see user and password in EVENTAPP_SMTP_URL",
    ),
    (smtplib.SMTPSenderRefused, "sender refused ({code}): see EVENTAPP_MAIL_FROM"),
    (smtplib.SMTPResponseException, "the mail server answers {code}"),
    (
        ssl.SSLCertVerificationError,
        "the mail server's certificate does not prove the host named in EVENTAPP_SMTP_URL",
    ),
    (ssl.SSLError, "no TLS from the first byte: add ?tls=start to EVENTAPP_SMTP_URL"),
    (
        smtplib.SMTPServerDisconnected,
        "the mail server hangs up: does its port want ?tls=on in EVENTAPP_SMTP_URL?",
    ),
    (smtplib.SMTPException, NO_LOGIN),  # itself: no common way to sign in
    (TimeoutError, "no answer in time (TimeoutError)"),
)


class TlsMode(StrEnum):
    """When TLS begins: from the first byte, at the STARTTLS command (the default), or never."""

    ON = "on"
    START = "start"
    OFF = "off"


def flask_config(settings: Settings) -> dict[str, object]:
    """Flask-Mail's settings from EVENTAPP_SMTP_URL and the sender. Raises ConfigError."""
    common: dict[str, object] = {"MAIL_DEFAULT_SENDER": settings.mail_from}
    if not settings.smtp_url:
        return {**common, "MAIL_SUPPRESS_SEND": True}
    parts = urlsplit(settings.smtp_url)
    tls = _tls(parts.scheme, parts.query)
    if not parts.hostname:
        raise ConfigError(URL_FORM)
    if tls is TlsMode.OFF and parts.password:
        raise ConfigError("EVENTAPP_SMTP_URL: a password is sent by TLS only; tls=off forbids it")
    return {
        **common,
        "MAIL_SUPPRESS_SEND": False,
        "MAIL_SERVER": parts.hostname,
        "MAIL_PORT": _port(settings.smtp_url) or (465 if tls is TlsMode.ON else 587),
        "MAIL_USERNAME": unquote(parts.username or "") or None,
        "MAIL_PASSWORD": unquote(parts.password or "") or None,
        "MAIL_USE_SSL": tls is TlsMode.ON,
        "MAIL_USE_TLS": tls is TlsMode.START,
    }


def _tls(scheme: str, query: str) -> TlsMode:
    if scheme not in {"smtp", "smtps"}:
        raise ConfigError(URL_FORM)
    asked = parse_qs(query).get("tls", ["on" if scheme == "smtps" else "start"])[0]
    if asked not in set(TlsMode):
        raise ConfigError("EVENTAPP_SMTP_URL: tls is start, on or off")
    return TlsMode(asked)


def _port(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError:
        raise ConfigError(URL_FORM) from None


class SmtpConnection(Connection):
    """Flask-Mail's connection with a time limit, and TLS that checks the certificate."""

    host: smtplib.SMTP | None

    def configure_host(self) -> smtplib.SMTP:
        """Open the connection.

        Raises OSError and smtplib.SMTPException: a server without TLS gets nothing in the clear.
        """
        mail = self.mail
        if mail.use_ssl:
            trusted = ssl.create_default_context()
            host: smtplib.SMTP = smtplib.SMTP_SSL(
                mail.server, mail.port, timeout=TIMEOUT_SECONDS, context=trusted
            )
        else:
            host = smtplib.SMTP(mail.server, mail.port, timeout=TIMEOUT_SECONDS)
        try:
            _let_no_piece_wait(host.sock)
            host.ehlo_or_helo_if_needed()
            if mail.use_tls:
                _require(host, "starttls", NO_STARTTLS)
                host.starttls(context=ssl.create_default_context())
                host.ehlo_or_helo_if_needed()
            if mail.username and mail.password:
                _require(host, "auth", NO_LOGIN)
                host.login(mail.username, mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Quit and close. What the server has accepted is sent, even if QUIT gets no answer."""
        if self.host is None:
            return
        with contextlib.suppress(OSError):  # every SMTPException is one
            self.host.quit()
        self.host.close()


def _let_no_piece_wait(connected: socket.socket | None) -> None:
    """Send the end of a letter at once, and not when the server has acknowledged what came before.

    Servers put that off for 40 ms, which is ten times what a letter takes.
    """
    if connected:
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _require(host: smtplib.SMTP, extension: str, otherwise: str) -> None:
    if not host.has_extn(extension):
        raise smtplib.SMTPNotSupportedError(otherwise)


def fault() -> str:
    """Why a letter would not be sent just now; empty when one would.

    Does what deliver() does until the sender is accepted: TLS, login, MAIL FROM.
    """
    mail = current_app.extensions["mail"]
    sender = bare_address(str(mail.default_sender))
    try:
        with SmtpConnection(mail) as connection:
            if connection.host:
                _offer_sender(connection.host, sender)
    except (OSError, UnicodeError) as error:
        return f"{mail.server}, port {mail.port}: {explain(error)}"
    return ""


def greeting_time() -> datetime | None:
    """What time the mail server's greeting says it is, to the second.

    None where it says none (many do not) or does not answer.
    """
    mail = current_app.extensions["mail"]
    if mail.suppress or not mail.server:
        return None
    with (
        contextlib.suppress(OSError),
        socket.create_connection((mail.server, mail.port), TIMEOUT_SECONDS) as plain,
        _encrypted(plain, mail.server) if mail.use_ssl else plain as stream,
        stream.makefile("rb") as answers,
    ):
        greeting = answers.readline(GREETING_MAX_BYTES)
        with contextlib.suppress(OSError):
            stream.sendall(b"QUIT\r\n")
        return _time_in(greeting.decode("ascii", "replace"))
    return None


def _encrypted(plain: socket.socket, name: str) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=name)


def _time_in(greeting: str) -> datetime | None:
    written = MOMENT.search(greeting)
    try:
        said = parsedate_to_datetime(written[0]) if written else None
    except ValueError:
        return None
    return said if said and said.tzinfo else None


def _offer_sender(host: smtplib.SMTP, sender: str) -> None:
    code, reply = host.mail(sender)
    if code != ACCEPTED:
        raise smtplib.SMTPSenderRefused(code, reply, sender)
    host.rset()


def explain(error: BaseException) -> str:
    """What went wrong and which setting mends it, for those who run the server."""
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return str(error)
    for kind, sentence in EXPLANATIONS:
        if isinstance(error, kind):
            return sentence.format(code=getattr(error, "smtp_code", ""))
    return type(error).__name__


def answer(code: int, words: bytes | str) -> str:
    """What the server answered, word for word, without the addresses that stand in it."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"SMTP {code} {' '.join(ADDRESS.sub('…', text).split())}".strip()
