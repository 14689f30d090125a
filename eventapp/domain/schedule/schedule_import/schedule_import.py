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
from eventapp.domain.schedule.schedule_import.undoing import (
    WAITS,
    ImportUndoing,
    add_undoing,
    codes_to_call_off,
)
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
    """Begin, note which of these codes are gone from the file and so are called off, and log it.

    What is in the file follows with `continue_import`, and then what is called off. Raises
    StaleVersion, ScheduleImportUnderWay, ScheduleImportClosed. Flushes.
    """
    locking.lock_event(plan.event)
    check_version(plan, version)
    if plan.state is not ImportState.REVIEW or _is_other_under_way(plan, now=now):
        raise ScheduleImportUnderWay
    if not may_import_schedule(plan.event):
        raise ScheduleImportClosed
    gone = comparison.gone_codes & set(called_off)
    plan.state, plan.started_at, plan.touched_at = ImportState.RUNNING, now, now
    plan.version += 1
    plan.counts = {**plan.counts, **comparison.counts, "called_off": len(gone)}
    add_undoing(plan, ImportUndoing(versions=dict.fromkeys(sorted(gone), WAITS)))
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
    """Take in the next part of the file, in one transaction; whether more is left. Flushes.

    `names` are those of the draft before the first part, and are kept up.
    """
    locked = locking.lock_event(plan.event)
    if plan.state is not ImportState.RUNNING:
        return False
    undoing = ImportUndoing()
    people, done = len(content.speakers), plan.position
    gone, in_file = codes_to_call_off(plan), people + len(content.sessions)
    if done == 0:
        create_places(locked, content, undoing)
        plan.position = 1
    elif done <= people:
        speakers = content.speakers[done - 1 : done - 1 + BATCH_SPEAKERS]
        create_speakers(locked, speakers, names, undoing)
        plan.position += len(speakers)
    elif done <= in_file:
        batch = content.sessions[done - 1 - people :][:BATCH_SESSIONS]
        take_in(locked, batch, names, content.silent, undoing)
        plan.position += len(batch)
    else:
        codes = gone[done - 1 - in_file :][:BATCH_SESSIONS]
        call_off(locked, codes, undoing)
        plan.position += len(codes)
    add_undoing(plan, undoing)
    plan.touched_at = now
    if plan.position > in_file + len(gone):
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
