"""Receiving scans from a phone: each is a fact, stored once, never refused, answered one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from eventapp.domain.door import roster_log
from eventapp.domain.door.evaluation import evaluate_scans
from eventapp.domain.door.sent_scan import SentScan, UnreadScan
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.models import AuditAction, CheckIn, Device, RejectedScan

LAST_SEEN_PRECISION = timedelta(seconds=30)

# Compiled once, and run without the unit of work: other phones wait for this transaction.
KNOWN = select(CheckIn.scan_id, CheckIn.body_digest, CheckIn.answer).where(
    CheckIn.scan_id.in_(bindparam("ids", expanding=True))
)
NEW_SCANS = insert(CheckIn.__table__)  # type: ignore[arg-type]  # it is one
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
    """What became of a batch, and the roster's revision that it made."""

    revision: int
    answers: list[ScanAnswer]


def receive_scans(
    device: Device, items: Sequence[SentScan | UnreadScan], *, now: datetime
) -> BatchReceipt:
    """Store what is new and answer for every item, in the order sent.

    Bulk look-ups and one bulk insert. Only after the commit may the phone forget what it sent.
    """
    revision = roster_log.raise_revision(device.event_id)
    sent = [item for item in items if isinstance(item, SentScan)]
    known = _known(sent)
    fresh: dict[str, SentScan] = {}
    for item in sent:
        if item.id not in known:
            fresh.setdefault(item.id, item)
    rows = evaluate_scans(device, list(fresh.values()), now=now)
    if rows:
        db.session.connection().execute(NEW_SCANS, [row | {"revision": revision} for row in rows])
        _update_last_seen(device, rows[-1]["life"], now=now)
    known |= {row["scan_id"]: (row["body_digest"], row["answer"]) for row in rows}
    unread: list[UnreadScan] = []
    answers = [_answer(device, item, known, set(fresh), unread) for item in items]
    _store_rejected(device, unread, now=now)
    return BatchReceipt(revision, answers)


def _update_last_seen(device: Device, life: str, *, now: datetime) -> None:
    """Store when the phone was last heard of; not each time, since others wait for the row."""
    if (
        device.life == life
        and device.last_seen_at
        and now - device.last_seen_at < LAST_SEEN_PRECISION
    ):
        return
    values = {"phone": device.id, "seen": now, "of": life}
    db.session.connection().execute(SEEN, values)


def _known(sent: list[SentScan]) -> dict[str, tuple[str, dict[str, Any]]]:
    rows = db.session.connection().execute(KNOWN, {"ids": [item.id for item in sent]})
    return {row.scan_id: (row.body_digest, row.answer) for row in rows}


def _answer(
    device: Device,
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
    if device.revoked_at is not None:
        return ScanAnswer(item.id, ScanResult.QUARANTINED, {})
    result = ScanResult.STORED if first_time else ScanResult.KNOWN
    return ScanAnswer(item.id, result, said)


def _store_rejected(device: Device, unread: Iterable[UnreadScan], *, now: datetime) -> None:
    """Store once, as text, what could not be accepted, and record it in the audit log."""
    rejected = {item.body_digest: item for item in unread}
    if not rejected:
        return
    stored = select(RejectedScan.body_digest).where(
        RejectedScan.device_id == device.id, RejectedScan.body_digest.in_(rejected)
    )
    for body_digest in rejected.keys() - set(db.session.scalars(stored)):
        item = rejected[body_digest]
        db.session.add(
            RejectedScan(
                event_id=device.event_id,
                device_id=device.id,
                scan_id=item.id,
                reason=item.reason,
                body=item.body,
                body_digest=body_digest,
                received_at=now,
            )
        )
        actor = f"device:{device.code}"
        audit.record(
            AuditAction.SCAN_KEPT_ASIDE, device.event, actor=actor, now=now, reason=item.reason
        )
    db.session.flush()
