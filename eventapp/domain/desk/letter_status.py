"""The letters to one person, and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventapp.domain import outbox
from eventapp.extensions import db
from eventapp.models import Job, JobKind, JobState, Registration

LETTERS_SHOWN_MAX = 30


@dataclass(frozen=True, slots=True)
class LetterStatus:
    """One letter; `error` is what the mail server said last, word for word."""

    kind: JobKind
    state: JobState
    promised_at: datetime
    due_at: datetime
    done_at: datetime | None
    tried: bool
    error: str


def list_letters(registration: Registration) -> Sequence[LetterStatus]:
    """The latest letters about the registration, the newest first."""
    jobs = db.session.scalars(
        select(Job)
        .where(outbox.is_about([registration.id]))
        .order_by(Job.created_at.desc(), Job.id.desc())
        .limit(LETTERS_SHOWN_MAX)
    )
    return [
        LetterStatus(
            job.kind,
            job.state,
            job.created_at,
            job.due_at,
            job.done_at,
            job.attempts > 0,
            job.error,
        )
        for job in jobs
    ]
