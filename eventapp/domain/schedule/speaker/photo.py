"""A speaker's photo: square, in three sizes, without anything that was hidden in the file."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select

from eventapp.domain.locking import lock_event
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.models import AuditAction, Event, Speaker, SpeakerPhoto, SpeakerProposal


class PhotoSize(StrEnum):
    """The sizes in which a photo is stored; the words stand in addresses."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class SquarePhoto:
    """A photo as JPEG in three sizes; `digest` is of the largest."""

    digest: str
    small: bytes
    medium: bytes
    large: bytes


def store_photo(speaker: Speaker, photo: SquarePhoto | None) -> None:
    """Let this be the speaker's photo, or none. Flushes."""
    if speaker.photo is not None and photo is not None and speaker.photo.digest == photo.digest:
        return
    db.session.execute(delete(SpeakerPhoto).where(SpeakerPhoto.speaker_id == speaker.id))
    db.session.expire(speaker, ["photo"])
    if photo is not None:
        db.session.add(
            SpeakerPhoto(
                speaker_id=speaker.id,
                digest=photo.digest,
                small=photo.small,
                medium=photo.medium,
                large=photo.large,
            )
        )
        db.session.flush()


def change_photo(
    event: Event, speaker: Speaker, photo: SquarePhoto | None, *, actor: str, now: datetime
) -> None:
    """Show this photo of the speaker from now on, or none. Flushes."""
    lock_event(event)
    store_photo(speaker, photo)
    event.revision += 1
    audit.record(AuditAction.SPEAKER_EDITED, event, actor=actor, now=now, speaker=speaker.code)


def read_photo(speaker: Speaker, size: PhotoSize) -> bytes | None:
    """The photo that may be shown, as JPEG; None if there is none."""
    column = getattr(SpeakerPhoto, size.value)
    return db.session.scalar(select(column).where(SpeakerPhoto.speaker_id == speaker.id))


def read_proposed_photo(speaker: Speaker, size: PhotoSize) -> bytes | None:
    """The photo that waits for an organizer, as JPEG; None if there is none."""
    if speaker.address is None:
        return None
    column = getattr(SpeakerProposal, size.value)
    of_speaker = SpeakerProposal.speaker_address_id == speaker.address.id
    return db.session.scalar(select(column).where(of_speaker))


def proposed_photo(proposal: SpeakerProposal) -> SquarePhoto | None:
    """The photo of a proposal."""
    small, medium, large = proposal.small, proposal.medium, proposal.large
    if not proposal.photo_digest or small is None or medium is None or large is None:
        return None
    return SquarePhoto(proposal.photo_digest, small, medium, large)
