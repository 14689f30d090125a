"""Sign-in sheets: who is to sign on a day, in a session, for a delegation; and the door's list."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.domain.desk.prints.person import (
    PrintedPerson,
    by_what_is_shown,
    check_rows,
    load_people,
)
from eventapp.domain.people.organisation import swedish_order
from eventapp.domain.schedule.published import PublishedSchedule, PublishedSession
from eventapp.domain.schedule.release import latest_schedule
from eventapp.extensions import db
from eventapp.models import (
    ChoiceState,
    Delegation,
    Event,
    Registration,
    Session,
    SessionChoice,
    SessionKind,
)


@dataclass(frozen=True, slots=True)
class SignInSheet:
    """One sheet: of a day, a session or a delegation; the two others are None."""

    people: Sequence[PrintedPerson]
    day: date | None = None
    session: PublishedSession | None = None
    organisation: str | None = None


def list_event_days(event: Event) -> list[date]:
    """The days of the event where it is held."""
    zone = ZoneInfo(event.time_zone)
    first, last = event.starts_at.astimezone(zone).date(), event.ends_at.astimezone(zone).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def list_signed_sessions(schedule: PublishedSchedule | None) -> list[PublishedSession]:
    """The sessions with a sheet of their own: no breaks, and nothing that is cancelled."""
    sessions = schedule.sessions if schedule else ()
    return [s for s in sessions if s.kind != SessionKind.SERVICE and not s.cancelled]


def day_sheet(event: Event, day: date) -> list[SignInSheet]:
    """The sheet of one day, for everybody. Raises NothingToPrint and TooManyRows."""
    people = sorted(load_people(event), key=by_what_is_shown)
    check_rows(len(people))
    return [SignInSheet(people, day=day)]


def session_sheets(event: Event) -> list[SignInSheet]:
    """A sheet for each session: for those who chose it, or everybody where there is no choice.

    Raises NothingToPrint and TooManyRows.
    """
    people = sorted(load_people(event), key=by_what_is_shown)
    choosers = _choosers(event)
    sheets = [
        SignInSheet(
            [p for p in people if p.id in choosers[session.code]]
            if session.kind == SessionKind.CHOICE
            else people,
            session=session,
        )
        for session in list_signed_sessions(latest_schedule(event))
    ]
    return _with_people(sheets)


def delegation_sheets(event: Event) -> list[SignInSheet]:
    """A sheet for each delegation, by organisation. Raises NothingToPrint and TooManyRows."""
    members: dict[int, list[PrintedPerson]] = defaultdict(list)
    people = load_people(event, Registration.delegation_id.is_not(None))
    for person in sorted(people, key=by_what_is_shown):
        if person.delegation_id is not None:
            members[person.delegation_id].append(person)
    delegations = db.session.scalars(
        select(Delegation)
        .where(Delegation.event_id == event.id)
        .options(joinedload(Delegation.organisation))
    )
    sheets = [
        SignInSheet(members[delegation.id], organisation=delegation.organisation.name)
        for delegation in delegations
        if delegation.id in members
    ]
    return _with_people(sorted(sheets, key=lambda sheet: swedish_order(sheet.organisation or "")))


def list_for_door(event: Event) -> list[PrintedPerson]:
    """Everybody with a place, by the code that they say. Raises NothingToPrint and TooManyRows."""
    people = sorted(load_people(event), key=lambda person: person.desk_code)
    check_rows(len(people))
    return people


def _choosers(event: Event) -> dict[str, set[int]]:
    """The registrations that have a seat in each session, by the session's code."""
    choosers: dict[str, set[int]] = defaultdict(set)
    rows = db.session.execute(
        select(Session.code, SessionChoice.registration_id)
        .join(Session, Session.id == SessionChoice.session_id)
        .where(Session.event_id == event.id, SessionChoice.state == ChoiceState.CONFIRMED)
    )
    for code, registration_id in rows:
        choosers[code].add(registration_id)
    return choosers


def _with_people(sheets: Sequence[SignInSheet]) -> list[SignInSheet]:
    check_rows(sum(len(sheet.people) for sheet in sheets))
    return [sheet for sheet in sheets if sheet.people]
