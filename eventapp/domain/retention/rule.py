"""Rules of retention: decided by somebody, with a reference, in versions that have dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError

from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.record import audit
from eventapp.domain.record.audit import record_change
from eventapp.domain.retention.data_kind import DAYS_MAX, KindDescription
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, DataKind, RetentionRule

NO_VERSION = 0  # of a kind that nobody has decided about


class TimeOutOfRange(Refusal):
    """Fewer days than the product needs, or more than a decision means."""

    code = "time-out-of-range"
    sentence = _l("That number of days is too small or too large for this kind of data.")


class NothingDecided(Refusal):
    """There is no decision to withdraw."""

    code = "nothing-decided"
    sentence = _l("There is no decision to withdraw. Nothing of this kind is deleted.")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided: after how many days, and where the decision can be found."""

    days: int
    reference: str


def decide(
    description: KindDescription, decision: Decision, *, version: int, actor: str, now: datetime
) -> RetentionRule:
    """Put the decision in force as the next version; the one before ends now.

    `version` is that which the decision was made from, NO_VERSION if none. Raises TimeOutOfRange,
    StaleVersion.
    """
    if not description.days_min <= decision.days <= DAYS_MAX:
        raise TimeOutOfRange
    current = _lock(description.kind)
    if (current.version if current else NO_VERSION) != version:
        raise StaleVersion
    if current:
        current.ends_at = now
        db.session.flush()
    rule = RetentionRule(
        kind=description.kind,
        version=_last_version(description.kind) + 1,
        days=decision.days,
        reference=decision.reference,
        decided_by=actor,
        begins_at=now,
    )
    try:
        with db.session.begin_nested():
            db.session.add(rule)
    except IntegrityError:  # somebody else decided at the same moment
        raise StaleVersion from None
    _record(description.kind, current, rule, actor=actor, now=now)
    return rule


def withdraw(kind: DataKind, *, version: int, actor: str, now: datetime) -> None:
    """End the decision: nothing of this kind is deleted from now on.

    Raises NothingDecided, StaleVersion.
    """
    current = _lock(kind)
    if current is None:
        raise NothingDecided
    if current.version != version:
        raise StaleVersion
    current.ends_at = now
    db.session.flush()
    _record(kind, current, None, actor=actor, now=now)


def rules_in_force(at: datetime | None = None) -> Mapping[DataKind, RetentionRule]:
    """The rule of each kind that has one: now, or as it was at a moment."""
    query = select(RetentionRule)
    if at is None:
        query = query.where(RetentionRule.ends_at.is_(None))
    else:
        query = query.where(
            RetentionRule.begins_at <= at,
            or_(RetentionRule.ends_at.is_(None), RetentionRule.ends_at > at),
        )
    return {rule.kind: rule for rule in db.session.scalars(query)}


def list_versions(kind: DataKind) -> Sequence[RetentionRule]:
    """Every version of the kind's rule, the newest first."""
    return db.session.scalars(
        select(RetentionRule)
        .where(RetentionRule.kind == kind)
        .order_by(RetentionRule.version.desc())
    ).all()


def list_changes() -> Sequence[datetime]:
    """The moments at which a rule began or ended, the newest first."""
    rows = db.session.execute(select(RetentionRule.begins_at, RetentionRule.ends_at))
    return sorted({moment for row in rows for moment in row if moment}, reverse=True)


def rules_revision() -> tuple[int, int]:
    """Changes with every decision and withdrawal."""
    row = db.session.execute(
        select(func.count(RetentionRule.id), func.count(RetentionRule.ends_at))
    ).one()
    return row[0], row[1]


def latest_reference(*, since: datetime) -> str:
    """Where the latest decision since then is found; empty where none was entered."""
    latest = (
        select(RetentionRule.reference)
        .where(RetentionRule.begins_at >= since)
        .order_by(RetentionRule.id.desc())
    )
    return db.session.scalar(latest.limit(1)) or ""


def _lock(kind: DataKind) -> RetentionRule | None:
    return db.session.scalar(
        select(RetentionRule)
        .where(RetentionRule.kind == kind, RetentionRule.ends_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _last_version(kind: DataKind) -> int:
    last = select(func.max(RetentionRule.version)).where(RetentionRule.kind == kind)
    return db.session.scalar(last) or NO_VERSION


def _record(
    kind: DataKind,
    before: RetentionRule | None,
    after: RetentionRule | None,
    *,
    actor: str,
    now: datetime,
) -> None:
    record_change(
        AuditAction.RETENTION_DECIDED,
        audit.INSTALLATION,
        before=_values(before),
        after=_values(after),
        actor=actor,
        now=now,
        kind=kind.value,
    )


def _values(rule: RetentionRule | None) -> dict[str, str | int | None]:
    if rule is None:
        return {"days": None, "reference": None}
    return {"days": rule.days, "reference": rule.reference}
