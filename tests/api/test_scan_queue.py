"""Batches that wait together: one commit, an answer for each, and nobody harmed by another."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
import sqlalchemy
from flask import Flask
from msgspec import structs
from sqlalchemy import select

from eventapp.api.scan_queue import ScanQueue
from eventapp.domain.door import device as devices
from eventapp.domain.door import roster_log
from eventapp.domain.door.check_in import BatchReceipt, SentBatch
from eventapp.domain.door.sender import NotPaired
from eventapp.domain.door.sent_scan import SentScan
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.models import CheckIn, Device, Event
from tests.bench.statements import Count, counted
from tests.builders import NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan, read_scans
from tests.domain.door.presences import load_attendances
from tests.faults.server import wait_until

SECOND = timedelta(seconds=1)


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - timedelta(hours=2), ends_at=NOON + timedelta(hours=6))


@pytest.fixture
def phones(event: Event) -> list[tuple[Device, str]]:
    phones = [a_phone(event, f"Port {number}") for number in range(3)]
    db.session.commit()
    return phones


def batch(phone: tuple[Device, str], *scans: dict[str, object]) -> SentBatch:
    return SentBatch(token_digest(phone[1]), read_scans(*scans), NOON)


def send_together(
    app: Flask, event: Event, *batches: SentBatch
) -> tuple[list[BatchReceipt | BaseException], Count]:
    """Let the batches wait until all have come, then see what becomes of each, and at what cost.

    What the test has changed is committed at that moment, after they were let in.
    """
    queue = ScanQueue(event.id)
    roster_log.raise_revision(event.id)  # whoever writes next waits for the end of this transaction

    def send(sent: SentBatch) -> BatchReceipt:
        with app.app_context():
            return queue.send(sent)

    with ThreadPoolExecutor(len(batches)) as threads, counted(app) as count:
        sending = [threads.submit(send, sent) for sent in batches]
        wait_until(lambda: len(queue._waiting) == len(batches), "every batch")
        db.session.commit()
        outcomes = [future.exception() or future.result() for future in sending]
    count.commits -= 1  # the test's own
    return outcomes, count


def results(outcomes: Sequence[BatchReceipt | BaseException]) -> list[str]:
    """What became of each batch's scans."""
    return [
        " ".join(answer.result for answer in outcome.answers)
        if isinstance(outcome, BatchReceipt)
        else type(outcome).__name__
        for outcome in outcomes
    ]


def stored() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(CheckIn.scan_id)))


def test_what_waits_together_is_one_commit_and_costs_as_many_statements_as_one(
    app: Flask, event: Event, phones: list[tuple[Device, str]]
) -> None:
    guests = [a_digest(a_registration(event)) for _ in range(4)]

    together, count = send_together(
        app, event, *(batch(p, a_scan(d)) for p, d in zip(phones, guests, strict=False))
    )
    _alone, count_of_one = send_together(app, event, batch(phones[0], a_scan(guests[3])))

    assert results(together) == ["stored"] * 3
    assert len({outcome.revision for outcome in together if isinstance(outcome, BatchReceipt)}) == 1
    assert (count.commits, count_of_one.commits) == (1, 1)
    assert count.statements == count_of_one.statements + 1 == 7  # when each phone was last seen


def test_who_comes_during_a_commit_is_written_next_and_keeps_nobody_waiting(
    app: Flask, event: Event, phones: list[tuple[Device, str]]
) -> None:
    scans = [a_scan(a_digest(a_registration(event))) for _ in phones]
    batches = [batch(p, s) for p, s in zip(phones, scans, strict=True)]
    queue, sending = ScanQueue(event.id), list[Future[BatchReceipt]]()
    roster_log.raise_revision(event.id)
    commits = count(0)

    def send(sent: SentBatch) -> BatchReceipt:
        with app.app_context():
            return queue.send(sent)

    def during_commit(_connection: object) -> None:
        number = next(commits)
        if number == 1:  # the first is the test's own
            sending.append(threads.submit(send, batches[2]))
            wait_until(lambda: len(queue._waiting) == 3, "the third")
        if number == 2:
            for earlier in sending[:2]:
                earlier.result(timeout=30)

    with ThreadPoolExecutor(3) as threads:
        sending += [threads.submit(send, sent) for sent in batches[:2]]
        wait_until(lambda: len(queue._waiting) == 2, "two batches")
        sqlalchemy.event.listen(db.engine, "commit", during_commit)
        try:
            db.session.commit()
            outcomes = [sending[number].result(timeout=30) for number in (0, 1)]
            outcomes.append(sending[2].result(timeout=30))
        finally:
            sqlalchemy.event.remove(db.engine, "commit", during_commit)

    assert results(outcomes) == ["stored"] * 3
    assert next(commits) == 3
    assert [outcome.revision for outcome in outcomes] == [3, 3, 4]


def test_the_order_is_that_of_the_phones_facts(
    app: Flask, event: Event, phones: list[tuple[Device, str]]
) -> None:
    ticket = a_digest(a_registration(event))
    scans = [a_scan(ticket, at=NOON - number * 10 * SECOND) for number in range(3)]

    outcomes, _count = send_together(
        app, event, *(batch(p, scan) for p, scan in zip(phones, scans, strict=True))
    )

    verdicts = [o.answers[0].said["verdict"] for o in outcomes if isinstance(o, BatchReceipt)]
    assert verdicts == ["again", "again", "welcome"]
    (attended,) = load_attendances(event).values()
    assert attended.first
    assert attended.first.id == scans[2]["id"]
    assert len(attended.conflicts) == 2


def test_a_scan_sent_twice_is_stored_once(
    app: Flask, event: Event, phones: list[tuple[Device, str]]
) -> None:
    scan = a_scan(a_digest(a_registration(event)))

    outcomes, _count = send_together(app, event, *[batch(phones[0], scan)] * 3)

    assert sorted(results(outcomes)) == ["known", "known", "stored"]
    assert len(stored()) == 1


def test_a_batch_that_cannot_be_stored_harms_no_other(
    app: Flask, event: Event, phones: list[tuple[Device, str]]
) -> None:
    scans = [a_scan(a_digest(a_registration(event))) for _ in phones]
    good, bad, other = (batch(p, s) for p, s in zip(phones, scans, strict=True))
    items = [item for item in bad.items if isinstance(item, SentScan)]
    poisoned = [structs.replace(item, seq=2**70) for item in items]

    outcomes, cost = send_together(app, event, good, replace(bad, items=poisoned), other)

    assert [results(outcomes)[n] for n in (0, 2)] == ["stored"] * 2
    assert isinstance(outcomes[1], Exception)
    assert sorted(stored()) == sorted([scans[0]["id"], scans[2]["id"]])
    assert cost.commits == 2


def test_a_phone_revoked_while_it_waited_is_quarantined_and_seen_by_nobody(
    app: Flask, event: Event, phones: list[tuple[Device, str]]
) -> None:
    ticket = a_digest(a_registration(event))
    early, late = a_scan(ticket, at=NOON - 10 * SECOND), a_scan(ticket)
    devices.revoke(phones[0][0], actor="organizer", now=NOON)
    db.session.flush()

    outcomes, _count = send_together(app, event, batch(phones[0], early), batch(phones[1], late))

    assert results(outcomes) == ["quarantined", "stored"]
    revoked, other = outcomes
    assert isinstance(revoked, BatchReceipt)
    assert isinstance(other, BatchReceipt)
    assert revoked.revision is None
    assert other.answers[0].said == {"verdict": "welcome"}


def test_who_is_no_phone_any_more_is_refused_alone(
    app: Flask, event: Event, phones: list[tuple[Device, str]]
) -> None:
    scan = a_scan(a_digest(a_registration(event)))
    phones[0][0].token_digest = None
    db.session.flush()

    outcomes, _count = send_together(
        app, event, batch(phones[0], a_scan("0" * 32)), batch(phones[1], scan)
    )

    assert results(outcomes) == [NotPaired.__name__, "stored"]
    assert stored() == [scan["id"]]
