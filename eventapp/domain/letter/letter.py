"""Letters that organizers write: drafts, when they go, and taking them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from eventapp.domain import locking, outbox
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.letter.audience import AudienceGroup, LetterAudience, measure_audience
from eventapp.domain.letter.placeholder import list_unknown
from eventapp.domain.record import audit
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Account,
    AuditAction,
    Event,
    EventLetter,
    JobKind,
    LetterKind,
    LetterState,
)

# As long a letter can be taken back: nothing leaves before.
LATEST_AFTER_EVENT = timedelta(days=90)
SUBJECT_MAX_LENGTH = 150
BODY_MAX_LENGTH = 10_000


class LetterGone(Refusal):
    """The letter is on its way, or sent: what has left cannot be changed or taken back."""

    code = "letter-gone"
    sentence = _l("The letter is on its way and can no longer be changed or taken back.")


class LetterUnfinished(Refusal):
    """A text is missing, or has a word between braces that is not on the list."""

    code = "letter-unfinished"
    sentence = _l("The letter was not sent. Write a subject and a text, and mend what is marked.")


class AudienceUncounted(Refusal):
    """Whoever sends it has not seen how many it goes to."""

    code = "audience-uncounted"
    sentence = _l(
        "You have changed whom the letter goes to. Look at how many they are now, and send it "
        "again."
    )


class NobodyToWriteTo(Refusal):
    """Nobody meets the criteria."""

    code = "nobody-to-write-to"
    sentence = _l("The letter was not sent: nobody matches. Choose other people.")


class LetterTooLate(Refusal):
    """The time chosen is so long after the event that the letter's links no longer work."""

    code = "letter-too-late"
    sentence = _l("The letter was not sent. Choose a time at most three months after the event.")


class LetterTooEarly(Refusal):
    """The time chosen has passed."""

    code = "letter-too-early"
    sentence = _l("The letter was not sent: that time has passed. Choose a later one.")


@dataclass(frozen=True, slots=True)
class LetterText:
    """What is written, and to whom; `about_place` is False for news that people may decline."""

    audience: LetterAudience
    subject: str
    body: str
    subject_en: str = ""
    body_en: str = ""
    about_place: bool = True

    @property
    def complete(self) -> bool:
        """Whether it can be sent: the English is whole or missing, and every placeholder known."""
        texts = (self.subject, self.body, self.subject_en, self.body_en)
        return (
            bool(self.subject and self.body)
            and bool(self.subject_en) == bool(self.body_en)
            and not any(list_unknown(written) for written in texts)
        )


def create_draft(event: Event, written: LetterText, *, actor: str, now: datetime) -> EventLetter:
    """Save a new draft."""
    letter = EventLetter(event_id=event.id, actor=actor, created_at=now, saved_at=now)
    _write(letter, written)
    db.session.add(letter)
    db.session.flush()
    return letter


def update_draft(letter: EventLetter, written: LetterText, *, version: int, now: datetime) -> None:
    """Save a draft anew. Raises LetterGone, StaleVersion."""
    _lock_draft(letter)
    check_version(letter, version)
    _write(letter, written)
    letter.saved_at = now
    letter.version += 1


def remove_draft(letter: EventLetter) -> None:
    """Delete a draft. Raises LetterGone.

    One of the timetable, held since a restore, stays as stopped: else the clock would send it.
    """
    _lock_draft(letter)
    if letter.kind is LetterKind.WRITTEN:
        db.session.delete(letter)
    else:
        letter.state = LetterState.STOPPED


def send_letter(
    letter: EventLetter,
    written: LetterText,
    *,
    version: int,
    sends_at: datetime | None,
    actor: str,
    now: datetime,
) -> None:
    """Save the draft and let it go at that time, and not before UNDO_PERIOD has passed.

    Raises LetterGone, StaleVersion, LetterUnfinished, NobodyToWriteTo, LetterTooEarly,
    LetterTooLate.
    """
    update_draft(letter, written, version=version, now=now)
    if not written.complete:
        raise LetterUnfinished
    people = measure_audience(letter.event, written.audience).affected.people
    if not people:
        raise NobodyToWriteTo
    if sends_at and sends_at < now:
        raise LetterTooEarly
    moment = max(sends_at or now, now + UNDO_PERIOD)
    if moment > letter.event.ends_at + LATEST_AFTER_EVENT and sends_at:
        raise LetterTooLate
    letter.state, letter.sends_at, letter.actor = LetterState.SCHEDULED, moment, actor
    _record(AuditAction.LETTER_SCHEDULED, letter, actor=actor, now=now, people=people)


def undo_letter(letter: EventLetter, *, actor: str, now: datetime) -> None:
    """Make a letter that has not begun to go a draft again. Raises LetterGone."""
    locking.lock_row(letter)
    if letter.state is not LetterState.SCHEDULED:
        raise LetterGone
    letter.state, letter.sends_at = LetterState.DRAFT, None
    letter.version += 1
    _record(AuditAction.LETTER_UNDONE, letter, actor=actor, now=now)


def send_trial(letter: EventLetter, account: Account, *, now: datetime) -> None:
    """Send the letter to whoever writes it, filled in with their own name; once for each version.

    Raises LetterUnfinished.
    """
    if not text_of(letter).complete:
        raise LetterUnfinished
    outbox.enqueue_once(
        JobKind.EVENT_LETTER_TRIAL,
        key=f"letter-trial:{letter.id}:{letter.version}:{account.id}",
        now=now,
        letter_id=letter.id,
        account_id=account.id,
    )


def find_letter(event: Event, code: str) -> EventLetter | None:
    """The event's letter of this code."""
    return db.session.scalar(
        select(EventLetter).where(EventLetter.event_id == event.id, EventLetter.code == code)
    )


def list_drafts(event: Event) -> Sequence[EventLetter]:
    """The event's drafts, the latest first."""
    return db.session.scalars(
        select(EventLetter)
        .where(
            EventLetter.event_id == event.id,
            EventLetter.state == LetterState.DRAFT,
            EventLetter.kind == LetterKind.WRITTEN,
        )
        .order_by(EventLetter.saved_at.desc(), EventLetter.id.desc())
    ).all()


def text_of(letter: EventLetter) -> LetterText:
    """What the letter says, and to whom."""
    return LetterText(
        audience=LetterAudience.read(letter.audience),
        subject=letter.subject,
        body=letter.body,
        subject_en=letter.subject_en,
        body_en=letter.body_en,
        about_place=letter.about_place,
    )


def _write(letter: EventLetter, written: LetterText) -> None:
    letter.audience = written.audience.stored()
    letter.subject, letter.body = written.subject, written.body
    letter.subject_en, letter.body_en = written.subject_en, written.body_en
    # Whoever was only invited has no place that a letter could be about.
    to_invited = written.audience.group is AudienceGroup.INVITED
    letter.about_place = written.about_place and not to_invited


def _lock_draft(letter: EventLetter) -> None:
    locking.lock_row(letter)
    if letter.state is not LetterState.DRAFT:
        raise LetterGone


def _record(
    action: AuditAction, letter: EventLetter, *, actor: str, now: datetime, **counts: int
) -> None:
    audit.record(
        action, letter.event, actor=actor, now=now, reason="", letter=letter.code, **counts
    )
