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
from eventapp.domain.door.walk_in.sent_walk_in import SentTakingBack, SentWalkIn
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record import audit
from eventapp.domain.registration import queue
from eventapp.extensions import db
from eventapp.models import AuditAction, Device, Event, WalkIn, WalkInState

# Words of WalkIn.flags beside those about its timing.
QUARANTINED, LATE, OTHER_DAY, TAKEN_BACK = "quarantined", "late", "other-day", "taken-back"

SentItem = SentWalkIn | SentTakingBack | UnreadScan


@dataclass(frozen=True, slots=True)
class WalkInAnswer:
    """What became of one item. `full`: no seat was free; a phone that was revoked is not told."""

    id: str | None
    result: ScanResult
    full: bool | None = None


def receive_walk_ins(
    event_id: int, token_digest: str, items: Sequence[SentItem], *, now: datetime
) -> list[WalkInAnswer]:
    """Store what is new of one batch, and answer for every item, in the order sent.

    Taken like scans for LATE_SCANS_TAKEN_FOR after the event, and from a revoked phone for a day,
    marked as such. A phone may take back what it has noted itself. Raises NotPaired,
    PhoneRevoked, EventOver.
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
    locked: LockedEvent, sender: Sender, items: Sequence[SentItem], *, now: datetime
) -> list[WalkInAnswer]:
    batch = _WalkInBatch(locked, sender, items, now=now)
    answers = [batch.take(item) for item in items]
    db.session.flush()
    store_rejected(sender, batch.rejected, now=now)
    return answers


class _WalkInBatch:
    """What is known of the walk-ins that one batch speaks of, and how many seats are left."""

    def __init__(
        self, locked: LockedEvent, sender: Sender, items: Sequence[SentItem], *, now: datetime
    ) -> None:
        self._event, self._sender, self._now = locked.event, sender, now
        ids = {item.id for item in items if isinstance(item, SentWalkIn)}
        targets = {item.target for item in items if isinstance(item, SentTakingBack)}
        stored = select(WalkIn).where(WalkIn.walk_in_id.in_(ids | targets))
        self._known = {walk_in.walk_in_id: walk_in for walk_in in db.session.scalars(stored)}
        self._left = _seats_left(locked, now=now) if ids - self._known.keys() else 0
        self.rejected: list[UnreadScan] = []

    def take(self, item: SentItem) -> WalkInAnswer:
        """Store one item, and answer for it."""
        if isinstance(item, SentWalkIn):
            return self._note(item)
        if isinstance(item, SentTakingBack):
            return self._take_back(item)
        return self._reject(item, ScanResult.MALFORMED)

    def _note(self, item: SentWalkIn) -> WalkInAnswer:
        result, walk_in = ScanResult.KNOWN, self._known.get(item.id)
        if walk_in is None:
            result, full = ScanResult.STORED, self._left <= 0
            walk_in = _walk_in(item, self._sender, full=full, now=self._now)
            self._left, self._known[item.id] = self._left - 1, walk_in
            db.session.add(walk_in)
        elif walk_in.body_digest != item.body_digest:
            rejected = UnreadScan(item.id, ScanResult.DIFFERS.value, item.body)
            return self._reject(rejected, ScanResult.DIFFERS)
        return self._answer(item.id, result, full=walk_in.over_capacity)

    def _take_back(self, item: SentTakingBack) -> WalkInAnswer:
        """Mark what this phone noted by mistake; it holds no seat unless an organizer says so.

        What has been decided stands, and what a blocked phone takes back waits for a decision.
        """
        walk_in = self._known.get(item.target)
        if walk_in is None or walk_in.device_id != self._sender.id:
            return self._reject(
                UnreadScan(item.id, "no-such-walk-in", item.body), ScanResult.MALFORMED
            )
        flags = walk_in.flags.split()
        if TAKEN_BACK in flags:
            return self._answer(item.id, ScanResult.KNOWN)
        walk_in.flags = " ".join([*flags, TAKEN_BACK])
        if walk_in.state is WalkInState.WAITING and not self._sender.is_revoked:
            walk_in.state, walk_in.decided_at = WalkInState.REFUSED, self._now
            self._left += not walk_in.over_capacity
        db.session.flush()
        audit.record(
            AuditAction.WALK_IN_TAKEN_BACK,
            self._event,
            actor=f"device:{self._sender.code}",
            now=self._now,
            walk_in=walk_in.code,
        )
        return self._answer(item.id, ScanResult.STORED)

    def _reject(self, item: UnreadScan, result: ScanResult) -> WalkInAnswer:
        self.rejected.append(item)
        return WalkInAnswer(item.id, result)

    def _answer(self, id_: str, result: ScanResult, *, full: bool | None = None) -> WalkInAnswer:
        if self._sender.is_revoked:
            return WalkInAnswer(id_, ScanResult.QUARANTINED)
        return WalkInAnswer(id_, result, full)


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
        state=WalkInState.WAITING,
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
