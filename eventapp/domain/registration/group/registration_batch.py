"""Registering many in one transaction: seats, sessions and addresses are read once for them all."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select

from eventapp import insertion
from eventapp.domain import outbox
from eventapp.domain.locking import LockedEvent
from eventapp.domain.people.name import fold_name
from eventapp.domain.record import audit
from eventapp.domain.registration import queue, session_choice
from eventapp.domain.registration.address import HOUR, AddressUse
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.group.open_seats import OpenSeats, read_open_seats
from eventapp.domain.registration.queue import Seating
from eventapp.domain.registration.registration import (
    Admission,
    Applicant,
    NewRegistration,
    create_registration,
    first_letter_key,
    write_new,
)
from eventapp.domain.registration.session_choice import (
    CountedSession,
    SessionsCollide,
    UnknownSession,
)
from eventapp.extensions import db
from eventapp.models import AuditAction, JobKind, Registration, RegistrationState

CONFIRMED = RegistrationState.CONFIRMED
NEVER_WRITTEN_TO = AddressUse(None, 0, (), ())
Person = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One of many to register; who has `cancelled` before gets no seat, and no letter."""

    applicant: Applicant
    cancelled: bool = False

    @property
    def person(self) -> Person:
        """Address and folded name."""
        return self.applicant.email, fold_name(self.applicant.name)


def register_many(
    locked: LockedEvent,
    newcomers: Sequence[Newcomer],
    *,
    letters_at: datetime | None,
    actor: str,
    now: datetime,
) -> list[Registration | None]:
    """Give each a seat or a place in the queue, in this order; None for those registered already.

    Their letters go at `letters_at`, at most LETTERS_PER_HOUR an hour to one address; without it
    none go. Sessions that cannot be chosen, or overlap, are left out; answers stay, full or not.
    """
    seats = read_open_seats(locked, now=now)
    known, letters = _read_addresses(locked, newcomers, now)
    sessions = _count_sessions(locked, newcomers)
    ids = insertion.draw_ids(Registration, len(newcomers))
    registered: list[NewRegistration | None] = []
    for newcomer, id_ in zip(newcomers, ids, strict=True):
        # Whoever had cancelled may come again; a list read twice adds nobody twice.
        if known.get(newcomer.person) or (newcomer.cancelled and newcomer.person in known):
            registered.append(None)
            continue
        known[newcomer.person] = not newcomer.cancelled
        admission = replace(_admission(locked, newcomer, seats.seating, sessions), id=id_)
        new = create_registration(admission, _state(newcomer, seats), now=now)
        registration = new.registration
        registration.first_letter_at = None
        if newcomer.cancelled:
            registration.cancelled_at = now
        elif letters_at:
            registration.first_letter_at = _next_letter(letters, newcomer, letters_at)
        registered.append(new)
    added = [new for new in registered if new]
    write_new(added)
    _finish(locked, [new.registration for new in added], actor=actor, now=now)
    queue.update_availability(locked, seats.seating.pool)
    return [new.registration if new else None for new in registered]


def _admission(
    locked: LockedEvent,
    newcomer: Newcomer,
    seating: Seating,
    sessions: Mapping[str, CountedSession],
) -> Admission:
    applicant, chosen = newcomer.applicant, []
    if newcomer.cancelled:
        applicant = replace(applicant, needs=CareNeeds())
    else:
        wished = [sessions[code] for code in applicant.sessions if code in sessions]
        with suppress(SessionsCollide):
            session_choice.refuse_collisions(wished)
            chosen = wished
    return Admission(locked, applicant, seating, CONFIRMED, chosen, NEVER_WRITTEN_TO, approved=True)


def _state(newcomer: Newcomer, seats: OpenSeats) -> RegistrationState:
    if newcomer.cancelled:
        return RegistrationState.CANCELLED
    open_to = seats.are_open_to(newcomer.applicant.affiliation)
    return CONFIRMED if open_to else RegistrationState.WAITLISTED


def _read_addresses(
    locked: LockedEvent, newcomers: Sequence[Newcomer], now: datetime
) -> tuple[dict[Person, bool], dict[str, list[datetime]]]:
    """Who has registered and whether they still are, and when letters go to each address."""
    emails = {newcomer.applicant.email for newcomer in newcomers}
    rows = db.session.execute(
        select(
            Registration.event_id,
            Registration.email,
            Registration.folded_name,
            Registration.state,
            Registration.first_letter_at,
        ).where(
            Registration.email.in_(emails),
            or_(
                Registration.event_id == locked.event.id,
                Registration.first_letter_at > now - HOUR,
            ),
        )
    )
    known: dict[Person, bool] = {}
    letters: dict[str, list[datetime]] = {}
    for row in rows:
        if row.event_id == locked.event.id:
            person = row.email, row.folded_name
            living = row.state is not RegistrationState.CANCELLED
            known[person] = known.get(person, False) or living
        if row.first_letter_at and row.first_letter_at > now - HOUR:
            letters.setdefault(row.email, []).append(row.first_letter_at)
    return known, letters


def _next_letter(
    letters: dict[str, list[datetime]], newcomer: Newcomer, wanted: datetime
) -> datetime:
    sent = sorted(letters.setdefault(newcomer.applicant.email, []))
    letter_at: datetime = AddressUse(None, 0, sent, ()).next_letter_at(wanted)
    letters[newcomer.applicant.email].append(letter_at)
    return letter_at


def _count_sessions(
    locked: LockedEvent, newcomers: Sequence[Newcomer]
) -> dict[str, CountedSession]:
    codes = {code for newcomer in newcomers for code in newcomer.applicant.sessions}
    try:
        counted = session_choice.count_sessions(locked.event, codes)
    except UnknownSession:  # one was withdrawn since the list was looked through
        counted = _count_one_by_one(locked, codes)
    return {session.code: session for session in counted}


def _count_one_by_one(locked: LockedEvent, codes: Collection[str]) -> list[CountedSession]:
    counted: list[CountedSession] = []
    for code in sorted(codes):
        try:
            counted += session_choice.count_sessions(locked.event, [code])
        except UnknownSession:
            continue
    return counted


def _finish(
    locked: LockedEvent, added: Sequence[Registration], *, actor: str, now: datetime
) -> None:
    if locked.event.option_limits:
        locked.event.revision += 1  # forms show which options are full
    by_moment: dict[datetime, list[Registration]] = {}
    for registration in added:
        if registration.first_letter_at:
            by_moment.setdefault(registration.first_letter_at, []).append(registration)
    for letter_at, group in by_moment.items():
        outbox.enqueue_many(
            JobKind.REGISTRATION_MAIL,
            [(first_letter_key(person), {"registration_id": person.id}) for person in group],
            due_at=letter_at,
            now=now,
        )
    audit.record_many(AuditAction.REGISTERED_BY_IMPORT, added, actor=actor, now=now)
