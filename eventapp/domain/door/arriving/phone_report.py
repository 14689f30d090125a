"""What a phone at a door reports of itself, and what it is told in return."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from eventapp.domain.door.arriving.message import list_unread
from eventapp.domain.registration.registration_count import count_by_state
from eventapp.extensions import db
from eventapp.models import (
    Device,
    DoorMessage,
    DoorMessageReading,
    RegistrationState,
)

# Nothing new to say is stored no more often: whoever stores a scan would wait for it.
REPORT_PRECISION = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class PhoneReport:
    """How many scans wait on a phone, when it had its list, and the messages read there (codes)."""

    waiting: int
    list_fetched_at: datetime | None
    read: Sequence[str]


@dataclass(frozen=True, slots=True)
class PhoneNews:
    """What a phone is told: how many have a place, whether its door is paused, what to read."""

    placed: int
    paused: bool
    messages: Sequence[DoorMessage]


def list_news(device: Device) -> PhoneNews:
    """What a phone is to know now; nothing of it is about anybody."""
    placed = count_by_state(device.event).get(RegistrationState.CONFIRMED, 0)
    return PhoneNews(placed, device.place.paused_at is not None, list_unread(device))


def is_new(device: Device, report: PhoneReport, *, now: datetime) -> bool:
    """Whether a report says more than the last one did, or that one is old."""
    last, paused_at = device.reported_at, device.place.paused_at
    return (
        last is None
        or now - last >= REPORT_PRECISION
        or bool(report.read)
        or report.waiting != device.waiting
        or (paused_at is not None and last < paused_at)
    )


def take_report(device: Device, report: PhoneReport, *, now: datetime) -> None:
    """Store what a phone says of itself, and which messages were read there. Flushes.

    What was read before, was withdrawn, or is another event's is passed over.
    """
    stored = {
        "reported_at": now,
        "waiting": report.waiting,
        "list_fetched_at": report.list_fetched_at,
    }
    # The row is locked by this, so that a phone that asks twice at once reads each message once.
    db.session.execute(update(Device).where(Device.id == device.id).values(stored))
    done = select(DoorMessageReading.message_id).where(DoorMessageReading.device_id == device.id)
    unread = db.session.scalars(
        select(DoorMessage.id).where(
            DoorMessage.event_id == device.event_id,
            DoorMessage.code.in_(report.read),
            DoorMessage.id.not_in(done),
        )
    ).all()
    if unread:
        rows = [{"message_id": id_, "device_id": device.id, "read_at": now} for id_ in unread]
        db.session.execute(insert(DoorMessageReading), rows)
