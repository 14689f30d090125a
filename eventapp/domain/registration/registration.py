"""Registering for an event, which gives a seat or a place in the queue."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain

from eventapp import insertion
from eventapp.domain import locking, outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent
from eventapp.domain.outbox import Promise
from eventapp.domain.people.name import fold_name
from eventapp.domain.people.search_text import make_search_text, make_sort_name
from eventapp.domain.record import audit
from eventapp.domain.registration import (
    care_need,
    link,
    option_place,
    queue,
    session_choice,
    ticket,
)
from eventapp.domain.registration.address import AddressUse, look_up_beside
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.queue import Seating
from eventapp.domain.registration.session_choice import CountedSession
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.ids import new_code, new_secret
from eventapp.models import (
    AuditAction,
    Badge,
    CareNeed,
    JobKind,
    Registration,
    RegistrationState,
    SessionChoice,
    Ticket,
    Visibility,
)

CONFIRMED, WAITLISTED, PENDING = (
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.PENDING,
)
# An organizer who presses the button twice sends one letter.
LINK_MAIL_WINDOW = timedelta(hours=1)


class RegistrationClosed(Refusal):
    """The event takes no registrations now."""

    code = "registration-closed"
    sentence = _l("The event is not open for registration. Contact us if you have questions.")


class AlreadyRegistered(Refusal):
    """This very person, by address and name, is registered. Said only to those who may know."""

    code = "already-registered"
    sentence = _l("Someone with this name and email address is already registered.")


@dataclass(frozen=True, slots=True)
class Affiliation:
    """Where a person works: a listed organisation with its parents' ids, or a name alone."""

    name: str
    organisation_id: int | None = None
    lineage: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Applicant:
    """The person who asks for a place. `email` is folded.

    `asked_by` is the account that asks for them, where it is not they themselves.
    """

    name: str
    email: str
    affiliation: Affiliation
    role: str = ""
    language: str = "sv"
    visibility: Visibility = Visibility.NORMAL
    badge: Badge = Badge.ORGANISATION
    answers: dict[str, str] = field(default_factory=dict)
    needs: CareNeeds = field(default_factory=CareNeeds)
    sessions: tuple[str, ...] = ()
    notice_version: str = ""
    asked_by: int | None = None


@dataclass(frozen=True, slots=True)
class Reception:
    """The outcome. `answer` is the state a newcomer would get, also where the person is known.

    `added` says whether the registration is new, which nobody may be shown. `full` says that the
    address has its places, so that an organizer decides about whoever is new there.
    """

    registration: Registration
    answer: RegistrationState
    added: bool = True
    full: bool = False

    @property
    def newcomer_waits_for_decision(self) -> bool:
        """Whether an organizer would decide about a newcomer: the same for whoever is known."""
        return self.full or self.answer is PENDING


@dataclass(frozen=True, slots=True)
class Admission:
    """What was read under the lock about an applicant, before anything is written.

    `approved` says that no organizer has to decide about them any more; `id` is a number for the
    registration, if one was drawn before, and `person` what was made of them before. The first
    letter leaves at `letter_from` at the soonest, and not at all where `unwritten` says so.
    """

    locked: LockedEvent
    applicant: Applicant
    seating: Seating
    answer: RegistrationState
    chosen: list[CountedSession]
    address: AddressUse
    approved: bool = False
    id: int | None = None
    person: Registration | None = None
    letter_from: datetime | None = None
    unwritten: bool = False


def register(slug: str, applicant: Applicant, *, now: datetime) -> Reception:
    """Give the applicant a seat at the event with this slug, or a place in its queue.

    A person (address and name) who is registered already gets no second place: the personal link
    is sent to the address again, and the answer is that of a newcomer. Beyond PLACES_PER_ADDRESS
    places of one address the registration waits for an organizer; the answer does not show it.
    Where the event's registrations are approved first, it holds its seat until that is decided.
    Raises RegistrationClosed, UnknownSession, SessionsCollide, OptionFull.
    """
    person = _describe(applicant)  # before others have to wait, as what follows
    [id_] = insertion.draw_ids(Registration, 1)
    locked = locking.lock_event_by_slug(slug)
    if locked is None or not locked.event.takes_registrations(now):
        raise RegistrationClosed
    admission = replace(prepare(locked, applicant, id_=id_, now=now), person=person)
    return admit(admission, actor=audit.PARTICIPANT, action=AuditAction.REGISTERED, now=now)


def prepare(
    locked: LockedEvent,
    applicant: Applicant,
    *,
    approved: bool = False,
    id_: int | None = None,
    now: datetime,
) -> Admission:
    """Promote those who wait, then read what decides how a newcomer is received."""
    options = option_place.limited_options(locked.event, applicant.answers)
    address, counted = look_up_beside(
        queue.seats_query(locked.event, options),
        locked.event,
        applicant.email,
        applicant.name,
        now=now,
    )
    seating = queue.seating_of(locked, counted, options, now=now)
    option_place.refuse_full(locked.event, seating.options, options)
    answer = _newcomers_state(locked, seating, applicant.affiliation, now=now)
    if answer is CONFIRMED and locked.event.approval_days is not None and not approved:
        answer = PENDING
    # Counted only now: those who just moved up may have taken seats in sessions too.
    chosen = session_choice.count_sessions(locked.event, applicant.sessions)
    session_choice.refuse_collisions(chosen)
    session_choice.refuse_ended(chosen, now=now)
    return Admission(locked, applicant, seating, answer, chosen, address, approved, id_)


def admit(admission: Admission, *, actor: str, action: AuditAction, now: datetime) -> Reception:
    """Register the applicant as the public form does, and answer as to any newcomer."""
    if admission.address.registration_id:
        return _answer_known(admission, actor=actor, now=now)
    state = PENDING if admission.address.full else admission.answer
    return add(admission, state, actor=actor, action=action, now=now)


def add(
    admission: Admission,
    state: RegistrationState,
    *,
    actor: str,
    action: AuditAction,
    now: datetime,
    reason: str = "",
) -> Reception:
    """Add the registration in this state, with its sessions, needs, ticket and first letter."""
    new = create_registration(admission, state, now=now)
    taken = admission.seating.options
    option_place.show_filled(admission.locked, taken, taken)
    entry = [] if reason else [audit.new_entry(action, new.registration, actor=actor, now=now)]
    letter = _first_letter(new.registration, admission.applicant, now=now)
    write_new([new], [*letter, *entry])
    queue.update_availability(admission.locked, admission.seating.pool)
    if reason:  # which is stored beside the entry
        audit.record(action, new.registration, actor=actor, now=now, reason=reason)
    return Reception(new.registration, admission.answer, full=admission.address.full)


def add_instead(
    locked: LockedEvent, applicant: Applicant, use: AddressUse, *, actor: str, now: datetime
) -> Registration:
    """Give the applicant the seat that another leaves in the same transaction."""
    seating = queue.count_seats(locked, now=now)
    admission = Admission(locked, applicant, seating, CONFIRMED, [], use, approved=True)
    new = create_registration(admission, CONFIRMED, now=now)
    action = AuditAction.REGISTERED_INSTEAD
    entry = audit.new_entry(action, new.registration, actor=actor, now=now)
    write_new([new], [*_first_letter(new.registration, applicant, now=now), entry])
    return new.registration


def _newcomers_state(
    locked: LockedEvent, seating: Seating, affiliation: Affiliation, *, now: datetime
) -> RegistrationState:
    # Those who wait come first: reserved seats may have lapsed since they were last counted.
    served = queue.promote_waiting(locked, seating, now=now)
    session_choice.seat_wishes(locked, served)
    delegation = seating.delegation_of(affiliation.lineage)
    if seating.pool.free_for(delegation) and not queue.is_blocked_by_party(locked.event):
        return CONFIRMED
    return WAITLISTED


def _answer_known(admission: Admission, *, actor: str, now: datetime) -> Reception:
    """Send the link again. As much is done as for a newcomer: no time reveals who is known."""
    use = admission.address
    known = db.session.get_one(Registration, use.registration_id)
    again = audit.new_entry(AuditAction.REGISTERED_AGAIN, known, actor=actor, now=now)
    letter = []
    if use.may_write(now) and use.keys:
        payload = {"registration_id": known.id}
        promise = Promise(JobKind.PERSONAL_LINK_MAIL, use.keys[0], now, payload)
        letter = [outbox.new_promise(promise, now=now, once=True)]
    insertion.insert_rows([*letter, again])
    queue.update_availability(admission.locked, admission.seating.pool)
    return Reception(known, admission.answer, added=False, full=use.full)


@dataclass(frozen=True, slots=True)
class NewRegistration:
    """A registration with what belongs to it, not written yet."""

    registration: Registration
    ticket: Ticket
    choices: Sequence[SessionChoice]
    needs: CareNeed | None

    @property
    def rows(self) -> list[insertion.Row]:
        """What is to be written, the registration first."""
        needs = [self.needs] if self.needs else []
        parts = (self.registration, self.ticket, *self.choices, *needs)
        return [insertion.row_of(part) for part in parts]


def write_new(new: Sequence[NewRegistration], others: Sequence[insertion.Row] = ()) -> None:
    """Write these registrations, and other rows with them; the session knows them from now on."""
    own = [newcomer.rows for newcomer in new]
    insertion.insert_rows([*chain.from_iterable(own), *others])
    for newcomer, rows in zip(new, own, strict=True):
        insertion.attach(newcomer.registration, rows[0])


def create_registration(
    admission: Admission, state: RegistrationState, *, now: datetime
) -> NewRegistration:
    """Create the registration with its ticket, its seat or place in the queue; not written."""
    applicant, event = admission.applicant, admission.locked.event
    # With a free address whoever is pending has a seat until an organizer decides.
    set_aside = state is PENDING and admission.address.full
    writes = not admission.unwritten and (admission.address.may_write(now) or not set_aside)
    registration = _person(admission, state, now=now)
    registration.first_letter_at = _first_letter_at(admission, now=now) if writes else None
    if state is PENDING and not set_aside:
        queue.await_approval(event, registration, now=now)
    _take_place(admission, registration)
    needs = applicant.needs
    return NewRegistration(
        registration,
        ticket.make(event, registration, now=now),
        session_choice.make_choices(admission.locked, registration, admission.chosen),
        care_need.seal(registration, needs) if needs else None,
    )


def _first_letter_at(admission: Admission, *, now: datetime) -> datetime:
    soonest = admission.address.next_letter_at(now)
    return max(soonest, admission.letter_from) if admission.letter_from else soonest


def _person(admission: Admission, state: RegistrationState, *, now: datetime) -> Registration:
    applicant = admission.applicant
    registration = admission.person or _describe(applicant)
    registration.id = admission.id or insertion.draw_ids(Registration, 1)[0]
    registration.event_id = admission.locked.event.id
    registration.delegation_id = admission.seating.delegation_of(applicant.affiliation.lineage)
    registration.state = state
    registration.registered_at = now
    registration.approved_at = now if admission.approved else None
    return registration


def _describe(applicant: Applicant) -> Registration:
    """What of a registration follows from who asks for it; no session knows it."""
    registration = Registration(
        code=new_code(),
        secret=new_secret(),
        link_revision=1,
        agenda_revision=1,
        organisation_id=applicant.affiliation.organisation_id,
        organisation_name=applicant.affiliation.name,
        name=applicant.name,
        email=applicant.email,
        folded_name=fold_name(applicant.name),
        sort_name=make_sort_name(applicant.name),
        search_text=make_search_text(applicant.name, applicant.email),
        role=applicant.role,
        language=applicant.language,
        visibility=applicant.visibility,
        badge=applicant.badge,
        answers=applicant.answers,
        notice_version=applicant.notice_version,
    )
    registration.link_digest = token_digest(link.personal_token(registration))
    registration.agenda_digest = token_digest(link.agenda_token(registration))
    return registration


def _take_place(admission: Admission, registration: Registration) -> None:
    if registration.takes_seat:
        admission.seating.pool.take(registration.delegation_id)
    elif registration.state is WAITLISTED:
        queue.join_queue(admission.locked, registration)


def _first_letter(
    registration: Registration, applicant: Applicant, *, now: datetime
) -> list[insertion.Row]:
    if registration.first_letter_at is None:
        return []  # its address has had its letters: an organizer decides first
    payload = {"registration_id": registration.id}
    if applicant.asked_by:
        payload["asked_by"] = applicant.asked_by
    key, due_at = first_letter_key(registration), registration.first_letter_at
    letter = Promise(JobKind.REGISTRATION_MAIL, key, due_at, payload)
    return [outbox.new_promise(letter, now=now)]


def first_letter_key(registration: Registration) -> str:
    """The key in the outbox of the first letter to a registration."""
    return f"registered:{registration.code}"


def send_link_again(registration: Registration, *, actor: str, now: datetime) -> None:
    """Send the personal link to its owner for an organizer, at most once an hour.

    Letters that could not be delivered before are given up.
    """
    outbox.discard_failed([registration.id], now=now)
    window = int(now.timestamp() // LINK_MAIL_WINDOW.total_seconds())
    outbox.enqueue_once(
        JobKind.LOST_LINK_MAIL,
        key=f"link:{registration.code}:{window}",
        now=now,
        registration_id=registration.id,
        by_organizer=1,
    )
    audit.record(AuditAction.LINK_SENT_AGAIN, registration, actor=actor, now=now)


def reassign_free_seats(locked: LockedEvent, *, now: datetime) -> list[Registration]:
    """Give free seats to those who wait, and update the event's availability."""
    db.session.flush()  # seats are counted in the database
    seating = queue.count_seats(locked, now=now)
    served = queue.promote_waiting(locked, seating, now=now)
    session_choice.seat_wishes(locked, served)
    queue.update_availability(locked, seating.pool)
    return served
