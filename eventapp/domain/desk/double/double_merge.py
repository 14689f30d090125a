"""Merging two registrations of one person at an event, and undoing it for ten minutes.

The one that goes is cancelled at once: its page says so, and its ticket is red at the door. Its
seat counts as taken until the ten minutes are over; then, in one transaction, seats pass on, needs
are deleted and letters go. Nothing is moved that undoing could not move back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.domain import locking, outbox
from eventapp.domain.desk.cancellation import refuse_newcomer
from eventapp.domain.desk.double.double_choice import (
    ChosenSession,
    divide_choices,
    move_choices,
    notify_of_moved,
    return_choices,
)
from eventapp.domain.desk.invitee.invitee import follow_merge
from eventapp.domain.door.attendance import list_came
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record import audit
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.registration import care_need, session_choice
from eventapp.domain.registration.cancellation import leave_places, mark_cancelled
from eventapp.domain.registration.registration import reassign_free_seats
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, DoubleMerge, Event, JobKind, Registration
from eventapp.models import RegistrationState as State

# From what one would rather have to what one would rather not. A seat that is held until an
# organizer decides is more than a place in the queue, and that more than being set aside.
HELD = 2
RANKS = {
    State.CONFIRMED: 0,
    State.OFFERED: 1,
    State.WAITLISTED: 3,
    State.PENDING: 4,
    State.CANCELLED: 5,
}


class NotTwo(Refusal):
    """Nothing is merged into itself, nor into a registration for another event."""

    code = "not-two"
    sentence = _l("Choose two different registrations for this event.")


class OneIsCancelled(Refusal):
    """One of the two is cancelled, or somebody has just merged them."""

    code = "one-is-cancelled"
    sentence = _l("One of the two is cancelled already. Nothing is left to merge.")


class StayWithTheBetter(Refusal):
    """The one that would go has come, has the place, or is earlier in the queue."""

    code = "stay-with-the-better"
    sentence = _l(
        "The other registration has come to the door, has the place or waits further ahead. Let "
        "that one stay. You can change its name, address and organisation afterwards."
    )


class BothCame(Refusal):
    """Both came to a door: they are two people."""

    code = "both-came"
    sentence = _l("Both have come to the door. They are two people, or one used two tickets.")


class MergeTakenEffect(Refusal):
    """The time to undo is over, or it has been undone."""

    code = "merge-taken-effect"
    sentence = _l("This can no longer be undone.")


@dataclass(frozen=True, slots=True)
class MergedVersions:
    """The versions that the preview was of."""

    source: int
    target: int


@dataclass(frozen=True, slots=True)
class DoublePreview:
    """What merging would do. Sessions are moved, or given up as they clash or both have them."""

    source: Registration
    target: Registration
    moved: Sequence[ChosenSession]
    given_up: Sequence[ChosenSession]
    answers: int
    needs: bool
    frees_seat: bool
    refusal: Refusal | None


def better_first(some: Registration, other: Registration) -> tuple[Registration, Registration]:
    """The one that had better stay, and the one that goes: by arrival, then place, then age."""
    came = list_came([some.id, other.id])
    stays, goes = sorted(
        (some, other), key=lambda person: (person.id not in came, *_rank(person), person.id)
    )
    return stays, goes


def preview_merge(source: Registration, target: Registration) -> DoublePreview:
    """What merging the source into the target would do now, or why it cannot be done."""
    refusal: Refusal | None = None
    try:
        _refuse(source, target)
    except Refusal as raised:
        refusal = raised
    moved, given_up = divide_choices(source, target)
    return DoublePreview(
        source,
        target,
        moved,
        given_up,
        len(_missing_answers(source, target)),
        _lacks_needs(source, target),
        source.takes_seat and target.takes_seat,
        refusal,
    )


def merge_doubles(
    source: Registration,
    target: Registration,
    versions: MergedVersions,
    *,
    actor: str,
    now: datetime,
) -> DoubleMerge:
    """Let the source go into the target, which gets what it lacks: sessions, answers, needs.

    Where the event begins within ten minutes it takes effect at the event's start. Raises NotTwo,
    OneIsCancelled, StaleVersion, BothCame, StayWithTheBetter.
    """
    locked = locking.lock_event(source.event)
    db.session.refresh(source)
    db.session.refresh(target)
    _refuse(source, target)
    check_version(source, versions.source)
    check_version(target, versions.target)
    merge = DoubleMerge(
        event_id=locked.event.id,
        source_id=source.id,
        target_id=target.id,
        holds_seat=source.takes_seat,
        moved=_move(source, target),
        actor=actor,
        merged_at=now,
        undo_until=min(now + UNDO_PERIOD, max(now, locked.event.starts_at)),
    )
    db.session.add(merge)
    mark_cancelled(source, now=now)
    target.version += 1
    db.session.flush()
    _record(AuditAction.DOUBLES_MERGED, merge, actor=actor, now=now)
    if merge.undo_until <= now:
        _complete(locked, merge, now=now)
    return merge


def undo_merge(merge: DoubleMerge, *, actor: str, now: datetime) -> None:
    """Give the source back its place, ticket, sessions and needs. Raises MergeTakenEffect.

    Where it waited and places have become free, they are given out. Raises AlreadyRegistered where
    the person has registered anew meanwhile.
    """
    locked = locking.lock_event(merge.source.event)
    locking.lock_row(merge)
    if not may_undo(merge, now=now):
        raise MergeTakenEffect
    source, target, moved = merge.source, merge.target, merge.moved
    refuse_newcomer(source)
    source.state, source.queue_number = State(moved["state"]), moved["queue_number"]
    source.cancelled_at = None
    source.version += 1
    target.version += 1
    db.session.flush()
    return_choices(source, target, moved["sessions"])
    target.answers = {
        code: answer
        for code, answer in target.answers.items()
        if code not in moved["answers"] or answer != source.answers.get(code)
    }
    if moved["needs"] and care_need.decrypt_needs(target) == care_need.decrypt_needs(source):
        care_need.delete_needs(target)
    merge.closed_at, merge.holds_seat, merge.moved = now, False, {}
    _record(AuditAction.DOUBLES_SEPARATED, merge, actor=actor, now=now)
    reassign_free_seats(locked, now=now)


def may_undo(merge: DoubleMerge, *, now: datetime) -> bool:
    """Whether it has neither been undone nor taken effect."""
    return merge.closed_at is None and now < merge.undo_until


def find_merge(event: Event, code: str) -> DoubleMerge | None:
    """The event's merge of this code."""
    return db.session.scalar(
        select(DoubleMerge).where(DoubleMerge.event_id == event.id, DoubleMerge.code == code)
    )


def list_open_merges(event: Event, *, now: datetime) -> Sequence[DoubleMerge]:
    """The merges that can still be undone, the latest first."""
    return db.session.scalars(
        select(DoubleMerge)
        .where(
            DoubleMerge.event_id == event.id,
            DoubleMerge.closed_at.is_(None),
            DoubleMerge.undo_until > now,
        )
        .options(joinedload(DoubleMerge.source), joinedload(DoubleMerge.target))
        .order_by(DoubleMerge.id.desc())
    ).all()


def list_due(*, now: datetime) -> Sequence[str]:
    """The codes of the merges that are to take effect."""
    return db.session.scalars(
        select(DoubleMerge.code)
        .where(DoubleMerge.closed_at.is_(None), DoubleMerge.undo_until <= now)
        .order_by(DoubleMerge.id)
    ).all()


def complete_merge(code: str, *, now: datetime) -> None:
    """Let the merge of this code take effect, unless another worker did or it was undone."""
    merge = db.session.scalar(select(DoubleMerge).where(DoubleMerge.code == code))
    if merge is None:
        return
    locked = locking.lock_event(merge.source.event)
    locking.lock_row(merge)
    if merge.closed_at is None and merge.undo_until <= now:
        _complete(locked, merge, now=now)


def _complete(locked: LockedEvent, merge: DoubleMerge, *, now: datetime) -> None:
    source, target = merge.source, merge.target
    notify_of_moved(source, target, merge.moved["sessions"], now=now)
    leave_places(locked, source, now=now)
    follow_merge(source, target)
    outbox.enqueue(
        JobKind.CANCELLATION_MAIL,
        key=f"cancelled:{source.code}",
        now=now,
        registration_id=source.id,
        by_organizer=1,
        merged=1,
    )
    merge.closed_at, merge.holds_seat, merge.moved = now, False, {}
    if target.holds_seat:
        session_choice.seat_wishes(locked, [target])
    reassign_free_seats(locked, now=now)


def _move(source: Registration, target: Registration) -> dict[str, Any]:
    """Move what the target lacks; say by codes and numbers what that was."""
    missing, needs = _missing_answers(source, target), _lacks_needs(source, target)
    moved = {
        "state": source.state.value,
        "queue_number": source.queue_number,
        "answers": list(missing),
        "needs": needs,
        "sessions": move_choices(source, target),
    }
    target.answers = {**target.answers, **missing}
    if needs:
        db.session.add(care_need.seal(target, care_need.decrypt_needs(source)))
    return moved


def _missing_answers(source: Registration, target: Registration) -> dict[str, Any]:
    return {
        code: answer
        for code, answer in source.answers.items()
        if answer and not target.answers.get(code)
    }


def _lacks_needs(source: Registration, target: Registration) -> bool:
    """Whether only the source has written needs. The words stay sealed to whoever asks."""
    return care_need.has_needs(source) and not care_need.has_needs(target)


def _refuse(source: Registration, target: Registration) -> None:
    if source.id == target.id or source.event_id != target.event_id:
        raise NotTwo
    if not (source.living and target.living):
        raise OneIsCancelled
    came = list_came([source.id, target.id])
    if len(came) > 1:
        raise BothCame
    if source.id in came or (target.id not in came and _rank(source) < _rank(target)):
        raise StayWithTheBetter


def _rank(registration: Registration) -> tuple[int, int]:
    pending = registration.state is State.PENDING
    rank = HELD if pending and registration.takes_seat else RANKS[registration.state]
    return rank, registration.queue_number or 0


def _record(action: AuditAction, merge: DoubleMerge, *, actor: str, now: datetime) -> None:
    for registration in (merge.source, merge.target):
        audit.record(action, registration, actor=actor, now=now, merge=merge.code)
