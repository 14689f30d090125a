"""A web process killed while it writes for all who wait: what was answered for is on disk."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy
from flask import Flask
from sqlalchemy import select

from eventapp.api.scan_queue import ScanQueue, WaitingBatch
from eventapp.domain.door.check_in import SentBatch
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.models import CheckIn
from tests.builders import NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan, read_scans

pytestmark = pytest.mark.xdist_group("races")


def kill_before_commit() -> None:
    """All is written, and nothing is on disk."""
    sqlalchemy.event.listen(db.engine, "commit", _die)


def kill_after_commit() -> None:
    """All is on disk, and nobody has been answered."""
    sqlalchemy.event.listen(db.engine, "checkin", _die)


def _die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_while_writing(event_id: int, batches: list[SentBatch], when: Callable[[], None]) -> int:
    """Send the batches together in a process that is killed; how it ended."""
    db.session.remove()
    child = os.fork()
    if child == 0:
        db.engine.dispose(close=False)  # the connections are its parent's
        when()
        queue = ScanQueue(event_id)
        queue._waiting.extend(WaitingBatch(batch) for batch in batches[1:])
        queue.send(batches[0])
        os._exit(1)  # it should be dead
    return os.waitpid(child, 0)[1]


@pytest.mark.parametrize(
    ("when", "on_disk", "answered"),
    [(kill_before_commit, 0, "stored"), (kill_after_commit, 2, "known")],
)
def test_what_a_killed_process_wrote_for_many_is_whole_or_not_there(
    app: Flask, when: Callable[[], None], on_disk: int, answered: str
) -> None:
    event = an_event(starts_at=NOON - timedelta(hours=2), ends_at=NOON + timedelta(hours=6))
    batches = []
    for number in range(2):
        _phone, token = a_phone(event, f"Port {number}")
        scans = read_scans(a_scan(a_digest(a_registration(event))))
        batches.append(SentBatch(token_digest(token), scans, NOON))
    event_id = event.id
    db.session.commit()

    assert killed_while_writing(event_id, batches, when) == signal.SIGKILL

    assert len(db.session.scalars(select(CheckIn.id)).all()) == on_disk
    db.session.rollback()
    receipts = [ScanQueue(event_id).send(batch) for batch in batches]  # as phones do
    assert [receipt.answers[0].result for receipt in receipts] == [answered] * 2
    assert [receipt.answers[0].said for receipt in receipts] == [{"verdict": "welcome"}] * 2
