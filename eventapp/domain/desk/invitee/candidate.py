"""Who may be put on an event's list of invitees: typed, or of an earlier event; and who is not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all

from eventapp.domain.door.attendance import attended_query
from eventapp.domain.people.unsubscription import find_unsubscribed
from eventapp.extensions import db
from eventapp.models import (
    Attendance,
    Event,
    EventState,
    Invitee,
    Registration,
    RegistrationState,
)

SOURCES_SHOWN = 20


class EarlierGroup(StrEnum):
    """Whom to take from an earlier event. The strings stand in forms."""

    CAME = "came"
    REGISTERED = "registered"
    INVITED = "invited"


class LeftOut(StrEnum):
    """Why somebody is not put on the list."""

    DOUBLE = "double"  # an address that came before in the same list
    LISTED = "listed"
    REGISTERED = "registered"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be invited. `email` is folded; a name may be missing."""

    email: str
    name: str = ""
    organisation: str = ""
    language: str = "sv"


@dataclass(frozen=True, slots=True)
class Examination:
    """Who of some candidates is new on the list, and who is left out and why."""

    new: Sequence[Candidate]
    left_out: Sequence[tuple[Candidate, LeftOut]]


@dataclass(frozen=True, slots=True)
class EarlierEvent:
    """An event to take people from, and how many addresses each group has."""

    event: Event
    counts: dict[EarlierGroup, int]


def examine(event: Event, candidates: Sequence[Candidate]) -> Examination:
    """Look through the candidates, in three queries. Only under the event's lock is it final."""
    listed = set(db.session.scalars(select(Invitee.email).where(Invitee.event_id == event.id)))
    registered = set(
        db.session.scalars(
            select(Registration.email).where(
                Registration.event_id == event.id, Registration.state != RegistrationState.CANCELLED
            )
        )
    )
    declined = find_unsubscribed({candidate.email for candidate in candidates})
    new: dict[str, Candidate] = {}
    left_out = []
    for candidate in candidates:
        email = candidate.email
        if email in new:
            left_out.append((candidate, LeftOut.DOUBLE))
        elif email in listed:
            left_out.append((candidate, LeftOut.LISTED))
        elif email in registered:
            left_out.append((candidate, LeftOut.REGISTERED))
        elif email in declined:
            left_out.append((candidate, LeftOut.DECLINED))
        else:
            new[email] = candidate
    return Examination(list(new.values()), left_out)


def list_candidates(source: Event, group: EarlierGroup) -> list[Candidate]:
    """Those of this group of an earlier event, the first registered or invited first."""
    return [Candidate(*row) for row in db.session.execute(_people(source.id, group))]


def list_earlier(event: Event, readable: Collection[int] | None) -> list[EarlierEvent]:
    """The latest events that have anybody to take, in two queries.

    `readable` are the ids of the events whose people may be seen; None for all.
    """
    events = select(Event).where(Event.id != event.id, Event.state != EventState.DRAFT)
    if readable is not None:
        events = events.where(Event.id.in_(readable))
    sources = db.session.scalars(
        events.order_by(Event.starts_at.desc(), Event.id.desc()).limit(SOURCES_SHOWN)
    ).all()
    if not sources:
        return []
    queries = [_count(source.id, group) for source in sources for group in EarlierGroup]
    counts: dict[int, dict[EarlierGroup, int]] = {source.id: {} for source in sources}
    for event_id, group, number in db.session.execute(union_all(*queries)):
        if number:
            counts[event_id][EarlierGroup(group)] = number
    return [EarlierEvent(source, counts[source.id]) for source in sources if counts[source.id]]


def count_groups(event: Event) -> dict[EarlierGroup, int]:
    """How many addresses each group of this event has, in one query."""
    queries = [_count(event.id, group) for group in EarlierGroup]
    rows = db.session.execute(union_all(*queries))
    return {EarlierGroup(group): number for _event_id, group, number in rows}


def _count(event_id: int, group: EarlierGroup) -> Select[*tuple[Any, ...]]:
    people = _people(event_id, group).order_by(None).subquery()
    addresses = func.count(people.c.email.distinct())
    return select(literal(event_id), literal(group.value), addresses)


def _people(event_id: int, group: EarlierGroup) -> Select[*tuple[Any, ...]]:
    if group is EarlierGroup.INVITED:
        return (
            select(Invitee.email, Invitee.name, Invitee.organisation_name, Invitee.language)
            .where(Invitee.event_id == event_id)
            .order_by(Invitee.id)
        )
    people = (
        select(
            Registration.email,
            Registration.name,
            Registration.organisation_name,
            Registration.language,
        )
        .where(Registration.event_id == event_id, Registration.state != RegistrationState.CANCELLED)
        .order_by(Registration.registered_at, Registration.id)
    )
    if group is EarlierGroup.CAME:
        marked = select(Attendance.registration_id)
        people = people.where(
            Registration.id.in_(attended_query(event_id)) | Registration.id.in_(marked)
        )
    return people
