"""Receiving scans from a phone: each is a fact, stored once, never refused, answered one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from eventapp.domain.door import roster_log
from eventapp.domain.door.evaluation import evaluate_scans
from eventapp.domain.door.sent_scan import SentScan, UnreadScan
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.models import AuditAction, CheckIn, Device, RejectedScan

SEEN_LATELY = timedelta(seconds=30)

# Made once, and run without the unit of work: others wait for this transaction.
KNOWN = select(CheckIn.scan_id, CheckIn.body_digest, CheckIn.answer).where(
    CheckIn.scan_id.in_(bindparam("ids", expanding=True))
)
NEW_SCANS = insert(CheckIn.__table__)  # type: ignore[arg-type]  # it is one
SEEN = (
    update(Device.__table__)  # type: ignore[arg-type]
    .where(Device.__table__.c.id == bindparam("phone"))
    .values(last_seen_at=bindparam("seen"), life=bindparam("of"))
)


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """What became of one item."""

    id: str | None
    result: str
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

    Bulk look-ups and one bulk insert; the caller commits before it answers.
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
        _note_sign_of_life(device, rows[-1]["life"], now=now)
    known |= {row["scan_id"]: (row["body_digest"], row["answer"]) for row in rows}
    unread: list[UnreadScan] = []
    answers = [_answer(device, item, known, set(fresh), unread) for item in items]
    _keep_aside(device, unread, now=now)
    return BatchReceipt(revision, answers)


def _note_sign_of_life(device: Device, life: str, *, now: datetime) -> None:
    """Say when the phone was last heard of; not each time, for others wait."""
    if device.life == life and device.last_seen_at and now - device.last_seen_at < SEEN_LATELY:
        return
    told = {"phone": device.id, "seen": now, "of": life}
    db.session.connection().execute(SEEN, told)


def _known(sent: list[SentScan]) -> dict[str, tuple[str, dict[str, Any]]]:
    found = db.session.connection().execute(KNOWN, {"ids": [item.id for item in sent]})
    return {row.scan_id: (row.body_digest, row.answer) for row in found}


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
        return ScanAnswer(item.id, "malformed", {})
    body_digest, said = known[item.id]
    if body_digest != item.body_digest:
        unread.append(UnreadScan(item.id, "differs", item.body))
        return ScanAnswer(item.id, "differs", {})
    first_time = item.id in fresh
    fresh.discard(item.id)
    if device.revoked_at is not None:
        return ScanAnswer(item.id, "quarantined", {})
    return ScanAnswer(item.id, "stored" if first_time else "known", said)


def _keep_aside(device: Device, unread: Iterable[UnreadScan], *, now: datetime) -> None:
    """Keep, once, what could not be taken as it was, and tell the audit log of contradictions."""
    asides = {item.body_digest: item for item in unread}
    if not asides:
        return
    kept = select(RejectedScan.body_digest).where(
        RejectedScan.device_id == device.id, RejectedScan.body_digest.in_(asides)
    )
    for body_digest in asides.keys() - set(db.session.scalars(kept)):
        item = asides[body_digest]
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
