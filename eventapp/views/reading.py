"""Readings are logged too: who looked at people, and who took a file with them.

What shows one person, and every file, is logged before it is read, and is not shown where it cannot
be. A list is logged after its page has been sent: the reader waits for nobody, and who leafs
through it leaves one entry in ten minutes.
"""

import hashlib
import hmac
from datetime import timedelta

from flask import Response, after_this_request, current_app, request

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain.record import audit
from eventapp.domain.record.audit import Auditable, Subject, subject_of
from eventapp.domain.record.log import was_recorded_since
from eventapp.extensions import db
from eventapp.keys import app_keys
from eventapp.logs import get_logger
from eventapp.models import Account, AuditAction, Event

LIST_INTERVAL = timedelta(minutes=10)
FILTER_BYTES = 4
log = get_logger("views")


def record_reading(
    action: AuditAction, subject: Auditable, account: Account, **details: str
) -> None:
    """Log the reading before anything is shown; whatever the database raises passes through."""
    audit.record_reading(action, subject, actor=account.code, now=utcnow(), **details)


def record_list_reading(
    action: AuditAction, subject: Event | Subject, account: Account, name: str, *sought: str
) -> None:
    """Log that a list was read, once its page is sent. `sought` is what it was filtered by.

    Words may be somebody's name: of them the log gets a digest under a key, to tell one filter from
    another.
    """
    kind, code = subject_of(subject)
    event_id = subject.id if isinstance(subject, Event) else subject.event_id
    logged = Subject(kind, code, event_id)
    actor, details = account.code, {"list": name, **_filter_digest(sought)}
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001

    def write() -> None:
        with app.app_context():
            _record_once(action, logged, actor, details)

    @after_this_request
    def after(response: Response) -> Response:
        if request.method == "GET" and response.status_code == 200:
            response.call_on_close(write)
        return response


def _filter_digest(sought: tuple[str, ...]) -> dict[str, str]:
    if not any(sought):
        return {}
    digest = hmac.digest(app_keys().log, "\0".join(sought).encode(), hashlib.sha256)
    return {"filter": digest[:FILTER_BYTES].hex()}


def _record_once(
    action: AuditAction, subject: Subject, actor: str, details: dict[str, str]
) -> None:
    """Write the entry unless there is one like it; what fails is logged."""
    now = utcnow()
    since = now - LIST_INTERVAL
    try:
        with transactions.reading(db.session):
            if was_recorded_since(since, action, subject, actor=actor, details=details):
                return
        audit.record_reading(action, subject, actor=actor, now=now, **details)
    except Exception as error:  # noqa: BLE001  # whatever it is: the page has been sent
        log.warning("reading not logged", error=type(error).__name__)
