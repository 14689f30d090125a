"""Where letters to a speaker go. Nothing that is published reads this."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.domain.people.name import fold_name
from eventapp.domain.record import disposal
from eventapp.domain.schedule.speaker_link import begin_afresh
from eventapp.extensions import db
from eventapp.models import Session, SessionSpeaker, Speaker, SpeakerAddress


def store_address(speaker: Speaker, email: str, language: str) -> None:
    """Let letters to the speaker go to this folded address; without one, to nobody. Flushes."""
    address = speaker.address
    if not email:
        if address is not None:
            delete_addresses([address.id])
            db.session.expire(speaker, ["address"])
        return
    if address is None:
        address = SpeakerAddress(event_id=speaker.event_id, speaker=speaker)
        db.session.add(address)
    elif address.email != email:
        begin_afresh(address)
    address.email, address.language = email, language
    address.folded_name = fold_name(speaker.name)
    db.session.flush()


def delete_addresses(ids: Sequence[int]) -> None:
    """Delete these addresses; the letters that went to them lose their person."""
    disposal.delete_with_dependents(SpeakerAddress.__table__, ids)  # type: ignore[arg-type]


def move_addresses(email: str, folded_name: str, to: str) -> None:
    """Let letters to the speaker of this folded address and name go to another folded address."""
    addresses = db.session.scalars(
        select(SpeakerAddress).where(
            SpeakerAddress.email == email, SpeakerAddress.folded_name == folded_name
        )
    )
    for address in addresses.all() if to != email else ():
        begin_afresh(address)
        address.email = to
    db.session.flush()


def list_sessions_of(address: SpeakerAddress) -> Sequence[Session]:
    """The sessions that the speaker has part in, as they are planned now, by time."""
    return db.session.scalars(
        select(Session)
        .join(SessionSpeaker, SessionSpeaker.session_id == Session.id)
        .where(SessionSpeaker.speaker_id == address.speaker_id, Session.cancelled.is_(False))
        .options(joinedload(Session.room))
        .order_by(Session.starts_at, Session.id)
    ).all()
