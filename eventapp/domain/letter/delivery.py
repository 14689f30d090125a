"""Letting letters go: promised in batches to the outbox, stopped, and what each person is sent.

A batch is a transaction of its own. A worker that dies leaves the letter to the next one, which
goes on after the last person promised; the outbox's keys keep everybody from being promised twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import joinedload

from eventapp.domain import locking, outbox
from eventapp.domain.letter.audience import AudienceGroup, LetterAudience, select_recipients
from eventapp.domain.letter.letter import LetterGone
from eventapp.domain.people.unsubscription import is_unsubscribed
from eventapp.domain.record import audit
from eventapp.domain.record.audit import SYSTEM
from eventapp.domain.registration.address import is_stand_in
from eventapp.extensions import db
from eventapp.models import (
    Account,
    AuditAction,
    EventLetter,
    Invitee,
    Job,
    JobKind,
    JobState,
    LetterRecipient,
    LetterState,
    LetterTrouble,
    Registration,
    RegistrationState,
    SpeakerAddress,
)

BATCH_SIZE = 500  # people in one transaction
# Where those of a group are stored, the column of their reference, and their mark in the outbox.
PARTICIPANTS: tuple[Any, str, str] = (Registration, "registration_id", "")
PEOPLE: dict[AudienceGroup, tuple[Any, str, str]] = {
    AudienceGroup.COORDINATORS: (Account, "account_id", "a"),
    AudienceGroup.SPEAKERS: (SpeakerAddress, "speaker_address_id", "s"),
    AudienceGroup.INVITED: (Invitee, "invitee_id", "i"),
}
NEW_RECIPIENT = insert(LetterRecipient.__table__)  # type: ignore[arg-type]  # it is one


@dataclass(frozen=True, slots=True)
class Delivery:
    """A letter and the one person that it is written to now."""

    letter: EventLetter
    registration: Registration | None
    account: Account | None
    speaker: SpeakerAddress | None
    invitee: Invitee | None


def list_due(*, now: datetime) -> Sequence[int]:
    """The letters whose time has come, or that are on their way, by id."""
    return db.session.scalars(
        select(EventLetter.id)
        .where(
            (EventLetter.state == LetterState.SENDING)
            | ((EventLetter.state == LetterState.SCHEDULED) & (EventLetter.sends_at <= now))
        )
        .order_by(EventLetter.sends_at, EventLetter.id)
    ).all()


def promise_batch(letter_id: int, *, now: datetime) -> bool:
    """Promise the letter to the next BATCH_SIZE people; return whether there may be more.

    Whoever is on the list is decided now, and not when the letter was written.
    """
    letter = _lock(letter_id)
    if letter is None or not _begin(letter, now=now):
        return False
    audience = LetterAudience.read(letter.audience)
    ids = _next_ids(letter, audience)
    if ids:
        _promise(letter, audience, ids, now=now)
        letter.last_id = ids[-1]
    if len(ids) == BATCH_SIZE:
        return True
    letter.state = LetterState.SENT
    return False


def stop_letter(letter: EventLetter, *, actor: str, now: datetime) -> int:
    """Stop what has not left yet; return how many people that is. Raises LetterGone.

    A worker that has begun with some of them finishes those.
    """
    locking.lock_row(letter)
    if letter.state not in {LetterState.SENDING, LetterState.SENT}:
        raise LetterGone
    waiting = (
        select(LetterRecipient.job_key)
        .join(Job, Job.dedupe_key == LetterRecipient.job_key)
        .where(LetterRecipient.letter_id == letter.id, Job.state == JobState.WAITING)
    )
    keys = db.session.scalars(waiting).all()
    for start in range(0, len(keys), BATCH_SIZE):
        _stop(keys[start : start + BATCH_SIZE])
    letter.state = LetterState.STOPPED
    audit.record(
        AuditAction.LETTER_STOPPED,
        letter.event,
        actor=actor,
        now=now,
        letter=letter.code,
        people=len(keys),
    )
    return len(keys)


def find_delivery(recipient_id: int) -> Delivery | None:
    """Whom the letter is to be written to now; None where it is not to be sent any more.

    That is so for whoever has cancelled or was erased, and for news to those who declined it.
    """
    recipient = db.session.get(
        LetterRecipient,
        recipient_id,
        options=[
            joinedload(LetterRecipient.letter).joinedload(EventLetter.event),
            joinedload(LetterRecipient.registration),
            joinedload(LetterRecipient.account),
            joinedload(LetterRecipient.speaker).joinedload(SpeakerAddress.speaker),
            joinedload(LetterRecipient.invitee),
        ],
    )
    if recipient is None or _trouble(recipient):
        return None
    return Delivery(
        recipient.letter,
        recipient.registration,
        recipient.account,
        recipient.speaker,
        recipient.invitee,
    )


def mark_unsent(recipient_id: int) -> None:
    """Write down why this person was not sent the letter."""
    recipient = db.session.get(LetterRecipient, recipient_id)
    if recipient:
        recipient.trouble = _trouble(recipient) or LetterTrouble.LEFT


def _lock(letter_id: int) -> EventLetter | None:
    return db.session.scalar(
        select(EventLetter)
        .where(EventLetter.id == letter_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _begin(letter: EventLetter, *, now: datetime) -> bool:
    """Whether it may go on; what was taken back or stopped meanwhile may not."""
    if letter.state is LetterState.SCHEDULED and letter.sends_at and letter.sends_at <= now:
        letter.state = LetterState.SENDING
        audit.record(
            AuditAction.LETTER_STARTED, letter.event, actor=SYSTEM, now=now, letter=letter.code
        )
    return letter.state is LetterState.SENDING


def _next_ids(letter: EventLetter, audience: LetterAudience) -> Sequence[int]:
    table = PEOPLE.get(audience.group, PARTICIPANTS)[0]
    return db.session.scalars(
        select_recipients(letter.event, audience)
        .where(table.id > letter.last_id)
        .order_by(table.id)
        .limit(BATCH_SIZE)
    ).all()


def _promise(
    letter: EventLetter, audience: LetterAudience, ids: Sequence[int], *, now: datetime
) -> None:
    _table, column, mark = PEOPLE.get(audience.group, PARTICIPANTS)
    keys = {f"letter:{letter.id}:{mark}{id_}": id_ for id_ in ids}
    rows = [
        {"letter_id": letter.id, column: id_, "job_key": key, "trouble": LetterTrouble.NONE}
        for key, id_ in keys.items()
    ]
    db.session.execute(NEW_RECIPIENT, rows)
    numbers = db.session.execute(
        select(LetterRecipient.job_key, LetterRecipient.id).where(
            LetterRecipient.letter_id == letter.id, LetterRecipient.job_key.in_(keys)
        )
    )
    promises = [(key, {"recipient_id": number, column: keys[key]}) for key, number in numbers]
    outbox.enqueue_many(JobKind.EVENT_LETTER_MAIL, promises, due_at=now, now=now)


def _stop(keys: Sequence[str]) -> None:
    stopped = db.session.scalars(
        delete(Job)
        .where(Job.dedupe_key.in_(keys), Job.state == JobState.WAITING)
        .returning(Job.dedupe_key)
        .execution_options(synchronize_session=False)
    ).all()
    db.session.execute(
        update(LetterRecipient)
        .where(LetterRecipient.job_key.in_(stopped))
        .values(trouble=LetterTrouble.STOPPED)
        .execution_options(synchronize_session=False)
    )


def _trouble(recipient: LetterRecipient) -> LetterTrouble | None:
    if recipient.letter.state is LetterState.STOPPED:
        return LetterTrouble.STOPPED
    email = _address(recipient)
    if not email:
        return LetterTrouble.LEFT
    if is_stand_in(email):
        return LetterTrouble.NO_ADDRESS
    if not recipient.letter.about_place and is_unsubscribed(email):
        return LetterTrouble.UNSUBSCRIBED
    return None


def _address(recipient: LetterRecipient) -> str:
    """Where the letter goes; empty where nobody is to have it any more."""
    registration, account = recipient.registration, recipient.account
    if account:
        return account.email if account.active else ""
    if other := recipient.speaker or recipient.invitee:
        return other.email
    living = registration and registration.state is not RegistrationState.CANCELLED
    return registration.email if registration and living else ""
