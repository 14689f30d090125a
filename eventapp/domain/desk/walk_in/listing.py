"""Those who came without being registered, opened for organizers, beside who they may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from eventapp.domain.desk.registration import list_probable_doubles
from eventapp.domain.door.projection import EPOCH
from eventapp.domain.door.walk_in.sealed_person import NotedPerson, open_person
from eventapp.domain.people.name import fold_name
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.registration.registration import Affiliation, Applicant
from eventapp.extensions import db
from eventapp.models import (
    CheckIn,
    DeviceKind,
    Event,
    Gate,
    Registration,
    RegistrationState,
    WalkIn,
    WalkInState,
)

# Those who have waited longest are shown first; the others as these are decided about.
SHOWN_MAX = 100


@dataclass(frozen=True, slots=True)
class WalkInLine:
    """One person. `person` is None where the name is gone, or cannot be opened.

    `known` are the living registrations that may be theirs, and `again` says when others of the
    same name were noted.
    """

    walk_in: WalkIn
    person: NotedPerson | None
    at: datetime
    door: str
    at_desk: bool
    flags: tuple[str, ...]
    known: Sequence[Registration] = ()
    again: Sequence[datetime] = ()


@dataclass(frozen=True, slots=True)
class WalkInList:
    """Who waits, how many more there are than shown, and what was decided a moment ago."""

    waiting: Sequence[WalkInLine]
    more: int
    decided: Sequence[WalkInLine]


def count_waiting(event: Event) -> int:
    """How many of the event wait for an organizer."""
    waiting = select(func.count()).select_from(WalkIn).where(*_waiting(event))
    return db.session.scalar(waiting) or 0


def list_walk_ins(event: Event, *, now: datetime) -> WalkInList:
    """Who waits, the earliest first, and those whose decision can be undone."""
    doors, zone = _doors(event), ZoneInfo(event.time_zone)
    waiting = db.session.scalars(
        _with_device().where(*_waiting(event)).order_by(WalkIn.at, WalkIn.id).limit(SHOWN_MAX)
    ).all()
    decided = db.session.scalars(
        _with_device()
        .options(joinedload(WalkIn.registration))
        .where(
            WalkIn.event_id == event.id,
            WalkIn.sealed.is_not(None),
            WalkIn.decided_at > now - UNDO_PERIOD,
        )
        .order_by(WalkIn.decided_at.desc(), WalkIn.id)
    ).all()
    people = {walk_in.id: _open(event, walk_in) for walk_in in waiting}
    known = _known_by_name(event, [person for person in people.values() if person])
    return WalkInList(
        [
            _line(
                event,
                walk_in,
                doors,
                known=_of(known, people[walk_in.id]),
                again=_again(walk_in, waiting, people, zone),
            )
            for walk_in in waiting
        ],
        max(0, count_waiting(event) - len(waiting)),
        [_line(event, walk_in, doors) for walk_in in decided],
    )


def find_walk_in(event: Event, code: str) -> WalkIn | None:
    """The event's walk-in of this code."""
    return db.session.scalar(_with_device().where(WalkIn.event_id == event.id, WalkIn.code == code))


def open_walk_in(event: Event, walk_in: WalkIn) -> WalkInLine:
    """One person with everybody whose name is like theirs, or whose ticket was shown."""
    line = _line(event, walk_in, _doors(event))
    if line.person is None or walk_in.state is not WalkInState.WAITING:
        return line
    person = line.person
    named = Applicant(person.name, person.email, Affiliation(person.organisation))
    likely = {
        registration.id: registration
        for registration in (
            *_of_ticket(walk_in),
            *_known_by_name(event, [person]),
            *list_probable_doubles(event, named),
        )
    }
    waiting = db.session.scalars(
        _with_device().where(*_waiting(event)).order_by(WalkIn.at, WalkIn.id).limit(SHOWN_MAX)
    ).all()
    people = {other.id: _open(event, other) for other in waiting}
    again = _again(walk_in, waiting, people, ZoneInfo(event.time_zone))
    return _line(event, walk_in, _doors(event), known=list(likely.values()), again=again)


def _line(
    event: Event,
    walk_in: WalkIn,
    doors: Mapping[int, str],
    *,
    known: Sequence[Registration] = (),
    again: Sequence[datetime] = (),
) -> WalkInLine:
    at_desk = walk_in.device.kind is DeviceKind.DESK
    return WalkInLine(
        walk_in,
        _open(event, walk_in),
        _moment(walk_in.at, ZoneInfo(event.time_zone)),
        doors.get(walk_in.place, ""),
        at_desk,
        tuple(walk_in.flags.split()),
        known,
        again,
    )


def _open(event: Event, walk_in: WalkIn) -> NotedPerson | None:
    if walk_in.sealed is None:
        return None
    person = open_person(walk_in.key_number, walk_in.sealed, event.public_id, walk_in.walk_in_id)
    return person if person and person.name else None


def _again(
    walk_in: WalkIn,
    others: Sequence[WalkIn],
    people: Mapping[int, NotedPerson | None],
    zone: ZoneInfo,
) -> list[datetime]:
    """When others of the same name were noted who wait too."""
    person = people.get(walk_in.id)
    if person is None:
        return []
    name = fold_name(person.name)
    return [
        _moment(other.at, zone)
        for other in others
        if other.id != walk_in.id
        and (theirs := people[other.id]) is not None
        and fold_name(theirs.name) == name
    ]


def _known_by_name(event: Event, people: Sequence[NotedPerson]) -> Sequence[Registration]:
    """The living registrations with one of these names or addresses."""
    if not people:
        return []
    emails = {person.email.strip().lower() for person in people} - {""}
    return db.session.scalars(
        select(Registration)
        .where(
            *_living(event),
            or_(
                Registration.folded_name.in_({fold_name(person.name) for person in people}),
                Registration.email.in_(emails),
            ),
        )
        .order_by(Registration.id)
    ).all()


def _of(known: Sequence[Registration], person: NotedPerson | None) -> list[Registration]:
    if person is None:
        return []
    name, email = fold_name(person.name), person.email.strip().lower()
    return [
        registration
        for registration in known
        if registration.folded_name == name or (email and registration.email == email)
    ]


def _of_ticket(walk_in: WalkIn) -> Sequence[Registration]:
    """Whose the ticket is that was let in with them, where it has turned out to be somebody's."""
    if walk_in.scan_id is None:
        return []
    return db.session.scalars(
        select(Registration)
        .join(CheckIn, CheckIn.registration_id == Registration.id)
        .where(
            CheckIn.scan_id == walk_in.scan_id,
            CheckIn.device_id == walk_in.device_id,
            *_living(walk_in.event),
        )
    ).all()


def _living(event: Event) -> tuple[Any, ...]:
    return (
        Registration.event_id == event.id,
        Registration.state != RegistrationState.CANCELLED,
    )


def _waiting(event: Event) -> tuple[Any, ...]:
    return WalkIn.event_id == event.id, WalkIn.state == WalkInState.WAITING


def _with_device() -> Select[WalkIn]:
    return select(WalkIn).options(joinedload(WalkIn.device))


def _doors(event: Event) -> dict[int, str]:
    rows = db.session.execute(select(Gate.number, Gate.name).where(Gate.event_id == event.id))
    return {row[0]: row[1] for row in rows}


def _moment(at: int, zone: ZoneInfo) -> datetime:
    return (EPOCH + timedelta(milliseconds=at)).astimezone(zone)
