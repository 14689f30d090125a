"""How speakers want to be presented: proposed by them, shown once an organizer has read it."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import select

from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.locking import lock_event
from eventapp.domain.people.name import fold_name
from eventapp.domain.record import audit
from eventapp.domain.schedule.speaker.photo import SquarePhoto, proposed_photo, store_photo
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Event, Speaker, SpeakerAddress, SpeakerProposal


class ProposalGone(Refusal):
    """Somebody else has accepted or declined it meanwhile."""

    code = "proposal-gone"
    sentence = _l("Someone has dealt with the speaker’s text already.")


@dataclass(frozen=True, slots=True)
class Presentation:
    """What a speaker wants visitors to read about them."""

    name: str
    title: str = ""
    organisation: str = ""
    biography: str = ""
    biography_en: str = ""
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class ChangedText:
    """One field that a proposal changes."""

    field: str
    shown: str
    proposed: str


FIELDS = tuple(column.name for column in fields(Presentation))


def presentation_of(row: Speaker | SpeakerProposal) -> Presentation:
    """What is shown of a speaker, or proposed."""
    return Presentation(**{name: getattr(row, name) for name in FIELDS})


def find_proposal(address: SpeakerAddress | None) -> SpeakerProposal | None:
    """What waits to be read of this speaker's, if anything."""
    if address is None:
        return None
    return db.session.scalar(
        select(SpeakerProposal).where(SpeakerProposal.speaker_address_id == address.id)
    )


def list_changes(speaker: Speaker, proposal: SpeakerProposal) -> list[ChangedText]:
    """The fields in which the proposal differs from what is shown."""
    return [
        ChangedText(name, getattr(speaker, name), getattr(proposal, name))
        for name in FIELDS
        if getattr(speaker, name) != getattr(proposal, name)
    ]


def propose(
    address: SpeakerAddress,
    wanted: Presentation,
    photo: SquarePhoto | None = None,
    *,
    removes_photo: bool = False,
    now: datetime,
) -> SpeakerProposal | None:
    """Store what the speaker wants to be shown, in place of what they sent before.

    A photo that was sent before and not read yet stays, unless there is another or `removes_photo`.
    None where nothing differs from what is shown. Flushes.
    """
    lock_event(address.event)
    speaker, proposal = address.speaker, find_proposal(address)
    earlier = proposed_photo(proposal) if proposal else None
    photo = photo or (None if removes_photo else earlier)
    removes_photo = removes_photo and photo is None and speaker.photo is not None
    if proposal is not None:
        db.session.delete(proposal)
        db.session.flush()
    if wanted == presentation_of(speaker) and photo is None and not removes_photo:
        return None
    proposal = SpeakerProposal(
        speaker_address_id=address.id,
        **{name: getattr(wanted, name) for name in FIELDS},
        removes_photo=removes_photo,
        proposed_at=now,
        version=1 + (proposal.version if proposal else 0),
    )
    if photo:
        proposal.photo_digest = photo.digest
        proposal.small, proposal.medium, proposal.large = photo.small, photo.medium, photo.large
    db.session.add(proposal)
    db.session.flush()
    _record(AuditAction.SPEAKER_PROPOSED, address.event, speaker, audit.PARTICIPANT, now)
    return proposal


def accept_proposal(
    event: Event, speaker: Speaker, *, version: int, actor: str, now: datetime
) -> None:
    """Show what the speaker proposed.

    In effect at once on their own page, and in the schedule from the next release on. Raises
    ProposalGone, StaleVersion where the speaker has sent something else meanwhile. Flushes.
    """
    proposal = _lock_proposal(event, speaker, version)
    for name in FIELDS:
        setattr(speaker, name, getattr(proposal, name))
    if speaker.address:
        speaker.address.folded_name = fold_name(speaker.name)
    photo = proposed_photo(proposal)
    if photo or proposal.removes_photo:
        store_photo(speaker, photo)
    speaker.version += 1
    event.revision += 1
    db.session.delete(proposal)
    _record(AuditAction.SPEAKER_PROPOSAL_ACCEPTED, event, speaker, actor, now)
    db.session.flush()


def decline_proposal(
    event: Event, speaker: Speaker, *, version: int, actor: str, now: datetime
) -> None:
    """Leave what is shown as it is. Raises ProposalGone, StaleVersion. Flushes."""
    proposal = _lock_proposal(event, speaker, version)
    db.session.delete(proposal)
    _record(AuditAction.SPEAKER_PROPOSAL_DECLINED, event, speaker, actor, now)
    db.session.flush()


def _lock_proposal(event: Event, speaker: Speaker, version: int) -> SpeakerProposal:
    lock_event(event)
    proposal = find_proposal(speaker.address)
    if proposal is None:
        raise ProposalGone
    check_version(proposal, version)
    return proposal


def _record(action: AuditAction, event: Event, speaker: Speaker, actor: str, now: datetime) -> None:
    audit.record(action, event, actor=actor, now=now, speaker=speaker.code)
