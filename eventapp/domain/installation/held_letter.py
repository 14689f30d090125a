"""Letters that a restore brought back: they wait until somebody releases or discards them.

Some may have been sent between the backup and the restore; only people can tell which.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update

from eventapp.domain.errors import Refusal
from eventapp.domain.record.audit import INSTALLATION, record
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, EventLetter, Job, JobKind, JobState, LetterState


class LetterNotHeld(Refusal):
    """The letter was released or discarded meanwhile, or never held."""

    code = "letter-not-held"
    sentence = _l("Someone has already dealt with this email. Nothing has changed.")


def suspend_letters() -> int:
    """Hold all that waits to be sent; returns how much there is.

    Organizers' letters that were to go to many are drafts again, or stopped where they had begun.
    """
    for state, instead in (
        (LetterState.SCHEDULED, LetterState.DRAFT),
        (LetterState.SENDING, LetterState.STOPPED),
    ):
        db.session.execute(
            update(EventLetter)
            .where(EventLetter.state == state)
            .values(state=instead)
            .execution_options(synchronize_session=False)
        )
    return _move([JobState.WAITING, JobState.LEASED], state=JobState.HELD, leased_until=None)


def count_held() -> Sequence[tuple[JobKind, int]]:
    """How many letters are held, by kind, the most first."""
    number = func.count().label("number")
    rows = db.session.execute(
        select(Job.kind, number)
        .where(Job.state == JobState.HELD)
        .group_by(Job.kind)
        .order_by(number.desc(), Job.kind)
    )
    return [(kind, count) for kind, count in rows]


def release_letter(number: int, *, actor: str, now: datetime) -> None:
    """Let one letter go out that was held or discarded. Raises LetterNotHeld."""
    if not _release(now, [JobState.HELD, JobState.DISCARDED], Job.id == number):
        raise LetterNotHeld
    _record(AuditAction.LETTERS_RELEASED, 1, actor=actor, now=now)


def release_letters(kind: JobKind | None, *, actor: str, now: datetime) -> int:
    """Let all held letters go out, or those of one kind. Returns how many. Raises LetterNotHeld."""
    released = _release(now, [JobState.HELD], *_of(kind))
    if not released:
        raise LetterNotHeld
    _record(AuditAction.LETTERS_RELEASED, released, actor=actor, now=now)
    return released


def discard_letter(number: int, *, actor: str, now: datetime) -> None:
    """Never send one letter that is held; it can still be released. Raises LetterNotHeld."""
    if not _move([JobState.HELD], Job.id == number, state=JobState.DISCARDED, done_at=now):
        raise LetterNotHeld
    _record(AuditAction.LETTERS_DISCARDED, 1, actor=actor, now=now)


def discard_letters(kind: JobKind | None, *, actor: str, now: datetime) -> int:
    """Discard all held letters, or those of one kind. Returns how many. Raises LetterNotHeld."""
    discarded = _move([JobState.HELD], *_of(kind), state=JobState.DISCARDED, done_at=now)
    if not discarded:
        raise LetterNotHeld
    _record(AuditAction.LETTERS_DISCARDED, discarded, actor=actor, now=now)
    return discarded


def _of(kind: JobKind | None) -> list[ColumnElement[bool]]:
    return [] if kind is None else [Job.kind == kind]


def _release(now: datetime, states: list[JobState], *which: ColumnElement[bool]) -> int:
    """What was to go out later still does; the rest has not been late until now."""
    later = _move(states, Job.due_at > now, *which, state=JobState.WAITING, done_at=None)
    due = _move(
        states,
        *which,
        state=JobState.WAITING,
        done_at=None,
        due_at=now,
        created_at=now,
        error="",
    )
    return later + due


def _move(states: list[JobState], *which: ColumnElement[bool], **values: object) -> int:
    done = db.session.execute(
        update(Job)
        .where(Job.state.in_(states), *which)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def _record(action: AuditAction, count: int, *, actor: str, now: datetime) -> None:
    record(action, INSTALLATION, actor=actor, now=now, letters=count)
