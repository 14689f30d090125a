"""Whoever sends scans: a phone, or the organizers' desk, with what their evaluation needs."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from eventapp.domain.door.closing import EventOver, tokens_end_at
from eventapp.domain.errors import Refusal
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Device, Event
from eventapp.models.text_list import is_among

QUARANTINE_DURATION = timedelta(hours=24)

# Compiled once, and read without the unit of work: others wait for this transaction.
_devices, _events = Device.__table__.c, Event.__table__.c
SENDERS = (
    select(
        _devices.id,
        _devices.code,
        _devices.event_id,
        _devices.paired_at,
        _devices.revoked_at,
        _devices.last_seen_at,
        _devices.life,
        _events.time_zone,
        _events.starts_at,
        _events.ends_at,
        _devices.token_digest,
    )
    .join_from(Device.__table__, Event.__table__)
    .where(is_among(_devices.token_digest, "digests"))
)


class NotPaired(Refusal):
    """No phone has this token."""

    code = "not-paired"
    sentence = _l("This phone is not paired with an event.")


class PhoneRevoked(Refusal):
    """The phone was shut out by an organizer."""

    code = "device-revoked"
    sentence = _l("This phone has been blocked.")


class Sender(NamedTuple):
    """A device and the times of its event, as they are in this transaction."""

    id: int
    code: str
    event_id: int
    paired_at: datetime | None
    revoked_at: datetime | None
    last_seen_at: datetime | None
    life: str
    time_zone: str
    starts_at: datetime
    ends_at: datetime

    @property
    def is_revoked(self) -> bool:
        """Whether what it sends is quarantined."""
        return self.revoked_at is not None


def find_senders(digests: Collection[str]) -> dict[str, Sender]:
    """The phones with these tokens, by the token's digest."""
    rows = db.session.connection().execute(SENDERS, {"digests": list(digests)})
    return {row.token_digest: Sender(*row[:-1]) for row in rows}


def sender_of(device: Device) -> Sender:
    """The same of a device that has been read."""
    event = device.event
    return Sender(
        device.id,
        device.code,
        device.event_id,
        device.paired_at,
        device.revoked_at,
        device.last_seen_at,
        device.life,
        event.time_zone,
        event.starts_at,
        event.ends_at,
    )


def refuse_sender(sender: Sender, *, now: datetime) -> None:
    """Refuse scans of a phone that was revoked a day ago, or whose token has ended.

    Within QUARANTINE_DURATION they are accepted, if only in quarantine. Raises PhoneRevoked,
    EventOver.
    """
    if now > tokens_end_at(sender):
        raise EventOver
    if sender.revoked_at is not None and now >= sender.revoked_at + QUARANTINE_DURATION:
        raise PhoneRevoked
