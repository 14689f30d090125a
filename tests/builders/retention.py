"""Decisions about retention, and runs through them."""

from eventapp.domain.retention import run as runs
from eventapp.domain.retention.data_kind import BY_KIND
from eventapp.domain.retention.rule import Decision, decide
from eventapp.extensions import db
from eventapp.models import DataKind, RetentionRule, RetentionRun
from eventapp.worker import retention
from tests.builders.moments import NOON

REFERENCE = "FIKTIVT 2027/0117-4"


def a_rule(kind: DataKind, days: int = 180) -> RetentionRule:
    """A decision that is in force."""
    decision = Decision(days, REFERENCE)
    rule = decide(BY_KIND[kind], decision, version=0, actor="admin", now=NOON)
    db.session.commit()
    return rule


def a_run(*, now: object, actor: str = "admin") -> RetentionRun:
    """A run through everything that may be deleted, carried out."""
    run = runs.start_run(actor=actor, now=now)  # type: ignore[arg-type]
    db.session.commit()
    retention.carry_out(run.id)
    stored = runs.find_run(run.code)
    assert stored is not None
    return stored


def deleted_by(run: RetentionRun) -> dict[DataKind, int]:
    """How many rows of each kind the run deleted."""
    sums = {step.kind: sum(count.deleted for count in step.counts) for step in run.steps}
    return {kind: number for kind, number in sums.items() if number}
