"""The start list: what an agency with an empty installation still has to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from eventapp.domain.people.mail_trial import TrialState, latest_mail_trial
from eventapp.domain.people.role import ADMINS, CAN_SIGN_IN
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import (
    Account,
    AuditAction,
    AuditEntry,
    Event,
    FocusArea,
    Grant,
    SiteSettings,
    StartMark,
    TrialOutcome,
)

CLOSED = "closed"
COLLEAGUES_LEAST = 2


class StartStep(StrEnum):
    """The steps, in the order in which they are listed."""

    MAIL = "mail"
    SITE = "site"
    FOCUS_AREAS = "focus-areas"
    ORGANISATIONS = "organisations"
    COLLEAGUES = "colleagues"
    RETENTION = "retention"
    EVENT = "event"


class StepState(StrEnum):
    """How a step stands. One that was set aside can be taken up again."""

    OPEN = "open"
    DONE = "done"
    FAILED = "failed"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class StartList:
    """Every step with its state, and what the page says besides."""

    states: dict[StartStep, StepState]
    trial: TrialState | None
    admins: int
    has_security_contact: bool

    @property
    def finished(self) -> int:
        """How many steps are done or set aside."""
        ended = (StepState.DONE, StepState.ASIDE)
        return sum(state in ended for state in self.states.values())

    @property
    def left(self) -> int:
        """How many steps are neither."""
        return len(self.states) - self.finished


def load_start_list(*, on: date) -> StartList | None:
    """How far the installation is, or None once the list was closed. Three queries."""
    marks = set(db.session.scalars(select(StartMark.name)))
    if CLOSED in marks:
        return None
    trial = latest_mail_trial()
    facts = _facts(on)
    done = {
        StartStep.MAIL: trial is not None and trial.trial.outcome is TrialOutcome.BOTH,
        StartStep.SITE: (facts["site"] or {}).get("name", ""),
        StartStep.FOCUS_AREAS: facts["focus_areas"],
        StartStep.ORGANISATIONS: facts["coordinator"],
        StartStep.COLLEAGUES: facts["admins"] >= COLLEAGUES_LEAST and facts["security_contact"],
        StartStep.RETENTION: facts["retention"],
        StartStep.EVENT: facts["event"],
    }
    states = {step: _state(step, done=bool(done[step]), marks=marks) for step in StartStep}
    if states[StartStep.MAIL] is StepState.OPEN and trial and (trial.error or trial.trial.outcome):
        states[StartStep.MAIL] = StepState.FAILED
    return StartList(states, trial, facts["admins"], bool(facts["security_contact"]))


def set_aside(step: StartStep, account: Account, *, now: datetime) -> None:
    """Say that the step is not needed, or not now. Saying it twice changes nothing."""
    _mark(step.value, account, now)


def take_up(step: StartStep) -> None:
    """Put a step that was set aside on the list again."""
    mark = db.session.get(StartMark, step.value)
    if mark is not None:
        db.session.delete(mark)
    db.session.flush()


def close_start_list(account: Account, *, now: datetime) -> bool:
    """End the list for everybody, if nothing is left; returns whether it ended."""
    start_list = load_start_list(on=now.date())
    if start_list is not None and start_list.left:
        return False
    _mark(CLOSED, account, now)
    return True


def _mark(name: str, account: Account, now: datetime) -> None:
    db.session.merge(StartMark(name=name, account_id=account.id, marked_at=now))
    db.session.flush()


def _state(step: StartStep, *, done: bool, marks: Iterable[str]) -> StepState:
    if done:
        return StepState.DONE
    return StepState.ASIDE if step.value in marks else StepState.OPEN


def _facts(on: date) -> dict[str, Any]:
    """What the other tables know, in one query."""
    valid = or_(FocusArea.valid_until.is_(None), FocusArea.valid_until >= on)
    newest = select(SiteSettings.content).order_by(SiteSettings.id.desc()).limit(1)
    columns: dict[str, ColumnElement[Any]] = {
        "site": newest.scalar_subquery(),
        "retention": _acted(AuditAction.RETENTION_DECIDED),
        "focus_areas": exists().where(valid),
        "coordinator": exists().where(Grant.role == Role.COORDINATOR.value, _is_active()),
        "admins": _count_admins(),
        "security_contact": exists().where(Grant.role == Role.SECURITY_CONTACT.value, _is_active()),
        "event": exists().where(Event.id.is_not(None)),
    }
    row = db.session.execute(
        select(*(column.label(name) for name, column in columns.items()))
    ).one()
    return dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's public name


def _acted(action: AuditAction) -> ColumnElement[bool]:
    return exists().where(AuditEntry.action == action.value)


def _is_active() -> ColumnElement[bool]:
    return exists().where(Account.id == Grant.account_id, Account.active.is_(True))


def _count_admins() -> ColumnElement[int]:
    return (
        select(func.count(func.distinct(Grant.account_id)))
        .join(Account, Account.id == Grant.account_id)
        .where(ADMINS, CAN_SIGN_IN)
        .scalar_subquery()
    )
