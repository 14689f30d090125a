"""Doors, phones and what phones send."""

import base64
from datetime import datetime
from itertools import count
from typing import Any

from eventapp.api.scan_item import read_items
from eventapp.api.walk_in_item import read_walk_in
from eventapp.domain.door import device as devices
from eventapp.domain.door.check_in_list import definition
from eventapp.domain.door.check_in_list.definition import ListContent
from eventapp.domain.door.roster import milliseconds
from eventapp.domain.door.sent_scan import SentScan, UnreadScan
from eventapp.domain.door.walk_in.receipt import WalkInAnswer, receive_walk_ins
from eventapp.domain.door.walk_in.sealed_person import NotedPerson, seal_person
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.models import CheckInList, CheckInListKind, Device, Event, Registration, WalkIn
from tests.builders.moments import HOUR, NOON

_numbers = count(1)


def a_phone(
    event: Event, place: str = "Entré", *, now: datetime = NOON - 3 * HOUR
) -> tuple[Device, str]:
    """A paired phone at a door, and the token that its cookie holds."""
    invited = devices.invite(event, place, actor="organizer", now=now)
    paired, token = devices.pair(devices.pairing_token(invited), now=now)
    db.session.flush()
    return paired, token


def a_check_in_list(event: Event, *session_codes: str, **facts: Any) -> CheckInList:
    """A list of an event: of these sessions, else of a room."""
    kind = CheckInListKind.SESSIONS if session_codes else CheckInListKind.ROOM
    usual = {"kind": kind, "name": f"Sal {next(_numbers)}", "session_codes": session_codes}
    content = ListContent(**usual | facts)  # type: ignore[arg-type]
    return definition.create_list(event, content, actor="organizer", now=NOON)


def a_digest(registration: Registration) -> str:
    """The digest of a registration's newest ticket."""
    return registration.tickets[-1].digest


def a_scan_id() -> str:
    """An id as phones make them: 16 bytes in base64url."""
    return base64.urlsafe_b64encode(next(_numbers).to_bytes(16, "big")).decode().rstrip("=")


def a_scan(digest: str = "", *, at: datetime = NOON, **facts: Any) -> dict[str, Any]:
    """One item as a phone sends it, read by camera at `at` by a phone that has not slept.

    `target` makes it an undoing. Other keys of the protocol may be given in `facts`.
    """
    moment = milliseconds(at)
    scan = {
        "id": a_scan_id(),
        "kind": "entry",
        "digest": digest,
        "place": 1,
        "how": "camera",
        "life": "k3J9x2",
        "seq": next(_numbers),
        "odo": 60_000,
        "wall": moment,
        "before": {"server": moment - 10_000, "odo": 50_000, "wall": moment - 10_000},
        "after": None,
        "verdict": "welcome",
        "roster": 1,
    }
    if "target" in facts:
        scan |= {"kind": "undo", "how": "button", "verdict": None}
        del scan["digest"]
    return scan | facts


def read_scans(*items: dict[str, Any]) -> list[SentScan | UnreadScan]:
    """The same items as the API reads them."""
    return read_items(list(items))


def a_walk_in(
    event: Event,
    name: str = "Vilma Utan",
    organisation: str = "",
    email: str = "",
    *,
    at: datetime = NOON,
    **facts: Any,
) -> dict[str, Any]:
    """Somebody without a registration as a phone sends them, noted at `at`."""
    moment, id_ = milliseconds(at), a_scan_id()
    person = NotedPerson(name, organisation, email)
    number, sealed = seal_person(person, event.public_id, id_)
    walk_in = {
        "id": id_,
        "kind": "walk-in",
        "scan": None,
        "key": number,
        "sealed": base64.b64encode(sealed).decode(),
        "place": 1,
        "odo": 60_000,
        "wall": moment,
        "before": {"server": moment - 10_000, "odo": 50_000, "wall": moment - 10_000},
        "after": None,
    }
    return walk_in | facts


def a_taking_back(walk_in: dict[str, Any]) -> dict[str, Any]:
    """That a phone noted this walk-in by mistake, as it sends it."""
    return {"id": a_scan_id(), "kind": "walk-in-undo", "target": walk_in["id"]}


def send_walk_ins(
    event: Event, token: str, *items: object, now: datetime = NOON
) -> list[WalkInAnswer]:
    """What became of each, sent by the phone of this token."""
    sent = [read_walk_in(item) for item in items]
    return receive_walk_ins(event.id, token_digest(token), sent, now=now)


def a_noted_person(event: Event, *named: str, at: datetime = NOON, **facts: Any) -> WalkIn:
    """Somebody noted by a phone of the event, who waits for a decision."""
    _phone, token = a_phone(event)
    item = a_walk_in(event, *named, at=at, **facts)
    send_walk_ins(event, token, item, now=at)
    return db.session.query(WalkIn).filter_by(walk_in_id=item["id"]).one()
