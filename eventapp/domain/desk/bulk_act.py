"""Doing one thing to many registrations: planned at once, carried out by the worker in batches.

A batch is one short transaction under the event's lock. Whoever dies leaves whole batches; the
next worker goes on with the act. What one person refuses stops nobody else.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, func, insert, literal, null, select, update

from eventapp.domain import locking
from eventapp.domain.desk.cancellation import cancel_for_now
from eventapp.domain.desk.registration_edit import move_under_lock
from eventapp.domain.desk.registration_filter import RegistrationFilter, conditions
from eventapp.domain.desk.session_seat import add_under_lock
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent
from eventapp.domain.people.organisation import load_directory
from eventapp.domain.record import audit
from eventapp.domain.registration.cancellation import AlreadyCancelled
from eventapp.domain.registration.override import require_reason
from eventapp.domain.registration.registration import (
    Affiliation,
    RegistrationClosed,
    send_link_again,
)
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    BulkAct,
    BulkActKind,
    BulkActPerson,
    Event,
    Registration,
    RegistrationState,
)

DONE = "done"
BATCH_ROWS = 10
PEOPLE_MAX = 10_000
SHOWN_MAX = 20
CODES_MAX = 200
Deed = Callable[[Registration], object]


class SelectionChanged(Refusal):
    """As many as were shown are no longer meant."""

    code = "selection-changed"
    sentence = _l("The list has changed since you opened the page. Look at whom it concerns now.")


class NobodySelected(Refusal):
    """The act would be about nobody."""

    code = "nobody-selected"
    sentence = _l("Nobody is selected who this can be done for.")


class TooManySelected(Refusal):
    """More than PEOPLE_MAX at once."""

    code = "too-many-selected"
    sentence = _l("This can be done for at most 10,000 people at a time. Narrow the list.")


@dataclass(frozen=True, slots=True)
class Selection:
    """Those ticked, by their codes, or else all who meet the filter."""

    wanted: RegistrationFilter
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedAct:
    """What is to be done, to which target (a session's or an organisation's code), and why."""

    kind: BulkActKind
    target: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AffectedSelection:
    """Whom an act would be about: how many, and the first of them by name."""

    count: int
    first: Sequence[Registration]

    @property
    def others(self) -> int:
        """How many are not among the first."""
        return self.count - len(self.first)


@dataclass(frozen=True, slots=True)
class ActProgress:
    """How far an act has come: those waiting, done, and refused by the refusal's code."""

    waiting: int
    done: int
    refused: dict[str, int]

    @property
    def total(self) -> int:
        """All whom the act is about."""
        return self.waiting + self.done + sum(self.refused.values())


def preview_selection(event: Event, selection: Selection) -> AffectedSelection:
    """Whom an act would be about now: those of the selection who are not cancelled."""
    which = _which(event, selection)
    count = db.session.scalar(select(func.count()).select_from(Registration).where(*which)) or 0
    first = db.session.scalars(
        select(Registration)
        .where(*which)
        .order_by(Registration.sort_name, Registration.id)
        .limit(SHOWN_MAX)
    ).all()
    return AffectedSelection(count, first)


def start_act(
    event: Event,
    selection: Selection,
    plan: PlannedAct,
    *,
    expected: int,
    actor: str,
    now: datetime,
) -> BulkAct:
    """Plan the act for those selected now; the worker does it. `expected` is the count shown.

    Raises NobodySelected, TooManySelected, SelectionChanged, ReasonMissing, RegistrationClosed.
    """
    locking.lock_event(event)  # or others than those counted might be selected
    count = _check(event, selection, plan, expected, now)
    act = BulkAct(
        event_id=event.id,
        kind=plan.kind,
        target=plan.target,
        reason=plan.reason,
        started_by=actor,
        started_at=now,
    )
    db.session.add(act)
    db.session.flush()
    chosen = select(literal(act.id), Registration.id, null()).where(*_which(event, selection))
    columns = ["act_id", "registration_id", "outcome"]
    db.session.execute(insert(BulkActPerson).from_select(columns, chosen))
    audit.record(
        AuditAction.BULK_ACT_STARTED,
        event,
        actor=actor,
        now=now,
        reason=plan.reason,
        act=plan.kind.value,
        people=count,
    )
    return act


def _check(
    event: Event, selection: Selection, plan: PlannedAct, expected: int, now: datetime
) -> int:
    if plan.kind is BulkActKind.CANCEL:
        require_reason(plan.reason)
    if now >= event.ends_at:
        raise RegistrationClosed
    count = preview_selection(event, selection).count
    if not count:
        raise NobodySelected
    if count > PEOPLE_MAX:
        raise TooManySelected
    if count != expected:
        raise SelectionChanged
    return count


def find_act(event: Event, code: str) -> BulkAct | None:
    """The event's act of this code."""
    return db.session.scalar(
        select(BulkAct).where(BulkAct.event_id == event.id, BulkAct.code == code)
    )


def measure_progress(act: BulkAct) -> ActProgress:
    """How far the act has come."""
    rows = db.session.execute(
        select(BulkActPerson.outcome, func.count())
        .where(BulkActPerson.act_id == act.id)
        .group_by(BulkActPerson.outcome)
    )
    counts = Counter({row[0]: row[1] for row in rows})
    waiting, done = counts.pop(None, 0), counts.pop(DONE, 0)
    return ActProgress(waiting, done, {str(code): count for code, count in counts.items()})


def list_refused(act: BulkAct) -> Sequence[tuple[Registration, str]]:
    """Those for whom it could not be done, with the refusal's code, by name."""
    rows = db.session.execute(
        select(Registration, BulkActPerson.outcome)
        .join(BulkActPerson, BulkActPerson.registration_id == Registration.id)
        .where(BulkActPerson.act_id == act.id, BulkActPerson.outcome != DONE)
        .order_by(Registration.sort_name, Registration.id)
        .limit(CODES_MAX)
    )
    return [(row[0], str(row[1])) for row in rows]


def list_unfinished() -> Sequence[int]:
    """The ids of acts that have not come to their end, in order."""
    return db.session.scalars(
        select(BulkAct.id).where(BulkAct.finished_at.is_(None)).order_by(BulkAct.id)
    ).all()


def continue_act(act_id: int, *, now: datetime) -> bool:
    """Do the next batch of the act, to be committed; False once nobody is left, or it was done."""
    act = db.session.get(BulkAct, act_id)
    if act is None:
        return False
    locked = locking.lock_event(act.event)
    locking.lock_row(act)
    if act.finished_at is not None:
        return False
    registrations = db.session.scalars(
        select(Registration)
        .join(BulkActPerson, BulkActPerson.registration_id == Registration.id)
        .where(BulkActPerson.act_id == act.id, BulkActPerson.outcome.is_(None))
        .order_by(Registration.id)
        .limit(BATCH_ROWS)
    ).all()
    if not registrations:
        act.finished_at, act.reason = now, ""
        return False
    do = _deed(locked, act, now=now)
    for registration in registrations:
        _set_outcome(act, registration.id, _try(do, registration))
    return True


def _try(do: Deed, registration: Registration) -> str:
    try:
        with db.session.begin_nested():
            if not registration.living:
                raise AlreadyCancelled
            do(registration)
    except Refusal as refusal:
        db.session.refresh(registration)
        return refusal.code
    return DONE


def _deed(locked: LockedEvent, act: BulkAct, *, now: datetime) -> Deed:
    """What is done to each person of a batch; what is the same for all is read once."""
    by: dict[str, Any] = {"actor": act.started_by, "now": now}
    if act.kind is BulkActKind.CANCEL:
        return partial(cancel_for_now, locked, reason=act.reason, act=act, **by)
    if act.kind is BulkActKind.ADD_TO_SESSION:
        return lambda registration: add_under_lock(
            locked, registration, act.target, reason=act.reason, **by
        )
    if act.kind is BulkActKind.MOVE:
        return partial(_move, locked, act, _affiliation(act.target), now=now)
    return partial(send_link_again, **by)


def _move(
    locked: LockedEvent,
    act: BulkAct,
    affiliation: Affiliation,
    registration: Registration,
    *,
    now: datetime,
) -> None:
    before = {"organisation_name": registration.organisation_name}
    move_under_lock(locked, registration, affiliation, reason=act.reason, now=now)
    registration.version += 1
    audit.record_change(
        AuditAction.CHANGED,
        registration,
        before=before,
        after={"organisation_name": affiliation.name},
        actor=act.started_by,
        now=now,
        reason=act.reason,
    )
    db.session.flush()


def _affiliation(target: str) -> Affiliation:
    """The listed organisation of this code, or a name in no list."""
    listed = load_directory().find(target)
    if listed:
        return Affiliation(listed.name, listed.id, listed.lineage)
    return Affiliation(target)


def _set_outcome(act: BulkAct, registration_id: int, outcome: str) -> None:
    db.session.execute(
        update(BulkActPerson)
        .where(BulkActPerson.act_id == act.id, BulkActPerson.registration_id == registration_id)
        .values(outcome=outcome)
        .execution_options(synchronize_session=False)
    )


def _which(event: Event, selection: Selection) -> list[ColumnElement[bool]]:
    living = Registration.state != RegistrationState.CANCELLED
    if selection.codes:
        codes = selection.codes[:CODES_MAX]
        return [Registration.event_id == event.id, Registration.code.in_(codes), living]
    return [*conditions(event, selection.wanted), living]
