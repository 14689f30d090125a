"""Noting somebody at the desk who came without being registered, as a phone does."""

import json
import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from eventapp.domain import locking
from eventapp.domain.door import device as devices
from eventapp.domain.door.closing import refuse_when_closed
from eventapp.domain.door.desk_check_in import NotOnThisDay
from eventapp.domain.door.desk_scan import SCAN_ID_BYTES
from eventapp.domain.door.roster import milliseconds, roster_frame
from eventapp.domain.door.scan_timing import Handshake
from eventapp.domain.door.walk_in.receipt import store_walk_in
from eventapp.domain.door.walk_in.sealed_person import NotedPerson, seal_person
from eventapp.domain.door.walk_in.sent_walk_in import SentWalkIn
from eventapp.domain.record import audit
from eventapp.models import AuditAction, Event, WalkIn


def note_walk_in(event: Event, person: NotedPerson, *, actor: str, now: datetime) -> WalkIn:
    """Note that somebody has come now. An organizer decides, as about those at the doors.

    Raises EventOver, NotOnThisDay, TooManyDoors.
    """
    locked = locking.lock_event(event)
    refuse_when_closed(event, now=now)
    if now.astimezone(ZoneInfo(event.time_zone)).date() not in roster_frame(event).days:
        raise NotOnThisDay
    desk = devices.provide_desk(locked, now=now)
    id_, at = secrets.token_urlsafe(SCAN_ID_BYTES), milliseconds(now)
    number, sealed = seal_person(person, event.public_id, id_)
    item = SentWalkIn(
        id=id_,
        scan=None,
        key=number,
        sealed=sealed,
        place=desk.place.number,
        odo=0,
        wall=at,
        before=Handshake(at, 0, at),
        after=None,
        body=json.dumps({"id": id_, "kind": "walk-in"}, sort_keys=True),
    )
    walk_in = store_walk_in(locked, desk, item, now=now)
    audit.record(AuditAction.WALK_IN_NOTED, event, actor=actor, now=now, walk_in=walk_in.code)
    return walk_in
