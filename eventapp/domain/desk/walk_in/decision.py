"""Deciding about somebody who came without being registered, and undoing it for a while.

Until it can no longer be undone nothing leaves the house: the letter waits as long. Then the sealed
name goes too, whatever was decided.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, select, update

from eventapp.domain import locking
from eventapp.domain.desk.walk_in.arrival import count_arrival, take_back_arrival
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record import audit, disposal
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.registration.address import stand_in_address
from eventapp.domain.registration.override import give_place, require_reason
from eventapp.domain.registration.registration import (
    Affiliation,
    AlreadyRegistered,
    Applicant,
    add,
    prepare,
    reassign_free_seats,
)
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Registration, RegistrationState, WalkIn, WalkInState

FORGOTTEN_AT_ONCE = 500


class WalkInDecided(Refusal):
    """Somebody else has decided meanwhile."""

    code = "walk-in-decided"
    sentence = _l("A colleague has decided about this person already. See below what was decided.")


class WalkInCancelled(Refusal):
    """The registration that was chosen has been cancelled meanwhile."""

    code = "walk-in-cancelled"
    sentence = _l("That registration is cancelled. Register the person anew instead.")


class DecisionStands(Refusal):
    """The time to undo is over, or something has happened to the registration since."""

    code = "walk-in-decision-stands"
    sentence = _l("This can no longer be undone. Change or cancel on the person’s own page.")


@dataclass(frozen=True, slots=True)
class ReadPerson:
    """The person as an organizer has read them; `email` is folded, or empty where there is none."""

    name: str
    email: str
    affiliation: Affiliation


def confirm_walk_in(
    walk_in: WalkIn, person: ReadPerson, *, actor: str, now: datetime
) -> Registration:
    """Register the person, with a seat though there be none, as come when the door noted it.

    Nobody loses a seat. The letter with ticket and link goes after UNDO_PERIOD, if there is an
    address and the event is not over by now. Raises WalkInDecided, AlreadyRegistered.
    """
    locked = _lock_undecided(walk_in)
    applicant = Applicant(
        name=person.name,
        email=person.email or stand_in_address(),
        affiliation=person.affiliation,
    )
    admission = prepare(locked, applicant, approved=True, now=now)
    if admission.address.registration_id:
        raise AlreadyRegistered
    over = admission.answer is not RegistrationState.CONFIRMED
    admission = replace(
        admission,
        letter_from=now + UNDO_PERIOD,
        unwritten=not person.email or now >= locked.event.ends_at,
    )
    action = AuditAction.REGISTERED_AT_THE_DOOR
    reception = add(admission, RegistrationState.CONFIRMED, actor=actor, action=action, now=now)
    registration = reception.registration
    if over:
        audit.record(
            AuditAction.PLACE_FORCED, registration, actor=actor, now=now, walk_in=walk_in.code
        )
    _confirm(locked, walk_in, registration, now=now)
    walk_in.made_registration = True
    return registration


def match_walk_in(
    walk_in: WalkIn, registration: Registration, *, actor: str, now: datetime
) -> None:
    """Say that this registered person is who came; they get a seat if they had none.

    Raises WalkInDecided, WalkInCancelled.
    """
    locked = _lock_undecided(walk_in)
    db.session.refresh(registration)
    if not registration.living:
        raise WalkInCancelled
    if registration.state is not RegistrationState.CONFIRMED:
        reason = AuditAction.WALK_IN_MATCHED.value
        give_place(locked, registration, actor=actor, reason=reason, now=now)
    audit.record(
        AuditAction.WALK_IN_MATCHED, registration, actor=actor, now=now, walk_in=walk_in.code
    )
    _confirm(locked, walk_in, registration, now=now)


def refuse_walk_in(walk_in: WalkIn, *, reason: str, actor: str, now: datetime) -> None:
    """Say that this is nobody to register: a mistake, a test, somebody noted twice.

    Raises ReasonMissing, WalkInDecided.
    """
    require_reason(reason)
    locked = _lock_undecided(walk_in)
    walk_in.state, walk_in.decided_at = WalkInState.REFUSED, now
    audit.record(
        AuditAction.WALK_IN_REFUSED,
        locked.event,
        actor=actor,
        now=now,
        reason=reason,
        walk_in=walk_in.code,
    )


def undo_decision(walk_in: WalkIn, *, actor: str, now: datetime) -> None:
    """Let the person wait again. A registration that was made goes, with its letter and seat.

    One that was there before stays as it is, but for the coming. Raises DecisionStands.
    """
    locked = _lock(walk_in)
    if not may_undo(walk_in, now=now):
        raise DecisionStands
    registration, is_new = walk_in.registration, walk_in.made_registration
    if is_new and (registration is None or registration.version > 1 or not registration.living):
        raise DecisionStands
    if registration:
        take_back_arrival(locked, walk_in, registration, now=now)
    walk_in.state, walk_in.decided_at = WalkInState.WAITING, None
    walk_in.registration_id, walk_in.entry_id, walk_in.made_registration = None, None, False
    audit.record(
        AuditAction.WALK_IN_REOPENED, locked.event, actor=actor, now=now, walk_in=walk_in.code
    )
    db.session.flush()
    if registration and is_new:
        letters = disposal.list_letters([registration.id])
        db.session.expunge(registration)
        disposal.delete_letters(letters)
        disposal.delete_registrations([registration.id])
        reassign_free_seats(locked, now=now)


def may_undo(walk_in: WalkIn, *, now: datetime) -> bool:
    """Whether what was decided can still be undone."""
    return (
        walk_in.decided_at is not None
        and walk_in.sealed is not None
        and now < walk_in.decided_at + UNDO_PERIOD
    )


def has_to_forget(*, now: datetime) -> bool:
    """Whether names are stored of people who were decided about longer ago."""
    return db.session.scalar(_to_forget(now).limit(1)) is not None


def forget_names(*, now: datetime) -> None:
    """Delete the sealed names of those decided about that can no longer be undone."""
    ids = db.session.scalars(_to_forget(now).limit(FORGOTTEN_AT_ONCE)).all()
    db.session.execute(update(WalkIn).where(WalkIn.id.in_(ids)).values(sealed=None))


def _to_forget(now: datetime) -> Select[int]:
    return select(WalkIn.id).where(
        WalkIn.sealed.is_not(None), WalkIn.decided_at <= now - UNDO_PERIOD
    )


def _confirm(
    locked: LockedEvent, walk_in: WalkIn, registration: Registration, *, now: datetime
) -> None:
    db.session.flush()
    walk_in.entry_id = count_arrival(locked, walk_in, registration, now=now)
    walk_in.state, walk_in.decided_at = WalkInState.CONFIRMED, now
    walk_in.registration_id = registration.id
    db.session.flush()


def _lock(walk_in: WalkIn) -> LockedEvent:
    locked = locking.lock_event(walk_in.event)
    locking.lock_row(walk_in)
    return locked


def _lock_undecided(walk_in: WalkIn) -> LockedEvent:
    locked = _lock(walk_in)
    if walk_in.state is not WalkInState.WAITING:
        raise WalkInDecided
    return locked
