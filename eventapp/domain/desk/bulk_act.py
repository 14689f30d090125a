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

from eventapp.domain import locking, outbox
from eventapp.domain.desk.approval import (
    approve_under_lock,
    decline_under_lock,
    require_decline_reason,
)
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
    JobKind,
    Registration,
    RegistrationState,
)

DONE, UNDONE = "done", "undone"
NOT_UNDONE = "not-undone:"  # before the code of what refused it
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


class ActUnderWay(Refusal):
    """The same is being done for some of them."""

    code = "act-under-way"
    sentence = _l("This is being done already. Wait a moment, then look at the list again.")


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
    """How far an act has come: those waiting, done, and refused by the refusal's code.

    Of an act that is being undone `done` are those who wait for that, or for whom it was refused.
    """

    waiting: int
    done: int
    undone: int
    refused: dict[str, int]

    @property
    def total(self) -> int:
        """All whom the act is about."""
        return self.waiting + self.done + self.undone + sum(self.refused.values())


def preview_selection(
    event: Event, selection: Selection, kind: BulkActKind | None = None
) -> AffectedSelection:
    """Whom an act would be about now: those of the selection who are not cancelled.

    Only those who wait for an organizer are approved or declined.
    """
    which = _which(event, selection, kind)
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

    Raises NobodySelected, TooManySelected, SelectionChanged, ActUnderWay, ReasonMissing,
    DeclineReasonMissing, RegistrationClosed.
    """
    locking.lock_event(event)  # or others than those counted might be selected
    count = _check(event, selection, plan, expected, now)
    if _is_under_way(event, selection, plan):
        raise ActUnderWay
    facts = {"kind": plan.kind, "target": plan.target, "reason": plan.reason}
    act = BulkAct(event_id=event.id, **facts, started_by=actor, started_at=now)
    db.session.add(act)
    db.session.flush()
    which = _which(event, selection, plan.kind)
    chosen = select(literal(act.id), Registration.id, null()).where(*which)
    columns = ["act_id", "registration_id", "outcome"]
    db.session.execute(insert(BulkActPerson).from_select(columns, chosen))
    outbox.enqueue(JobKind.BULK_ACT, key=f"bulk-act:{act.code}", now=now, act_id=act.id)
    audit.record(
        AuditAction.BULK_ACT_STARTED,
        event,
        actor=actor,
        now=now,
        reason=plan.reason,
        act=plan.kind.value,
        bulk_act=act.code,
        people=count,
    )
    return act


def _check(
    event: Event, selection: Selection, plan: PlannedAct, expected: int, now: datetime
) -> int:
    if plan.kind is BulkActKind.CANCEL:
        require_reason(plan.reason)
    if plan.kind is BulkActKind.DECLINE:
        require_decline_reason(plan.reason)
    if now >= event.ends_at:
        raise RegistrationClosed
    count = preview_selection(event, selection, plan.kind).count
    if not count:
        raise NobodySelected
    if count > PEOPLE_MAX:
        raise TooManySelected
    if count != expected:
        raise SelectionChanged
    return count


def _is_under_way(event: Event, selection: Selection, plan: PlannedAct) -> bool:
    """Whether somebody of the selection waits for just this: pressed twice, it is done once."""
    same = (BulkAct.event_id == event.id, BulkAct.kind == plan.kind, BulkAct.target == plan.target)
    acts = select(BulkAct.id).where(*same, BulkAct.finished_at.is_(None))
    waiting = select(BulkActPerson.registration_id).where(
        BulkActPerson.act_id.in_(acts), BulkActPerson.outcome.is_(None)
    )
    which = (*_which(event, selection, plan.kind), Registration.id.in_(waiting))
    return db.session.scalar(select(Registration.id).where(*which).limit(1)) is not None


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
    waiting, undone = counts.pop(None, 0), counts.pop(UNDONE, 0)
    finished = [code for code in counts if code == DONE or str(code).startswith(NOT_UNDONE)]
    done = sum(counts.pop(code) for code in finished)
    refused = {str(code): count for code, count in counts.items()}
    return ActProgress(waiting, done, undone, refused)


def list_refused(act: BulkAct) -> Sequence[tuple[Registration, str]]:
    """Those for whom it could not be done, with the refusal's code, by name."""
    outcome = BulkActPerson.outcome
    return list_people(act, outcome.not_in((DONE, UNDONE)) & ~outcome.startswith(NOT_UNDONE))


def list_people(act: BulkAct, which: ColumnElement[bool]) -> list[tuple[Registration, str]]:
    """Those of the act with such an outcome, and the outcome, by name; at most CODES_MAX."""
    rows = db.session.execute(
        select(Registration, BulkActPerson.outcome)
        .join(BulkActPerson, BulkActPerson.registration_id == Registration.id)
        .where(BulkActPerson.act_id == act.id, which)
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
        before = _stand(act, registration)
        outcome = attempt_deed(do, registration)
        set_outcome(act, registration, outcome=outcome, before=before, version=registration.version)
    return True


def attempt_deed(do: Deed, registration: Registration) -> str:
    """Do it to one person; the outcome is DONE, or the code of the refusal, and nothing is done."""
    try:
        with db.session.begin_nested():
            do(registration)
    except Refusal as refusal:
        db.session.refresh(registration)
        return refusal.code
    return DONE


def _deed(locked: LockedEvent, act: BulkAct, *, now: datetime) -> Deed:
    """What is done to each person of a batch; what is the same for all is read once."""
    deed = _deed_for_living(locked, act, now=now)

    def do(registration: Registration) -> object:
        if not registration.living:
            raise AlreadyCancelled
        return deed(registration)

    return do


def _deed_for_living(locked: LockedEvent, act: BulkAct, *, now: datetime) -> Deed:
    by: dict[str, Any] = {"actor": act.started_by, "now": now}
    if act.kind is BulkActKind.CANCEL:
        return partial(cancel_for_now, locked, reason=act.reason, act=act, **by)
    if act.kind is BulkActKind.APPROVE:
        return partial(approve_under_lock, locked, **by)
    if act.kind is BulkActKind.DECLINE:
        return partial(decline_under_lock, locked, reason=act.reason, act=act, **by)
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


def _stand(act: BulkAct, registration: Registration) -> dict[str, Any]:
    """What undoing needs to know of how the registration stands, before the act."""
    if act.kind is BulkActKind.MOVE:
        listed = registration.organisation
        code = listed.code if listed else ""
        return {"organisation": code, "name": registration.organisation_name}
    if act.kind is BulkActKind.ADD_TO_SESSION:
        return {"had": any(choice.session.code == act.target for choice in registration.choices)}
    return {}


def set_outcome(act: BulkAct, registration: Registration, **values: Any) -> None:
    """Write down what came of it for one person."""
    db.session.execute(
        update(BulkActPerson)
        .where(BulkActPerson.act_id == act.id, BulkActPerson.registration_id == registration.id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _which(
    event: Event, selection: Selection, kind: BulkActKind | None
) -> list[ColumnElement[bool]]:
    living = Registration.state != RegistrationState.CANCELLED
    if kind in {BulkActKind.APPROVE, BulkActKind.DECLINE}:
        living = Registration.state == RegistrationState.PENDING
    if selection.codes:
        codes = selection.codes[:CODES_MAX]
        return [Registration.event_id == event.id, Registration.code.in_(codes), living]
    return [*conditions(event, selection.wanted), living]
