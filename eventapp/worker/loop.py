"""The worker: takes due jobs under a lease, does them and marks them; or retries, or gives up."""

import smtplib
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from flask import Flask

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain import outbox
from eventapp.domain.installation import periodic_turn
from eventapp.domain.outbox import Lease
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.extensions import db
from eventapp.logs import get_logger
from eventapp.mail import smtp
from eventapp.mail.connection import sharing_connection
from eventapp.worker import bounce, exchange, handlers, heartbeat, material, periodic, progress
from eventapp.worker.handlers import Draft

BATCH_SIZE = 20  # what their letters have in common is read and written down once
ROUNDS_MAX = 5  # before other work has its turn
FRESH_SECONDS = 1.0
PAUSE_SECONDS = 0.5  # between rounds when nothing waits
FAULT_PAUSE_SECONDS = 2.0  # the database or the disk has failed and has to be repaired
PERIODIC_INTERVAL = timedelta(seconds=30)
TURN_LOOK_INTERVAL = timedelta(seconds=5)  # so soon another worker goes on for one that died
log = get_logger("worker")


def run(app: Flask, stop: threading.Event) -> None:
    """Work until `stop` is set. What fails is logged and tried again; no fault ends the loop."""
    looked = utcnow() - TURN_LOOK_INTERVAL
    heartbeat.start(app, stop)
    with app.app_context():
        while not stop.is_set():
            progress.note()
            if utcnow() - looked >= TURN_LOOK_INTERVAL:
                looked = utcnow()
                _take_turn("timetable", PERIODIC_INTERVAL, periodic.run_due)
                _take_turn("counts", periodic.RECOUNT_INTERVAL, periodic.repair_counts)
                _take_turn("search index", exchange.INDEX_INTERVAL, exchange.index_missing)
                _take_turn("texts", material.PROMISE_INTERVAL, material.promise_missing)
                _take_turn("returned letters", bounce.INTERVAL, bounce.run_due)
            stop.wait(_run_rounds(stop))


def _run_rounds(stop: threading.Event) -> float:
    """Do what is due, by one connection; return how many seconds to wait before looking again."""
    rounds = 0
    try:
        with sharing_connection():
            while rounds < ROUNDS_MAX and not stop.is_set() and run_once():
                rounds += 1
    except Exception as error:  # noqa: BLE001  # a full disk ends no worker; the next round may do
        db.session.rollback()
        log.warning("round failed", error=type(error).__name__)
        return FAULT_PAUSE_SECONDS
    finally:
        db.session.remove()
    return 0 if rounds == ROUNDS_MAX else PAUSE_SECONDS


def run_once() -> int:
    """Do what is due now, at most BATCH_SIZE jobs; return how many were taken."""
    with transactions.reading(db.session):
        due = outbox.has_due(now=utcnow())
    if not due:
        return 0
    leases = outbox.lease(BATCH_SIZE, now=utcnow())
    updates = handlers.decide_calendar_updates(leases)
    db.session.commit()  # leases and calendar updates are durable before any work begins
    _work_off(leases, updates)
    return len(leases)


def run_all() -> int:
    """Do everything due, also what falls due meanwhile; return how many jobs were taken."""
    done = 0
    with sharing_connection():
        while taken := run_once():
            done += taken
    return done


def _work_off(leases: Sequence[Lease], updates: Mapping[int, CalendarUpdate]) -> None:
    """Write the letters together, then send and mark one after the other.

    What has not left after FRESH_SECONDS, or after other work, is written again, for it says what
    is so now; and its leases are renewed, so that no other worker sends it too.
    """
    while leases:
        sent = _send_while_fresh(handlers.compose_all(leases, updates))
        if leases := leases[sent:]:
            leases = outbox.renew(leases, now=utcnow())
            db.session.commit()


def _send_while_fresh(drafts: Sequence[Draft]) -> int:
    ends = time.monotonic() + FRESH_SECONDS
    for number, draft in enumerate(drafts, start=1):
        _do(draft)
        if draft.leased.kind in handlers.WORK or time.monotonic() > ends:
            return number
    return len(drafts)


def _do(draft: Draft) -> None:
    leased = draft.leased
    progress.note()
    started = time.monotonic()
    try:
        handlers.carry_out(draft)
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


def _take_turn(name: str, interval: timedelta, run_due: Callable[..., None]) -> None:
    """Do this work if it is due, and no other worker of any host has begun it."""
    now = utcnow()
    try:
        with transactions.reading(db.session):
            due = periodic_turn.is_due(name, interval, now=now)
        if due:
            taken = periodic_turn.take_turn(name, interval, now=now)
            db.session.commit()
            progress.note()
            if taken:
                run_due(now=now)
    except Exception as error:  # noqa: BLE001  # the next turn tries again; mails must go on
        db.session.rollback()
        log.warning(f"{name} failed", error=type(error).__name__)
    finally:
        db.session.remove()
