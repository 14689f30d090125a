"""A picture of the venue or of the way there, shown to whoever may know the way."""

from dataclasses import dataclass
from datetime import datetime

from eventapp.domain.errors import StaleVersion
from eventapp.domain.locking import lock_event
from eventapp.domain.place import may_know_way
from eventapp.domain.record import audit
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.schedule.materials.change import TooLateToRestore
from eventapp.extensions import db
from eventapp.models import AuditAction, Event, VenuePicture

DESCRIPTION_MAX_LENGTH = 1000
COPIED_FIELDS = ("digest", "jpeg", "width", "height", "description", "description_en")


@dataclass(frozen=True, slots=True)
class WholePicture:
    """A picture as JPEG, and its size in pixels."""

    digest: str
    jpeg: bytes
    width: int
    height: int


def find_stored_picture(event: Event) -> VenuePicture | None:
    """The event's picture, withdrawn or not."""
    return db.session.get(VenuePicture, event.id)


def find_venue_picture(event: Event) -> VenuePicture | None:
    """The event's picture, unless it is withdrawn."""
    picture = find_stored_picture(event)
    return picture if picture and picture.withdrawn_at is None else None


def find_shown_picture(event: Event, *, confirmed: bool = False) -> VenuePicture | None:
    """The picture, where this reader may know the way; `confirmed` is whether they have a place."""
    return find_venue_picture(event) if may_know_way(event, confirmed=confirmed) else None


def save_venue_picture(
    event: Event,
    picture: WholePicture | None,
    *,
    description: str,
    description_en: str,
    version: int,
    actor: str,
    now: datetime,
) -> None:
    """Show this picture with these words from now on; None keeps the one that is shown.

    `version` is 0 where there was none. Raises StaleVersion, also where none is left to keep.
    Flushes.
    """
    event = lock_event(event).event
    stored = find_stored_picture(event)
    nothing_to_keep = picture is None and find_venue_picture(event) is None
    if nothing_to_keep or (stored.version if stored else 0) != version:
        raise StaleVersion
    if stored is None:
        stored = VenuePicture(event_id=event.id, version=0)
    if picture is not None:
        stored.digest, stored.jpeg = picture.digest, picture.jpeg
        stored.width, stored.height = picture.width, picture.height
        stored.withdrawn_at = None
    stored.description, stored.description_en = description, description_en
    db.session.add(stored)
    _note(event, stored, AuditAction.VENUE_PICTURE_SAVED, actor=actor, now=now)


def withdraw_venue_picture(event: Event, *, actor: str, now: datetime) -> None:
    """Show the picture to nobody any more. Withdrawn already, nothing changes."""
    event = lock_event(event).event
    picture = find_venue_picture(event)
    if picture is not None:
        picture.withdrawn_at = now
        _note(event, picture, AuditAction.VENUE_PICTURE_WITHDRAWN, actor=actor, now=now)


def restore_venue_picture(event: Event, *, actor: str, now: datetime) -> None:
    """Show a withdrawn picture again. Shown already, nothing changes.

    Raises TooLateToRestore ten minutes after it was withdrawn.
    """
    event = lock_event(event).event
    picture = find_stored_picture(event)
    if picture is None or picture.withdrawn_at is None:
        return
    if now >= picture.withdrawn_at + UNDO_PERIOD:
        raise TooLateToRestore
    picture.withdrawn_at = None
    _note(event, picture, AuditAction.VENUE_PICTURE_RESTORED, actor=actor, now=now)


def copy_venue_picture(event: Event, copy: Event) -> None:
    """Give the copy of an event its picture, unless it is withdrawn."""
    picture = find_venue_picture(event)
    if picture is not None:
        values = {name: getattr(picture, name) for name in COPIED_FIELDS}
        db.session.add(VenuePicture(event_id=copy.id, **values))


def _note(
    event: Event, picture: VenuePicture, action: AuditAction, *, actor: str, now: datetime
) -> None:
    picture.version += 1
    event.revision += 1
    db.session.flush()
    audit.record(action, event, actor=actor, now=now, event=event.public_id)
