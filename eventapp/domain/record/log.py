"""Reading the log: the newest first, filtered and searched, fast whatever its length.

Each page is a walk along one index, or a few, from a position on; nothing is counted. Where several
filters meet, a page looks through a limited number of entries and says how far it came.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    select,
    true,
    tuple_,
    union,
    union_all,
)
from sqlalchemy.orm import joinedload

from eventapp.domain.record.audit import Subject
from eventapp.domain.record.log_search import search_conditions
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry

ENTRIES_PER_PAGE = 100
EXPORT_BATCH_SIZE = 1000
SCANNED_MAX = 10_000  # entries that one page looks through, where filters meet
RECENT_MAX = 2000  # entries among which actors are looked for
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
NUMBER_MAX = 2**63 - 1

Criterion = tuple[str, tuple[str | int, ...]]  # a column, and the values that it may have
WALKED = ("id", "at", "actor", "action", "subject_kind", "subject_code", "event_id")
# Who may learn that a registration is an alias may see these; for others they have no thing.
CONFIDENTIAL = frozenset({AuditAction.PERSON_REACHED})


class ActionGroup(StrEnum):
    """Acts that are looked for together."""

    CHANGED = "changed"
    REGISTRATIONS = "registrations"
    ROLES = "roles"
    DOOR = "door"
    READ = "read"
    DELETED = "deleted"
    SYSTEM = "system"


A = AuditAction
GROUPS: dict[ActionGroup, tuple[AuditAction, ...]] = {
    ActionGroup.CHANGED: (
        A.PUBLISHED, A.CREATED, A.EDITED, A.MOVED, A.COPIED, A.POSTPONED, A.CALLED_OFF, A.RESUMED,
        A.EVENT_CONCLUDED, A.EVENT_REOPENED, A.BUNDLE_MADE_ANEW,
        A.SCHEDULE_RELEASED, A.SESSION_EDITED, A.CONFLICT_OVERRIDDEN, A.QUESTIONS_CHANGED,
        A.SEATS_FORCED, A.SEATS_RESERVED, A.RESERVE_FORCED, A.SEATS_CUT, A.SESSION_SEATS_CUT,
        A.MATERIAL_ADDED, A.MATERIAL_WITHDRAWN, A.MATERIAL_RESTORED, A.MATERIAL_CHANGED,
        A.MATERIAL_REPLACED, A.MATERIAL_OPENED, A.FORMAT_REQUEST_ANSWERED,
        A.VENUE_PICTURE_SAVED, A.VENUE_PICTURE_WITHDRAWN, A.VENUE_PICTURE_RESTORED,
        A.EXPERIENCE_EDITED, A.ORGANISATION_CHANGED,
        A.FOCUS_AREA_CHANGED, A.SYNONYMS_ADDED, A.SYNONYMS_CHANGED, A.SYNONYMS_WITHDRAWN,
        A.SYNONYMS_RESTORED, A.CALENDARS_SENT, A.SCHEDULE_IMPORTED,
        A.SCHEDULE_IMPORT_UNDONE, A.MEETING_NOTES_SAVED,
        A.REPORT_CREATED, A.REPORT_REFRESHED, A.REPORT_TEXT_CHANGED, A.SERIES_CREATED,
        A.SERIES_EDITED, A.SERIES_CLOSED, A.SERIES_REOPENED,
    ),
    ActionGroup.REGISTRATIONS: (
        A.REGISTERED, A.REGISTERED_AGAIN, A.REGISTERED_INSTEAD, A.REGISTERED_BY_AN_ORGANIZER,
        A.REGISTERED_BY_THE_COORDINATOR, A.REGISTERED_UNDER_ALIAS, A.REGISTRATION_FORCED,
        A.REGISTRATION_ADMITTED, A.ORGANISATION_VOUCHED, A.PLACE_FORCED, A.OFFER_ACCEPTED,
        A.CHANGED, A.CANCELLED, A.CANCELLATION_UNDONE, A.REGISTRATION_DECLINED, A.LINK_SENT_AGAIN,
        A.ATTENDANCE_MARKED, A.ATTENDANCE_UNMARKED, A.LIST_IMPORTED, A.IMPORT_UNDONE,
        A.REGISTERED_BY_IMPORT, A.ROWS_QUARANTINED, A.ADDRESS_CORRECTED,
        A.DOUBLES_MERGED, A.DOUBLES_SEPARATED, A.DOUBLES_TOLD_APART, A.DOUBLES_PROBABLE_AGAIN,
    ),
    ActionGroup.ROLES: (
        A.ACCOUNT_CREATED, A.ACCOUNT_CHANGED, A.ACCOUNT_ENDED, A.ACCOUNT_INVITED,
        A.INVITATION_SENT_AGAIN, A.INVITATION_WITHDRAWN, A.INVITATION_ACCEPTED, A.ROLE_GIVEN,
        A.ROLE_ENDED,
    ),
    ActionGroup.DOOR: (
        A.PHONE_INVITED, A.PHONE_PAIRED, A.PHONE_REVOKED, A.QUARANTINE_LIFTED, A.SCAN_KEPT_ASIDE,
        A.CHECK_IN_LIST_CREATED,
        A.CHECK_IN_LIST_CHANGED, A.CHECK_IN_LIST_CLOSED, A.CHECK_IN_LIST_REOPENED,
        A.CHECK_IN_LIST_DELETED, A.INSIDE_READ,
        A.DOOR_SEARCH, A.CHECKED_IN_AT_DESK, A.CHECK_IN_UNDONE, A.DOORS_TOLD, A.DOORS_UNTOLD,
        A.DOOR_PAUSED, A.DOOR_OPENED,
        A.DOOR_SEARCH, A.CHECKED_IN_AT_DESK, A.CHECK_IN_UNDONE,
        A.REGISTERED_AT_THE_DOOR, A.WALK_IN_NOTED, A.WALK_IN_MATCHED, A.WALK_IN_REFUSED,
        A.WALK_IN_REOPENED, A.WALK_IN_TAKEN_BACK,
        A.CHECK_IN_MOVED,
    ),
    ActionGroup.READ: (
        A.LIST_READ, A.PERSON_READ, A.LOG_READ, A.FILE_EXPORTED, A.PRINTED,
        A.KITCHEN_LIST_READ, A.DOOR_SEARCH, A.INSIDE_READ, A.PERSON_REACHED, A.QUARANTINE_READ,
    ),
    ActionGroup.DELETED: (
        A.PERSON_ERASED, A.RETENTION_DECIDED, A.RETENTION_RUN, A.RETENTION_PAUSED, A.PEOPLE_DELETED,
        A.RETENTION_RESUMED, A.DRAFT_DELETED, A.SURVEY_DRAFT_DELETED, A.SERIES_DELETED,
        A.REPORT_DELETED,
    ),
    ActionGroup.SYSTEM: (
        A.SETTINGS_CHANGED, A.SETTINGS_RESTORED, A.BACKED_UP, A.RESTORED, A.ORGANISATIONS_UPDATED,
        A.ORGANISATIONS_MERGED, A.ORGANISATIONS_SEPARATED,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LogPosition:
    """Where a page ends: the moment and the id of its last entry."""

    at: datetime
    entry_id: int

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // MICROSECOND}-{self.entry_id}"

    @classmethod
    def parse(cls, written: str) -> "LogPosition | None":
        """Read what str() wrote; None for anything else."""
        moment, _dash, entry_id = written.partition("-")
        if not (moment + entry_id).isascii() or not (moment.isdigit() and entry_id.isdigit()):
            return None
        try:
            at = EPOCH + int(moment) * MICROSECOND
        except (OverflowError, ValueError):
            return None
        return cls(at, int(entry_id)) if int(entry_id) <= NUMBER_MAX else None


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What is asked for; whatever is empty is not asked for. `until` is not included.

    `sees_aliases` says whether the reader may learn who is registered under an alias.
    """

    words: str = ""
    actor: str = ""
    group: ActionGroup | None = None
    kind: str = ""
    code: str = ""
    event_id: int | None = None
    event_code: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: LogPosition | None = None
    sees_aliases: bool = False


@dataclass(frozen=True, slots=True)
class LogPage:
    """Entries, the newest first; `next` is where the older ones begin, None at the end.

    `looked_back_to` is set where there may be more matches than were looked for.
    """

    entries: Sequence[AuditEntry]
    next: LogPosition | None = None
    looked_back_to: datetime | None = None


def list_log(sought: LogFilter, *, size: int = ENTRIES_PER_PAGE) -> LogPage:
    """The newest entries that match, at most `size`."""
    criteria = _criteria(sought)
    drivers = _drivers(sought, criteria)
    if not drivers:
        return LogPage([])
    filters = criteria if sought.words else criteria[1:]
    most = max(SCANNED_MAX // len(drivers), size + 1) if filters else size + 1
    walks = [_walk(driver, sought, most) for driver in drivers]
    entries = _load(_matching(walks, filters).limit(size + 1))
    if filters and len(entries) <= size and (end := _end_of(walks, most)):
        shown = [entry for entry in entries if (entry.at, entry.id) >= (end.at, end.entry_id)]
        return LogPage(shown, end, end.at)
    if len(entries) <= size:
        return LogPage(entries)
    last = entries[size - 1]
    return LogPage(entries[:size], LogPosition(last.at, last.id))


def stream_log(sought: LogFilter) -> Iterator[Sequence[AuditEntry]]:
    """All entries that match, in batches, the newest first."""
    while True:
        page = list_log(sought, size=EXPORT_BATCH_SIZE)
        yield page.entries
        if page.next is None:
            return
        sought = replace(sought, before=page.next)


def _criteria(sought: LogFilter) -> list[Criterion]:
    """The values that columns must have, the narrowest first."""
    actions = GROUPS[sought.group] if sought.group else ()
    asked: list[Criterion] = [
        ("subject_code", (sought.code,) if sought.code else ()),
        ("event_id", (sought.event_id,) if sought.event_id is not None else ()),
        ("actor", (sought.actor,) if sought.actor else ()),
        ("action", tuple(action.value for action in actions)),
        ("subject_kind", (sought.kind,) if sought.kind else ()),
    ]
    return [(column, values) for column, values in asked if values]


def _drivers(sought: LogFilter, criteria: Sequence[Criterion]) -> list[ColumnElement[bool]]:
    """The conditions to walk along, each answered by one index."""
    if sought.words:
        return search_conditions(sought.words)
    if not criteria:
        return [true()]
    column, values = criteria[0]
    drivers = [getattr(AuditEntry, column) == value for value in values]
    if column == "event_id":  # entries of earlier releases know their event by its code alone
        drivers.append(
            and_(
                AuditEntry.subject_code == sought.event_code,
                AuditEntry.subject_kind == "event",
                AuditEntry.event_id.is_(None),
            )
        )
    return drivers


def _walk(driver: ColumnElement[bool], sought: LogFilter, most: int) -> Subquery:
    """The newest entries along one index; so many are looked through at most."""
    within = [driver]
    if sought.since:
        within.append(AuditEntry.at >= sought.since)
    if sought.until:
        within.append(AuditEntry.at < sought.until)
    if before := sought.before:
        within.append(AuditEntry.at <= before.at)
        within.append(tuple_(AuditEntry.at, AuditEntry.id) < (before.at, before.entry_id))
    narrowed = sought.words or sought.code or sought.event_id is not None
    if narrowed and not sought.sees_aliases:
        within.append(AuditEntry.action.not_in([action.value for action in CONFIDENTIAL]))
    columns = [getattr(AuditEntry, name) for name in WALKED]
    newest_first = AuditEntry.at.desc(), AuditEntry.id.desc()
    return select(*columns).where(*within).order_by(*newest_first).limit(most).subquery()


def _matching(walks: Sequence[Subquery], filters: Sequence[Criterion]) -> Select[Any]:
    """The ids of what matches on these walks, each once, the newest first."""
    looks = [
        select(walk.c.id, walk.c.at).where(
            *(walk.c[column].in_(values) for column, values in filters)
        )
        for walk in walks
    ]
    matching = union(*looks).subquery()
    return select(matching.c.id).order_by(matching.c.at.desc(), matching.c.id.desc())


def _load(ids: Select[Any]) -> list[AuditEntry]:
    """The entries with what they changed."""
    return list(
        db.session.scalars(
            select(AuditEntry)
            .where(AuditEntry.id.in_(db.session.scalars(ids).all()))
            .options(joinedload(AuditEntry.change))
            .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        )
    )


def _end_of(walks: Sequence[Subquery], most: int) -> LogPosition | None:
    """How far back all walks came, if any of them was ended by `most`."""
    last = [
        select(walk.c.at, walk.c.id)
        .order_by(walk.c.at.desc(), walk.c.id.desc())
        .offset(most - 1)
        .limit(1)
        .subquery()
        for walk in walks
    ]
    ends = db.session.execute(union_all(*(select(newest) for newest in last))).all()
    at_last = max(((end.at, end.id) for end in ends), default=None)
    return LogPosition(*at_last) if at_last else None


def was_recorded_since(
    moment: datetime,
    action: AuditAction,
    subject: Subject,
    *,
    actor: str,
    details: Mapping[str, str],
) -> bool:
    """Whether the actor has done just this since that moment."""
    recorded = db.session.scalars(
        select(AuditEntry.details).where(
            AuditEntry.actor == actor,
            AuditEntry.at > moment,
            AuditEntry.action == action.value,
            AuditEntry.subject_kind == subject.kind,
            AuditEntry.subject_code == subject.code,
        )
    )
    return any(entry_details == details for entry_details in recorded)


def latest_reason(moment: datetime, action: AuditAction, subject: Subject, *, actor: str) -> str:
    """The last reason that the actor gave for this since that moment; empty where there is none."""
    entries = db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.actor == actor,
            AuditEntry.at > moment,
            AuditEntry.action == action.value,
            AuditEntry.subject_kind == subject.kind,
            AuditEntry.subject_code == subject.code,
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .options(joinedload(AuditEntry.change))
    )
    return next((entry.reason for entry in entries if entry.reason), "")


def list_recent_actors(event_id: int) -> set[str]:
    """Who has done something in the event lately."""
    latest = (
        select(AuditEntry.actor)
        .where(AuditEntry.event_id == event_id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(RECENT_MAX)
        .subquery()
    )
    return set(db.session.scalars(select(latest.c.actor).distinct()))


def shown_action(entry: AuditEntry, *, sees_aliases: bool) -> str:
    """The action as this reader may know it: that a registration is an alias, only few may."""
    if entry.action == AuditAction.REGISTERED_UNDER_ALIAS and not sees_aliases:
        return AuditAction.REGISTERED_BY_AN_ORGANIZER.value
    return entry.action


def is_confidential(entry: AuditEntry) -> bool:
    """Whether only those who see aliases may know who did this, and about whom."""
    return entry.action in CONFIDENTIAL
