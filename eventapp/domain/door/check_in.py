"""Receiving scans from phones: each is a fact, stored once, never refused, answered one by one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, select, update

from eventapp.domain.door import roster_log
from eventapp.domain.door.evaluation import NewScans, evaluate_scans
from eventapp.domain.door.sender import (
    NotPaired,
    Sender,
    find_senders,
    refuse_sender,
    sender_of,
)
from eventapp.domain.door.sent_scan import SentScan, UnreadScan
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.insertion import insert_alike
from eventapp.models import AuditAction, CheckIn, Device, Event, RejectedScan
from eventapp.models.text_list import is_among

LAST_SEEN_PRECISION = timedelta(seconds=30)

# Compiled once, and run without the unit of work: other phones wait for this transaction.
KNOWN = select(CheckIn.scan_id, CheckIn.body_digest, CheckIn.answer).where(
    is_among(CheckIn.__table__.c.scan_id, "ids")
)
SEEN = (
    update(Device.__table__)  # type: ignore[arg-type]
    .where(Device.__table__.c.id == bindparam("phone"))
    .values(last_seen_at=bindparam("seen"), life=bindparam("of"))
)


class ScanResult(StrEnum):
    """What became of one item."""

    STORED = "stored"
    KNOWN = "known"
    DIFFERS = "differs"  # another scan has its id
    MALFORMED = "malformed"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """The answer for one item; `said` is what the phone shows of it."""

    id: str | None
    result: ScanResult
    said: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BatchReceipt:
    """What became of a batch, and the roster's revision that it made.

    A phone that was revoked learns no revision.
    """

    revision: int | None
    answers: list[ScanAnswer]


@dataclass(frozen=True, slots=True)
class SentBatch:
    """What a phone sent at once; whose it is, by the digest of its token."""

    token_digest: str
    items: Sequence[SentScan | UnreadScan]
    received_at: datetime


@dataclass(frozen=True, slots=True)
class AdmittedBatch:
    """What a phone, or the organizers' desk, sent at once."""

    sender: Sender
    items: Sequence[SentScan | UnreadScan]
    received_at: datetime

    @property
    def scans(self) -> list[SentScan]:
        """Those that could be read."""
        return [item for item in self.items if isinstance(item, SentScan)]


def receive_together(
    event_id: int, arrived: Callable[[], Sequence[SentBatch]]
) -> list[BatchReceipt | Refusal]:
    """Store all that phones at one event have sent, and say for each batch what became of it.

    `arrived` is asked once the event's roster is locked, so that what comes while others write is
    written with what waits. Whether a phone may still send is read under the same lock, so a
    phone that was revoked, on whichever host, is known as such.
    """
    revision = roster_log.raise_revision(event_id)
    sent = arrived()
    senders = find_senders({batch.token_digest for batch in sent})
    outcomes = [_admit(batch, senders) for batch in sent]
    admitted = [outcome for outcome in outcomes if isinstance(outcome, AdmittedBatch)]
    receipts = iter(_store(admitted, revision))
    return [next(receipts) if isinstance(o, AdmittedBatch) else o for o in outcomes]


def receive_scans(
    device: Device, items: Sequence[SentScan | UnreadScan], *, now: datetime
) -> BatchReceipt:
    """Store what is new of one batch, and answer for every item, in the order sent."""
    revision = roster_log.raise_revision(device.event_id)
    return _store([AdmittedBatch(sender_of(device), items, now)], revision)[0]


def _admit(batch: SentBatch, senders: dict[str, Sender]) -> AdmittedBatch | Refusal:
    try:
        sender = senders.get(batch.token_digest)
        if sender is None:
            raise NotPaired
        refuse_sender(sender, now=batch.received_at)
    except Refusal as refusal:
        return refusal
    return AdmittedBatch(sender, batch.items, batch.received_at)


def _store(batches: list[AdmittedBatch], revision: int) -> list[BatchReceipt]:
    """Store what is new, once, and answer for every item, in the order sent.

    Bulk look-ups and one bulk insert. Only after the commit may the phones forget what they sent.
    """
    known = _known([item for batch in batches for item in batch.scans])
    fresh: dict[str, SentScan] = {}
    new = [NewScans(b.sender, list(_fresh(b, known, fresh)), b.received_at) for b in batches]
    counted = [scans for scans in new if not scans.sender.is_revoked]
    quarantined = [[scans] for scans in new if scans.sender.is_revoked]
    rows = [row for together in (counted, *quarantined) for row in evaluate_scans(together)]
    insert_alike(CheckIn.__table__, [row | {"revision": revision} for row in rows])  # type: ignore[arg-type]  # it is one
    _update_last_seen(new)
    known |= {row["scan_id"]: (row["body_digest"], row["answer"]) for row in rows}
    unanswered = set(fresh)
    return [_receipt(batch, revision, known, unanswered) for batch in batches]


def _fresh(
    batch: AdmittedBatch, known: dict[str, tuple[str, dict[str, Any]]], fresh: dict[str, SentScan]
) -> Iterator[SentScan]:
    """The scans that neither are stored nor came before in this transaction; noted in `fresh`."""
    for item in batch.scans:
        if item.id not in known and fresh.setdefault(item.id, item) is item:
            yield item


def _receipt(
    batch: AdmittedBatch,
    revision: int,
    known: dict[str, tuple[str, dict[str, Any]]],
    unanswered: set[str],
) -> BatchReceipt:
    unread: list[UnreadScan] = []
    answers = [_answer(batch.sender, item, known, unanswered, unread) for item in batch.items]
    store_rejected(batch.sender, unread, now=batch.received_at)
    return BatchReceipt(None if batch.sender.is_revoked else revision, answers)


def _update_last_seen(new: Iterable[NewScans]) -> None:
    """Store when the phones were last heard of; not each time, since others wait for the rows."""
    seen = [
        {"phone": scans.sender.id, "seen": scans.received_at, "of": scans.items[-1].life}
        for scans in new
        if scans.items and not _was_seen(scans)
    ]
    if seen:
        db.session.connection().execute(SEEN, seen)


def _was_seen(scans: NewScans) -> bool:
    sender, seen_at = scans.sender, scans.sender.last_seen_at
    return (
        seen_at is not None
        and sender.life == scans.items[-1].life
        and scans.received_at - seen_at < LAST_SEEN_PRECISION
    )


def _known(sent: list[SentScan]) -> dict[str, tuple[str, dict[str, Any]]]:
    rows = db.session.connection().execute(KNOWN, {"ids": [item.id for item in sent]})
    return {row.scan_id: (row.body_digest, row.answer) for row in rows}


def _answer(
    sender: Sender,
    item: SentScan | UnreadScan,
    known: dict[str, tuple[str, dict[str, Any]]],
    fresh: set[str],
    unread: list[UnreadScan],
) -> ScanAnswer:
    """Answer for one item; `fresh` holds the ids not yet answered for in this batch."""
    if isinstance(item, UnreadScan):
        unread.append(item)
        return ScanAnswer(item.id, ScanResult.MALFORMED, {})
    body_digest, said = known[item.id]
    if body_digest != item.body_digest:
        unread.append(UnreadScan(item.id, ScanResult.DIFFERS.value, item.body))
        return ScanAnswer(item.id, ScanResult.DIFFERS, {})
    first_time = item.id in fresh
    fresh.discard(item.id)
    if sender.is_revoked:
        return ScanAnswer(item.id, ScanResult.QUARANTINED, {})
    result = ScanResult.STORED if first_time else ScanResult.KNOWN
    return ScanAnswer(item.id, result, said)


def store_rejected(sender: Sender, unread: Iterable[UnreadScan], *, now: datetime) -> None:
    """Store once, as text, what could not be accepted, and record it in the audit log."""
    rejected = {item.body_digest: item for item in unread}
    if not rejected:
        return
    stored = select(RejectedScan.body_digest).where(
        RejectedScan.device_id == sender.id, RejectedScan.body_digest.in_(rejected)
    )
    for body_digest in rejected.keys() - set(db.session.scalars(stored)):
        item = rejected[body_digest]
        db.session.add(
            RejectedScan(
                event_id=sender.event_id,
                device_id=sender.id,
                scan_id=item.id,
                reason=item.reason,
                body=item.body,
                body_digest=body_digest,
                received_at=now,
            )
        )
        actor, event = f"device:{sender.code}", db.session.get_one(Event, sender.event_id)
        audit.record(AuditAction.SCAN_KEPT_ASIDE, event, actor=actor, now=now, reason=item.reason)
    db.session.flush()
