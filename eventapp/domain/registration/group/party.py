"""Registering a party: several people in one transaction, each with a place of their own.

Each gets a ticket, a link and a letter, and answers about sessions, questions and needs there:
nobody answers for others. The number of statements does not depend on how many they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from eventapp import insertion
from eventapp.domain import locking, outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent
from eventapp.domain.outbox import Promise
from eventapp.domain.record import audit
from eventapp.domain.registration import queue
from eventapp.domain.registration.address import AddressUse, look_up_addresses
from eventapp.domain.registration.group.open_seats import OpenSeats, read_open_seats
from eventapp.domain.registration.registration import (
    Admission,
    Applicant,
    Reception,
    RegistrationClosed,
    create_registration,
    first_letter_key,
    write_new,
)
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.ids import new_code
from eventapp.models import AuditAction, JobKind, Registration, RegistrationState

# As many as share a car or two: who registers more is a coordinator, and has a page for it.
PARTY_MAX = 10
CONFIRMED, WAITLISTED, PENDING = (
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.PENDING,
)


class PartyDoesNotFit(Refusal):
    """Not all would find a seat, and nobody has said what they want then."""

    code = "party-does-not-fit"
    sentence = _l("There are not places for all of you now. Choose below what you want instead.")


class PartyNeverFits(Refusal):
    """All or none is asked for, and so many seats there are not, even without anybody else."""

    code = "party-never-fits"
    sentence = _l(
        "The event does not have that many places together, so all of you would wait in vain. "
        "Choose as many places as possible."
    )


@dataclass(frozen=True, slots=True)
class PartyAdmission:
    """What was read under the lock about a party, before anything is written.

    `uses` says how each one's address is used, as if the others did not ask.
    """

    locked: LockedEvent
    applicants: Sequence[Applicant]
    uses: Sequence[AddressUse]
    seats: OpenSeats

    @property
    def seated(self) -> RegistrationState:
        """What whoever finds a seat gets: where an organizer approves, it is held until then."""
        return CONFIRMED if self.locked.event.approval_days is None else PENDING


@dataclass(frozen=True, slots=True)
class _Member:
    """One of the party; `state` is None for somebody who is registered already."""

    admission: Admission
    state: RegistrationState | None


def register_party(
    slug: str, applicants: Sequence[Applicant], *, whole: bool | None, now: datetime
) -> list[Reception]:
    """Register each as the public form does; the answers are those of newcomers.

    Where not all find a seat, a `whole` party waits together for places for all, any other takes
    what there is; None if they were not asked. Raises RegistrationClosed, PartyDoesNotFit,
    PartyNeverFits.
    """
    locked = locking.lock_event_by_slug(slug)
    if locked is None or not locked.event.takes_registrations(now):
        raise RegistrationClosed
    admission = prepare_party(locked, applicants, now=now)
    return admit_party(
        admission, whole=whole, actor=audit.PARTICIPANT, action=AuditAction.REGISTERED, now=now
    )


def prepare_party(
    locked: LockedEvent, applicants: Sequence[Applicant], *, now: datetime
) -> PartyAdmission:
    """Promote those who wait, then read what decides how the party is received."""
    seats = read_open_seats(locked, now=now)
    people = [(applicant.email, applicant.name) for applicant in applicants]
    return PartyAdmission(
        locked, applicants, look_up_addresses(locked.event, people, now=now), seats
    )


def admit_party(
    admission: PartyAdmission,
    *,
    whole: bool | None,
    actor: str,
    action: AuditAction,
    now: datetime,
) -> list[Reception]:
    """Register those of the party who are not registered yet, and send the others their link.

    Beyond the places of an address people wait for an organizer, outside of the party. Raises
    PartyDoesNotFit, PartyNeverFits: what is said there would be said to newcomers alone.
    """
    answers = _answers(admission, whole=whole)
    members = _members(admission, answers, whole=bool(whole), now=now)
    receptions = _create(members, whole=bool(whole), now=now)
    _promise_letters(members, receptions, now=now)
    queue.update_availability(admission.locked, admission.seats.seating.pool)
    # As much is written for those known as for newcomers: response times must not tell.
    again = AuditAction.REGISTERED_AGAIN
    acts = [(action if person.added else again, person.registration) for person in receptions]
    audit.record_acts(acts, actor=actor, now=now)
    return receptions


def _answers(admission: PartyAdmission, *, whole: bool | None) -> list[RegistrationState]:
    """What each would hear if nobody of the party were registered: all that strangers learn."""
    people = admission.applicants
    answers = _give_seats(admission, admission.seats, people, whole=bool(whole))
    if whole is None and WAITLISTED in answers:
        raise PartyDoesNotFit
    empty = admission.seats.when_empty()
    if whole and WAITLISTED in _give_seats(admission, empty, people, whole=True):
        raise PartyNeverFits
    return answers


def _give_seats(
    admission: PartyAdmission, seats: OpenSeats, applicants: Sequence[Applicant], *, whole: bool
) -> list[RegistrationState]:
    """Who finds a seat, in this order; nobody where a whole party does not fit."""
    left = seats.copy()
    states = []
    for applicant in applicants:
        fits = left.are_open_to(applicant.affiliation)
        if fits:
            left.take(applicant.affiliation)
        states.append(admission.seated if fits else WAITLISTED)
    return [WAITLISTED] * len(states) if whole and WAITLISTED in states else states


def _members(
    admission: PartyAdmission,
    answers: Sequence[RegistrationState],
    *,
    whole: bool,
    now: datetime,
) -> list[_Member]:
    admissions = [
        Admission(admission.locked, applicant, admission.seats.seating, answer, [], use)
        for applicant, answer, use in zip(
            admission.applicants, answers, _one_after_another(admission, now=now), strict=True
        )
    ]
    placed = [
        person
        for person in admissions
        if not person.address.registration_id and not person.address.full
    ]
    newcomers = [person.applicant for person in placed]
    states = iter(_give_seats(admission, admission.seats, newcomers, whole=whole))
    return [
        _Member(
            person,
            None
            if person.address.registration_id
            else PENDING
            if person.address.full
            else next(states),
        )
        for person in admissions
    ]


def _one_after_another(admission: PartyAdmission, *, now: datetime) -> list[AddressUse]:
    """How each finds the address used: those before in the party have used it too."""
    current: dict[str, AddressUse] = {}
    uses = []
    for applicant, own in zip(admission.applicants, admission.uses, strict=True):
        before = current.get(applicant.email, own)
        use = replace(before, registration_id=own.registration_id)
        uses.append(use)
        current[applicant.email] = _used_once_more(use, now=now)
    return uses


def _used_once_more(use: AddressUse, *, now: datetime) -> AddressUse:
    if use.registration_id:
        written = use.may_write(now) and use.keys
        letters = sorted([*use.letters, now]) if written else use.letters
        return replace(use, letters=letters, keys=use.keys[1:])
    if use.full:
        letters = sorted([*use.letters, now]) if use.may_write(now) else use.letters
        return replace(use, letters=letters)
    letters = sorted([*use.letters, use.next_letter_at(now)])
    return replace(use, places=use.places + 1, letters=letters)


def _create(members: Sequence[_Member], *, whole: bool, now: datetime) -> list[Reception]:
    ids = [member.admission.address.registration_id for member in members if member.state is None]
    known = {registration.id: registration for registration in _load(ids)}
    admissions = _with_ids(members)
    new = [
        create_registration(admission, member.state, now=now) if member.state else None
        for member, admission in zip(members, admissions, strict=True)
    ]
    added = [newcomer for newcomer in new if newcomer]
    waiting = [n.registration for n in added if n.registration.state is WAITLISTED]
    if len(waiting) > 1:
        code = new_code()
        for registration in waiting:
            registration.party_code, registration.party_whole = code, whole
    write_new(added)
    return [
        Reception(
            newcomer.registration if newcomer else known[admission.address.registration_id or 0],
            admission.answer,
            added=newcomer is not None,
            full=admission.address.full,
        )
        for newcomer, admission in zip(new, admissions, strict=True)
    ]


def _with_ids(members: Sequence[_Member]) -> list[Admission]:
    ids = insertion.draw_ids(Registration, len(members))
    return [replace(member.admission, id=id_) for member, id_ in zip(members, ids, strict=True)]


def _load(ids: Sequence[int | None]) -> Sequence[Registration]:
    if not ids:
        return []
    return db.session.scalars(select(Registration).where(Registration.id.in_(ids))).all()


def _promise_letters(
    members: Sequence[_Member], receptions: Sequence[Reception], *, now: datetime
) -> None:
    """The first letter to each who is new, and the link again to the others, in one statement."""
    promises = []
    for member, reception in zip(members, receptions, strict=True):
        registration, use = reception.registration, member.admission.address
        payload = {"registration_id": registration.id}
        if not reception.added:
            if use.may_write(now) and use.keys:
                promises.append(Promise(JobKind.PERSONAL_LINK_MAIL, use.keys[0], now, payload))
        elif registration.first_letter_at:
            account = member.admission.applicant.asked_by
            payload |= {"asked_by": account} if account else {"in_party": 1}
            key = first_letter_key(registration)
            first = Promise(JobKind.REGISTRATION_MAIL, key, registration.first_letter_at, payload)
            promises.append(first)
    outbox.post_many(promises, now=now)
