"""What speakers answer by their own link: what is wrong, what they need, what may be shown."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventapp import sealing
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import lock_event
from eventapp.domain.record import audit
from eventapp.domain.schedule.speaker.slides import follow_consent
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.keys import app_keys
from eventapp.models import (
    AuditAction,
    Consent,
    Event,
    SlidesConsent,
    Speaker,
    SpeakerAddress,
    SpeakerReply,
)

REPLY_MAX_LENGTH = 2_000


class AnsweredSince(Refusal):
    """The speaker has answered something else than what the organizer looked at."""

    code = "answered-since"
    sentence = _l(
        "Nothing was saved: the speaker has answered again since you opened the page. It shows "
        "their latest answer now."
    )


@dataclass(frozen=True, slots=True)
class Consents:
    """What a speaker allows: a page about them, their slides, a film of their sessions."""

    page: Consent = Consent.UNANSWERED
    slides: SlidesConsent = SlidesConsent.UNANSWERED
    film: Consent = Consent.UNANSWERED


def consents_of(speaker: Speaker) -> Consents:
    """What the speaker has allowed so far."""
    return Consents(speaker.page_consent, speaker.slides_consent, speaker.film_consent)


def find_reply(address: SpeakerAddress | None) -> SpeakerReply | None:
    """What the speaker has written to the organizers, if anything."""
    if address is None:
        return None
    return db.session.scalar(
        select(SpeakerReply).where(SpeakerReply.speaker_address_id == address.id)
    )


def needs_of(address: SpeakerAddress) -> str:
    """What the speaker needs in the room, in their own words; empty if nothing."""
    return open_needs(address, find_reply(address))


def open_needs(address: SpeakerAddress, reply: SpeakerReply | None) -> str:
    """The same, of what they have written, where that has been read already."""
    if reply is None or reply.needs_sealed is None or reply.needs_key_number is None:
        return ""
    key = app_keys().care_needs[reply.needs_key_number]
    return sealing.unseal(key, reply.needs_sealed, _bound_to(address)).decode()


def report(address: SpeakerAddress, *, problem: str, needs: str, now: datetime) -> bool:
    """Store what the speaker says is wrong, and what they need in the room, in place of what was.

    Needs may say something of somebody's health: they are sealed. Returns whether something is
    new. Flushes.
    """
    lock_event(address.event)
    reply = find_reply(address)
    if (problem, needs) == (reply.problem if reply else "", open_needs(address, reply)):
        return False
    if reply is None:
        reply = SpeakerReply(speaker_address_id=address.id)
        db.session.add(reply)
    if problem != reply.problem:
        reply.problem = problem
        reply.problem_at, reply.settled_at = (now, None) if problem else (None, None)
    if needs != needs_of(address):
        _seal(address, reply, needs)
    audit.record(
        AuditAction.SPEAKER_REPORTED,
        address.event,
        actor=audit.PARTICIPANT,
        now=now,
        speaker=address.speaker.code,
    )
    db.session.flush()
    return True


def settle_problem(
    event: Event, speaker: Speaker, *, shown: str | None = None, actor: str, now: datetime
) -> None:
    """Write down that an organizer has dealt with what the speaker reported.

    `shown` is `problem_key` of what the organizer read. Raises AnsweredSince. Flushes.
    """
    lock_event(event)
    reply = find_reply(speaker.address)
    if reply is None or not reply.problem or reply.settled_at:
        return
    if shown is not None and shown != problem_key(reply):
        raise AnsweredSince
    reply.settled_at = now
    audit.record(
        AuditAction.SPEAKER_PROBLEM_SETTLED, event, actor=actor, now=now, speaker=speaker.code
    )
    db.session.flush()


def problem_key(reply: SpeakerReply) -> str:
    """Which of the speaker's reports this is: another one has another key."""
    return reply.problem_at.isoformat() if reply.problem_at else ""


def set_consents(
    event: Event,
    speaker: Speaker,
    consents: Consents,
    *,
    shown: Consents | None = None,
    actor: str = audit.PARTICIPANT,
    now: datetime,
) -> bool:
    """Write down what the speaker allows from now on; what they withdraw is hidden at once.

    The log says what was answered and when. `shown` is what an organizer saw of the speaker's
    answers: nobody's "no" is undone unseen. Returns whether something is new. Raises
    AnsweredSince. Flushes.
    """
    lock_event(event)
    if shown is not None and shown != consents_of(speaker):
        raise AnsweredSince
    if consents == consents_of(speaker):
        return False
    slides_before = speaker.slides_consent
    speaker.page_consent = consents.page
    speaker.slides_consent = consents.slides
    speaker.film_consent = consents.film
    event.revision += 1
    if consents.slides is not slides_before:
        follow_consent(speaker, slides_before)
    audit.record(
        AuditAction.SPEAKER_CONSENTED,
        event,
        actor=actor,
        now=now,
        speaker=speaker.code,
        page=consents.page.value,
        slides=consents.slides.value,
        film=consents.film.value,
    )
    db.session.flush()
    return True


def _seal(address: SpeakerAddress, reply: SpeakerReply, needs: str) -> None:
    if not needs:
        reply.needs_sealed = reply.needs_key_number = None
        return
    ring = app_keys().care_needs
    reply.needs_key_number = ring.current
    reply.needs_sealed = sealing.seal(ring[ring.current], needs.encode(), _bound_to(address))


def _bound_to(address: SpeakerAddress) -> bytes:
    return f"speaker {address.code}".encode()
