"""Several who arrive together, checked in at the desk with one press."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from eventapp.domain import locking
from eventapp.domain.door import device as devices
from eventapp.domain.door.attendance import load_scans
from eventapp.domain.door.closing import refuse_when_closed
from eventapp.domain.door.desk_check_in import (
    AlreadyCheckedIn,
    NothingToUndo,
    NotOnThisDay,
    find_desk_entry,
)
from eventapp.domain.door.desk_scan import DeskScan, is_inside, is_on, write_scans
from eventapp.domain.door.roster import milliseconds
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.domain.registration.ticket import has_ticket
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, CheckIn, Event, Registration, ScanKind

GROUP_MAX = 100


class NobodyTicked(Refusal):
    """Nobody was chosen, or more than are checked in at once."""

    code = "nobody-ticked"
    sentence = _l("Tick those who have come, at most a hundred at a time.")


def check_in_together(
    event: Event, codes: Collection[str], *, actor: str, now: datetime
) -> Sequence[Registration]:
    """Check in several who arrive together, now; those whom it checked in, by name.

    Whoever is inside already, or has no place, is passed over. Raises NobodyTicked, EventOver,
    NotOnThisDay, AlreadyCheckedIn where nobody is left, TooManyDoors.
    """
    if not 0 < len(codes) <= GROUP_MAX:
        raise NobodyTicked
    locked = locking.lock_event(event)
    refuse_when_closed(event, now=now)
    if not is_on(event, now):
        raise NotOnThisDay
    people = _people(event, codes)
    scans = load_scans(event.id, CheckIn.registration_id.in_([person.id for person in people]))
    ready = [
        person
        for person in people
        if has_ticket(person) and not is_inside(event, scans.get(person.id, []), now)
    ]
    if not ready:
        raise AlreadyCheckedIn
    at = milliseconds(now)
    entries = [DeskScan(ScanKind.ENTRY, at, person.tickets[-1].digest) for person in ready]
    write_scans(devices.provide_desk(locked, now=now), entries, now=now)
    for person in ready:
        audit.record(AuditAction.CHECKED_IN_AT_DESK, person, actor=actor, now=now, list="group")
    return ready


def undo_together(
    event: Event, codes: Collection[str], day: date, *, actor: str, now: datetime
) -> int:
    """Take back what the desk wrote down of these people on a day; of how many it did.

    Raises NothingToUndo where it is nobody.
    """
    locked = locking.lock_event(event)
    people = _people(event, codes)
    entries = [(person, find_desk_entry(person, day)) for person in people]
    stored = [(person, entry) for person, entry in entries if entry is not None]
    if not stored:
        raise NothingToUndo
    undoings = [
        DeskScan(ScanKind.UNDO, milliseconds(entry.at), target=entry.scan_id)
        for _person, entry in stored
    ]
    write_scans(devices.provide_desk(locked, now=now), undoings, now=now)
    for person, _entry in stored:
        audit.record(AuditAction.CHECK_IN_UNDONE, person, actor=actor, now=now)
    return len(stored)


def _people(event: Event, codes: Collection[str]) -> Sequence[Registration]:
    """People of the event by their codes, by name; at most GROUP_MAX."""
    which = (Registration.event_id == event.id, Registration.code.in_(codes))
    by_name = select(Registration).where(*which).order_by(Registration.sort_name, Registration.id)
    return db.session.scalars(
        by_name.limit(GROUP_MAX).options(selectinload(Registration.tickets))
    ).all()
