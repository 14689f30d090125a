"""Undoing an import: who came in by it goes again, unless something has happened to them since."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from eventapp.domain import outbox
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record import disposal
from eventapp.domain.registration.registration import first_letter_key, reassign_free_seats
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    AuditEntry,
    CheckIn,
    ImportRow,
    Job,
    Registration,
    RegistrationImport,
    RegistrationState,
    RowState,
)


def undo_batch(locked: LockedEvent, plan: RegistrationImport, most: int, *, now: datetime) -> bool:
    """Take out up to so many of the latest run; whether more are left.

    Free seats go to those who waited before the list came.
    """
    rows = db.session.scalars(
        select(ImportRow)
        .where(
            ImportRow.import_id == plan.id,
            ImportRow.state == RowState.IN,
            ImportRow.taken_at >= plan.started_at,
        )
        .order_by(ImportRow.position.desc())  # those who wait first: nobody is given their seats
        .limit(most)
    ).all()
    ids = [row.registration_id for row in rows if row.registration_id is not None]
    registrations = {
        registration.id: registration
        for registration in db.session.scalars(select(Registration).where(Registration.id.in_(ids)))
    }
    staying = _touched(list(registrations.values()))
    for row in rows:
        if row.registration_id in staying:
            row.state = RowState.CHANGED
        else:  # it stays for the report, without the person's number
            row.state, row.registration_id = RowState.UNDONE, None
    db.session.flush()
    going = [id_ for id_ in registrations if id_ not in staying]
    _delete([registrations[id_] for id_ in going])
    if len(rows) < most:
        reassign_free_seats(locked, now=now)
    return len(rows) == most


def _touched(registrations: Sequence[Registration]) -> set[int]:
    """The ids of those that were changed, checked in, written to or given a place since."""
    ids = [registration.id for registration in registrations]
    codes = {registration.code: registration.id for registration in registrations}
    touched = {
        registration.id
        for registration in registrations
        if registration.version > 1 or _cancelled_since(registration)
    }
    touched |= _checked_in(ids)
    touched |= {
        codes[code]
        for code in db.session.scalars(
            select(AuditEntry.subject_code).where(
                AuditEntry.subject_kind == "registration",
                AuditEntry.subject_code.in_(list(codes)),
                AuditEntry.action.not_in((AuditAction.REGISTERED_BY_IMPORT, "person read")),
            )
        )
    }
    letters = {
        first_letter_key(registration): registration.id
        for registration in registrations
        if registration.first_letter_at
    }
    untried = outbox.list_untried(list(letters))
    return touched | {id_ for key, id_ in letters.items() if key not in untried}


def _cancelled_since(registration: Registration) -> bool:
    cancelled = registration.state is RegistrationState.CANCELLED
    return cancelled and registration.cancelled_at != registration.registered_at


def _checked_in(ids: Collection[int]) -> set[int]:
    scanned = select(CheckIn.registration_id).where(CheckIn.registration_id.in_(ids))
    return {id_ for id_ in db.session.scalars(scanned) if id_ is not None}


def _delete(registrations: Sequence[Registration]) -> None:
    ids = [registration.id for registration in registrations]
    keys = [first_letter_key(registration) for registration in registrations]
    letters = db.session.scalars(select(Job.id).where(Job.dedupe_key.in_(keys))).all()
    for registration in registrations:
        db.session.expunge(registration)
    disposal.delete_letters(letters)
    disposal.delete_registrations(ids)
