"""Answers: not coming, more seats, taken back; and seats that are given once."""

from datetime import datetime

import pytest
from sqlalchemy import select

from eventapp.domain.delegation.answer import (
    AnswerTooLate,
    InvitationReply,
    NothingAskedFor,
    SeatsPassedOn,
    answer_invitation,
    decline_seats,
    grant_seats,
)
from eventapp.domain.delegation.invitation import find_delegation_invitation
from eventapp.domain.errors import StaleVersion
from eventapp.domain.registration.reserved_seats import TooManyReserved
from eventapp.extensions import db
from eventapp.models import (
    AuditEntry,
    Delegation,
    DelegationAnswer,
    DelegationInvitation,
    Job,
    JobKind,
    RegistrationState,
)
from tests.builders import DAY, NOON, a_queue, a_registration, an_event, an_organisation
from tests.builders.delegation import a_coordinator, the_delegation
from tests.builders.invitation import an_invited_delegation, invite

pytestmark = pytest.mark.usefixtures("app")
NOT_COMING = InvitationReply(DelegationAnswer.NOT_COMING, note="Krock med nämnden")
THREE_MORE = InvitationReply(DelegationAnswer.MORE_SEATS, 3, "Skolan vill också med")


def an_invitation(*, seats: int = 2, total: int = 10, **facts: object) -> DelegationInvitation:
    return an_invited_delegation(an_event(seats=total, **facts), an_organisation(), seats=seats)  # type: ignore[arg-type]


def reply_with(
    invitation: DelegationInvitation,
    reply: InvitationReply,
    *,
    version: int | None = None,
    now: datetime = NOON,
) -> None:
    by = a_coordinator(invitation.delegation.organisation)
    wanted = invitation.version if version is None else version
    answer_invitation(invitation.delegation, reply, version=wanted, by=by, now=now)


def grant(delegation: Delegation, *, version: int, reason: str = "") -> int:
    return grant_seats(delegation, version=version, actor="organizer", reason=reason, now=NOON)


def test_who_is_not_coming_gives_the_seats_to_those_who_wait_and_named_people_stay() -> None:
    town = an_organisation()
    event = an_event(seats=2)
    invitation = an_invited_delegation(event, town, seats=2)
    named = a_registration(event, organisation=town)
    (waiting,) = a_queue(event, 1)

    reply_with(invitation, NOT_COMING)

    assert (invitation.delegation.reserved_seats, invitation.returned_seats) == (0, 2)
    assert named.state is waiting.state is RegistrationState.CONFIRMED
    assert (invitation.answer, invitation.note) == (
        DelegationAnswer.NOT_COMING,
        "Krock med nämnden",
    )
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "delegation answered")
    ).one()
    assert entry.details == {"organisation": town.code, "answer": "not-coming", "seats": 0}


def test_seats_that_were_asked_for_are_given_once_and_a_letter_says_so() -> None:
    invitation = an_invitation()
    reply_with(invitation, THREE_MORE)
    version = invitation.version

    assert grant(invitation.delegation, version=version) == 3

    assert invitation.delegation.reserved_seats == 5
    assert (invitation.answer, invitation.wanted_seats) == (None, 0)
    kinds = [job.kind for job in db.session.scalars(select(Job).order_by(Job.id))]
    assert kinds[-1] is JobKind.DELEGATION_SEATS_MAIL
    with pytest.raises(NothingAskedFor):
        grant(invitation.delegation, version=version)
    assert invitation.delegation.reserved_seats == 5


def test_a_changed_request_is_not_granted_unseen() -> None:
    invitation = an_invitation()
    reply_with(invitation, THREE_MORE)
    seen = invitation.version
    reply_with(invitation, InvitationReply(DelegationAnswer.MORE_SEATS, 5))

    with pytest.raises(StaleVersion):
        grant(invitation.delegation, version=seen)
    assert invitation.delegation.reserved_seats == 2


def test_more_than_there_are_only_for_a_reason() -> None:
    invitation = an_invitation(total=4)
    reply_with(invitation, THREE_MORE)

    with pytest.raises(TooManyReserved):
        grant(invitation.delegation, version=invitation.version)
    assert grant(invitation.delegation, version=invitation.version, reason="Värdkommun") == 3


def test_a_request_is_declined_or_taken_back() -> None:
    invitation = an_invitation()
    reply_with(invitation, THREE_MORE)
    decline_seats(invitation.delegation, version=invitation.version, actor="organizer", now=NOON)
    assert (invitation.answer, invitation.delegation.reserved_seats) == (None, 2)

    reply_with(invitation, THREE_MORE)
    reply_with(invitation, InvitationReply(None))
    assert invitation.answer is None
    with pytest.raises(NothingAskedFor):
        decline_seats(
            invitation.delegation, version=invitation.version, actor="organizer", now=NOON
        )


def test_who_changes_their_mind_asks_for_the_seats_again() -> None:
    invitation = an_invitation(seats=3)
    reply_with(invitation, NOT_COMING)
    reply_with(invitation, THREE_MORE)

    assert invitation.returned_seats == 3
    grant(invitation.delegation, version=invitation.version)
    assert (invitation.delegation.reserved_seats, invitation.returned_seats) == (3, 0)


def test_answers_are_taken_through_the_day_that_was_set() -> None:
    invitation = an_invited_delegation(an_event(), an_organisation(), answer_by=NOON.date())

    reply_with(invitation, THREE_MORE, now=NOON)
    with pytest.raises(AnswerTooLate):
        reply_with(invitation, NOT_COMING, now=NOON + DAY / 2)
    with pytest.raises(StaleVersion):
        reply_with(invitation, NOT_COMING, version=1)


def test_nobody_answers_who_was_not_invited() -> None:
    town = an_organisation()
    delegation = the_delegation(an_event(reserved={town: 1}), town)

    with pytest.raises(AnswerTooLate):
        answer_invitation(delegation, NOT_COMING, version=1, by=a_coordinator(town), now=NOON)
    with pytest.raises(NothingAskedFor):
        grant(delegation, version=1)


def test_nothing_is_asked_for_or_given_once_seats_are_not_reserved_any_more() -> None:
    invitation = an_invitation()
    reply_with(invitation, THREE_MORE)
    invitation.delegation.event.reserved_until = NOON
    db.session.flush()

    with pytest.raises(SeatsPassedOn):
        reply_with(invitation, THREE_MORE)
    with pytest.raises(SeatsPassedOn):
        grant(invitation.delegation, version=invitation.version)


def test_an_answer_shows_that_the_invitation_was_opened() -> None:
    event, town = an_event(), an_organisation()
    invite(event, town)
    invitation = find_delegation_invitation(the_delegation(event, town))
    assert invitation is not None
    assert invitation.opened_at is None

    reply_with(invitation, THREE_MORE)

    assert invitation.opened_at == NOON
