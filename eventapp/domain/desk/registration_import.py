"""Taking in a list of people: looked through first, then batch by batch, and undone if need be.

A batch is one transaction under the event's lock, of at most 200 ms; the worker's next job goes on
with the next one, also where a process died in between.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from eventapp.domain import locking, outbox
from eventapp.domain.desk import import_undo, quarantine
from eventapp.domain.desk.import_list import TO_TAKE
from eventapp.domain.desk.import_row import (
    Entrant,
    JudgedRow,
    open_row,
    seal_row,
)
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.locking import LockedEvent
from eventapp.domain.people.account import has_security_contact
from eventapp.domain.people.name import fold_name
from eventapp.domain.record import audit
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.record.erasure import person_digest
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.group.registration_batch import Newcomer, register_many
from eventapp.domain.registration.registration import Affiliation, Applicant
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    Badge,
    Event,
    EventState,
    ImportRow,
    ImportState,
    JobKind,
    RegistrationImport,
    RegistrationState,
    RowState,
    Visibility,
)

BATCH_ROWS = 50  # people in one transaction, well within 200 ms
STORED_ROWS = 500  # rows of a list stored in one transaction
FILENAME_MAX_LENGTH = 150
CANCELLED = RegistrationState.CANCELLED.value
NEW_ROW = insert(ImportRow.__table__)  # type: ignore[arg-type]  # it is one
_table: Any = ImportRow.__table__
NEW_CONTENT = (
    update(_table)
    .where(
        _table.c.import_id == bindparam("new_import_id"),
        _table.c.number == bindparam("new_number"),
        _table.c.state == bindparam("new_state"),
    )
    .values(
        position=bindparam("new_position"),
        outcome=bindparam("new_outcome"),
        person_digest=bindparam("new_person_digest"),
        sealed=bindparam("new_sealed"),
    )
)
SealedRow = dict[str, object]


class ImportClosed(Refusal):
    """The event was called off, or postponed without a new time."""

    code = "import-closed"
    sentence = _l("The event is not going to take place as planned. No list can be taken in.")


class NoSecurityContact(Refusal):
    """Rows are in quarantine, and nobody is there to look at them."""

    code = "no-security-contact"
    sentence = _l("The list cannot be taken in until you have appointed a security contact.")


class ImportUnderWay(Refusal):
    """The list is being taken in, or has been undone."""

    code = "import-under-way"
    sentence = _l("Somebody has already gone on with this list. Look at how far it has come.")


class NothingToTake(Refusal):
    """No row can be taken in."""

    code = "nothing-to-take"
    sentence = _l("No row can be taken in. Decide about those that wait, or choose another file.")


class TooLateToUndo(Refusal):
    """Ten minutes have passed: the letters are on their way."""

    code = "too-late-to-undo"
    sentence = _l("The ten minutes have passed, and the letters are on their way.")


def may_import(event: Event) -> bool:
    """Whether lists can be taken in: to a draft, and to an event that takes place or took place."""
    return event.state in {EventState.DRAFT, EventState.PUBLISHED}


def sends_letters(event: Event, *, now: datetime) -> bool:
    """Whether those taken in get a letter: not of a draft, nor of what is over."""
    return event.state is EventState.PUBLISHED and now < event.ends_at


def create_import(
    event: Event,
    filename: str,
    header: Sequence[str],
    columns: Sequence[str],
    *,
    notes: Mapping[str, int] | None = None,
    actor: str,
    now: datetime,
) -> RegistrationImport:
    """Begin with a list that was read; nobody is registered yet. Raises ImportClosed. Flushes."""
    if not may_import(event):
        raise ImportClosed
    plan = RegistrationImport(
        event_id=event.id,
        filename=filename[:FILENAME_MAX_LENGTH],
        actor=actor,
        header=list(header),
        columns=list(columns),
        notes=dict(notes or {}),
        created_at=now,
        touched_at=now,
    )
    db.session.add(plan)
    db.session.flush()
    return plan


def seal_rows(code: str, import_id: int, rows: Sequence[JudgedRow]) -> list[SealedRow]:
    """The rows as they are stored. It takes time: before a transaction, not within it."""
    return [
        {
            "import_id": import_id,
            "number": row.number,
            "position": row.position,
            "outcome": row.outcome,
            "state": RowState.NEW,
            "person_digest": _person_digest(row.content.entrant),
            "sealed": seal_row(code, row),
        }
        for row in rows
    ]


def store_rows(sealed: Sequence[SealedRow]) -> None:
    """Store the next STORED_ROWS at most, of a new list."""
    db.session.execute(NEW_ROW, sealed[:STORED_ROWS])


def finish_reading(plan: RegistrationImport, *, now: datetime) -> None:
    """All rows are stored: tell the security contacts of those in quarantine."""
    plan.state = ImportState.REVIEW
    quarantine.notify_contacts(plan, now=now)


def replace_rows(
    plan: RegistrationImport,
    columns: Sequence[str],
    sealed: Sequence[SealedRow],
    *,
    notes: Mapping[str, int] | None = None,
    version: int,
    now: datetime,
) -> None:
    """Store what a list that was looked through anew came to; rows that are in stay as they are.

    `notes` are counts about the file that have changed.

    Raises StaleVersion, ImportUnderWay.
    """
    locking.lock_row(plan)
    check_version(plan, version)
    if plan.state not in {ImportState.REVIEW, ImportState.DONE}:
        raise ImportUnderWay
    before = quarantine.count_quarantined(plan)
    if sealed:
        db.session.execute(
            NEW_CONTENT, [{f"new_{name}": row[name] for name in row} for row in sealed]
        )
    plan.columns, plan.touched_at = list(columns), now
    plan.notes = {**plan.notes, **(notes or {})}
    plan.version += 1
    if quarantine.count_quarantined(plan) > before:
        quarantine.notify_contacts(plan, now=now)


def start_import(plan: RegistrationImport, *, version: int, actor: str, now: datetime) -> None:
    """Take in what can be taken in; the worker does it, batch by batch.

    Raises StaleVersion, ImportClosed, ImportUnderWay, NoSecurityContact, NothingToTake.
    """
    locking.lock_row(plan)
    check_version(plan, version)
    if not may_import(plan.event):
        raise ImportClosed
    if plan.state not in {ImportState.REVIEW, ImportState.DONE}:
        raise ImportUnderWay
    if quarantine.count_quarantined(plan) and not has_security_contact():
        raise NoSecurityContact
    people = _count_waiting(plan)
    if not people:
        raise NothingToTake
    plan.state, plan.started_at, plan.touched_at = ImportState.RUNNING, now, now
    plan.version += 1
    audit.record(
        AuditAction.LIST_IMPORTED, plan.event, actor=actor, now=now, rows=people, plan=plan.code
    )
    _promise_batch(plan, now=now)


def continue_import(import_id: int, *, now: datetime) -> bool:
    """Take in, or undo, one more batch, and promise the next; False when nothing is left."""
    plan = db.session.get(RegistrationImport, import_id)
    if plan is None:
        return False
    locked = locking.lock_event(plan.event)
    db.session.refresh(plan)
    if plan.state is ImportState.RUNNING:
        more = _take_batch(locked, plan, now=now)
        done = ImportState.DONE
    elif plan.state is ImportState.UNDOING:
        more = import_undo.undo_batch(locked, plan, BATCH_ROWS, now=now)
        done = ImportState.UNDONE
    else:
        return False
    plan.touched_at = now
    if more:
        _promise_batch(plan, now=now)
    else:
        plan.state = done
        plan.version += 1
    return more


def undo_import(plan: RegistrationImport, *, actor: str, now: datetime) -> None:
    """Take out again those who came in by the latest run; the worker does it, batch by batch.

    Who has changed since, or checked in, stays. Raises TooLateToUndo.
    """
    locking.lock_row(plan)
    if not may_undo(plan, now=now):
        raise TooLateToUndo
    was_running = plan.state is ImportState.RUNNING
    plan.state, plan.touched_at = ImportState.UNDOING, now
    plan.version += 1
    audit.record(AuditAction.IMPORT_UNDONE, plan.event, actor=actor, now=now)
    if not was_running:  # the next batch that was promised begins to undo
        _promise_batch(plan, now=now)


def may_undo(plan: RegistrationImport, *, now: datetime) -> bool:
    """Whether the latest run began less than ten minutes ago."""
    running = plan.state in {ImportState.RUNNING, ImportState.DONE}
    return bool(running and plan.started_at and now < plan.started_at + UNDO_PERIOD)


def _count_waiting(plan: RegistrationImport) -> int:
    waiting = select(func.count()).where(
        ImportRow.import_id == plan.id,
        ImportRow.state == RowState.NEW,
        ImportRow.outcome.in_(TO_TAKE),
    )
    return db.session.scalar(waiting) or 0


def _promise_batch(plan: RegistrationImport, *, now: datetime) -> None:
    plan.batches += 1
    key = f"import:{plan.code}:{plan.batches}"
    outbox.enqueue(JobKind.REGISTRATION_IMPORT, key=key, now=now, import_id=plan.id)


def _take_batch(locked: LockedEvent, plan: RegistrationImport, *, now: datetime) -> bool:
    rows = db.session.scalars(
        select(ImportRow)
        .where(
            ImportRow.import_id == plan.id,
            ImportRow.state == RowState.NEW,
            ImportRow.outcome.in_(TO_TAKE),
        )
        .order_by(ImportRow.position)
        .limit(BATCH_ROWS)
    ).all()
    newcomers = [_newcomer(open_row(plan.code, row).entrant) for row in rows]
    registrations = register_many(
        locked, newcomers, letters_at=_letters_at(plan, now=now), actor=plan.actor, now=now
    )
    for row, registration in zip(rows, registrations, strict=True):
        row.state = RowState.IN if registration else RowState.KNOWN
        row.registration_id = registration.id if registration else None
        row.taken_at = now
    return len(rows) == BATCH_ROWS


def _letters_at(plan: RegistrationImport, *, now: datetime) -> datetime | None:
    """When the letters go: once it can no longer be undone, or at once if the event begins."""
    if not sends_letters(plan.event, now=now):
        return None
    after_undo = (plan.started_at or now) + UNDO_PERIOD
    return max(now, min(after_undo, plan.event.starts_at))


def _newcomer(entrant: Entrant) -> Newcomer:
    affiliation = Affiliation(entrant.organisation, entrant.organisation_id, entrant.lineage)
    return Newcomer(
        Applicant(
            name=entrant.name,
            email=entrant.email,
            affiliation=affiliation,
            role=entrant.role,
            language=entrant.language,
            visibility=Visibility.LIMITED if entrant.limited else Visibility.NORMAL,
            badge=Badge(entrant.badge),
            answers=dict(entrant.answers),
            needs=CareNeeds(entrant.diet, entrant.access),
            sessions=entrant.sessions,
        ),
        cancelled=entrant.status == CANCELLED,
    )


def _person_digest(entrant: Entrant) -> str:
    if not entrant.email:
        return ""
    return person_digest(entrant.email, fold_name(entrant.name))
