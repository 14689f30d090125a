"""How letters came out: how many have left, and what the mail server said of each person's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from eventapp.domain.paging import Page
from eventapp.extensions import db
from eventapp.models import (
    Account,
    Bounce,
    Event,
    EventLetter,
    Invitee,
    Job,
    JobState,
    LetterRecipient,
    LetterState,
    LetterTrouble,
    Registration,
    SpeakerAddress,
)

PAGE_SIZE = 50
LETTERS_PER_PAGE = 10


class Outcome(StrEnum):
    """What has become of one person's letter."""

    WAITING = "waiting"
    ACCEPTED = "accepted"  # by the mail server: never read, never delivered
    RETRIED = "retried"
    FAILED = "failed"
    UNSENT = "unsent"


@dataclass(frozen=True, slots=True)
class LetterProgress:
    """How many people are on a letter's list, by what became of theirs."""

    total: int
    waiting: int
    accepted: int
    retried: int
    failed: int
    unsent: int

    @property
    def left(self) -> int:
        """For how many something has happened: the server has answered, or it was not sent."""
        return self.total - self.waiting


@dataclass(frozen=True, slots=True)
class ListedLetter:
    """A letter and how far it has come."""

    letter: EventLetter
    progress: LetterProgress

    @property
    def under_way(self) -> bool:
        """Whether there is anything left to stop."""
        state = self.letter.state
        return state is LetterState.SENDING or (
            state is LetterState.SENT and bool(self.progress.waiting)
        )


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One page of the letters that have gone or will; pages count from 1."""

    letters: Sequence[ListedLetter]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class ListedRecipient:
    """One person of a letter, with the server's own words where it refused."""

    id: int
    registration: Registration | None
    account: Account | None
    speaker: SpeakerAddress | None
    invitee: Invitee | None
    outcome: Outcome
    trouble: LetterTrouble
    words: str
    attempts: int
    at: datetime | None
    due_at: datetime | None
    bounced: bool


@dataclass(frozen=True, slots=True)
class RecipientPage:
    """One page of a letter's people; pages count from 1."""

    recipients: Sequence[ListedRecipient]
    page: int
    pages: int
    total: int


_OPEN = Job.state.in_((JobState.WAITING, JobState.LEASED, JobState.HELD))
# A notice that came back is about this letter if it bears its key, and about the present address.
_BOUNCED = and_(Bounce.id.is_not(None), Job.state == JobState.DONE)
# A row without a job was sent so long ago that the outbox has deleted what it knew.
_outcome = case(
    (LetterRecipient.trouble != LetterTrouble.NONE, Outcome.UNSENT.value),
    (Job.state == JobState.DISCARDED, Outcome.UNSENT.value),
    (_BOUNCED, Outcome.FAILED.value),
    (Job.state == JobState.FAILED, Outcome.FAILED.value),
    (and_(_OPEN, Job.error != ""), Outcome.RETRIED.value),
    (_OPEN, Outcome.WAITING.value),
    else_=Outcome.ACCEPTED.value,
)


def list_letters(event: Event, *, page: int) -> LetterPage:
    """The letters that wait for their time, are on their way or have gone; the latest first."""
    which = (EventLetter.event_id == event.id, EventLetter.state != LetterState.DRAFT)
    total = db.session.scalar(select(func.count()).select_from(EventLetter).where(*which)) or 0
    shown = Page.of(total, wanted=page, size=LETTERS_PER_PAGE)
    letters = db.session.scalars(
        select(EventLetter)
        .where(*which)
        .order_by(EventLetter.sends_at.desc(), EventLetter.id.desc())
        .limit(LETTERS_PER_PAGE)
        .offset(shown.start)
    ).all()
    progress = count_outcomes([letter.id for letter in letters])
    listed = [ListedLetter(letter, progress[letter.id]) for letter in letters]
    return LetterPage(listed, shown.number, shown.pages)


def count_outcomes(letter_ids: Sequence[int]) -> dict[int, LetterProgress]:
    """How many people of each letter have which outcome; in one query."""
    rows = db.session.execute(
        _joined(select(LetterRecipient.letter_id, _outcome, func.count()))
        .where(LetterRecipient.letter_id.in_(letter_ids))
        .group_by(LetterRecipient.letter_id, _outcome)
    )
    counts: dict[int, dict[str, int]] = {letter_id: {} for letter_id in letter_ids}
    for letter_id, outcome, number in rows:
        counts[letter_id][outcome] = number
    return {
        letter_id: LetterProgress(
            total=sum(numbers.values()),
            **{outcome.value: numbers.get(outcome.value, 0) for outcome in Outcome},
        )
        for letter_id, numbers in counts.items()
    }


def list_recipients_of(letter: EventLetter, outcome: Outcome | None, *, page: int) -> RecipientPage:
    """One page of the letter's people, those first who did not get it."""
    which: list[ColumnElement[bool]] = [LetterRecipient.letter_id == letter.id]
    if outcome:
        which.append(_outcome == outcome.value)
    total = db.session.scalar(_joined(select(func.count(LetterRecipient.id))).where(*which)) or 0
    shown = Page.of(total, wanted=page, size=PAGE_SIZE)
    rows = db.session.execute(
        _joined(select(LetterRecipient, _outcome, Job, Bounce))
        .options(
            joinedload(LetterRecipient.registration),
            joinedload(LetterRecipient.account),
            joinedload(LetterRecipient.speaker).joinedload(SpeakerAddress.speaker),
            joinedload(LetterRecipient.invitee),
        )
        .where(*which)
        .order_by(_rank(), LetterRecipient.id)
        .limit(PAGE_SIZE)
        .offset(shown.start)
    ).all()
    listed = [_listed(*row) for row in rows]
    return RecipientPage(listed, shown.number, shown.pages, total)


def find_recipient_of(letter: EventLetter, recipient_id: int) -> LetterRecipient | None:
    """The person of this number on the letter's list."""
    return db.session.scalar(
        select(LetterRecipient).where(
            LetterRecipient.letter_id == letter.id, LetterRecipient.id == recipient_id
        )
    )


def _joined(statement: Select[Any]) -> Select[Any]:
    return (
        statement.select_from(LetterRecipient)
        .outerjoin(Job, Job.dedupe_key == LetterRecipient.job_key)
        .outerjoin(Registration, Registration.id == LetterRecipient.registration_id)
        .outerjoin(
            Bounce,
            and_(
                Bounce.job_key == LetterRecipient.job_key,
                or_(Registration.id.is_(None), Bounce.email == Registration.email),
            ),
        )
    )


def _rank() -> ColumnElement[int]:
    return case(
        (_outcome == Outcome.FAILED.value, 0),
        (_outcome == Outcome.RETRIED.value, 1),
        (_outcome == Outcome.WAITING.value, 2),
        else_=3,
    )


def _listed(
    recipient: LetterRecipient, outcome: str, job: Job | None, bounce: Bounce | None
) -> ListedRecipient:
    bounced = bounce is not None and outcome == Outcome.FAILED.value
    return ListedRecipient(
        id=recipient.id,
        registration=recipient.registration,
        account=recipient.account,
        speaker=recipient.speaker,
        invitee=recipient.invitee,
        outcome=Outcome(outcome),
        trouble=recipient.trouble,
        words=bounce.words if bounce and bounced else job.error if job else "",
        attempts=job.attempts if job else 0,
        at=bounce.at if bounce and bounced else job.done_at if job else None,
        due_at=job.due_at if job else None,
        bounced=bounced,
    )
