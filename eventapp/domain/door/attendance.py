"""Attendance: what the stored scans of an event come to. Checked in is never a column."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, or_, select, union, union_all
from sqlalchemy.orm import aliased

from eventapp.domain.door.projection import (
    CORRECTION,
    Presence,
    Scan,
    by_list,
    day_span,
    project_attendance,
)
from eventapp.domain.door.verdict import Verdict
from eventapp.extensions import db
from eventapp.models import Attendance, CheckIn, Event, Registration, ScanKind, ScanStatus

# A ticket's owner: the registration, or the bare digest of a ticket that belongs to nobody here.
Owner = int | str
# A row of SCAN_COLUMNS.
StoredScan = Any

STRETCHED = "stretched"
# Whose it is, when it arrived, and then what a Scan has, in its order.
SCAN_COLUMNS = (
    CheckIn.registration_id,
    CheckIn.digest,
    CheckIn.revision,
    CheckIn.at,
    CheckIn.device_id,
    CheckIn.life,
    CheckIn.seq,
    CheckIn.scan_id,
    CheckIn.kind,
    CheckIn.place,
    CheckIn.low,
    CheckIn.high,
    CheckIn.flags.contains(STRETCHED).label("stretched"),
    CheckIn.admits,
    CheckIn.phone_verdict.is_not_distinct_from(Verdict.AGAIN.value).label("knew"),
    CheckIn.target,
    CheckIn.list_number,
)
REVISION_MAX = 2**62


def attended_query(event_id: int) -> Select[Any]:
    """A query for the ids of the registrations whose owner came in, ever; to be joined or run."""
    return _attended(CheckIn.event_id == event_id, CheckIn.registration_id.is_not(None))


def list_came(ids: Sequence[int]) -> set[int]:
    """Which of these registrations came, to a door or a meeting; one query."""
    scanned = _attended(CheckIn.registration_id.in_(ids))
    marked = select(Attendance.registration_id).where(Attendance.registration_id.in_(ids))
    return set(db.session.scalars(union(scanned, marked)))


def has_come() -> ColumnElement[bool]:
    """The condition of a query of registrations that somebody came, to a door or a meeting."""
    marked = select(Attendance.registration_id).where(Attendance.registration_id == Registration.id)
    return or_(has_attended(), marked.exists())


def has_attended() -> ColumnElement[bool]:
    """The condition of a query of registrations that their owner came in, ever."""
    # Asked of each person: to leave out what comes twice would cost more than the look itself.
    return _scans_of_those_who_came(CheckIn.registration_id == Registration.id).exists()


def has_attended_on(day: date, event: Event) -> ColumnElement[bool]:
    """The condition of a query of registrations that their owner came in on this day."""
    begins, ends = day_span(day, ZoneInfo(event.time_zone))
    return _scans_of_those_who_came(
        CheckIn.registration_id == Registration.id, CheckIn.at >= begins, CheckIn.at < ends
    ).exists()


def _attended(*which: ColumnElement[bool]) -> Select[Any]:
    return _scans_of_those_who_came(*which).distinct()


def _scans_of_those_who_came(*which: ColumnElement[bool]) -> Select[Any]:
    undo = aliased(CheckIn)
    undone = select(undo.id).where(
        undo.kind == ScanKind.UNDO,
        undo.target == CheckIn.scan_id,
        or_(undo.device_id == CheckIn.device_id, undo.life == CORRECTION),
        undo.standing == ScanStatus.COUNTED,
    )
    return select(CheckIn.registration_id).where(
        *which,
        CheckIn.standing == ScanStatus.COUNTED,
        CheckIn.admits.is_(True),
        ~undone.exists(),
    )


def attended_registration_ids(event_id: int) -> set[int]:
    """The ids of the registrations whose owner came in, ever."""
    return set(db.session.scalars(attended_query(event_id)))


def load_list_attendances(
    event: Event, owners: Collection[Owner] | None = None
) -> dict[Owner, dict[int, Presence]]:
    """What the scans of these owners (or of all) come to at each list, by its number."""
    which = () if owners is None else (owned_by(owners),)
    return project_lists(event, load_scans(event.id, *which))


def project_lists(
    event: Event, scans: Mapping[Owner, Sequence[Scan]]
) -> dict[Owner, dict[int, Presence]]:
    """What each owner's scans come to at each list where there are any."""
    zone = ZoneInfo(event.time_zone)
    return {
        owner: {n: project_attendance(at, zone) for n, at in by_list(own).items()}
        for owner, own in scans.items()
    }


def changed_owners(event_id: int, since: int, until: int = REVISION_MAX) -> set[Owner]:
    """The owners of scans that arrived after a revision of the roster, and up to another."""
    rows = db.session.execute(
        select(CheckIn.registration_id, CheckIn.digest).where(
            CheckIn.event_id == event_id,
            CheckIn.revision > since,
            CheckIn.revision <= until,
            CheckIn.standing == ScanStatus.COUNTED,
            or_(CheckIn.registration_id.is_not(None), CheckIn.digest != ""),
        )
    )
    return {row.registration_id or row.digest for row in rows}


def load_scans(event_id: int, *which: ColumnElement[bool]) -> dict[Owner, list[Scan]]:
    """The scans that count, by owner, with the undoings that came before what they undo."""
    return group_by_owner(load_rows(event_id, *which))


def load_rows(event_id: int, *which: ColumnElement[bool]) -> list[StoredScan]:
    """The rows of the scans that count, and of undoings that came before what they undo.

    Such an undoing could not learn whose it was: all of the event's are among the rows.
    """
    counted = select(*SCAN_COLUMNS).where(
        CheckIn.event_id == event_id, CheckIn.standing == ScanStatus.COUNTED
    )
    early_undoings = counted.where(CheckIn.digest == "")
    return [*db.session.execute(union_all(counted.where(*which), early_undoings))]


def group_by_owner(rows: Iterable[StoredScan]) -> dict[Owner, list[Scan]]:
    """The scans of each owner; an undoing of nobody's that is listed here is left out."""
    rows = list(rows)
    scans: dict[Owner, list[Scan]] = defaultdict(list)
    owners = {row.scan_id: _owner(row) for row in rows if row.digest}
    for row in rows:
        owner = _owner(row) or owners.get(row.target)
        if owner:
            scans[owner].append(scan_of(row))
    return scans


def scan_of(row: StoredScan) -> Scan:
    """A stored scan in the projection's words."""
    return Scan._make(row[3:])


def _owner(row: StoredScan) -> Owner | None:
    return row.registration_id or row.digest or None


def owned_by(owners: Collection[Owner]) -> ColumnElement[bool]:
    """The condition of a query of scans that they are of these owners."""
    ids = [owner for owner in owners if isinstance(owner, int)]
    digests = [owner for owner in owners if isinstance(owner, str)]
    return or_(CheckIn.registration_id.in_(ids), CheckIn.digest.in_(digests))
