"""An organisation's plan: at most three actions at a time, each by a function and until a day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.locking import lock_row
from eventapp.domain.record import audit
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Experience, Organisation, PlanAction, PlanActionState

OPEN_ACTIONS_MAX = 3
LISTED_MAX = 50
PLAN_TITLE_MAX_LENGTH = 120


class PlanFull(Refusal):
    """Three actions are open: more are not carried out."""

    code = "plan-full"
    sentence = _l("A plan has at most three actions. Mark one as done, or remove it, first.")


class TooLateToRestoreAction(Refusal):
    """It was removed longer ago than removing can be undone."""

    code = "too-late-to-restore-action"
    sentence = _l("It is more than ten minutes since it was removed. Write it again.")


@dataclass(frozen=True, slots=True)
class PlanText:
    """What is to be done, by which function, until when, how far it is, and after whose example."""

    title: str
    function: str = ""
    due_on: date | None = None
    state: PlanActionState = PlanActionState.NOT_BEGUN
    experience: Experience | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is planned, and what was removed a moment ago and can be put back."""

    actions: Sequence[PlanAction]
    removed: Sequence[PlanAction]


def add_action(
    organisation: Organisation, text: PlanText, *, actor: str, now: datetime
) -> PlanAction:
    """Plan it. The same written again is what is planned already. Raises PlanFull. Flushes."""
    lock_row(organisation)  # a second click waits
    open_actions = [row for row in list_actions([organisation.id]) if _is_open(row)]
    for action in open_actions:
        if action.title == text.title:
            return action
    if len(open_actions) >= OPEN_ACTIONS_MAX:
        raise PlanFull
    action = PlanAction(organisation=organisation, created_at=now, version=0)
    db.session.add(action)
    _write(action, text)
    _note(action, actor=actor, now=now)
    return action


def edit_action(
    action: PlanAction, text: PlanText, *, version: int, actor: str, now: datetime
) -> None:
    """Let it say this. Raises StaleVersion; PlanFull where what was done is to be open again."""
    _lock(action)
    check_version(action, version)
    if action.state is PlanActionState.DONE and text.state is not PlanActionState.DONE:
        _require_room(action)
    _write(action, text)
    _note(action, actor=actor, now=now)


def remove_action(action: PlanAction, *, actor: str, now: datetime) -> None:
    """Take it out of the plan. Removed already, nothing changes."""
    _lock(action)
    if action.removed_at is None:
        action.removed_at = now
        _note(action, actor=actor, now=now)


def restore_action(action: PlanAction, *, actor: str, now: datetime) -> None:
    """Put back what was removed a moment ago. Raises TooLateToRestoreAction, PlanFull."""
    _lock(action)
    if action.removed_at is None:
        return
    if now >= action.removed_at + UNDO_PERIOD:
        raise TooLateToRestoreAction
    if action.state is not PlanActionState.DONE:
        _require_room(action)
    action.removed_at = None
    _note(action, actor=actor, now=now)


def list_actions(organisations: Collection[int]) -> Sequence[PlanAction]:
    """The plans of these organisations: what is open first, by day; then what is done."""
    return _in_order(_list(organisations, PlanAction.removed_at.is_(None)))


def list_plan(organisations: Collection[int], *, now: datetime) -> Plan:
    """The same, and what was removed within the last ten minutes; one query."""
    recent = PlanAction.removed_at > now - UNDO_PERIOD
    rows = _list(organisations, or_(PlanAction.removed_at.is_(None), recent))
    return Plan(
        _in_order([row for row in rows if row.removed_at is None]),
        [row for row in rows if row.removed_at is not None],
    )


def find_own_action(code: str, organisations: Collection[int]) -> PlanAction | None:
    """The action of this code, if it is in the plan of one of the organisations."""
    return db.session.scalar(_actions(organisations).where(PlanAction.code == code))


def _actions(organisations: Collection[int]) -> Select[PlanAction]:
    return (
        select(PlanAction)
        .where(PlanAction.organisation_id.in_(organisations))
        .options(joinedload(PlanAction.organisation), joinedload(PlanAction.experience))
    )


def _list(organisations: Collection[int], which: ColumnElement[bool]) -> Sequence[PlanAction]:
    return db.session.scalars(
        _actions(organisations)
        .where(which)
        .order_by(PlanAction.due_on, PlanAction.id)
        .limit(LISTED_MAX)
    ).all()


def _in_order(actions: Sequence[PlanAction]) -> list[PlanAction]:
    return sorted(actions, key=lambda row: (not _is_open(row), row.due_on or date.max))


def _is_open(action: PlanAction) -> bool:
    return action.state is not PlanActionState.DONE


def _lock(action: PlanAction) -> None:
    """The organisation's row first, so that nobody else adds to the plan meanwhile."""
    lock_row(db.session.get_one(Organisation, action.organisation_id))
    lock_row(action)


def _require_room(action: PlanAction) -> None:
    others = [row for row in list_actions([action.organisation_id]) if row.id != action.id]
    if sum(map(_is_open, others)) >= OPEN_ACTIONS_MAX:
        raise PlanFull


def _write(action: PlanAction, text: PlanText) -> None:
    action.title, action.function, action.due_on = text.title, text.function, text.due_on
    action.state, action.experience = text.state, text.experience


def _note(action: PlanAction, *, actor: str, now: datetime) -> None:
    action.version += 1
    db.session.flush()
    audit.record(
        AuditAction.PLAN_CHANGED, action.organisation, actor=actor, now=now, plan=action.code
    )
