"""The worker's part of retention: starts what is due, and carries out runs batch by batch."""

import math
import time
from datetime import datetime

from flask import current_app

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain.outbox import Lease
from eventapp.domain.record.audit import SYSTEM
from eventapp.domain.record.erasure import FILE_NAME, erase_listed, store_erasures
from eventapp.domain.record.purge import purge_old_versions
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.domain.retention import run as runs
from eventapp.domain.retention import unused_account
from eventapp.domain.retention.run import Batch, RunUnderWay
from eventapp.extensions import db
from eventapp.logs import get_logger
from eventapp.mail.message import Letter

PAUSE_SECONDS = 0.01  # others get the lock between batches
TURN_SECONDS = 5.0  # of a round; mail goes on between rounds
log = get_logger("worker")


def run_due(*, now: datetime) -> None:
    """Go on with the run under way, or start one if anything is due. Safe with many workers.

    The list of erased people is brought to its file, where a process died before it could.
    """
    _notify_unused(now)
    with transactions.reading(db.session):
        store_erasures(current_app.extensions["settings"].data_folder / FILE_NAME)
        under_way = runs.find_under_way()
        run_id = under_way.id if under_way else None
        kinds = set() if under_way else runs.find_due_kinds(now=now)
    if kinds:
        try:
            run_id = runs.start_run(actor=SYSTEM, now=now, kinds=kinds).id
        except RunUnderWay:
            db.session.rollback()
            return
        db.session.commit()
    if run_id is not None:
        carry_out(run_id, seconds=TURN_SECONDS)


def _notify_unused(now: datetime) -> None:
    """Write to those whose accounts are soon deleted; a batch is a transaction."""
    with transactions.reading(db.session):
        due = unused_account.has_unused_to_notify(now=now)
    if due:
        unused_account.notify_unused(now=now)
        db.session.commit()


def carry_out(run_id: int, *, seconds: float = math.inf) -> None:
    """Delete batch by batch until the run is finished, or for so many seconds.

    Each batch is a transaction of its own.
    """
    ends = time.monotonic() + seconds
    while batch := _prepare(run_id):
        runs.delete_batch(batch, now=utcnow())
        db.session.commit()
        if time.monotonic() > ends:
            return
        time.sleep(PAUSE_SECONDS)
    runs.finish_run(run_id, now=utcnow())
    db.session.commit()
    purge_old_versions()  # a reader in the way leaves it to the database's own cleaning
    log.info("retention run finished", run=run_id)


def _prepare(run_id: int) -> Batch | None:
    with transactions.reading(db.session):
        return runs.prepare_batch(run_id)


def no_letter(_leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """Erasing is no letter."""
    return None


def erase_again(_leased: Lease) -> None:
    """A pause has ended: erased people who came back with a backup go again."""
    erase_listed(actor=SYSTEM, now=utcnow())
