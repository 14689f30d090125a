"""Handing letters to a mail server that speaks, refuses, sleeps or cannot be trusted."""

import email
import email.policy
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope
from flask import Flask

from eventapp.app import create_app
from eventapp.config import ConfigError, Settings
from eventapp.mail import smtp
from eventapp.mail.message import Letter, compose, send
from tests.certificate import server_certificate
from tests.server import free_port
from tests.settings import app_settings


class Clerk:
    """A mail server's desk: keeps what it is given, or says no."""

    def __init__(self, *, answer: str = "250 OK") -> None:
        self.answer = answer
        self.taken: list[Envelope] = []
        self.logins: list[tuple[bytes, bytes]] = []

    async def handle_DATA(  # noqa: N802  # as aiosmtpd calls it
        self, _server: object, _session: object, envelope: Envelope
    ) -> str:
        self.taken.append(envelope)
        return self.answer

    def authenticate(self, *arguments: Any) -> AuthResult:
        self.logins.append((arguments[4].login, arguments[4].password))
        return AuthResult(success=True)


@contextmanager
def desk(clerk: Clerk, **options: Any) -> Iterator[int]:
    """A mail server in a thread, on a port of its own."""
    controller = Controller(clerk, hostname="localhost", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's proof that it is localhost, which this process trusts."""
    context = server_certificate(tmp_path / "server.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
    return context


def house(tmp_path: Path, url: str, **changes: str) -> Flask:
    settings = replace(app_settings(tmp_path), smtp_url=url, **changes)
    return create_app(settings)


def a_letter() -> Letter:
    return compose(
        "registration/cancelled",
        to="asa@town.example",
        language="sv",
        message_id="a1b2c3",
        registration=Someone(),
        event=Something(),
        event_url="http://localhost/events/x",
    )


class Someone:
    name = "Åsa Öster"
    first_name = "Åsa"
    let_offer_lapse = False


class Something:
    contact_email = contact_phone = ""

    def title_in(self, _language: str) -> str:
        return "Dialogdagar – för alla"


def test_letter_arrives_whole_and_once(tmp_path: Path) -> None:
    clerk = Clerk()
    with desk(clerk) as port:
        app = house(
            tmp_path,
            f"smtp://localhost:{port}?tls=off",
            mail_from="Brottsförebyggande rådet <konferens@bra.example>",
        )
        with app.app_context():
            send(a_letter())

    [envelope] = clerk.taken
    assert envelope.rcpt_tos == ["asa@town.example"]
    assert envelope.mail_from == "konferens@bra.example"
    message = email.message_from_bytes(envelope.content or b"", policy=email.policy.default)
    assert message["Subject"] == "Du är avanmäld: Dialogdagar – för alla"
    assert message["From"] == "Brottsförebyggande rådet <konferens@bra.example>"
    assert message["Message-ID"] == "<a1b2c3@bra.example>"
    assert "Hej Åsa!" in message.get_body(("plain",)).get_content()


def test_starttls_is_the_default_and_the_password_goes_by_it(
    tmp_path: Path, certificate: ssl.SSLContext
) -> None:
    clerk = Clerk()
    options = {"tls_context": certificate, "require_starttls": True}
    with desk(clerk, authenticator=clerk.authenticate, **options) as port:
        app = house(tmp_path, f"smtp://kon%40f:p%3Ass@localhost:{port}")
        with app.app_context():
            send(a_letter())

    assert clerk.logins == [(b"kon@f", b"p:ss")]
    assert len(clerk.taken) == 1


def test_the_end_of_a_letter_waits_for_no_acknowledgement(
    tmp_path: Path, certificate: ssl.SSLContext
) -> None:
    with desk(Clerk(), ssl_context=certificate) as port:
        app = house(tmp_path, f"smtp://localhost:{port}?tls=on")
        with app.app_context(), smtp.SmtpConnection(app.extensions["mail"]) as connection:
            assert connection.host
            assert connection.host.sock
            assert connection.host.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_tls_from_the_first_byte(tmp_path: Path, certificate: ssl.SSLContext) -> None:
    clerk = Clerk()
    with desk(clerk, ssl_context=certificate) as port:
        app = house(tmp_path, f"smtp://localhost:{port}?tls=on")
        with app.app_context():
            send(a_letter())

    assert len(clerk.taken) == 1


def test_server_without_tls_gets_nothing_in_the_clear(tmp_path: Path) -> None:
    clerk = Clerk()
    with desk(clerk) as port:
        app = house(tmp_path, f"smtp://user:password@localhost:{port}?tls=start")
        with app.app_context(), pytest.raises(smtplib.SMTPNotSupportedError):
            send(a_letter())

    assert clerk.taken == []


def test_server_that_proves_nothing_gets_nothing(
    tmp_path: Path, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nobody.pem"))
    clerk = Clerk()
    with desk(clerk, tls_context=certificate) as port:
        app = house(tmp_path, f"smtp://localhost:{port}")
        with app.app_context(), pytest.raises(ssl.SSLCertVerificationError):
            send(a_letter())

    assert clerk.taken == []


def fault_of(tmp_path: Path, url: str, **changes: str) -> str:
    """What `eventapp check` says of the mail server."""
    with house(tmp_path, url, **changes).app_context():
        return smtp.fault()


def test_a_check_finds_nothing_where_letters_go_out_and_sends_none(
    tmp_path: Path, certificate: ssl.SSLContext
) -> None:
    clerk = Clerk()
    options = {"tls_context": certificate, "require_starttls": True, "auth_required": True}
    with desk(clerk, authenticator=clerk.authenticate, **options) as port:
        assert fault_of(tmp_path, f"smtp://user:password@localhost:{port}") == ""

    assert clerk.logins == [(b"user", b"password")]
    assert clerk.taken == []


def test_a_check_says_which_setting_a_server_without_starttls_wants(tmp_path: Path) -> None:
    with desk(Clerk()) as port:
        fault = fault_of(tmp_path, f"smtp://localhost:{port}")
        assert f"localhost, port {port}: the mail server offers no STARTTLS" in fault
        assert "?tls=off" in fault
        assert fault_of(tmp_path, f"smtp://localhost:{port}?tls=off") == ""


def test_a_check_finds_what_the_server_will_refuse(
    tmp_path: Path, certificate: ssl.SSLContext
) -> None:
    with desk(Clerk()) as port:
        assert "add ?tls=start" in fault_of(tmp_path, f"smtps://localhost:{port}")
    with desk(Clerk(), tls_context=certificate) as port:
        fault = fault_of(tmp_path, f"smtp://user:password@127.0.0.1:{port}")
        assert "does not prove the host" in fault
    with desk(Clerk(), tls_context=certificate, auth_exclude_mechanism=["PLAIN", "LOGIN"]) as port:
        assert "takes no login" in fault_of(tmp_path, f"smtp://user:password@localhost:{port}")
    with desk(Stern(), tls_context=certificate, auth_required=True) as port:
        assert "login refused (535)" in fault_of(tmp_path, f"smtp://user:no@localhost:{port}")
    with desk(Stern()) as port:
        fault = fault_of(tmp_path, f"smtp://localhost:{port}?tls=off")
        assert fault.endswith("sender refused (550): see EVENTAPP_MAIL_FROM")


class Stern(Clerk):
    """A mail server that believes nobody."""

    async def handle_MAIL(self, *_: object) -> str:  # noqa: N802  # as aiosmtpd calls it
        return "550 5.7.1 Not from here"


def test_a_check_finds_that_nobody_is_there(tmp_path: Path) -> None:
    port = free_port()
    assert fault_of(tmp_path, f"smtp://localhost:{port}").endswith("ConnectionRefusedError")


@pytest.mark.parametrize("answer", ["451 try later", "550 no such mailbox"])
def test_refusal_is_passed_on_with_its_code(tmp_path: Path, answer: str) -> None:
    with desk(Clerk(answer=answer)) as port:
        app = house(tmp_path, f"smtp://localhost:{port}?tls=off")
        with app.app_context(), pytest.raises(smtplib.SMTPDataError) as refused:
            send(a_letter())

    assert refused.value.smtp_code == int(answer[:3])


def test_server_that_hangs_up_after_taking_the_letter_has_taken_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang_up(self: SMTP, _argument: str) -> None:
        self.transport.abort()

    monkeypatch.setattr(SMTP, "smtp_QUIT", hang_up)
    clerk = Clerk()
    with desk(clerk) as port, house(tmp_path, f"smtp://localhost:{port}?tls=off").app_context():
        send(a_letter())

    assert len(clerk.taken) == 1


def test_silent_server_is_left_after_the_time_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert smtp.TIMEOUT_SECONDS == 20
    monkeypatch.setattr(smtp, "TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("localhost", 0)) as silent:
        port = silent.getsockname()[1]
        app = house(tmp_path, f"smtp://localhost:{port}?tls=off")
        with app.app_context(), pytest.raises(OSError, match="timed out"):
            send(a_letter())


def test_nobody_there_is_an_error_of_the_network(tmp_path: Path) -> None:
    app = house(tmp_path, f"smtp://localhost:{free_port()}")
    with app.app_context(), pytest.raises(ConnectionRefusedError):
        send(a_letter())


@pytest.mark.parametrize(
    ("url", "server", "port", "tls"),
    [
        ("smtp://mail.example", "mail.example", 587, "start"),
        ("smtp://mail.example?tls=start", "mail.example", 587, "start"),
        ("smtp://mail.example:2525?tls=off", "mail.example", 2525, "off"),
        ("smtps://mail.example", "mail.example", 465, "on"),
        ("smtp://mail.example?tls=on", "mail.example", 465, "on"),
        ("smtp://[::1]:25?tls=off", "::1", 25, "off"),
    ],
)
def test_address_of_the_server_is_read(url: str, server: str, port: int, tls: str) -> None:
    config = smtp.flask_config(Settings(smtp_url=url))

    assert (config["MAIL_SERVER"], config["MAIL_PORT"]) == (server, port)
    assert (config["MAIL_USE_TLS"], config["MAIL_USE_SSL"]) == (tls == "start", tls == "on")


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://mail.example:x",
        "smtp://mail.example?tls=maybe",
        "smtp://user:password@mail.example?tls=off",
    ],
)
def test_address_that_cannot_be_read_names_the_setting(url: str) -> None:
    with pytest.raises(ConfigError, match="EVENTAPP_SMTP_URL"):
        smtp.flask_config(Settings(smtp_url=url))


def test_two_letters_at_once_do_not_mix(tmp_path: Path) -> None:
    clerk = Clerk()
    with desk(clerk) as port:
        app = house(tmp_path, f"smtp://localhost:{port}?tls=off")

        def post() -> None:
            with app.app_context():
                send(a_letter())

        threads = [threading.Thread(target=post) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(clerk.taken) == 4
    assert {len(envelope.rcpt_tos) for envelope in clerk.taken} == {1}


@pytest.mark.parametrize(
    ("greeting", "said"),
    [
        (
            "one.example Microsoft ESMTP MAIL Service ready at Sun, 29 Nov 2026 16:44:01 +0100",
            datetime(2026, 11, 29, 15, 44, 1, tzinfo=UTC),
        ),
        (
            "one.example ESMTP Sendmail 8.17.1/8.17.1; Sun, 29 Nov 2026 15:44:01 +0000",
            datetime(2026, 11, 29, 15, 44, 1, tzinfo=UTC),
        ),
        ("one.example ESMTP Postfix", None),
        ("one.example 99 Abc 2026 99:99:99 +0000", None),
        ("one.example 29 Nov 2026 15:44:01 -0000", None),
    ],
)
def test_the_greeting_may_say_the_time(
    tmp_path: Path, greeting: str, said: datetime | None
) -> None:
    with desk(Clerk(), ident=greeting) as port:
        app = house(tmp_path, f"smtp://localhost:{port}?tls=off")
        with app.app_context():
            assert smtp.greeting_time() == said


def test_the_greeting_is_read_by_tls_too(tmp_path: Path, certificate: ssl.SSLContext) -> None:
    with desk(Clerk(), ident="one 29 Nov 2026 15:44:01 +0000", ssl_context=certificate) as port:
        app = house(tmp_path, f"smtp://localhost:{port}?tls=on")
        with app.app_context():
            assert smtp.greeting_time() == datetime(2026, 11, 29, 15, 44, 1, tzinfo=UTC)


def test_without_a_server_that_answers_no_time_is_said(tmp_path: Path) -> None:
    for url in ("", f"smtp://localhost:{free_port()}?tls=off"):
        with house(tmp_path, url).app_context():
            assert smtp.greeting_time() is None
