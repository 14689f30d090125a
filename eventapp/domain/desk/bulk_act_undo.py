"""Stopping what is being done to many, and undoing what was done, for ten minutes.

Undoing goes in batches as doing does. What has changed since stays as it is, and is reported.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from eventapp.domain import locking, outbox
from eventapp.domain.desk.bulk_act import (
    BATCH_ROWS,
    DONE,
    NOT_UNDONE,
    UNDONE,
    Deed,
    attempt_deed,
    list_people,
    set_outcome,
)
from eventapp.domain.desk.cancellation import CancellationTakenEffect, undo_under_lock
from eventapp.domain.desk.registration_edit import move_under_lock
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent
from eventapp.domain.people.organisation import Directory, load_directory
from eventapp.domain.record import audit
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.registration import session_choice
from eventapp.domain.registration.registration import Affiliation, reassign_free_seats
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    BulkAct,
    BulkActKind,
    BulkActPerson,
    Cancellation,
    JobKind,
    Registration,
)

# Letters cannot be taken back, and an approval has gone out as one.
UNDOABLE = (
    BulkActKind.CANCEL,
    BulkActKind.DECLINE,
    BulkActKind.MOVE,
    BulkActKind.ADD_TO_SESSION,
)


class ActFinished(Refusal):
    """It has come to its end."""

    code = "act-finished"
    sentence = _l("It is done already. Nothing is left to stop.")


class ActUndoClosed(Refusal):
    """The time to undo is over, it has been undone, or it is of a kind that cannot be."""

    code = "act-undo-closed"
    sentence = _l("This can no longer be undone.")


class ChangedSince(Refusal):
    """What was done to this person has been changed since."""

    code = "changed-since"
    sentence = _l("It has been changed since.")


def stop_act(act: BulkAct, *, actor: str, now: datetime) -> None:
    """Stop the act: who has not had their turn stays as they are. Raises ActFinished."""
    locking.lock_event(act.event)
    locking.lock_row(act)
    if act.finished_at is not None:
        raise ActFinished
    act.finished_at, act.reason = now, ""
    _record(AuditAction.BULK_ACT_STOPPED, act, actor=actor, now=now)


def undo_act(act: BulkAct, *, actor: str, now: datetime) -> None:
    """Undo the act; the worker does it, batch by batch. Raises ActUndoClosed."""
    locking.lock_event(act.event)
    locking.lock_row(act)
    if not may_undo(act, now=now):
        raise ActUndoClosed
    act.undo_started_at, act.undone_by = now, actor
    outbox.enqueue(JobKind.BULK_ACT, key=f"bulk-act:{act.code}:undo", now=now, act_id=act.id)
    _record(AuditAction.BULK_ACT_UNDONE, act, actor=actor, now=now)


def may_undo(act: BulkAct, *, now: datetime) -> bool:
    """Whether it is finished, since less than ten minutes, and nobody has undone it."""
    if act.kind not in UNDOABLE or act.undo_started_at is not None or act.finished_at is None:
        return False
    return now < act.finished_at + UNDO_PERIOD


def list_not_undone(act: BulkAct) -> Sequence[tuple[Registration, str]]:
    """Those for whom it could not be undone, with the refusal's code, by name."""
    people = list_people(act, BulkActPerson.outcome.startswith(NOT_UNDONE))
    return [(registration, code.removeprefix(NOT_UNDONE)) for registration, code in people]


def list_being_undone() -> Sequence[int]:
    """The ids of acts whose undoing has not come to its end, in order."""
    return db.session.scalars(
        select(BulkAct.id)
        .where(BulkAct.undo_started_at.is_not(None), BulkAct.undo_finished_at.is_(None))
        .order_by(BulkAct.id)
    ).all()


def continue_undo(act_id: int, *, now: datetime) -> bool:
    """Undo the next batch of the act, to be committed; False once nobody is left."""
    act = db.session.get(BulkAct, act_id)
    if act is None:
        return False
    locked = locking.lock_event(act.event)
    locking.lock_row(act)
    if act.undo_started_at is None or act.undo_finished_at is not None:
        return False
    rows = db.session.execute(
        select(Registration, BulkActPerson)
        .join(BulkActPerson, BulkActPerson.registration_id == Registration.id)
        .where(BulkActPerson.act_id == act.id, BulkActPerson.outcome == DONE)
        .order_by(Registration.id.desc())  # who came last goes back first
        .limit(BATCH_ROWS)
    ).all()
    if not rows:
        act.undo_finished_at = now
        return False
    directory = load_directory()
    for registration, person in rows:
        undo = _undoing(locked, act, person, directory, now=now)
        outcome = attempt_deed(undo, registration)
        undone = outcome == DONE
        set_outcome(act, registration, outcome=UNDONE if undone else f"{NOT_UNDONE}{outcome}")
    reassign_free_seats(locked, now=now)
    return True


def _undoing(
    locked: LockedEvent,
    act: BulkAct,
    person: BulkActPerson,
    directory: Directory,
    *,
    now: datetime,
) -> Deed:
    if act.kind is BulkActKind.MOVE:
        return partial(_move_back, locked, act, person, directory, now=now)
    if act.kind is BulkActKind.ADD_TO_SESSION:
        return partial(_take_out, locked, act, person, now=now)
    return partial(_bring_back, locked, act, now=now)


def _bring_back(
    locked: LockedEvent, act: BulkAct, registration: Registration, *, now: datetime
) -> None:
    cancellation = db.session.scalar(
        select(Cancellation).where(
            Cancellation.act_id == act.id, Cancellation.registration_id == registration.id
        )
    )
    if cancellation is None:
        raise CancellationTakenEffect
    asked_at = act.undo_started_at or now
    undo_under_lock(locked, cancellation, actor=act.undone_by, asked_at=asked_at, now=now)


def _move_back(
    locked: LockedEvent,
    act: BulkAct,
    person: BulkActPerson,
    directory: Directory,
    registration: Registration,
    *,
    now: datetime,
) -> None:
    """Raises ChangedSince, and NoSeatThere where the seat has been passed on."""
    code, name = (person.before or {}).get("organisation"), (person.before or {}).get("name")
    listed = directory.find(code) if code else None
    gone = code and listed is None  # the organisation itself
    if gone or registration.version != person.version or not registration.living:
        raise ChangedSince
    affiliation = Affiliation(str(name))
    if listed:
        affiliation = Affiliation(listed.name, listed.id, listed.lineage)
    left = registration.organisation_name
    move_under_lock(locked, registration, affiliation, reason="", now=now)
    registration.version += 1
    _record_change(
        registration,
        {"organisation_name": left},
        {"organisation_name": affiliation.name},
        actor=act.undone_by,
        now=now,
    )


def _take_out(
    locked: LockedEvent,
    act: BulkAct,
    person: BulkActPerson,
    registration: Registration,
    *,
    now: datetime,
) -> None:
    """Take the person out of the session, unless they had it before. Raises ChangedSince."""
    if (person.before or {}).get("had"):
        return
    added = [choice for choice in registration.choices if choice.session.code == act.target]
    if not (added and registration.living):
        raise ChangedSince
    title = added[0].session.title
    outbox.withdraw_untried(f"session-added:{registration.code}:{act.target}:{person.version}")
    session_choice.drop(locked, registration, added, now=now)
    registration.version += 1
    _record_change(registration, {"sessions": title}, {}, actor=act.undone_by, now=now)


def _record_change(
    registration: Registration,
    before: audit.Values,
    after: audit.Values,
    **by: Any,
) -> None:
    action = AuditAction.CHANGED
    audit.record_change(action, registration, before=before, after=after, **by)


def _record(action: AuditAction, act: BulkAct, *, actor: str, now: datetime) -> None:
    audit.record(action, act.event, actor=actor, now=now, act=act.kind.value, bulk_act=act.code)
