"""The worker's signs of life, and its look at the world: visitors' certificate, others' clocks."""

import socket
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from flask import Flask

from eventapp.clock import utcnow
from eventapp.config import Settings
from eventapp.domain.installation import heartbeat
from eventapp.extensions import db
from eventapp.logs import get_logger
from eventapp.mail.smtp import greeting_time
from eventapp.worker import progress

LOOK_INTERVAL = timedelta(hours=1)
CONNECT_TIMEOUT_SECONDS = 10.0
log = get_logger("worker")


def start(app: Flask, stop: threading.Event) -> None:
    """Give signs of life from a thread of its own: a slow mail server does not delay them."""
    progress.note()
    threading.Thread(target=_beat_until, args=(app, stop), daemon=True).start()


def _beat_until(app: Flask, stop: threading.Event) -> None:
    host, looked = socket.gethostname(), utcnow() - LOOK_INTERVAL
    settings: Settings = app.extensions["settings"]
    with app.app_context():
        while not stop.is_set():
            if progress.moves():  # a thread of its own would beat on for a loop that hangs
                _beat(host)
            if utcnow() - looked >= LOOK_INTERVAL:
                looked = utcnow()
                _look_around(host, settings)
            stop.wait(heartbeat.BEAT_INTERVAL.total_seconds())


def _beat(host: str) -> None:
    try:
        heartbeat.beat(host, now=utcnow())
        db.session.commit()
    except Exception as error:  # noqa: BLE001  # the next beat tries again
        db.session.rollback()
        log.warning("heartbeat failed", error=type(error).__name__)
    finally:
        db.session.remove()


def _look_around(host: str, settings: Settings) -> None:
    if settings.secure:
        ends_at, error = certificate_end(settings.base_url)
        _note(lambda: heartbeat.note_certificate(host, ends_at=ends_at, error=error, now=utcnow()))
    if not heartbeat.has_own_clock():
        said, now = greeting_time(), utcnow()
        _note(lambda: heartbeat.note_clock(host, said, now=now))


def _note(write: Callable[[], None]) -> None:
    try:
        write()
        db.session.commit()
    except Exception as fault:  # noqa: BLE001  # looked at again in an hour
        db.session.rollback()
        log.warning("not noted", error=type(fault).__name__)
    finally:
        db.session.remove()


def certificate_end(base_url: str) -> tuple[datetime | None, str]:
    """Until when the certificate at this address holds, or None and why it is not known.

    One that is not valid, or of another host, has ended as far as visitors are concerned: the
    present moment, and the reason.
    """
    address = urlsplit(base_url)
    place = (address.hostname or "", address.port or 443)
    try:
        with (
            socket.create_connection(place, CONNECT_TIMEOUT_SECONDS) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=place[0]) as secure,
        ):
            certificate = secure.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        return utcnow(), error.verify_message
    except OSError as error:
        return None, error.strerror or type(error).__name__
    ends = ssl.cert_time_to_seconds(str(certificate["notAfter"]))
    return datetime.fromtimestamp(ends, UTC), ""
