"""Pausing a door: its phones read no tickets until it is opened again."""

from datetime import datetime

from sqlalchemy import select

from eventapp.domain import locking
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.models import AuditAction, Event, Gate


def find_gate(event: Event, number: int) -> Gate | None:
    """A door of this event by its number."""
    return db.session.scalar(select(Gate).where(Gate.event_id == event.id, Gate.number == number))


def pause_door(event: Event, gate: Gate, *, actor: str, now: datetime) -> None:
    """Let the door's phones read no tickets, each from its next contact.

    What they have read until then counts, whenever it arrives: who came is never refused. A door
    that is paused stays so.
    """
    locking.lock_row(gate)
    if gate.paused_at is None:
        gate.paused_at = now
        audit.record(AuditAction.DOOR_PAUSED, event, actor=actor, now=now, door=gate.number)


def open_door(event: Event, gate: Gate, *, actor: str, now: datetime) -> None:
    """Let the door's phones read tickets again; nothing happens where they may."""
    locking.lock_row(gate)
    if gate.paused_at is not None:
        gate.paused_at = None
        audit.record(AuditAction.DOOR_OPENED, event, actor=actor, now=now, door=gate.number)
