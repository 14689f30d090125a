"""Changing a material: words and readers, a newer version, opening it, giving it back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from eventapp.domain import locking
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.record import audit
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.schedule.material import (
    MaterialLink,
    MaterialText,
    UploadedFile,
    hidden_before,
    put_file,
    write_text,
)
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Event, Material, MaterialVersion, Opening

CHANGE_MAX_LENGTH = 200


class TooLateToRestore(Refusal):
    """It was withdrawn longer ago than withdrawing can be undone."""

    code = "too-late-to-restore"
    sentence = _l("It is more than ten minutes since it was withdrawn. Add it again.")


def edit_material(
    event: Event,
    material: Material,
    text: MaterialText,
    link: MaterialLink | None = None,
    *,
    version: int,
    actor: str,
    now: datetime,
) -> None:
    """Let the material say this, for these readers; of a link also where it leads.

    Raises StaleVersion.
    """
    event = locking.lock_event(event).event
    check_version(material, version)
    write_text(material, text)
    if link is not None:
        material.url, material.minutes = link.url, link.minutes
        material.captions = link.captions
    _note(event, material, AuditAction.MATERIAL_CHANGED, actor=actor, now=now)


def replace_file(
    event: Event,
    material: Material,
    stored: UploadedFile,
    change: str,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Let this stored file take the place of the material's, whose own stays for organizers.

    The same file again changes nothing. Flushes.
    """
    event = locking.lock_event(event).event
    if (material.checksum, material.filename) == (stored.checksum, stored.filename):
        return
    db.session.add(
        MaterialVersion(
            material_id=material.id,
            number=material.number,
            change=material.change,
            filename=material.filename,
            media_type=material.media_type,
            checksum=material.checksum,
            size=material.size,
            url=material.url,
            created_at=material.changed_at or material.created_at,
        )
    )
    material.number += 1
    material.change, material.changed_at = change, now
    put_file(material, stored, now=now)
    _note(event, material, AuditAction.MATERIAL_REPLACED, actor=actor, now=now)


def open_material(event: Event, material: Material, *, actor: str, now: datetime) -> None:
    """Open now what opens by hand, or at a moment to come. Once open it stays as it is."""
    event = locking.lock_event(event).event
    if material.opens_at is None or material.opens_at > now:
        material.opening, material.opens_at = Opening.HAND, now
        material.withdrawn_at = hidden_before(material)
        _note(event, material, AuditAction.MATERIAL_OPENED, actor=actor, now=now)


def restore_material(event: Event, material: Material, *, actor: str, now: datetime) -> None:
    """Give a withdrawn material back to those who had it. Restored already, nothing changes.

    Raises TooLateToRestore ten minutes after it was withdrawn.
    """
    event = locking.lock_event(event).event
    if not material.withdrawn or material.withdrawn_at is None:
        return
    if now >= material.withdrawn_at + UNDO_PERIOD:
        raise TooLateToRestore
    material.withdrawn_at = hidden_before(material)
    _note(event, material, AuditAction.MATERIAL_RESTORED, actor=actor, now=now)


def find_any_material(event: Event, code: str) -> Material | None:
    """The event's material of this code, withdrawn or not."""
    return db.session.scalar(
        select(Material).where(Material.event_id == event.id, Material.code == code)
    )


def list_restorable(event: Event, *, now: datetime) -> Sequence[Material]:
    """What was withdrawn within the last ten minutes, the latest first."""
    return db.session.scalars(
        select(Material)
        .where(Material.event_id == event.id, Material.withdrawn_at > now - UNDO_PERIOD)
        .order_by(Material.withdrawn_at.desc())
    ).all()


def find_version(material: Material, number: int) -> Material | MaterialVersion | None:
    """The material where this is its number, else what it was under it."""
    if material.number == number:
        return material
    return next((v for v in material.earlier if v.number == number), None)


def _note(
    event: Event, material: Material, action: AuditAction, *, actor: str, now: datetime
) -> None:
    material.version += 1
    event.revision += 1
    db.session.flush()
    audit.record(action, event, actor=actor, now=now, material=material.code)
