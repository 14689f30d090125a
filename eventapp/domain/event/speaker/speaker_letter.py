"""Letters to speakers: the link that asks them, reminders, and taking both back in time.

Nothing leaves for UNDO_PERIOD. What somebody still owes is asked again then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from eventapp.domain import locking, outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.schedule.speaker.proposal import find_proposal
from eventapp.domain.schedule.speaker.speaker_list import Owed, list_all_speakers, owed_by
from eventapp.domain.schedule.speaker_link import give_link, link_ends_at, number_of
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Event, EventState, Job, JobKind, JobState, SpeakerAddress


class NoSpeakerToInvite(Refusal):
    """All who have an address have had their link."""

    code = "no-speaker-to-invite"
    sentence = _l(
        "No letter was sent: everybody with an email address has had their link, or nobody has one."
    )


class NoSpeakerToRemind(Refusal):
    """Nobody who has had their link owes anything."""

    code = "no-speaker-to-remind"
    sentence = _l("No letter was sent: nobody who has had their link has anything left to do.")


class SpeakerLettersGone(Refusal):
    """The ten minutes are over."""

    code = "speaker-letters-gone"
    sentence = _l("The letters are on their way and can no longer be taken back.")


class SpeakersNotAsked(Refusal):
    """The event is called off, or so long over that links do not work."""

    code = "speakers-not-asked"
    sentence = _l("No letter was sent: the event is over or cancelled.")


@dataclass(frozen=True, slots=True)
class SpeakerLetters:
    """Letters that can still be taken back: how many, and when they leave."""

    count: int
    leave_at: datetime


def may_ask(event: Event, *, now: datetime) -> bool:
    """Whether speakers may be written to: until their links end, unless it is called off."""
    return event.state is not EventState.CANCELLED and now < link_ends_at(event)


def list_uninvited(event: Event) -> list[SpeakerAddress]:
    """Those with an address who have not had their link."""
    addresses = (listed.speaker.address for listed in list_all_speakers(event))
    return [address for address in addresses if address and address.invited_at is None]


def list_owing(event: Event, *, now: datetime) -> list[SpeakerAddress]:
    """Those who have had their link and still owe something, and to whom no letter is waiting."""
    return [
        listed.speaker.address
        for listed in list_all_speakers(event)
        if listed.speaker.address and listed.may_be_reminded(now)
    ]


def invite_speakers(event: Event, *, code: str = "", actor: str, now: datetime) -> int:
    """Send their link to those who have not had it, or to the one of this code; how many.

    Raises SpeakersNotAsked, NoSpeakerToInvite.
    """
    event = _lock(event, now)
    people = [a for a in list_uninvited(event) if not code or a.speaker.code == code]
    if not people:
        raise NoSpeakerToInvite
    for address in people:
        address.invited_at = now
    _promise(JobKind.SPEAKER_MAIL, people, now=now)
    _record(AuditAction.SPEAKERS_WRITTEN_TO, event, len(people), actor, now)
    return len(people)


def remind_speakers(event: Event, *, actor: str, now: datetime) -> int:
    """Remind those who owe something, each with what they owe; how many.

    Raises SpeakersNotAsked, NoSpeakerToRemind.
    """
    event = _lock(event, now)
    people = list_owing(event, now=now)
    if not people:
        raise NoSpeakerToRemind
    _promise(JobKind.SPEAKER_REMINDER_MAIL, people, now=now)
    _record(AuditAction.SPEAKERS_WRITTEN_TO, event, len(people), actor, now)
    return len(people)


def undo_speaker_letters(event: Event, *, actor: str, now: datetime) -> int:
    """Take back what has not left; how many letters. Raises SpeakerLettersGone."""
    event = locking.lock_event(event).event
    waiting = db.session.scalars(
        select(SpeakerAddress).where(
            SpeakerAddress.event_id == event.id,
            SpeakerAddress.letter_key.in_(_waiting_keys(event, now)),
        )
    ).all()
    kinds = dict(
        db.session.execute(
            delete(Job)
            .where(Job.dedupe_key.in_([row.letter_key for row in waiting]), Job.attempts == 0)
            .returning(Job.dedupe_key, Job.kind)
            .execution_options(synchronize_session=False)
        ).all()
    )
    if not kinds:
        raise SpeakerLettersGone
    for address in waiting:
        if kinds.get(address.letter_key) is JobKind.SPEAKER_MAIL:
            address.invited_at = None
        address.letter_key, address.written_at = "", None
    _record(AuditAction.SPEAKER_LETTERS_UNDONE, event, len(kinds), actor, now)
    return len(kinds)


def count_waiting(event: Event, *, now: datetime) -> SpeakerLetters | None:
    """The letters that can be taken back now; None where there are none."""
    count, leave_at = db.session.execute(
        select(func.count(), func.min(Job.due_at)).where(
            Job.dedupe_key.in_(_waiting_keys(event, now))
        )
    ).one()
    return SpeakerLetters(count, leave_at) if count else None


def find_speaker_address(address_id: int, link: int, *, now: datetime) -> SpeakerAddress | None:
    """Whom a letter is for; None where they have another link by now, or none.

    `link` is `number_of` the link: the number of a row may be given anew.
    """
    address = db.session.scalar(
        select(SpeakerAddress)
        .where(SpeakerAddress.id == address_id)
        .options(joinedload(SpeakerAddress.event), joinedload(SpeakerAddress.speaker))
    )
    if address is None or number_of(address) != link or link_ends_at(address.event) <= now:
        return None
    return address


def list_owed(address: SpeakerAddress) -> tuple[Owed, ...]:
    """What the speaker of this address has still to do."""
    return owed_by(address.event, address.speaker, find_proposal(address))


def _lock(event: Event, now: datetime) -> Event:
    event = locking.lock_event(event).event
    if not may_ask(event, now=now):
        raise SpeakersNotAsked
    return event


def _promise(kind: JobKind, people: Sequence[SpeakerAddress], *, now: datetime) -> None:
    stamp, promises = int(now.timestamp()), []
    for address in people:
        give_link(address)
        address.written_at = now
        address.letter_key = f"{kind.value}:{address.code}:{address.link_revision}:{stamp}"
        about = {"speaker_address_id": address.id, "link": number_of(address)}
        promises.append((address.letter_key, about))
    db.session.flush()
    outbox.enqueue_many(kind, promises, due_at=now + UNDO_PERIOD, now=now)


def _waiting_keys(event: Event, now: datetime) -> Sequence[str]:
    """The keys of letters that nobody has begun to send."""
    return db.session.scalars(
        select(Job.dedupe_key)
        .join(SpeakerAddress, SpeakerAddress.letter_key == Job.dedupe_key)
        .where(
            SpeakerAddress.event_id == event.id,
            Job.state == JobState.WAITING,
            Job.attempts == 0,
            Job.due_at > now,
        )
    ).all()


def _record(action: AuditAction, event: Event, people: int, actor: str, now: datetime) -> None:
    audit.record(action, event, actor=actor, now=now, people=people)
