"""Messages to all doors: sent by whoever runs them, read at each phone, gone with the event."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from eventapp.domain import locking
from eventapp.domain.door.closing import refuse_when_closed
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Device, DoorMessage, DoorMessageReading, Event

MESSAGE_MAX_LENGTH = 120
MESSAGES_SHOWN = 5
# More than anybody reads in a queue; who has more to say takes an old one back.
MESSAGES_MAX = 100


class TooManyDoorMessages(Refusal):
    """The event's doors have been told more than anybody reads."""

    code = "too-many-messages"
    sentence = _l("The doors have had a hundred messages. Take an old one back first.")


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message, and the ids of the phones on which it has been read."""

    message: DoorMessage
    readers: frozenset[int]


def send_message(event: Event, text: str, *, actor: str, now: datetime) -> DoorMessage:
    """Say something to the phones at all doors; the log says that, and not what.

    Raises EventOver, TooManyDoorMessages. Flushes.
    """
    locking.lock_event(event)
    refuse_when_closed(event, now=now)
    sent = select(func.count()).select_from(DoorMessage).where(DoorMessage.event_id == event.id)
    if (db.session.scalar(sent) or 0) >= MESSAGES_MAX:
        raise TooManyDoorMessages
    message = DoorMessage(event_id=event.id, text=text, sent_at=now)
    db.session.add(message)
    db.session.flush()
    audit.record(AuditAction.DOORS_TOLD, event, actor=actor, now=now, message=message.code)
    return message


def withdraw_message(event: Event, code: str, *, actor: str, now: datetime) -> bool:
    """Take a message back: phones stop showing it at their next contact.

    Whether there was one. Flushes.
    """
    locking.lock_event(event)
    of_event = (DoorMessage.event_id == event.id, DoorMessage.code == code)
    ids = db.session.scalars(select(DoorMessage.id).where(*of_event)).all()
    readings = DoorMessageReading.message_id.in_(ids)
    db.session.execute(delete(DoorMessageReading).where(readings))
    db.session.execute(delete(DoorMessage).where(*of_event))
    if ids:
        audit.record(AuditAction.DOORS_UNTOLD, event, actor=actor, now=now, message=code)
    return bool(ids)


def list_messages(event: Event) -> Sequence[SentMessage]:
    """The latest messages, the newest first, and where each has been read."""
    messages = db.session.scalars(
        select(DoorMessage)
        .where(DoorMessage.event_id == event.id)
        .order_by(DoorMessage.sent_at.desc(), DoorMessage.id.desc())
        .limit(MESSAGES_SHOWN)
    ).all()
    if not messages:
        return ()
    readings: dict[int, set[int]] = defaultdict(set)
    rows = select(DoorMessageReading.message_id, DoorMessageReading.device_id)
    ids = [message.id for message in messages]
    for message_id, device_id in db.session.execute(
        rows.where(DoorMessageReading.message_id.in_(ids))
    ):
        readings[message_id].add(device_id)
    return [SentMessage(message, frozenset(readings[message.id])) for message in messages]


def list_unread(device: Device) -> Sequence[DoorMessage]:
    """What nobody at this phone has read, of what was said since it was paired; the oldest first.

    Of many the newest.
    """
    read = select(DoorMessageReading.message_id).where(DoorMessageReading.device_id == device.id)
    since = DoorMessage.sent_at >= (device.paired_at or device.created_at)
    newest = db.session.scalars(
        select(DoorMessage)
        .where(DoorMessage.event_id == device.event_id, since, DoorMessage.id.not_in(read))
        .order_by(DoorMessage.sent_at.desc(), DoorMessage.id.desc())
        .limit(MESSAGES_SHOWN)
    )
    return list(newest)[::-1]
