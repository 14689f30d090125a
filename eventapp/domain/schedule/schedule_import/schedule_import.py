"""Taking in a schedule: looked through first, then batch by batch, and undone if need be.

A batch is one transaction under the event's lock; where a process died in between, starting again
goes on with the next one.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from eventapp.domain import locking
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.record import audit
from eventapp.domain.schedule.schedule_import.comparison import (
    Comparison,
    Names,
)
from eventapp.domain.schedule.schedule_import.content import (
    FileSchedule,
    pack,
    unpack,
)
from eventapp.domain.schedule.schedule_import.session_batch import (
    call_off,
    create_places,
    create_speakers,
    take_in,
)
from eventapp.domain.schedule.schedule_import.undoing import ImportUndoing, add_undoing
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    Event,
    EventState,
    ImportState,
    ScheduleImport,
)

BATCH_SESSIONS, BATCH_SPEAKERS = 25, 150  # in one transaction, well within 200 ms
UNDER_WAY_FOR = timedelta(minutes=1)  # then whoever was at it is gone
FILENAME_MAX_LENGTH = 150


class ScheduleImportClosed(Refusal):
    """The event was called off, or postponed without a new time."""

    code = "schedule-import-closed"
    sentence = _l("The event is not going to take place as planned. No schedule can be taken in.")


class ScheduleImportUnderWay(Refusal):
    """The file has been taken in, or undone."""

    code = "schedule-import-under-way"
    sentence = _l("Somebody has already gone on with this file. Look at how far it has come.")


def may_import_schedule(event: Event) -> bool:
    """Whether a schedule can be taken in: into a draft, and an event that takes or took place."""
    return event.state in {EventState.DRAFT, EventState.PUBLISHED}


def create_import(
    event: Event, content: FileSchedule, filename: str, *, actor: str, now: datetime
) -> ScheduleImport:
    """Store a file that was read; nothing of it is in the schedule yet.

    Raises ScheduleImportClosed. Flushes.
    """
    if not may_import_schedule(event):
        raise ScheduleImportClosed
    plan = ScheduleImport(
        event_id=event.id,
        filename=filename[:FILENAME_MAX_LENGTH],
        actor=actor,
        content=pack(content),
        counts={"sessions": len(content.sessions), "repairs": len(content.repairs)},
        created_at=now,
        touched_at=now,
    )
    db.session.add(plan)
    db.session.flush()
    return plan


def find_import(event: Event, code: str) -> ScheduleImport | None:
    """The event's import of this code."""
    return db.session.scalar(
        select(ScheduleImport).where(
            ScheduleImport.event_id == event.id, ScheduleImport.code == code
        )
    )


def list_imports(event: Event) -> Sequence[ScheduleImport]:
    """The event's files of the last days, the latest first."""
    return db.session.scalars(
        select(ScheduleImport)
        .where(ScheduleImport.event_id == event.id)
        .order_by(ScheduleImport.id.desc())
    ).all()


def start_import(
    plan: ScheduleImport,
    comparison: Comparison,
    *,
    version: int,
    called_off: Collection[str] = (),
    actor: str,
    now: datetime,
) -> None:
    """Begin: call off those of these codes that are gone from the file, and log it.

    Its sessions follow with `continue_import`. Raises StaleVersion, ScheduleImportUnderWay,
    ScheduleImportClosed. Flushes.
    """
    locked = locking.lock_event(plan.event)
    check_version(plan, version)
    if plan.state is not ImportState.REVIEW or _is_other_under_way(plan, now=now):
        raise ScheduleImportUnderWay
    if not may_import_schedule(plan.event):
        raise ScheduleImportClosed
    gone = {session.code for session in comparison.gone} & set(called_off)
    plan.state, plan.started_at, plan.touched_at = ImportState.RUNNING, now, now
    plan.version += 1
    plan.counts = {**plan.counts, **comparison.counts, "called_off": len(gone)}
    undoing = ImportUndoing()
    call_off(locked, gone, undoing)
    add_undoing(plan, undoing)
    audit.record(
        AuditAction.SCHEDULE_IMPORTED,
        plan.event,
        actor=actor,
        now=now,
        rows=len(comparison.new),
        plan=plan.code,
    )


def load_content(plan: ScheduleImport) -> FileSchedule:
    """What was read of the file."""
    return unpack(plan.content)


def continue_import(
    plan: ScheduleImport, content: FileSchedule, names: Names, *, now: datetime
) -> bool:
    """Take in the next part of the file, in one transaction; whether more are left. Flushes.

    `names` are those of the draft before the first part, and are kept up.
    """
    locked = locking.lock_event(plan.event)
    if plan.state is not ImportState.RUNNING:
        return False
    undoing = ImportUndoing()
    people, done = len(content.speakers), plan.position
    if done == 0:
        create_places(locked, content, undoing)
        plan.position = 1
    elif done <= people:
        speakers = content.speakers[done - 1 : done - 1 + BATCH_SPEAKERS]
        create_speakers(locked, speakers, names, undoing)
        plan.position += len(speakers)
    else:
        batch = content.sessions[done - 1 - people :][:BATCH_SESSIONS]
        take_in(locked, batch, names, content.silent, undoing)
        plan.position += len(batch)
    add_undoing(plan, undoing)
    plan.touched_at = now
    if plan.position > people + len(content.sessions):
        plan.state = ImportState.DONE
        plan.version += 1
    db.session.flush()
    return plan.state is ImportState.RUNNING


def _is_other_under_way(plan: ScheduleImport, *, now: datetime) -> bool:
    """Whether another file of the event is being taken in, or out, at this moment."""
    others = select(ScheduleImport.id).where(
        ScheduleImport.event_id == plan.event_id,
        ScheduleImport.id != plan.id,
        ScheduleImport.state.in_((ImportState.RUNNING, ImportState.UNDOING)),
        ScheduleImport.touched_at > now - UNDER_WAY_FOR,
    )
    return db.session.scalar(others.limit(1)) is not None
