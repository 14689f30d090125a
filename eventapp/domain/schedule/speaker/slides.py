"""Slides and links that speakers send: materials of their sessions, seen by whom they allow."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from eventapp.domain.errors import Refusal
from eventapp.domain.locking import lock_event
from eventapp.domain.record import audit
from eventapp.domain.schedule import material as materials
from eventapp.domain.schedule.material import MaterialLink, MaterialText, UploadedFile
from eventapp.domain.schedule.materials import change
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Audience,
    AuditAction,
    Event,
    Material,
    Opening,
    Session,
    SlidesConsent,
    Speaker,
    SpeakerAddress,
    SpeakerMaterial,
)
from eventapp.models.schedule.material import is_not_withdrawn

# Without a yes nobody but the organizers sees them, who show them in the room.
AUDIENCES = {
    SlidesConsent.PUBLIC: Audience.PUBLIC,
    SlidesConsent.CONFIRMED: Audience.CONFIRMED,
}

BY_SIZE = tuple(Audience)  # everyone first, organizers alone last


class ConsentMissing(Refusal):
    """A speaker's slides would be shown to more people than the speaker has said yes to."""

    code = "slides-consent-missing"
    sentence = _l(
        "The speaker has not said yes to so many seeing the slides. Ask, and write down the answer "
        "on the speaker’s page; then they are opened by themselves."
    )


def edit_with_consent(
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

    What a speaker has sent is never for more people than the speaker allows. Raises StaleVersion,
    ConsentMissing.
    """
    lock_event(event)
    if text.audience is not material.audience and _is_beyond_consent(material, text.audience):
        raise ConsentMissing
    change.edit_material(event, material, text, link, version=version, actor=actor, now=now)


def _is_beyond_consent(material: Material, audience: Audience) -> bool:
    """Whether those are more than any of its speakers allows."""
    consents = db.session.scalars(
        select(Speaker.slides_consent)
        .join(SpeakerMaterial, SpeakerMaterial.speaker_id == Speaker.id)
        .where(SpeakerMaterial.material_id == material.id)
    )
    allowed = [BY_SIZE.index(_audience_of(consent)) for consent in consents]
    return any(BY_SIZE.index(audience) < most for most in allowed)


def set_slides_due(event: Event, day: date | None, *, actor: str, now: datetime) -> None:
    """Say until when slides are to be sent, or no day: speakers' pages and reminders say it."""
    event = lock_event(event).event
    if event.slides_due_on == day:
        return
    event.slides_due_on = day
    audit.record(AuditAction.SLIDES_DUE_SET, event, actor=actor, now=now)
    db.session.flush()


def list_slides(speaker: Speaker) -> Sequence[Material]:
    """What the speaker has sent and not taken back, the latest last."""
    return db.session.scalars(
        select(Material)
        .join(SpeakerMaterial, SpeakerMaterial.material_id == Material.id)
        .where(SpeakerMaterial.speaker_id == speaker.id, is_not_withdrawn())
        .order_by(Material.id)
    ).all()


def add_slides(
    address: SpeakerAddress,
    session: Session,
    title: str,
    what: UploadedFile | MaterialLink,
    *,
    now: datetime,
) -> Material:
    """Add a stored file or a link to one of the speaker's sessions.

    It opens at the session's end, for those whom the speaker allows. Flushes.
    """
    event, speaker = address.event, address.speaker
    lock_event(event)
    text = MaterialText(
        title=title,
        language=address.language,
        audience=_audience_of(speaker.slides_consent),
        session=session,
        opening=Opening.SESSION_END,
    )
    actor = audit.PARTICIPANT
    if isinstance(what, MaterialLink):
        material = materials.add_link(event, text, what, actor=actor, now=now)
    else:
        material = materials.add_material(event, text, what, actor=actor, now=now)
    known = select(SpeakerMaterial.id).where(SpeakerMaterial.material_id == material.id)
    if db.session.scalar(known) is None:
        db.session.add(SpeakerMaterial(speaker_id=speaker.id, material_id=material.id))
    db.session.flush()
    return material


def withdraw_slides(address: SpeakerAddress, material: Material, *, now: datetime) -> None:
    """Take back what the speaker sent; nothing happens to what is taken back already."""
    lock_event(address.event)
    if material in list_slides(address.speaker):
        materials.withdraw_material(address.event, material, actor=audit.PARTICIPANT, now=now)


def follow_consent(speaker: Speaker, before: SlidesConsent) -> None:
    """Let those see what the speaker has sent whom the speaker allows now. Flushes.

    What organizers keep to fewer than the speaker allowed `before` stays so.
    """
    given, allowed = _audience_of(before), _audience_of(speaker.slides_consent)
    for material in list_slides(speaker):
        is_kept_to_fewer = BY_SIZE.index(material.audience) > BY_SIZE.index(given)
        if is_kept_to_fewer and BY_SIZE.index(material.audience) >= BY_SIZE.index(allowed):
            continue
        text = MaterialText(
            title=material.title,
            language=material.language,
            audience=material.audience,
            session=material.session,
            opening=material.opening,
            opens_at=material.opens_at,
        )
        materials.write_text(material, replace(text, audience=allowed))
        material.version += 1
    db.session.flush()


def _audience_of(consent: SlidesConsent) -> Audience:
    return AUDIENCES.get(consent, Audience.ORGANIZERS)
