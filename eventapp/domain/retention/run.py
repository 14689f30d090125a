"""Runs of retention: a plan, then batches, each found without a lock and deleted under one.

A batch is one short transaction that deletes rows and counts them. Whoever dies leaves whole
batches; the next worker goes on with the run. A batch asks again for rule and pause under the lock.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, delete, func, literal, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from eventapp.domain import locking
from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import lock_row
from eventapp.domain.record import audit, disposal
from eventapp.domain.record.chain import chain_head
from eventapp.domain.record.pause import current_pauses
from eventapp.domain.registration.answer_disposal import delete_answers
from eventapp.domain.retention.data_kind import BUILT_IN, DESCRIPTIONS
from eventapp.domain.retention.due import NO_EVENT, count_before, days_of, split
from eventapp.domain.retention.rule import rules_in_force
from eventapp.domain.retention.source import SOURCES, Source
from eventapp.domain.retention.statistic import (
    EventCounts,
    count_attendance,
    store_attendance,
    store_scans,
)
from eventapp.domain.schedule.file_removal import list_files_only_of, promise_removal
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    CheckIn,
    DataKind,
    Event,
    EventBundle,
    Material,
    Registration,
    RetentionCount,
    RetentionRun,
    RetentionStep,
)

BATCH_ROWS = 50
RUNS_SHOWN = 50
# Each lapses at a moment of its own: deleted at once, each would have a receipt of its own.
BUILT_IN_NIGHTLY = frozenset({DataKind.INVITATIONS, DataKind.IMPORTS, DataKind.ANSWERS})
SYSTEM_RUN_HOUR_UTC = 1  # at night in Sweden


class RunUnderWay(Refusal):
    """Another run has not come to its end."""

    code = "run-under-way"
    sentence = _l("A run is under way. Wait for its receipt before you start another.")


class NothingToRun(Refusal):
    """No rule is in force and nothing is due that the product deletes itself."""

    code = "nothing-to-run"
    sentence = _l(
        "Nothing is decided yet, so nothing is deleted. Decide about a kind of data first."
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one step to be deleted together, or none: then the step is done.

    `letters` are jobs about the registrations among them, `attendance` what is stored of the
    people of their events, `paused` what is left.
    """

    step_id: int
    source: int = 0
    keys: Sequence[int | str] = ()
    letters: Sequence[int] = ()
    attendance: Sequence[EventCounts] = ()
    paused: Mapping[int, int] = field(default_factory=dict)


def start_run(
    *, actor: str, now: datetime, kinds: Collection[DataKind] | None = None
) -> RetentionRun:
    """Plan a run through all kinds that may be deleted, or through these; the worker does it.

    Raises RunUnderWay, NothingToRun.
    """
    rules = rules_in_force()
    run = RetentionRun(code=next_code(now), started_by=actor, started_at=now)
    for description in DESCRIPTIONS:
        rule, kind = rules.get(description.kind), description.kind
        allowed = rule is not None or description.built_in
        if kind not in SOURCES or not allowed or (kinds is not None and kind not in kinds):
            continue
        days = days_of(kind, rule)
        run.steps.append(
            RetentionStep(
                kind=kind,
                rule_id=rule.id if rule else None,
                days=days,
                before=now - timedelta(days=days),
            )
        )
    if not run.steps:
        raise NothingToRun
    add_run(run)
    return run


def add_run(run: RetentionRun) -> None:
    """Store a planned run, so that the worker carries it out. Raises RunUnderWay. Flushes."""
    try:
        with db.session.begin_nested():
            db.session.add(run)
    except IntegrityError:
        raise RunUnderWay from None


def find_under_way() -> RetentionRun | None:
    """The run that has not come to its end."""
    return db.session.scalar(select(RetentionRun).where(RetentionRun.under_way.is_not(None)))


def find_due_kinds(*, now: datetime) -> set[DataKind]:
    """The kinds that the worker is to delete now.

    What the product itself deletes is due at once, or once a night where it is many small things;
    what was decided, once a night, and not before the night after the decision: whoever decides has
    the day to count what would go.
    """
    pauses = current_pauses()
    rules = rules_in_force()
    hour = _latest_night_hour(now)
    nightly = {kind for kind, rule in rules.items() if rule.begins_at < hour} | BUILT_IN_NIGHTLY
    if _has_run_since(hour):
        nightly = set()
    at_once = {description.kind for description in BUILT_IN} - BUILT_IN_NIGHTLY
    due = set()
    for kind in (nightly | at_once) & set(SOURCES):
        days = days_of(kind, rules.get(kind))
        if split(count_before(kind, now - timedelta(days=days), now=now), pauses)[0]:
            due.add(kind)
    return due


def prepare_batch(run_id: int) -> Batch | None:
    """Find what is to be deleted next, without a lock; None when all steps are done."""
    step = db.session.scalar(
        select(RetentionStep)
        .where(RetentionStep.run_id == run_id, RetentionStep.finished.is_(False))
        .order_by(RetentionStep.id)
        .limit(1)
    )
    if step is None:
        return None
    event = _event_of(step)
    for number, source in enumerate(SOURCES[step.kind]):
        query = source.deletable(step.before, source.key, now=step.started_at)
        query = query.where(source.unpaused, *_only(source, event))
        if source.event is not None:
            query = query.order_by(source.event, source.key)
        if keys := db.session.scalars(query.limit(BATCH_ROWS)).all():
            return _batch(step, number, keys)
    counts = count_before(step.kind, step.before, now=step.started_at)
    own = counts if event is None else {id_: n for id_, n in counts.items() if id_ == event}
    return Batch(step.id, paused=split(own, current_pauses())[1])


def delete_batch(batch: Batch, *, now: datetime) -> None:
    """Delete the batch and count it in the receipt; without rows, end its step.

    What has come under a pause since, or changed its time, stays. That files which nothing uses
    any more go too is promised at `now`.
    """
    step = _lock_step(batch.step_id)
    if step is None or step.finished:
        return
    if not batch.keys:
        _add(step, batch.paused, paused=True)
        step.finished = True
        return
    if step.kind is DataKind.REGISTRATIONS:
        # Triggers lock a count for each that goes, in another order than whoever has the event.
        locking.lock_events(select(Registration.event_id).where(Registration.id.in_(batch.keys)))
    source = SOURCES[step.kind][batch.source]
    columns = (source.key, source.event if source.event is not None else literal(NO_EVENT))
    rows = db.session.execute(
        source.deletable(step.before, *columns, now=step.started_at).where(
            source.key.in_(batch.keys), source.unpaused, *_only(source, _event_of(step))
        )
    ).all()
    if not rows:
        return
    keys = [row[0] for row in rows]
    files = _files_of(source, keys)
    letters = batch.letters
    if letters and len(keys) < len(batch.keys):
        letters = disposal.list_letters(keys)
    store_attendance(batch.attendance)
    _delete(step.kind, source, keys, step.before)
    disposal.delete_letters(letters)
    _add(step, Counter(row[1] or NO_EVENT for row in rows))
    promise_removal(files, now=now)


def finish_run(run_id: int, *, now: datetime) -> None:
    """Close the run once all its steps are done, with its receipt and its entry in the log."""
    run = db.session.get_one(RetentionRun, run_id)
    lock_row(run)
    if run.finished_at is not None or any(not step.finished for step in run.steps):
        return
    run.finished_at, run.under_way = now, None
    run.log_head = str(chain_head() or "")
    deleted = sum(count.deleted for step in run.steps for count in step.counts)
    audit.record(
        AuditAction.RETENTION_RUN,
        audit.INSTALLATION,
        actor=run.started_by,
        now=now,
        run=run.code,
        deleted=deleted,
    )


def find_run(code: str) -> RetentionRun | None:
    """The run of this code, with its steps and counts."""
    return db.session.scalar(
        select(RetentionRun)
        .where(RetentionRun.code == code)
        .options(
            selectinload(RetentionRun.steps).options(
                selectinload(RetentionStep.counts), selectinload(RetentionStep.rule)
            )
        )
    )


def list_runs() -> Sequence[tuple[RetentionRun, int]]:
    """The latest runs, each with how many rows it deleted; the newest first."""
    deleted = (
        select(func.coalesce(func.sum(RetentionCount.deleted), 0))
        .join(RetentionStep, RetentionStep.id == RetentionCount.step_id)
        .where(RetentionStep.run_id == RetentionRun.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(RetentionRun, deleted).order_by(RetentionRun.id.desc()).limit(RUNS_SHOWN)
    )
    return [(row[0], row[1]) for row in rows]


def _batch(step: RetentionStep, number: int, keys: Sequence[int | str]) -> Batch:
    letters: Sequence[int] = ()
    attendance: Sequence[EventCounts] = ()
    ids = [key for key in keys if isinstance(key, int)]
    if step.kind is DataKind.REGISTRATIONS:
        letters = disposal.list_letters(ids)
    if step.kind in {DataKind.REGISTRATIONS, DataKind.SCANS}:
        source = SOURCES[step.kind][number]
        events = db.session.scalars(
            source.past(step.before, source.event).where(source.key.in_(keys)).distinct()
        ).all()
        attendance = count_attendance(events, attended_registration_ids)
    return Batch(step.id, number, keys, letters, attendance)


def _files_of(source: Source, keys: Sequence[int]) -> Sequence[str]:
    """The files that go with these rows, unless something else has them."""
    if source.key.class_ is Material:
        return list_files_only_of(Material.id.in_(keys))
    if source.key.class_ is EventBundle:
        stored = select(EventBundle.checksum).where(EventBundle.id.in_(keys))
        return [checksum for checksum in db.session.scalars(stored) if checksum]
    return ()


def _event_of(step: RetentionStep) -> int | None:
    """The id of the event that the step's run is about; None where it is about all."""
    return db.session.scalar(
        select(Event.id)
        .join(RetentionRun, RetentionRun.event_code == Event.public_id)
        .where(RetentionRun.id == step.run_id)
    )


def _only(source: Source, event_id: int | None) -> list[ColumnElement[bool]]:
    return [] if event_id is None else [source.event == event_id]


def _delete(kind: DataKind, source: Source, keys: Sequence[int], before: datetime) -> None:
    if kind is DataKind.REGISTRATIONS:
        disposal.delete_registrations(keys)
    elif kind is DataKind.ACCOUNTS:
        disposal.delete_accounts(keys)
    elif kind is DataKind.ANSWERS:
        delete_answers(keys, source.limit(before))
    else:
        if source.key.class_ is CheckIn:
            disposal.lock_rosters(select(CheckIn.event_id).where(CheckIn.id.in_(keys)))
            store_scans(keys)
        table: Table = source.key.class_.__table__
        if "id" in table.c:
            disposal.delete_with_dependents(table, keys)
        else:
            db.session.execute(delete(table).where(table.c[source.key.key].in_(keys)))


def _lock_step(step_id: int) -> RetentionStep | None:
    """Lock the step's run, so that one batch is deleted at a time, and read the step."""
    step = db.session.get(RetentionStep, step_id)
    if step is None:
        return None
    db.session.scalar(
        select(RetentionRun.id).where(RetentionRun.id == step.run_id).with_for_update()
    )
    db.session.refresh(step)
    return step


def _add(step: RetentionStep, counts: Mapping[int, int], *, paused: bool = False) -> None:
    known = db.session.execute(select(Event.id, Event.public_id).where(Event.id.in_(counts)))
    codes = {row[0]: row[1] for row in known}
    for event_id, number in counts.items():
        code = codes.get(event_id, "")
        row = db.session.scalar(
            select(RetentionCount).where(
                RetentionCount.step_id == step.id, RetentionCount.event_code == code
            )
        )
        if row is None:
            row = RetentionCount(step_id=step.id, event_code=code, deleted=0, paused=0)
            db.session.add(row)
        if paused:
            row.paused = number
        else:
            row.deleted += number
    db.session.flush()


def _latest_night_hour(now: datetime) -> datetime:
    hour = now.replace(hour=SYSTEM_RUN_HOUR_UTC, minute=0, second=0, microsecond=0)
    return hour if now >= hour else hour - timedelta(days=1)


def _has_run_since(hour: datetime) -> bool:
    """Whether a worker has started a run since this hour."""
    since = select(RetentionRun.id).where(
        RetentionRun.started_by == audit.SYSTEM, RetentionRun.started_at >= hour
    )
    return db.session.scalar(since.limit(1)) is not None


def next_code(now: datetime) -> str:
    """A number within the year: G-2026-0001 (gallring)."""
    last = db.session.scalar(
        select(func.max(RetentionRun.code)).where(RetentionRun.code.like(f"G-{now.year}-%"))
    )
    number = int(last.rpartition("-")[2]) if last else 0
    return f"G-{now.year}-{number + 1:04d}"
