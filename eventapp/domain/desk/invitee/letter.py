"""Letters to those on the list: the invitation, reminders, and taking both back in time.

Nothing leaves for UNDO_PERIOD. Whether somebody is still to have a letter is asked again then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.orm import joinedload

from eventapp.domain import locking, outbox
from eventapp.domain.desk.invitee.link import may_answer
from eventapp.domain.desk.invitee.status import InviteeStatus, has_status, is_awaited, status
from eventapp.domain.errors import Refusal
from eventapp.domain.people.unsubscription import find_unsubscribed, is_unsubscribed
from eventapp.domain.record import audit
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Event, Invitee, InviteeAnswer, Job, JobKind, JobState

REMINDER_INTERVAL = timedelta(days=1)
BATCH_SIZE = 200  # people in one transaction


class NotOpenForInvitees(Refusal):
    """The event takes no registrations, so nobody can say yes."""

    code = "not-open-for-invitees"
    sentence = _l(
        "No letter was sent. Invitations can be sent while the event is open for registration."
    )


class NobodyToInvite(Refusal):
    """All of them have been written to, are registered or have declined letters."""

    code = "nobody-to-invite"
    sentence = _l("No letter was sent: everybody on the list has been written to already.")


class NoInviteeToRemind(Refusal):
    """All of them have answered, or had a letter within REMINDER_INTERVAL."""

    code = "no-invitee-to-remind"
    sentence = _l(
        "No letter was sent: everybody has answered, or has had a letter within the last 24 hours."
    )


class InviteeLettersGone(Refusal):
    """The ten minutes are over."""

    code = "invitee-letters-gone"
    sentence = _l("The letters are on their way and can no longer be taken back.")


@dataclass(frozen=True, slots=True)
class WaitingLetters:
    """Letters that can still be taken back: how many, and when they leave."""

    count: int
    leave_at: datetime


def send_invitations(event: Event, *, actor: str, now: datetime) -> Iterator[int]:
    """Write to those on the list who have not been written to; how many, batch by batch.

    Each batch is a transaction of its own, which the caller commits. Raises NotOpenForInvitees,
    and NobodyToInvite where there was nobody at all.
    """
    promised = 0
    condition = has_status(InviteeStatus.UNSENT)
    for people in _batches(event, condition, now=now):
        keys = {invitee.id: f"invitee:{invitee.code}:invitation" for invitee in people}
        _promise(JobKind.INVITEE_MAIL, people, keys, now=now, invited_at=now)
        _record(AuditAction.INVITEES_WRITTEN_TO, event, people, actor=actor, now=now)
        promised += len(people)
        yield len(people)
    if not promised:
        raise NobodyToInvite


def remind_invitees(event: Event, *, actor: str, now: datetime) -> Iterator[int]:
    """Remind those who have not answered, or said yes and not registered; in batches as above.

    Raises NotOpenForInvitees, and NoInviteeToRemind where there was nobody at all.
    """
    promised, stamp = 0, int(now.timestamp())
    condition = is_awaited(now - REMINDER_INTERVAL)
    for people in _batches(event, condition, now=now):
        keys = {invitee.id: f"invitee:{invitee.code}:reminder:{stamp}" for invitee in people}
        _promise(JobKind.INVITEE_REMINDER_MAIL, people, keys, now=now)
        _record(AuditAction.INVITEES_REMINDED, event, people, actor=actor, now=now)
        promised += len(people)
        yield len(people)
    if not promised:
        raise NoInviteeToRemind


def undo_letters(event: Event, *, actor: str, now: datetime) -> int:
    """Take back what has not left; return how many letters. Raises InviteeLettersGone."""
    event = locking.lock_event(event).event
    keys = db.session.scalars(_waiting(event, now, Job.dedupe_key)).all()
    stopped: list[str] = []
    for at in range(0, len(keys), BATCH_SIZE):
        some = keys[at : at + BATCH_SIZE]
        stopped += _stop(some, JobKind.INVITEE_MAIL, invited_at=None, written_at=None)
        stopped += _stop(some, JobKind.INVITEE_REMINDER_MAIL, written_at=Invitee.invited_at)
    if not stopped:
        raise InviteeLettersGone
    audit.record(
        AuditAction.INVITEE_LETTERS_UNDONE, event, actor=actor, now=now, people=len(stopped)
    )
    return len(stopped)


def count_waiting(event: Event, *, now: datetime) -> WaitingLetters | None:
    """The letters that can be taken back now; None where there are none."""
    count, leave_at = db.session.execute(
        _waiting(event, now, func.count(), func.min(Job.due_at))
    ).one()
    return WaitingLetters(count, leave_at) if count else None


def list_uninvited(event: Event) -> list[Invitee]:
    """Those whom an invitation would go to now: not written to, registered, or having declined."""
    return _without_declined(_list(event, has_status(InviteeStatus.UNSENT), most=None))


def list_remindable(event: Event, *, now: datetime) -> list[Invitee]:
    """Those whom a reminder would go to now."""
    return _without_declined(_list(event, is_awaited(now - REMINDER_INTERVAL), most=None))


def find_addressee(invitee_id: int, added: int, *, now: datetime) -> Invitee | None:
    """Whom an invitation is for; None where they are not to have one any more.

    `added` is the second when they were put on the list: a number may be given anew.
    """
    row = db.session.execute(
        select(Invitee, status).where(Invitee.id == invitee_id).options(joinedload(Invitee.event))
    ).one_or_none()
    if row is None or second_of(row[0]) != added:
        return None
    invitee: Invitee = row[0]
    answered = row[1] in {InviteeStatus.REGISTERED, InviteeStatus.NO}
    if answered or not may_answer(invitee.event, now=now) or is_unsubscribed(invitee.email):
        return None
    return invitee


def find_reminded(
    invitee_id: int, added: int, *, asked: int | None, now: datetime
) -> Invitee | None:
    """Whom a reminder is for: by an organizer, or `asked` for by themselves, for that moment.

    Whoever has asked for another day since, or twice, gets one reminder, of the last answer.
    """
    invitee = find_addressee(invitee_id, added, now=now)
    if invitee is None:
        return None
    waits = invitee.answer is InviteeAnswer.LATER
    if asked:
        wanted = invitee.remind_at if waits else None
        return invitee if wanted and microsecond_of(wanted) == asked else None
    return None if waits else invitee


def microsecond_of(moment: datetime) -> int:
    """A moment as the jobs of reminders that somebody asked for have it."""
    return round(moment.timestamp() * 1_000_000)


def second_of(invitee: Invitee) -> int:
    """The second when somebody was put on the list, as their letters' jobs have it."""
    return int(invitee.created_at.timestamp())


def _batches(
    event: Event, condition: ColumnElement[bool], *, now: datetime
) -> Iterator[list[Invitee]]:
    """The people in batches, each read under the lock; who has declined letters is left out."""
    last_id, full = 0, True
    while full:
        event = locking.lock_event(event).event
        if not may_answer(event, now=now):
            raise NotOpenForInvitees
        people = _list(event, condition & (Invitee.id > last_id), most=BATCH_SIZE)
        full = len(people) == BATCH_SIZE
        last_id = people[-1].id if people else last_id
        if written_to := _without_declined(people):
            yield written_to


def _list(event: Event, condition: ColumnElement[bool], *, most: int | None) -> Sequence[Invitee]:
    return db.session.scalars(
        select(Invitee)
        .where(Invitee.event_id == event.id, condition)
        .order_by(Invitee.id)
        .limit(most)
    ).all()


def _without_declined(people: Sequence[Invitee]) -> list[Invitee]:
    declined = find_unsubscribed({invitee.email for invitee in people})
    return [invitee for invitee in people if invitee.email not in declined]


def _promise(
    kind: JobKind,
    people: Sequence[Invitee],
    keys: dict[int, str],
    *,
    now: datetime,
    **values: datetime,
) -> None:
    promises = [
        (keys[invitee.id], {"invitee_id": invitee.id, "added": second_of(invitee)})
        for invitee in people
    ]
    outbox.enqueue_many(kind, promises, due_at=now + UNDO_PERIOD, now=now)
    db.session.execute(
        update(Invitee),
        [{"id": id_, "letter_key": key, "written_at": now, **values} for id_, key in keys.items()],
    )


def _record(
    action: AuditAction, event: Event, people: Sequence[Invitee], *, actor: str, now: datetime
) -> None:
    audit.record(action, event, actor=actor, now=now, people=len(people))


def _waiting(event: Event, now: datetime, *columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(Invitee)
        .join(Job, Job.dedupe_key == Invitee.letter_key)
        .where(
            Invitee.event_id == event.id,
            Job.state == JobState.WAITING,
            Job.attempts == 0,
            Job.due_at > now,
        )
    )


def _stop(keys: Sequence[str], kind: JobKind, **values: object) -> Sequence[str]:
    """Delete the waiting jobs of this kind, and write of their people what was before."""
    stopped = db.session.scalars(
        delete(Job)
        .where(Job.dedupe_key.in_(keys), Job.kind == kind, Job.state == JobState.WAITING)
        .returning(Job.dedupe_key)
        .execution_options(synchronize_session=False)
    ).all()
    db.session.execute(
        update(Invitee)
        .where(Invitee.letter_key.in_(stopped))
        .values(letter_key="", **values)
        .execution_options(synchronize_session=False)
    )
    return stopped
