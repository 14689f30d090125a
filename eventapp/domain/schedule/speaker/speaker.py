"""Speakers as organizers write them: added, edited against a version, and removed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.domain.locking import lock_event
from eventapp.domain.people.name import fold_name
from eventapp.domain.record import audit, disposal
from eventapp.domain.schedule.schedule_part import (
    PartInUse,
    create_part,
    edit_part,
    find_part,
    is_used,
)
from eventapp.extensions import db
from eventapp.models import AuditAction, Event, Speaker, SpeakerAddress


def create_speaker(
    event: Event, values: Mapping[str, object], *, actor: str, now: datetime
) -> Speaker:
    """Add a speaker. Somebody who has spoken before, by name and address, keeps their code.

    Flushes.
    """
    speaker = create_part(Speaker, event, values)
    code = _earlier_code(event, speaker.name, str(values.get("email", "")))
    if code:
        speaker.code = code
        db.session.flush()
    _record(AuditAction.SPEAKER_EDITED, event, speaker, actor, now)
    return speaker


def edit_speaker(
    event: Event,
    speaker: Speaker,
    values: Mapping[str, object],
    *,
    version: int,
    actor: str,
    now: datetime,
) -> None:
    """Save a speaker.

    In effect at once on their own page, and in the schedule from the next release on. With
    another address the link that went to the old one dies. Raises StaleVersion. Flushes.
    """
    edit_part(event, speaker, values, version=version)
    event.revision += 1
    _record(AuditAction.SPEAKER_EDITED, event, speaker, actor, now)


def remove_speaker(event: Event, speaker: Speaker, *, actor: str, now: datetime) -> None:
    """Delete a speaker who has no part in a session, with all that is stored about them.

    Raises PartInUse. Flushes.
    """
    lock_event(event)
    if is_used(speaker):
        raise PartInUse
    _record(AuditAction.SPEAKER_REMOVED, event, speaker, actor, now)
    disposal.delete_with_dependents(Speaker.__table__, [speaker.id])  # type: ignore[arg-type]
    db.session.expire_all()


def find_speaker(event: Event, code: str) -> Speaker | None:
    """The event's speaker of this code."""
    return find_part(Speaker, event, code)


def _earlier_code(event: Event, name: str, email: str) -> str | None:
    """The code that the same person has at the latest other event, unless it is taken here."""
    if not email:
        return None
    earlier = db.session.scalar(
        select(SpeakerAddress)
        .where(
            SpeakerAddress.email == email,
            SpeakerAddress.folded_name == fold_name(name),
            SpeakerAddress.event_id != event.id,
        )
        .options(joinedload(SpeakerAddress.speaker))
        .order_by(SpeakerAddress.id.desc())
        .limit(1)
    )
    if earlier is None or find_speaker(event, earlier.speaker.code):
        return None
    return earlier.speaker.code


def _record(action: AuditAction, event: Event, speaker: Speaker, actor: str, now: datetime) -> None:
    audit.record(action, event, actor=actor, now=now, speaker=speaker.code)
