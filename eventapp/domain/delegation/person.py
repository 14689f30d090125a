"""What a coordinator does for the own people: registers them, replaces them, cancels for them."""

from datetime import datetime

from sqlalchemy import update

from eventapp.domain.errors import Refusal
from eventapp.domain.registration import queue
from eventapp.domain.registration.force import force_place
from eventapp.domain.registration.registration import (
    AlreadyCancelled,
    Applicant,
    CancellationClosed,
    RegistrationClosed,
    admit,
    admit_instead,
    find_living,
    leave,
    send_link_again,
)
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Account,
    Delegation,
    Event,
    EventState,
    Registration,
    RegistrationState,
    SessionChoice,
)

TOOK_OVER = "took over a colleague's place"


class ReplacementClosed(Refusal):
    """The event has begun, or is not held."""

    code = "replacement-closed"
    sentence = _l("It is too late to replace anybody here. Contact us, and we will help you.")


class NoPlaceToPassOn(Refusal):
    """Only somebody with a place can be replaced."""

    code = "no-place-to-pass-on"
    sentence = _l("Only somebody who has a place can be replaced.")


class SamePerson(Refusal):
    """The address is that of the one to be replaced."""

    code = "same-person"
    sentence = _l("That is the address of the one you want to replace.")


def add_person(
    delegation: Delegation, applicant: Applicant, *, by: Account, now: datetime
) -> RegistrationState:
    """Register somebody as anybody may register; say what any newcomer would be told.

    Who has a place already is sent the personal link again, and the answer is the same. Raises
    RegistrationClosed. Flushes; the caller commits.
    """
    event, actor = delegation.event, by.code
    queue.hold_again(event)
    if not event.takes_registrations(now):
        raise RegistrationClosed
    return admit(
        event, applicant, actor=actor, action="registered by the coordinator", now=now
    ).answer


def replace_person(
    registration: Registration, applicant: Applicant, *, by: Account, now: datetime
) -> None:
    """Give one person's place, with its sessions, to another: in one transaction, queue or not.

    A colleague who waits gets the place. Who has one already keeps it, and the freed one passes
    on: the coordinator is told nothing of that. Raises AlreadyCancelled, NoPlaceToPassOn,
    SamePerson, ReplacementClosed. Flushes; the caller commits.
    """
    event, actor, account = registration.event, by.code, by.id
    queue.hold_again(event)
    db.session.refresh(registration)
    _refuse_replacement(registration, applicant, now=now)
    known = find_living(event, applicant.email)
    if known is None:
        _hand_over(registration, admit_instead(event, applicant, actor=actor, now=now))
    elif _waits_beside(known, registration):
        force_place(known, actor=actor, reason=TOOK_OVER, now=now)
    else:
        send_link_again(known, now=now)
    # Last, when the seat is taken anew: nothing is left to pass on to the queue.
    leave(registration, actor=actor, now=now, asked_by=account)


def cancel_person(registration: Registration, *, by: Account, now: datetime) -> None:
    """Give somebody's place back, as they could themselves.

    Raises CancellationClosed, AlreadyCancelled. Flushes; the caller commits.
    """
    actor, account = by.code, by.id
    queue.hold_again(registration.event)
    db.session.refresh(registration)
    if not registration.living:
        raise AlreadyCancelled
    if not may_cancel(registration.event, now=now):
        raise CancellationClosed
    leave(registration, actor=actor, now=now, asked_by=account)


def may_replace(event: Event, *, now: datetime) -> bool:
    """Whether one may still come instead of another: until the event begins."""
    return event.state is EventState.PUBLISHED and now < event.starts_at


def may_cancel(event: Event, *, now: datetime) -> bool:
    """Whether places may still be given back."""
    return now < event.cancellation_closes_at


def _refuse_replacement(registration: Registration, applicant: Applicant, *, now: datetime) -> None:
    if not registration.living:
        raise AlreadyCancelled
    if registration.state is not RegistrationState.CONFIRMED:
        raise NoPlaceToPassOn
    if not may_replace(registration.event, now=now):
        raise ReplacementClosed
    if registration.email == applicant.email:
        raise SamePerson


def _waits_beside(known: Registration, registration: Registration) -> bool:
    return (
        known.delegation_id == registration.delegation_id
        and known.state is not RegistrationState.CONFIRMED
    )


def _hand_over(leaving: Registration, coming: Registration) -> None:
    """Let the one who comes have the other's seats in sessions, and places in their queues."""
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
