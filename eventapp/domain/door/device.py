"""Phones at the doors: invited by a link that works once, paired, and revoked."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.orm import joinedload

from eventapp.domain.door import roster_log
from eventapp.domain.door.closing import (
    EventOver,
    door_closes_at,
    refuse_when_closed,
    tokens_end_at,
)
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent, lock_event
from eventapp.domain.record import audit
from eventapp.domain.token import derive_token, token_digest
from eventapp.extensions import db
from eventapp.i18n import _, _l
from eventapp.ids import new_secret
from eventapp.models import AuditAction, CheckIn, Device, DeviceKind, Event, Gate, ScanStatus

PAIRING_LINK_DURATION = timedelta(days=7)
TOKEN_BYTES = 32
GATES_MAX = 255  # a door's number is one byte on the phone

# Run with every roster: compiled once, and no wider than what rosters need.
PAIRED = (
    select(Device)
    .options(
        joinedload(Device.place),
        joinedload(Device.event).load_only(
            Event.public_id, Event.time_zone, Event.starts_at, Event.ends_at
        ),
    )
    .where(Device.token_digest == bindparam("token_digest"))
)


class PairingSpent(Refusal):
    """The pairing link has been used, revoked, or its time is up."""

    code = "pairing-spent"
    sentence = _l("The pairing link has been used or has expired. Ask for a new one.")


class TooManyDoors(Refusal):
    """No number is left for another door."""

    code = "too-many-doors"
    sentence = _l("An event can have 255 doors, and this one already has that many.")


def invite(event: Event, place_name: str, *, actor: str, now: datetime) -> Device:
    """A new phone at the door of this name, waiting to be paired; the door is added if missing.

    Raises EventOver, TooManyDoors. Flushes.
    """
    refuse_when_closed(event, now=now)
    lock_event(event)  # so that no two invitations take the same number
    pairing_ends_at = min(now + PAIRING_LINK_DURATION, door_closes_at(event))
    device = _add_device(event, place_name, pairing_ends_at=pairing_ends_at, created_at=now)
    _record(AuditAction.PHONE_INVITED, device, actor=actor, now=now)
    return device


def provide_desk(locked: LockedEvent, *, now: datetime) -> Device:
    """The device of the organizers' own pages, made at first use: it can never be paired.

    Its door bears its name in the language of whoever used it first. Raises TooManyDoors. Flushes.
    """
    event = locked.event
    desk = db.session.scalar(
        _devices().where(Device.event_id == event.id, Device.kind == DeviceKind.DESK)
    )
    return desk or _add_device(
        event,
        _("The organisers"),
        kind=DeviceKind.DESK,
        pairing_ends_at=now,
        paired_at=now,
        created_at=now,
    )


def pairing_token(device: Device) -> str:
    """The secret part of the address that pairs."""
    return derive_token("pairing", device.nonce, 1)


def find_to_pair(token: str, *, now: datetime) -> Device | None:
    """The phone that this pairing link can still pair."""
    device: Device | None = db.session.scalar(
        _devices().where(Device.pairing_digest == token_digest(token))
    )
    return device if device and may_be_paired(device, now=now) else None


def may_be_paired(device: Device, *, now: datetime) -> bool:
    """Whether the pairing link still works: unused, not revoked, and the door has not closed."""
    ends_at = min(device.pairing_ends_at, door_closes_at(device.event))
    return device.paired_at is None and device.revoked_at is None and now < ends_at


def pair(token: str, *, now: datetime) -> tuple[Device, str]:
    """Use a pairing link: the device, and the token that only its cookie will contain.

    Raises PairingSpent.
    """
    device = find_to_pair(token, now=now)
    device_token = secrets.token_urlsafe(TOKEN_BYTES)
    if device is None:
        raise PairingSpent
    taken = db.session.execute(
        update(Device)
        .where(Device.id == device.id, Device.paired_at.is_(None), Device.revoked_at.is_(None))
        .values(paired_at=now, last_seen_at=now, token_digest=token_digest(device_token))
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]  # somebody else was quicker
        raise PairingSpent
    audit.record(AuditAction.PHONE_PAIRED, device.event, actor=f"device:{device.code}", now=now)
    return device, device_token


def find_paired(token: str, *, now: datetime) -> Device | None:
    """The phone whose cookie this is, revoked or not. Raises EventOver when its token has ended."""
    device: Device | None = db.session.scalar(PAIRED, {"token_digest": token_digest(token)})
    if device and now > tokens_end_at(device.event):
        raise EventOver
    return device


def revoke(device: Device, *, actor: str, now: datetime) -> None:
    """Revoke a phone; what it still sends within a day is quarantined."""
    if device.revoked_at is None:
        device.revoked_at = now
        _record(AuditAction.PHONE_REVOKED, device, actor=actor, now=now)


def count_quarantined(device: Device, *, actor: str, now: datetime) -> None:
    """Let the scans that a revoked phone sent afterwards count after all."""
    revision = roster_log.raise_revision(device.event_id)
    db.session.execute(
        update(CheckIn)
        .where(CheckIn.device_id == device.id, CheckIn.standing == ScanStatus.QUARANTINED)
        .values(standing=ScanStatus.COUNTED, revision=revision)
    )
    _record(AuditAction.QUARANTINE_LIFTED, device, actor=actor, now=now)


def find_device(event: Event, code: str) -> Device | None:
    """A phone of this event."""
    device: Device | None = db.session.scalar(_phones(event).where(Device.code == code))
    return device


def list_devices(event: Event) -> Sequence[Device]:
    """The event's phones, by door and number."""
    devices: Sequence[Device] = db.session.scalars(
        _phones(event).order_by(Device.place_id, Device.number)
    ).all()
    return devices


def list_gates(event: Event) -> Sequence[Gate]:
    """The event's doors, by number."""
    return db.session.scalars(
        select(Gate).where(Gate.event_id == event.id).order_by(Gate.number)
    ).all()


def quarantined_scans(event: Event) -> dict[int, int]:
    """How many scans of each phone (by id) wait for an organizer."""
    rows = db.session.execute(
        select(CheckIn.device_id, func.count())
        .where(CheckIn.event_id == event.id, CheckIn.standing == ScanStatus.QUARANTINED)
        .group_by(CheckIn.device_id)
    )
    return {row[0]: row[1] for row in rows}


def _record(action: AuditAction, device: Device, *, actor: str, now: datetime) -> None:
    audit.record(action, device.event, actor=actor, now=now, device=device.code)


def _devices() -> Select[Any]:
    return select(Device).options(joinedload(Device.place), joinedload(Device.event))


def _phones(event: Event) -> Select[Any]:
    return _devices().where(Device.event_id == event.id, Device.kind == DeviceKind.PHONE)


def _add_device(event: Event, place_name: str, **facts: Any) -> Device:
    roster_log.create_log(event.id)
    numbers = select(func.coalesce(func.max(Device.number), 0) + 1)
    nonce = new_secret()
    device = Device(
        event=event,
        place=_find_gate(event, place_name) or _add_gate(event, place_name),
        number=db.session.scalar(numbers.where(Device.event_id == event.id)),
        nonce=nonce,
        pairing_digest=token_digest(derive_token("pairing", nonce, 1)),
        **facts,
    )
    db.session.add(device)
    db.session.flush()
    return device


def _find_gate(event: Event, name: str) -> Gate | None:
    return db.session.scalar(select(Gate).where(Gate.event_id == event.id, Gate.name == name))


def _add_gate(event: Event, name: str) -> Gate:
    highest = select(func.coalesce(func.max(Gate.number), 0)).where(Gate.event_id == event.id)
    number = (db.session.scalar(highest) or 0) + 1
    if number > GATES_MAX:
        raise TooManyDoors
    return Gate(event_id=event.id, number=number, name=name)
