"""The lists of an event: created, changed, closed and deleted by its organizers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from eventapp.domain.door.projection import EVENT_LIST
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.locking import LockedEvent, lock_event
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    OWN_LIST_ADDRESS,
    AuditAction,
    CheckIn,
    CheckInList,
    CheckInListKind,
    CheckInListSession,
    Event,
    Session,
)

LIST_NUMBER_MAX = 255  # a byte in what phones are sent


class TooManyLists(Refusal):
    """No number is left for another list."""

    code = "too-many-lists"
    sentence = _l("An event can have 255 check-in lists over time, and this one has had them all.")


class ListNameTaken(Refusal):
    """Two lists of one name could not be told apart on a phone."""

    code = "list-name-taken"
    sentence = _l("There is already a list with that name. Choose a name that tells them apart.")


class ListIsUsed(Refusal):
    """Somebody has been checked in to it."""

    code = "list-is-used"
    sentence = _l(
        "People have been checked in to this list, so it cannot be deleted. Close it instead."
    )


class OwnListStaysOpen(Refusal):
    """The event's own list ends with the event."""

    code = "own-list-stays-open"
    sentence = _l("The event’s own list is open as long as the event. Phones can be blocked.")


class ListOfAnotherDay(Refusal):
    """The list is of one day, and was entered for another."""

    code = "list-of-another-day"
    sentence = _l("This list is not of that day. Choose its day above, and enter it there.")


class NoSuchList(Refusal):
    """Somebody has deleted the list since the page was opened."""

    code = "no-such-list"
    sentence = _l("This list has been deleted. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class ListContent:
    """What an organizer says of a list. `day`: the only one on which people are checked in."""

    kind: CheckInListKind
    name: str
    day: date | None = None
    session_codes: Sequence[str] = ()
    signed_up_only: bool = False
    exits: bool = False
    capacity: int | None = None


def list_lists(event: Event) -> Sequence[CheckInList]:
    """The event's lists that are not deleted, the event's own first where it was ever changed."""
    return db.session.scalars(
        select(CheckInList)
        .where(CheckInList.event_id == event.id, CheckInList.deleted_at.is_(None))
        .order_by(CheckInList.number)
    ).all()


def load_lists(event: Event) -> Sequence[CheckInList]:
    """The event's lists with their sessions, its own first: it has that always."""
    query = select(CheckInList).options(
        selectinload(CheckInList.listed_sessions).selectinload(CheckInListSession.session)
    )
    stored = db.session.scalars(
        query.where(CheckInList.event_id == event.id, CheckInList.deleted_at.is_(None)).order_by(
            CheckInList.number
        )
    ).all()
    own = [] if stored and stored[0].number == EVENT_LIST else [_own_list(event)]
    return [*own, *stored]


def find_list(event: Event, address: str) -> CheckInList | None:
    """The event's list at this address. Its own is always there, stored or not."""
    if address == OWN_LIST_ADDRESS:
        return find_numbered(event, EVENT_LIST) or _own_list(event)
    return db.session.scalar(
        select(CheckInList).where(
            CheckInList.event_id == event.id,
            CheckInList.code == address,
            CheckInList.deleted_at.is_(None),
        )
    )


def find_numbered(event: Event, number: int) -> CheckInList | None:
    """The event's list with this number, deleted or not."""
    return db.session.scalar(
        select(CheckInList).where(CheckInList.event_id == event.id, CheckInList.number == number)
    )


def create_list(event: Event, content: ListContent, *, actor: str, now: datetime) -> CheckInList:
    """Add a list. Raises ListNameTaken, TooManyLists. Flushes."""
    locked = lock_event(event)
    _refuse_name_taken(event, content.name, but=None)
    listing = CheckInList(event_id=event.id, number=_next_number(event))
    _write(locked, listing, content)
    _record(AuditAction.CHECK_IN_LIST_CREATED, event, listing, actor=actor, now=now)
    return listing


def edit_list(
    event: Event,
    listing: CheckInList,
    content: ListContent,
    *,
    version: int,
    actor: str,
    now: datetime,
) -> None:
    """Change a list; the event's own is stored the first time.

    Raises NoSuchList, StaleVersion, ListNameTaken. Flushes.
    """
    locked = lock_event(event)
    listing = _locked_list(event, listing)
    check_version(listing, version)
    _refuse_name_taken(event, content.name, but=listing)
    listing.version += 1
    _write(locked, listing, content)
    _record(AuditAction.CHECK_IN_LIST_CHANGED, event, listing, actor=actor, now=now)


def follow_sessions(event: Event, *, actor: str, now: datetime) -> None:
    """Let each list whose sessions have all moved to one other day be of that day. Flushes."""
    event = lock_event(event).event
    rows = db.session.execute(
        select(CheckInList, Session.starts_at)
        .join(CheckInListSession, CheckInListSession.list_id == CheckInList.id)
        .join(Session, Session.id == CheckInListSession.session_id)
        .where(
            CheckInList.event_id == event.id,
            CheckInList.day.is_not(None),
            CheckInList.deleted_at.is_(None),
            Session.starts_at.is_not(None),
        )
    )
    days: defaultdict[CheckInList, set[date]] = defaultdict(set)
    for listing, starts_at in rows:
        days[listing].add(starts_at.astimezone(ZoneInfo(event.time_zone)).date())
    for listing, held_on in days.items():
        if len(held_on) == 1 and listing.day not in held_on:
            listing.day = held_on.pop()
            listing.version += 1
            db.session.flush()
            _record(AuditAction.CHECK_IN_LIST_CHANGED, event, listing, actor=actor, now=now)


def close_list(event: Event, listing: CheckInList, *, actor: str, now: datetime) -> None:
    """Say that nobody is checked in to the list any more. Scans that come are kept, and flagged.

    Raises NoSuchList, OwnListStaysOpen.
    """
    lock_event(event)
    listing = _locked_list(event, listing)
    if listing.number == EVENT_LIST:
        raise OwnListStaysOpen
    if listing.closed_at is None:
        listing.closed_at = now
        db.session.flush()
        _record(AuditAction.CHECK_IN_LIST_CLOSED, event, listing, actor=actor, now=now)


def reopen_list(event: Event, listing: CheckInList, *, actor: str, now: datetime) -> None:
    """Let people be checked in to the list again. Raises NoSuchList."""
    lock_event(event)
    listing = _locked_list(event, listing)
    if listing.closed_at is not None:
        listing.closed_at = None
        db.session.flush()
        _record(AuditAction.CHECK_IN_LIST_REOPENED, event, listing, actor=actor, now=now)


def delete_list(event: Event, listing: CheckInList, *, actor: str, now: datetime) -> None:
    """Delete a list that nobody has been checked in to; its number is never given again.

    A scan that a phone without network has made meanwhile is kept when it comes, and flagged.
    Raises NoSuchList, ListIsUsed.
    """
    lock_event(event)
    listing = _locked_list(event, listing)
    if listing.number == EVENT_LIST or is_used(event, listing):
        raise ListIsUsed
    listing.deleted_at = now
    db.session.flush()
    _record(AuditAction.CHECK_IN_LIST_DELETED, event, listing, actor=actor, now=now)


def is_used(event: Event, listing: CheckInList) -> bool:
    """Whether a scan at the list has been stored."""
    scans = select(CheckIn.id).where(
        CheckIn.event_id == event.id, CheckIn.list_number == listing.number
    )
    return db.session.scalar(scans.limit(1)) is not None


def _own_list(event: Event) -> CheckInList:
    """The event's own list as it is until somebody changes it."""
    return CheckInList(
        event_id=event.id,
        number=EVENT_LIST,
        kind=CheckInListKind.EVENT,
        name="",
        signed_up_only=False,
        exits=False,
        version=1,
    )


def _locked_list(event: Event, listing: CheckInList) -> CheckInList:
    """The list as it is now that the event is locked."""
    stored = find_numbered(event, listing.number)
    if stored is None and listing.number == EVENT_LIST:
        return _own_list(event)
    if stored is None or stored.deleted_at is not None:
        raise NoSuchList
    return stored


def _next_number(event: Event) -> int:
    highest = select(func.max(CheckInList.number)).where(CheckInList.event_id == event.id)
    number = (db.session.scalar(highest) or EVENT_LIST) + 1
    if number > LIST_NUMBER_MAX:
        raise TooManyLists
    return number


def _refuse_name_taken(event: Event, name: str, *, but: CheckInList | None) -> None:
    taken = (listing.name for listing in list_lists(event) if listing is not but)
    if name and name.casefold() in {other.casefold() for other in taken}:
        raise ListNameTaken


def _write(locked: LockedEvent, listing: CheckInList, content: ListContent) -> None:
    sessions = db.session.scalars(
        select(Session.id).where(
            Session.event_id == locked.event.id, Session.code.in_(content.session_codes)
        )
    )
    chosen = set(sessions)
    listing.kind, listing.name, listing.day = content.kind, content.name, content.day
    listing.signed_up_only = content.signed_up_only and bool(chosen)
    listing.exits, listing.capacity = content.exits, content.capacity
    db.session.add(listing)
    db.session.flush()
    stored = {row.session_id: row for row in listing.listed_sessions}
    for session_id in stored.keys() - chosen:
        listing.listed_sessions.remove(stored[session_id])
    for session_id in chosen - stored.keys():
        listing.listed_sessions.append(CheckInListSession(session_id=session_id))
    db.session.flush()


def _record(
    action: AuditAction, event: Event, listing: CheckInList, *, actor: str, now: datetime
) -> None:
    audit.record(action, event, actor=actor, now=now, list=listing.number)
