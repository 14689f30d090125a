"""Handing letters to the mail server: by TLS unless told otherwise, and never waiting for long."""

import contextlib
import smtplib
import ssl
from email.utils import parseaddr
from enum import StrEnum
from types import TracebackType
from urllib.parse import parse_qs, unquote, urlsplit

from flask import current_app
from flask_mail import Connection, Message

from eventapp.config import ConfigError, Settings

TIMEOUT = 20.0  # seconds for each answer of the server
HELP = "EVENTAPP_SMTP_URL is written smtp://user:password@host:587?tls=start"


class Tls(StrEnum):
    """When TLS begins: from the first byte, at the STARTTLS command (the default), or never."""

    ON = "on"
    START = "start"
    OFF = "off"


def flask_config(settings: Settings) -> dict[str, object]:
    """Flask-Mail's settings, as EVENTAPP_SMTP_URL and the sender say them. Raises ConfigError."""
    common: dict[str, object] = {"MAIL_DEFAULT_SENDER": settings.mail_from}
    if not settings.smtp_url:
        return {**common, "MAIL_SUPPRESS_SEND": True}
    parts = urlsplit(settings.smtp_url)
    tls = _tls(parts.scheme, parts.query)
    if not parts.hostname:
        raise ConfigError(HELP)
    if tls is Tls.OFF and parts.password:
        raise ConfigError("EVENTAPP_SMTP_URL: a password is sent by TLS only; tls=off forbids it")
    return {
        **common,
        "MAIL_SUPPRESS_SEND": False,
        "MAIL_SERVER": parts.hostname,
        "MAIL_PORT": _port(settings.smtp_url) or (465 if tls is Tls.ON else 587),
        "MAIL_USERNAME": unquote(parts.username or "") or None,
        "MAIL_PASSWORD": unquote(parts.password or "") or None,
        "MAIL_USE_SSL": tls is Tls.ON,
        "MAIL_USE_TLS": tls is Tls.START,
    }


def _tls(scheme: str, query: str) -> Tls:
    if scheme not in {"smtp", "smtps"}:
        raise ConfigError(HELP)
    asked = parse_qs(query).get("tls", ["on" if scheme == "smtps" else "start"])[0]
    if asked not in set(Tls):
        raise ConfigError("EVENTAPP_SMTP_URL: tls is start, on or off")
    return Tls(asked)


def _port(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError:
        raise ConfigError(HELP) from None


class Courier(Connection):
    """Flask-Mail's connection with a time limit, and TLS that knows whom it speaks with."""

    host: smtplib.SMTP | None

    def configure_host(self) -> smtplib.SMTP:
        """Open the connection.

        Raises OSError and smtplib.SMTPException: a server without TLS gets nothing in the clear.
        """
        post = self.mail
        trusted = ssl.create_default_context()
        if post.use_ssl:
            host: smtplib.SMTP = smtplib.SMTP_SSL(
                post.server, post.port, timeout=TIMEOUT, context=trusted
            )
        else:
            host = smtplib.SMTP(post.server, post.port, timeout=TIMEOUT)
        try:
            if post.use_tls:
                host.starttls(context=trusted)
            if post.username and post.password:
                host.login(post.username, post.password)
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
        """Say goodbye. What was taken is taken, also when nobody answers to that."""
        if self.host is None:
            return
        with contextlib.suppress(OSError):  # every SMTPException is one
            self.host.quit()
        self.host.close()


def deliver(message: Message) -> None:
    """Send one message. Raises smtplib.SMTPException and OSError when nobody takes it."""
    sender = parseaddr(str(message.sender))[1]
    with Courier(current_app.extensions["mail"]) as courier:
        courier.send(message, envelope_from=sender)
