"""What a coordinator does for a delegation's people: register, replace, cancel."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from eventapp.domain import locking
from eventapp.domain.errors import Refusal
from eventapp.domain.people.name import fold_name
from eventapp.domain.registration.address import AddressUse, look_up_address, promise_letter
from eventapp.domain.registration.cancellation import (
    AlreadyCancelled,
    CancellationClosed,
    cancel_under_lock,
    closes_cancellation,
)
from eventapp.domain.registration.group.party import admit_party, prepare_party
from eventapp.domain.registration.override import give_place
from eventapp.domain.registration.registration import (
    AlreadyRegistered,
    Applicant,
    Reception,
    RegistrationClosed,
    add_instead,
    admit,
    prepare,
)
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Account,
    AuditAction,
    Delegation,
    Event,
    EventState,
    JobKind,
    Registration,
    RegistrationState,
    SessionChoice,
    Visibility,
)

REPLACEMENT_REASON = "took over a colleague's place"


class ReplacementClosed(Refusal):
    """The event has begun or is cancelled."""

    code = "replacement-closed"
    sentence = _l("It is too late to replace anyone here. Contact us and we will help you.")


class NoSeatToReplace(Refusal):
    """Only somebody with a confirmed place can be replaced."""

    code = "no-place-to-pass-on"
    sentence = _l("Only someone who has a place can be replaced.")


class SamePerson(Refusal):
    """Name and address are those of the person to be replaced."""

    code = "same-person"
    sentence = _l("That is the person you want to replace.")


class SomeRegistered(AlreadyRegistered):
    """Some of those named are in the delegation's list; `positions` says which, from 0."""

    code = "some-registered"

    def __init__(self, positions: Sequence[int]) -> None:
        super().__init__()
        self.positions = positions


class AddressFull(Refusal):
    """Only an organizer gives one more place to this address."""

    code = "address-full"
    sentence = _l("Many people are registered with that address. Contact us and we will help you.")


def add_member(
    delegation: Delegation, applicant: Applicant, *, by: Account, now: datetime
) -> Reception:
    """Register somebody as the public form would, and answer as to any newcomer.

    Raises RegistrationClosed, and AlreadyRegistered for somebody whom the coordinator may list.
    Somebody who is registered elsewhere is sent the personal link again; the answer does not
    reveal it.
    """
    event, own, actor = delegation.event, delegation.id, by.code
    locked = locking.lock_event(event)
    if not event.takes_registrations(now):
        raise RegistrationClosed
    admission = prepare(locked, applicant, now=now)
    known = _find(admission.address)
    if known and _is_listed(known, own):
        raise AlreadyRegistered
    return admit(admission, actor=actor, action=AuditAction.REGISTERED_BY_THE_COORDINATOR, now=now)


def add_members(
    delegation: Delegation, applicants: Sequence[Applicant], *, by: Account, now: datetime
) -> list[Reception]:
    """Register several, in this order, as `add_member` does one: all of them, or nobody.

    Raises RegistrationClosed, and SomeRegistered where the coordinator may list some of them.
    """
    event, own, actor = delegation.event, delegation.id, by.code
    locked = locking.lock_event(event)
    if not event.takes_registrations(now):
        raise RegistrationClosed
    admission = prepare_party(locked, applicants, now=now)
    listed = _list_known(admission.uses, own)
    if listed:
        raise SomeRegistered(listed)
    action = AuditAction.REGISTERED_BY_THE_COORDINATOR
    return admit_party(admission, whole=False, actor=actor, action=action, now=now)


def replace_member(
    registration: Registration, applicant: Applicant, *, by: Account, now: datetime
) -> None:
    """Give one person's place, with its sessions, to another, whatever the queue.

    A colleague who waits gets the place. Somebody who has a place in another delegation keeps it,
    and the freed one goes to those who wait; the answer does not reveal it. Raises
    AlreadyCancelled, NoSeatToReplace, SamePerson, ReplacementClosed, AlreadyRegistered,
    AddressFull.
    """
    actor, account = by.code, by.id
    locked = locking.lock_event(registration.event)
    db.session.refresh(registration)
    _refuse_replacement(registration, applicant, now=now)
    use = look_up_address(locked.event, applicant.email, applicant.name, now=now)
    known = _find(use)
    if known is None:
        _refuse_full_address(use, registration, applicant)
        coming = add_instead(locked, applicant, use, actor=actor, now=now)
        _hand_over(registration, coming)
    elif _waits_beside(known, registration):
        give_place(locked, known, actor=actor, reason=REPLACEMENT_REASON, now=now)
    elif _is_listed(known, registration.delegation_id):
        raise AlreadyRegistered
    else:
        promise_letter(JobKind.PERSONAL_LINK_MAIL, known, use, now=now)
    # Last, when the seat is taken again: otherwise it would go to those who wait.
    cancel_under_lock(locked, registration, actor=actor, now=now, asked_by=account)


def cancel_member(registration: Registration, *, by: Account, now: datetime) -> None:
    """Cancel a person's registration, as they could themselves.

    Raises CancellationClosed, AlreadyCancelled.
    """
    actor, account = by.code, by.id
    locked = locking.lock_event(registration.event)
    db.session.refresh(registration)
    if not registration.living:
        raise AlreadyCancelled
    if not may_cancel_member(locked.event, now=now):
        raise CancellationClosed
    cancel_under_lock(locked, registration, actor=actor, now=now, asked_by=account)


def may_replace_member(event: Event, *, now: datetime) -> bool:
    """Whether people may still be replaced: until the event begins."""
    return event.state is EventState.PUBLISHED and now < event.starts_at


def may_cancel_member(event: Event, *, now: datetime) -> bool:
    """Whether registrations may still be cancelled."""
    return now < closes_cancellation(event)


def _refuse_replacement(registration: Registration, applicant: Applicant, *, now: datetime) -> None:
    if not registration.living:
        raise AlreadyCancelled
    if registration.state is not RegistrationState.CONFIRMED:
        raise NoSeatToReplace
    if not may_replace_member(registration.event, now=now):
        raise ReplacementClosed
    person = (applicant.email, fold_name(applicant.name))
    if person == (registration.email, registration.folded_name):
        raise SamePerson


def _refuse_full_address(use: AddressUse, leaving: Registration, applicant: Applicant) -> None:
    if use.full and leaving.email != applicant.email:
        raise AddressFull


def _find(use: AddressUse) -> Registration | None:
    return db.session.get(Registration, use.registration_id) if use.registration_id else None


def _list_known(uses: Sequence[AddressUse], delegation_id: int) -> list[int]:
    """Which of them the delegation's coordinator sees in the list, in one query."""
    ids = [use.registration_id for use in uses if use.registration_id]
    if not ids:
        return []
    rows = db.session.scalars(select(Registration).where(Registration.id.in_(ids)))
    listed = {known.id for known in rows if _is_listed(known, delegation_id)}
    return [position for position, use in enumerate(uses) if use.registration_id in listed]


def _is_listed(known: Registration, delegation_id: int | None) -> bool:
    """Whether the delegation's coordinator sees this person in the list."""
    return known.delegation_id == delegation_id and known.visibility is Visibility.NORMAL


def _waits_beside(known: Registration, registration: Registration) -> bool:
    return known.delegation_id == registration.delegation_id and known.state in {
        RegistrationState.WAITLISTED,
        RegistrationState.OFFERED,
    }


def _hand_over(leaving: Registration, coming: Registration) -> None:
    """Move the session seats, and places in session queues, to the newcomer."""
    for choice in leaving.choices:
        db.session.expunge(choice)
    db.session.execute(
        update(SessionChoice)
        .where(SessionChoice.registration_id == leaving.id)
        .values(registration_id=coming.id)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(leaving, ["choices"])
    db.session.expire(coming, ["choices"])
