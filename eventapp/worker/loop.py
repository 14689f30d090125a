"""The worker: takes due jobs under a lease, does them and marks them; or retries, or gives up."""

import smtplib
import threading
import time
from collections.abc import Mapping
from datetime import timedelta

from flask import Flask

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain import outbox
from eventapp.domain.outbox import Lease
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.extensions import db
from eventapp.logs import get_logger
from eventapp.mail import smtp
from eventapp.worker import bounce, handlers, heartbeat, periodic

BATCH_SIZE = 10
PAUSE_SECONDS = 0.5  # between rounds when nothing waits
FAULT_PAUSE_SECONDS = 2.0  # the database or the disk has failed and has to be repaired
PERIODIC_INTERVAL = timedelta(seconds=30)
log = get_logger("worker")


def run(app: Flask, stop: threading.Event) -> None:
    """Work until `stop` is set. What fails is logged and tried again; no fault ends the loop."""
    looked, opened = utcnow() - PERIODIC_INTERVAL, utcnow() - bounce.INTERVAL
    heartbeat.start(app, stop)
    with app.app_context():
        while not stop.is_set():
            if utcnow() - looked >= PERIODIC_INTERVAL:
                looked = utcnow()
                _run_timetable()
            if utcnow() - opened >= bounce.INTERVAL:
                opened = utcnow()
                bounce.run_due(now=opened)
                db.session.remove()
            stop.wait(_run_round())


def _run_round() -> float:
    """Do what is due; return how many seconds to wait before the next round."""
    try:
        return 0 if run_once() else PAUSE_SECONDS
    except Exception as error:  # noqa: BLE001  # a full disk ends no worker; the next round may do
        db.session.rollback()
        log.warning("round failed", error=type(error).__name__)
        return FAULT_PAUSE_SECONDS
    finally:
        db.session.remove()


def run_once() -> int:
    """Do what is due now, at most BATCH_SIZE jobs; return how many were taken."""
    with transactions.reading():
        due = outbox.has_due(now=utcnow())
        db.session.rollback()
    if not due:
        return 0
    leases = outbox.lease(BATCH_SIZE, now=utcnow())
    updates = handlers.decide_calendar_updates(leases)
    db.session.commit()  # leases and calendar updates are durable before any work begins
    with smtp.sharing_connection():
        for leased in leases:
            _do(leased, updates)
    return len(leases)


def run_all() -> int:
    """Do everything due, also what falls due meanwhile; return how many jobs were taken."""
    done = 0
    while taken := run_once():
        done += taken
    return done


def _do(leased: Lease, updates: Mapping[int, CalendarUpdate]) -> None:
    started = time.monotonic()
    try:
        handlers.carry_out(leased, updates)
    except smtplib.SMTPRecipientsRefused as error:
        db.session.rollback()
        codes = [code for code, _text in error.recipients.values()]
        answers = [smtp.answer(*answer) for answer in error.recipients.values()]
        permanent = all(code >= 500 for code in codes)
        _fail(leased, f"refused {codes}", shown=", ".join(answers), permanent=permanent)
    except smtplib.SMTPResponseException as error:
        db.session.rollback()
        # Only a refusal of this letter is final: a wrong password will be corrected.
        about_letter = isinstance(error, smtplib.SMTPDataError)
        permanent = about_letter and error.smtp_code >= 500
        answer = smtp.answer(error.smtp_code, error.smtp_error)
        _fail(leased, f"SMTP {error.smtp_code}", shown=answer, permanent=permanent)
    except Exception as error:  # noqa: BLE001  # a poisoned job must not stop the others
        db.session.rollback()
        _fail(leased, smtp.explain(error), permanent=False)
    else:
        outbox.finish(leased, now=utcnow())
        db.session.commit()
        log.info(
            "done",
            job=leased.job_id,
            kind=leased.kind.value,
            ms=round((time.monotonic() - started) * 1000),
        )
    finally:
        db.session.remove()


def _fail(leased: Lease, error: str, *, permanent: bool, shown: str = "") -> None:
    """Put the job back, or give it up; organizers are `shown` the server's words, logs are not."""
    if permanent:
        outbox.give_up(leased, shown or error, now=utcnow())
    else:
        outbox.retry(leased, shown or error, now=utcnow())
    db.session.commit()
    log.warning(
        "failed",
        job=leased.job_id,
        kind=leased.kind.value,
        attempt=leased.attempt,
        error=error,
        permanent=permanent,
    )


def _run_timetable() -> None:
    try:
        periodic.run_due(now=utcnow())
    except Exception as error:  # noqa: BLE001  # the next round tries again; mails must go on
        db.session.rollback()
        log.warning("timetable failed", error=type(error).__name__)
    finally:
        db.session.remove()
