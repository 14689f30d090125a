"""Rows that mention protection: nobody but the security contacts reads them, and they decide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from eventapp.domain import locking, outbox
from eventapp.domain.desk.import_row import (
    JudgedRow,
    Problem,
    ProblemCode,
    RowContent,
    open_row,
    seal_row,
)
from eventapp.domain.errors import Refusal
from eventapp.domain.people.account import list_security_contacts
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    Event,
    ImportRow,
    JobKind,
    RegistrationImport,
    RowOutcome,
    RowState,
)


class AlreadySettled(Refusal):
    """Another security contact has decided about the row, or it has been deleted."""

    code = "row-settled"
    sentence = _l("Someone has already decided about this row.")


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A row that was opened, with the heads of its columns."""

    plan: RegistrationImport
    number: int
    cells: tuple[tuple[str, str], ...]


def count_quarantined(plan: RegistrationImport) -> int:
    """How many rows of the list nobody has decided about."""
    counted = select(func.count()).select_from(ImportRow).where(*_waiting(plan))
    return db.session.scalar(counted) or 0


def list_numbers(plan: RegistrationImport) -> Sequence[int]:
    """The numbers of the rows in quarantine: all that anybody else learns of them."""
    return db.session.scalars(
        select(ImportRow.number).where(*_waiting(plan)).order_by(ImportRow.number)
    ).all()


def notify_contacts(plan: RegistrationImport, *, now: datetime) -> None:
    """Promise each security contact a letter that rows wait; it says nothing of what is in them."""
    count = count_quarantined(plan)
    if not count:
        return
    audit.record(
        AuditAction.ROWS_QUARANTINED, _event(plan), actor=audit.SYSTEM, now=now, rows=count
    )
    for contact in list_security_contacts():
        outbox.enqueue_once(
            JobKind.QUARANTINE_MAIL,
            key=f"quarantine:{plan.code}:{plan.version}:{contact.code}",
            now=now,
            account_id=contact.id,
            import_id=plan.id,
        )


def list_quarantined() -> Iterator[QuarantinedRow]:
    """Every row in quarantine, opened; to be shown to security contacts alone."""
    rows = db.session.execute(
        select(ImportRow, RegistrationImport)
        .join(RegistrationImport, RegistrationImport.id == ImportRow.import_id)
        .options(joinedload(RegistrationImport.event))
        .where(ImportRow.outcome == RowOutcome.QUARANTINED, ImportRow.state == RowState.NEW)
        .order_by(RegistrationImport.id, ImportRow.number)
    )
    for row, plan in rows:
        content = open_row(plan.code, row)
        heads = [*plan.header, *[""] * (len(content.cells) - len(plan.header))]
        cells = [(head, cell) for head, cell in zip(heads, content.cells, strict=False) if cell]
        yield QuarantinedRow(plan, row.number, tuple(cells))


def is_known(code: str, number: int) -> bool:
    """Whether there is, or was, such a row in quarantine."""
    row = (
        select(ImportRow.number)
        .join(RegistrationImport, RegistrationImport.id == ImportRow.import_id)
        .where(
            RegistrationImport.code == code,
            ImportRow.number == number,
            ImportRow.outcome.in_((RowOutcome.QUARANTINED, RowOutcome.HELD)),
        )
    )
    return db.session.scalar(row) is not None


def release_row(code: str, number: int, *, actor: str, now: datetime) -> None:
    """Give the row back to the organizer: its words were ordinary. Raises AlreadySettled."""
    plan, row, content = _load(code, number)
    cleared = replace(content, cleared=True, problems=(Problem(ProblemCode.RELEASED),))
    judged = JudgedRow(number, row.position, RowOutcome.HELD, cleared)
    row.sealed, row.outcome = seal_row(plan.code, judged), RowOutcome.HELD
    plan.version += 1
    _record(plan, actor=actor, now=now)


def delete_row(code: str, number: int, *, actor: str, now: datetime) -> None:
    """Delete the row: the person is registered under an alias, or not at all.

    Raises AlreadySettled.
    """
    plan, row, content = _load(code, number)
    emptied = RowContent(
        ("",), problems=(Problem(ProblemCode.PROTECTION),), cleared=content.cleared
    )
    row.sealed = seal_row(plan.code, JudgedRow(number, row.position, row.outcome, emptied))
    row.state, row.person_digest = RowState.LEFT_OUT, ""
    _record(plan, actor=actor, now=now)


def _load(code: str, number: int) -> tuple[RegistrationImport, ImportRow, RowContent]:
    plan = db.session.scalar(select(RegistrationImport).where(RegistrationImport.code == code))
    if plan is None:
        raise AlreadySettled
    locking.lock_row(plan)
    row = db.session.get(ImportRow, (plan.id, number))
    if row is None or row.outcome is not RowOutcome.QUARANTINED or row.state is not RowState.NEW:
        raise AlreadySettled
    return plan, row, open_row(plan.code, row)


def _record(plan: RegistrationImport, *, actor: str, now: datetime) -> None:
    # By the list's own code and without the row's number: nothing leads to the person.
    subject = audit.Subject("import", plan.code, plan.event_id)
    audit.record(AuditAction.QUARANTINED_ROW_SETTLED, subject, actor=actor, now=now)


def _waiting(plan: RegistrationImport) -> tuple[ColumnElement[bool], ...]:
    return (
        ImportRow.import_id == plan.id,
        ImportRow.outcome == RowOutcome.QUARANTINED,
        ImportRow.state == RowState.NEW,
    )


def _event(plan: RegistrationImport) -> Event:
    return db.session.get_one(Event, plan.event_id)
