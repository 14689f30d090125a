"""A speaker's personal link: derived from a secret, so that only a digest is stored."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from eventapp.domain.locking import lock_event
from eventapp.domain.record import audit
from eventapp.domain.token import derive_token, token_digest
from eventapp.extensions import db
from eventapp.ids import new_secret
from eventapp.models import AuditAction, Event, Speaker, SpeakerAddress, SpeakerInvitation

LINK_LASTS = timedelta(days=30)  # after the event's end: slides come late
DIGITS = 12  # of a link's digest, as the jobs have it: it fits a number that JSON is exact in


def speaker_token(address: SpeakerAddress) -> str:
    """The secret part of the link's address; each revision has another. There has to be a link."""
    return derive_token("speaker", address.secret or "", address.link_revision)


def calendar_uid(address: SpeakerAddress, session_code: str) -> str:
    """The UID of a session's entry in the speaker's calendar: stable and impossible to guess."""
    token = derive_token(f"speaker calendar {session_code}", address.secret or "", 1)
    return f"{token}@eventapp"


def give_link(address: SpeakerAddress) -> None:
    """Let the address have a link, if it has none yet."""
    if not address.link_digest:
        address.secret = address.secret or new_secret()
        address.link_digest = token_digest(speaker_token(address))


def begin_afresh(address: SpeakerAddress) -> None:
    """Let nothing that went to another address work on, and nothing count as sent to this one."""
    address.secret, address.link_digest, address.link_revision = new_secret(), None, 1
    address.invited_at = address.written_at = None
    address.letter_key = ""
    db.session.execute(
        delete(SpeakerInvitation).where(SpeakerInvitation.speaker_address_id == address.id)
    )


def renew_link(event: Event, speaker: Speaker, *, actor: str, now: datetime) -> None:
    """Give the speaker another link, which a new letter brings; the one they have dies."""
    lock_event(event)
    address = speaker.address
    if address is None:
        return
    address.link_revision += 1
    address.link_digest = None
    give_link(address)
    address.invited_at = None
    audit.record(
        AuditAction.SPEAKER_LINK_RENEWED, event, actor=actor, now=now, speaker=speaker.code
    )


def number_of(address: SpeakerAddress) -> int:
    """What the jobs have of somebody's link."""
    return int(hashlib.sha256((address.link_digest or "").encode()).hexdigest()[:DIGITS], 16)


def link_ends_at(event: Event) -> datetime:
    """When the links of the event's speakers stop working."""
    return event.ends_at + LINK_LASTS


def find_by_token(token: str, *, now: datetime) -> SpeakerAddress | None:
    """Whose link this is, with event and speaker; None once it has ended or was replaced."""
    address = db.session.scalar(
        select(SpeakerAddress)
        .where(SpeakerAddress.link_digest == token_digest(token))
        .options(joinedload(SpeakerAddress.event), joinedload(SpeakerAddress.speaker))
    )
    if address is None or link_ends_at(address.event) <= now:
        return None
    return address
