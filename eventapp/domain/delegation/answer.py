"""What a coordinator answers to the invitation, and giving the seats that were asked for."""

from dataclasses import dataclass
from datetime import datetime

from eventapp.domain.delegation.invitation import find_delegation_invitation, lock_invitation
from eventapp.domain.delegation.recipient import (
    awaits_people,
    find_entrances,
    is_answerable,
    promise_letter,
)
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record.audit import record
from eventapp.domain.registration.reserved_seats import reserve_under_lock
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Account,
    AuditAction,
    Delegation,
    DelegationAnswer,
    DelegationInvitation,
    JobKind,
)

WANTED_SEATS_MAX = 1_000


class AnswerTooLate(Refusal):
    """The day to answer by is past, or the event has begun or is not published any more."""

    code = "answer-too-late"
    sentence = _l("It is too late to answer here. Contact us and we will help you.")


class SeatsPassedOn(Refusal):
    """No seats are reserved at the event any more."""

    code = "seats-passed-on"
    sentence = _l(
        "Places at this event are no longer reserved for organisations: those that are left "
        "are open to everyone."
    )


class NothingAskedFor(Refusal):
    """The delegation asks for no more seats: somebody gave them, or it changed its answer."""

    code = "nothing-asked-for"
    sentence = _l(
        "The request has been answered or taken back since you opened the page. "
        "Nothing was changed."
    )


@dataclass(frozen=True, slots=True)
class InvitationReply:
    """What a coordinator says: not coming, or how many more seats are needed and why."""

    answer: DelegationAnswer | None
    seats: int = 0
    note: str = ""


def answer_invitation(
    delegation: Delegation, reply: InvitationReply, *, version: int, by: Account, now: datetime
) -> None:
    """Keep the answer; without one, take back what was asked for.

    A delegation that is not coming gives back its reserved seats, and people it has named keep
    their places until they are cancelled. Seats given back return only by asking for them. Raises
    AnswerTooLate, StaleVersion, and SeatsPassedOn where more are asked for.
    """
    invitation = find_delegation_invitation(delegation)
    if invitation is None:
        raise AnswerTooLate
    actor = by.code
    locked = lock_invitation(invitation)
    check_version(invitation, version)
    if not is_answerable(invitation, now=now):
        raise AnswerTooLate
    if reply.answer is DelegationAnswer.NOT_COMING:
        _give_back(locked, invitation, actor=actor, now=now)
    elif reply.answer and not locked.event.reserves_seats(now):
        raise SeatsPassedOn
    invitation.answer = reply.answer
    invitation.wanted_seats = reply.seats
    invitation.note = reply.note
    invitation.answered_at = now
    invitation.opened_at = invitation.opened_at or now
    invitation.version += 1
    db.session.flush()
    record(
        AuditAction.DELEGATION_ANSWERED,
        locked.event,
        actor=actor,
        now=now,
        organisation=delegation.organisation.code,
        answer=reply.answer or "taken-back",
        seats=reply.seats,
    )


def grant_seats(
    delegation: Delegation, *, version: int, actor: str, reason: str = "", now: datetime
) -> int:
    """Reserve the seats that were asked for beside those there are; how many. Promises letters.

    Raises NothingAskedFor, StaleVersion, AnswerTooLate once the event has begun, SeatsPassedOn,
    and TooManyReserved without a reason.
    """
    invitation = find_delegation_invitation(delegation)
    if invitation is None:
        raise NothingAskedFor
    locked = lock_invitation(invitation)
    if invitation.answer is not DelegationAnswer.MORE_SEATS:
        raise NothingAskedFor
    check_version(invitation, version)
    if not awaits_people(locked.event, now=now):
        raise AnswerTooLate
    if not locked.event.reserves_seats(now):
        raise SeatsPassedOn
    given = invitation.wanted_seats
    reserve_under_lock(
        locked, delegation, delegation.reserved_seats + given, actor=actor, reason=reason, now=now
    )
    _settle(invitation, now=now)
    return given


def decline_seats(delegation: Delegation, *, version: int, actor: str, now: datetime) -> None:
    """Give none of the seats that were asked for, and promise letters that say so.

    Raises StaleVersion, NothingAskedFor.
    """
    invitation = find_delegation_invitation(delegation)
    if invitation is None:
        raise NothingAskedFor
    locked = lock_invitation(invitation)
    if invitation.answer is not DelegationAnswer.MORE_SEATS:
        raise NothingAskedFor
    check_version(invitation, version)
    _settle(invitation, now=now)
    record(
        AuditAction.DELEGATION_ANSWERED,
        locked.event,
        actor=actor,
        now=now,
        organisation=delegation.organisation.code,
        answer="declined",
        seats=0,
    )


def _give_back(
    locked: LockedEvent, invitation: DelegationInvitation, *, actor: str, now: datetime
) -> None:
    delegation = invitation.delegation
    if delegation.reserved_seats:
        invitation.returned_seats = delegation.reserved_seats
        reserve_under_lock(locked, delegation, 0, actor=actor, reason="", now=now)


def _settle(invitation: DelegationInvitation, *, now: datetime) -> None:
    """The request is answered: it waits no more, and its coordinators are told."""
    invitation.answer = None
    invitation.wanted_seats = invitation.returned_seats = 0
    invitation.version += 1
    db.session.flush()
    entrances = find_entrances(invitation.recipients, now=now)
    for recipient in invitation.recipients:
        if recipient.id in entrances:
            promise_letter(recipient, JobKind.DELEGATION_SEATS_MAIL, now=now)
