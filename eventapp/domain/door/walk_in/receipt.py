"""Receiving walk-ins: each is a fact, stored once, never refused, answered one by one.

Whoever came has a provisional place and takes nobody's: whether a seat was free is noted, and an
organizer decides. Nobody's name is read here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from eventapp.domain import locking
from eventapp.domain.door.check_in import ScanResult, store_rejected
from eventapp.domain.door.closing import door_closes_at
from eventapp.domain.door.evaluation import time_bounds, timing_flags
from eventapp.domain.door.projection import day_of
from eventapp.domain.door.roster import milliseconds, roster_frame
from eventapp.domain.door.scan_timing import time_scan
from eventapp.domain.door.sender import (
    NotPaired,
    Sender,
    find_senders,
    refuse_sender,
    sender_of,
)
from eventapp.domain.door.sent_scan import UnreadScan
from eventapp.domain.door.walk_in.sent_walk_in import SentWalkIn
from eventapp.domain.locking import LockedEvent
from eventapp.domain.registration import queue
from eventapp.extensions import db
from eventapp.models import Device, Event, WalkIn, WalkInState

# Words of WalkIn.flags beside those about its timing.
QUARANTINED, LATE, OTHER_DAY = "quarantined", "late", "other-day"


@dataclass(frozen=True, slots=True)
class WalkInAnswer:
    """What became of one item. `full`: no seat was free; a phone that was revoked is not told."""

    id: str | None
    result: ScanResult
    full: bool | None = None


def receive_walk_ins(
    event_id: int, token_digest: str, items: Sequence[SentWalkIn | UnreadScan], *, now: datetime
) -> list[WalkInAnswer]:
    """Store what is new of one batch, and answer for every item, in the order sent.

    Taken like scans for LATE_SCANS_TAKEN_FOR after the event, and from a revoked phone for a day,
    marked as such. Raises NotPaired, PhoneRevoked, EventOver.
    """
    locked = locking.lock_event(db.session.get_one(Event, event_id))
    sender = find_senders([token_digest]).get(token_digest)
    if sender is None:
        raise NotPaired
    refuse_sender(sender, now=now)
    return _store(locked, sender, items, now=now)


def store_walk_in(
    locked: LockedEvent, device: Device, item: SentWalkIn, *, now: datetime
) -> WalkIn:
    """Store somebody whom this device noted, the desk perhaps, as if it had sent them."""
    _store(locked, sender_of(device), [item], now=now)
    return db.session.scalars(select(WalkIn).where(WalkIn.walk_in_id == item.id)).one()


def _store(
    locked: LockedEvent,
    sender: Sender,
    items: Sequence[SentWalkIn | UnreadScan],
    *,
    now: datetime,
) -> list[WalkInAnswer]:
    ids = [item.id for item in items if isinstance(item, SentWalkIn)]
    known = {
        walk_in.walk_in_id: walk_in
        for walk_in in db.session.scalars(select(WalkIn).where(WalkIn.walk_in_id.in_(ids)))
    }
    left = _seats_left(locked, now=now) if set(ids) - known.keys() else 0
    rejected: list[UnreadScan] = []
    answers: list[WalkInAnswer] = []
    for item in items:
        result, walk_in = ScanResult.KNOWN, known.get(item.id or "")
        if isinstance(item, UnreadScan):
            rejected.append(item)
            answers.append(WalkInAnswer(item.id, ScanResult.MALFORMED))
            continue
        if walk_in is None:
            result, walk_in = ScanResult.STORED, _walk_in(item, sender, full=left <= 0, now=now)
            left, known[item.id] = left - 1, walk_in
            db.session.add(walk_in)
        elif walk_in.body_digest != item.body_digest:
            rejected.append(UnreadScan(item.id, ScanResult.DIFFERS.value, item.body))
            answers.append(WalkInAnswer(item.id, ScanResult.DIFFERS))
            continue
        answers.append(_answer(item.id, result, walk_in, sender))
    db.session.flush()
    store_rejected(sender, rejected, now=now)
    return answers


def _answer(id_: str, result: ScanResult, walk_in: WalkIn, sender: Sender) -> WalkInAnswer:
    if sender.is_revoked:
        return WalkInAnswer(id_, ScanResult.QUARANTINED)
    return WalkInAnswer(id_, result, walk_in.over_capacity)


def _seats_left(locked: LockedEvent, *, now: datetime) -> int:
    """Seats of nobody's, but for those of walk-ins who wait with one."""
    seating = queue.count_seats(locked, now=now)
    provisional = select(func.count()).where(
        WalkIn.event_id == locked.event.id,
        WalkIn.state == WalkInState.WAITING,
        WalkIn.over_capacity.is_(False),
    )
    return seating.pool.free_for(None) - (db.session.scalar(provisional) or 0)


def _walk_in(item: SentWalkIn, sender: Sender, *, full: bool, now: datetime) -> WalkIn:
    time = time_scan(item.odo, item.wall, item.before, item.after)
    bounds = time_bounds(sender, now)
    flags = timing_flags(item, time, bounds).split()
    if sender.is_revoked:
        flags.append(QUARANTINED)
    if time.at > milliseconds(door_closes_at(sender)):
        flags.append(LATE)
    elif day_of(time.at, bounds.zone) not in roster_frame(sender).days:
        flags.append(OTHER_DAY)
    return WalkIn(
        walk_in_id=item.id,
        event_id=sender.event_id,
        device_id=sender.id,
        key_number=item.key,
        sealed=item.sealed,
        body_digest=item.body_digest,
        scan_id=item.scan,
        place=item.place,
        at=time.at,
        low=time.low,
        high=time.high,
        flags=" ".join(flags),
        over_capacity=full,
        received_at=now,
    )
