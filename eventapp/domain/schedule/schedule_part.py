"""Rooms, tracks and speakers of an event, which its sessions refer to."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from sqlalchemy import select

from eventapp.domain import locking
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.locking import LockedEvent
from eventapp.domain.schedule.speaker_address import delete_addresses, store_address
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Event, Room, Session, SessionSpeaker, Speaker, Track

ADDRESS_FIELDS = ("email", "language")
Part = TypeVar("Part", Room, Track, Speaker)


class PartInUse(Refusal):
    """A session still refers to it."""

    code = "part-in-use"
    sentence = _l("A session is using it. Change the session first.")


def list_parts(kind: type[Part], event: Event) -> Sequence[Part]:
    """The event's rooms, tracks or speakers, by name."""
    return db.session.scalars(
        select(kind).where(kind.event_id == event.id).order_by(kind.name, kind.id)
    ).all()


def find_part(kind: type[Part], event: Event, code: str) -> Part | None:
    """The event's room, track or speaker with this code."""
    return db.session.scalar(select(kind).where(kind.event_id == event.id, kind.code == code))


def create_part(kind: type[Part], event: Event, values: Mapping[str, object]) -> Part:
    """Add a room, track or speaker to the draft. Flushes."""
    locking.lock_event(event)
    part = kind(event_id=event.id)
    db.session.add(part)
    _write(part, values)
    return part


def create_parts(
    locked: LockedEvent, kind: type[Part], values: Sequence[Mapping[str, object]]
) -> list[Part]:
    """As `create_part`, for many: the inner step of taking in a schedule. Flushes."""
    parts = [kind(event_id=locked.event.id) for _values in values]
    db.session.add_all(parts)
    for part, written in zip(parts, values, strict=True):
        for name, value in written.items():
            setattr(part, name, value)
    db.session.flush()
    return parts


def edit_part(
    event: Event, part: Room | Track | Speaker, values: Mapping[str, object], *, version: int
) -> None:
    """Save a room, track or speaker of the draft. Raises StaleVersion. Flushes."""
    locking.lock_event(event)
    check_version(part, version)
    part.version += 1
    _write(part, values)


def is_used(part: Room | Track | Speaker) -> bool:
    """Whether a session refers to it."""
    if isinstance(part, Speaker):
        used = select(SessionSpeaker.session_id).where(SessionSpeaker.speaker_id == part.id)
    elif isinstance(part, Room):
        used = select(Session.id).where(Session.room_id == part.id)
    else:
        used = select(Session.id).where(Session.track_id == part.id)
    return db.session.scalar(used.limit(1)) is not None


def remove_part(event: Event, part: Room | Track | Speaker) -> None:
    """Delete a room, track or speaker that no session uses. Raises PartInUse. Flushes."""
    locking.lock_event(event)
    if is_used(part):
        raise PartInUse
    if isinstance(part, Speaker) and part.address is not None:
        delete_addresses([part.address.id])
        db.session.expire(part)
    db.session.delete(part)
    db.session.flush()


def _write(part: Room | Track | Speaker, values: Mapping[str, object]) -> None:
    """Set what was written, a speaker's address apart from what is published."""
    for name, value in values.items():
        if name not in ADDRESS_FIELDS:
            setattr(part, name, value)
    db.session.flush()
    if isinstance(part, Speaker) and "email" in values:
        store_address(part, *(str(values[name]) for name in ADDRESS_FIELDS))
