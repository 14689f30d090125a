"""The receipt of a run: what went, by which decision; counts, and nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from eventapp.domain.retention.data_kind import BY_KIND, KindDescription
from eventapp.domain.retention.rule import rules_in_force
from eventapp.extensions import db
from eventapp.models import DataKind, Event, RetentionRule, RetentionRun


@dataclass(frozen=True, slots=True)
class EventLine:
    """What went of one event; without a title, of none or of one that is gone."""

    title: str
    deleted: int
    paused: int


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One kind of data: its rule as it was, and the counts in all and by event."""

    description: KindDescription
    rule: RetentionRule | None
    days: int
    before: datetime
    deleted: int
    paused: int
    events: Sequence[EventLine]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A run and its lines; `in_backups_until` is None where nobody has decided about backups."""

    run: RetentionRun
    lines: Sequence[ReceiptLine]
    in_backups_until: datetime | None

    @property
    def deleted(self) -> int:
        """How many rows went in all."""
        return sum(line.deleted for line in self.lines)

    @property
    def paused(self) -> int:
        """How many rows a pause held back."""
        return sum(line.paused for line in self.lines)


def receipt_of(run: RetentionRun) -> Receipt:
    """Put together the receipt of a run, loaded with its steps and counts."""
    codes = {count.event_code for step in run.steps for count in step.counts}
    rows = db.session.execute(
        select(Event.public_id, Event.title).where(Event.public_id.in_(codes))
    )
    titles = {row[0]: row[1] for row in rows}
    lines = [
        ReceiptLine(
            description=BY_KIND[step.kind],
            rule=step.rule,
            days=step.days,
            before=step.before,
            deleted=sum(count.deleted for count in step.counts),
            paused=sum(count.paused for count in step.counts),
            events=[
                EventLine(titles.get(count.event_code, ""), count.deleted, count.paused)
                for count in step.counts
            ],
        )
        for step in run.steps
    ]
    return Receipt(run, lines, _in_backups_until(run))


def _in_backups_until(run: RetentionRun) -> datetime | None:
    at = run.finished_at or run.started_at
    rule = rules_in_force(at).get(DataKind.BACKUPS)
    return at + timedelta(days=rule.days) if rule else None
