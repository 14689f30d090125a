"""When somebody who was not registered came: a scan of theirs, from the moment of arrival on.

Where their unknown ticket was let in at the door there is a scan already, of nobody's: it becomes
theirs. Otherwise the desk writes one down for the moment and the door that the phone noted.
"""

from datetime import datetime

from sqlalchemy import select, update

from eventapp.domain.door.desk_check_in import enter_arrival, undo_arrival
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record import disposal
from eventapp.extensions import db
from eventapp.models import CheckIn, Event, Registration, ScanStatus, WalkIn


def count_arrival(
    locked: LockedEvent, walk_in: WalkIn, registration: Registration, *, now: datetime
) -> str | None:
    """Let the person have come; the scan that says so, or None where another did on that day."""
    if digest := _ticket_of_nobody(walk_in):
        _give_scans(walk_in, digest, of=None, to=registration.id)
        return walk_in.scan_id
    return enter_arrival(locked, registration, at=walk_in.at, place=walk_in.place, now=now)


def take_back_arrival(
    locked: LockedEvent, walk_in: WalkIn, registration: Registration, *, now: datetime
) -> None:
    """Let the person not have come by what `count_arrival` did."""
    if walk_in.entry_id is None:
        return
    if walk_in.entry_id != walk_in.scan_id:
        undo_arrival(locked, registration, walk_in.entry_id, now=now)
        return
    digest = db.session.scalar(select(CheckIn.digest).where(CheckIn.scan_id == walk_in.entry_id))
    if digest:
        _give_scans(walk_in, digest, of=registration.id, to=None)


def _ticket_of_nobody(walk_in: WalkIn) -> str | None:
    """The digest of the unknown ticket that was let in with them, once its scan has come."""
    if walk_in.scan_id is None:
        return None
    return db.session.scalar(
        select(CheckIn.digest).where(
            CheckIn.scan_id == walk_in.scan_id,
            CheckIn.event_id == walk_in.event_id,
            CheckIn.device_id == walk_in.device_id,
            CheckIn.registration_id.is_(None),
            CheckIn.standing == ScanStatus.COUNTED,
            CheckIn.admits.is_(True),
        )
    )


def _give_scans(walk_in: WalkIn, digest: str, *, of: int | None, to: int | None) -> None:
    """Give the ticket's scans another owner; whoever changes scans has the roster."""
    disposal.lock_rosters(select(Event.id).where(Event.id == walk_in.event_id))
    db.session.execute(
        update(CheckIn)
        .where(
            CheckIn.event_id == walk_in.event_id,
            CheckIn.digest == digest,
            CheckIn.registration_id.is_(None) if of is None else CheckIn.registration_id == of,
        )
        .values(registration_id=to)
        .execution_options(synchronize_session=False)
    )
