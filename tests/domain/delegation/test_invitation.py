"""Inviting organisations: seats, coordinators, letters and the day to answer by."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from eventapp.domain.delegation.invitation import (
    RECIPIENTS_MAX,
    AnswerDayPassed,
    CoordinatorIsEnded,
    DelegationIsInvited,
    NobodyIsAwaited,
    OrganisationIsEnded,
    RecipientKnown,
    TooManyRecipients,
    change_invitation,
    correct_recipient,
    find_invited_delegation,
    note_opened,
)
from eventapp.domain.errors import StaleVersion
from eventapp.domain.people import account_invitation
from eventapp.domain.people.account_invitation import AccountInvitee
from eventapp.domain.people.role import MayNotGive, ScopedRole
from eventapp.domain.permission import Role
from eventapp.domain.record.audit import OPERATOR
from eventapp.domain.registration.reserved_seats import TooManyReserved
from eventapp.extensions import db
from eventapp.models import (
    AccountInvitation,
    AuditEntry,
    Delegation,
    DelegationInvitation,
    EventState,
    Job,
    JobKind,
)
from tests.builders import DAY, NEXT_MONTH, NOON, a_registration, an_event, an_organisation
from tests.builders.account import an_account
from tests.builders.delegation import a_coordinator, the_delegation
from tests.builders.invitation import ANSWER_BY, an_invited_delegation, invite

pytestmark = pytest.mark.usefixtures("app")


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def jobs(kind: JobKind = JobKind.DELEGATION_INVITATION_MAIL) -> list[Job]:
    return list(db.session.scalars(select(Job).where(Job.kind == kind).order_by(Job.id)))


def test_seats_are_reserved_and_each_address_gets_one_letter() -> None:
    event, town = an_event(), an_organisation()
    known = a_coordinator(town)

    invitation = an_invited_delegation(
        event, town, seats=4, addresses=(known.email, "new@town.example")
    )

    assert the_delegation(event, town).reserved_seats == 4
    old, new = invitation.recipients
    assert (old.email, old.account_invitation) == (known.email, None)
    assert new.account_invitation is not None
    assert [job.dedupe_key for job in jobs()] == [old.letter_key, new.letter_key]
    assert new.letter_key == new.account_invitation.letter_key, "the accounts' page knows it"
    assert jobs(JobKind.ACCOUNT_INVITATION_MAIL) == []
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "delegation invited")
    ).one()
    assert entry.details == {
        "organisation": town.code,
        "seats": 4,
        "answer_by": ANSWER_BY.isoformat(),
    }


def test_the_link_works_as_long_as_the_delegation_may_answer() -> None:
    (recipient,) = an_invited_delegation(an_event(), an_organisation()).recipients

    assert recipient.account_invitation is not None
    assert recipient.account_invitation.ends_at > NOON + 27 * DAY


def test_who_has_been_invited_as_coordinator_already_gets_a_letter_with_that_link() -> None:
    town = an_organisation()
    role = ScopedRole(Role.COORDINATOR, organisation_id=town.id)
    waiting = account_invitation.invite(
        AccountInvitee("anna@town.example"), [role], actor=OPERATOR, now=NOON
    )

    (recipient,) = an_invited_delegation(an_event(), town).recipients

    assert recipient.account_invitation is waiting
    assert recipient.letter_key != waiting.letter_key
    assert count(AccountInvitation) == 1


def test_several_are_invited_or_none() -> None:
    event, towns = an_event(seats=3), [an_organisation() for _ in range(2)]

    with pytest.raises(TooManyReserved):
        invite(event, *towns, seats=2)
    db.session.rollback()

    event, towns = an_event(seats=3), [an_organisation() for _ in range(2)]
    invite(event, *towns, seats=2, reason="Värdkommun")
    assert count(DelegationInvitation) == count(Delegation) == 2


def test_an_organisation_is_invited_once_and_keeps_the_delegation_it_has() -> None:
    town = an_organisation("Älvstad")
    event = an_event(reserved={town: 1})
    a_registration(event, organisation=town)

    invite(event, town, seats=3)

    assert the_delegation(event, town).reserved_seats == 3
    with pytest.raises(DelegationIsInvited) as refused:
        invite(event, town)
    assert "Älvstad" in refused.value.message


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.POSTPONED, EventState.CANCELLED])
def test_nobody_is_invited_to_what_nobody_can_see(state: EventState) -> None:
    with pytest.raises(NobodyIsAwaited):
        invite(an_event(state=state), an_organisation())


def test_nor_once_it_has_begun() -> None:
    with pytest.raises(NobodyIsAwaited):
        invite(an_event(), an_organisation(), now=NEXT_MONTH)


def test_the_day_to_answer_by_lies_between_today_and_the_event() -> None:
    event = an_event()
    for day in (NOON.date() - DAY, NEXT_MONTH.date() + DAY):
        with pytest.raises(AnswerDayPassed):
            invite(event, an_organisation(), answer_by=day)
    for day in (NOON.date(), NEXT_MONTH.date()):
        invite(event, an_organisation(), answer_by=day)


def test_nobody_is_told_to_answer_after_the_reserved_places_have_lapsed() -> None:
    event, town = an_event(), an_organisation()
    event.reserved_until = NOON + 5 * DAY
    with pytest.raises(AnswerDayPassed):
        invite(event, town, answer_by=NOON.date() + 5 * DAY)
    invite(event, town, answer_by=NOON.date() + 4 * DAY)


def test_an_ended_organisation_and_an_ended_account_are_named() -> None:
    event, gone, town = an_event(), an_organisation("Gamla By"), an_organisation()
    gone.ended_on = NOON.date()
    ended = an_account(Role.COORDINATOR, organisation=town)
    ended.active = False

    with pytest.raises(OrganisationIsEnded) as refused:
        invite(event, gone)
    assert "Gamla By" in refused.value.message
    with pytest.raises(CoordinatorIsEnded) as also_refused:
        invite(event, town, addresses=("new@town.example", ended.email))
    assert ended.email in also_refused.value.message


def test_an_events_organizer_may_write_to_coordinators_but_make_none() -> None:
    event, town = an_event(), an_organisation()
    known, organizer = a_coordinator(town), an_account(Role.ORGANIZER, event=event)

    invite(event, town, addresses=(known.email,), actor=organizer.code)
    with pytest.raises(MayNotGive):
        invite(event, an_organisation(), actor=organizer.code)


def test_addresses_are_added_and_the_day_changed_by_one_at_a_time() -> None:
    invitation = an_invited_delegation(an_event(), an_organisation())
    version = invitation.version
    later = ANSWER_BY + timedelta(days=1)
    addresses = ["anna@town.example", "bo@town.example"]

    change_invitation(invitation, later, addresses, version=version, actor=OPERATOR, now=NOON)

    assert (invitation.answer_by, [recipient.email for recipient in invitation.recipients]) == (
        later,
        addresses,
    )
    assert len(jobs()) == 2, "whoever was written to gets no second letter"
    with pytest.raises(StaleVersion):
        change_invitation(invitation, later, [], version=version, actor=OPERATOR, now=NOON)
    many = [f"a{n}@town.example" for n in range(RECIPIENTS_MAX)]
    with pytest.raises(TooManyRecipients):
        change_invitation(
            invitation, later, many, version=invitation.version, actor=OPERATOR, now=NOON
        )


def test_a_wrong_address_is_corrected_and_its_link_opens_nothing() -> None:
    invitation = an_invited_delegation(
        an_event(), an_organisation(), addresses=("ana@town.example",)
    )
    (wrong,) = invitation.recipients
    offered = wrong.account_invitation
    assert offered is not None

    correct_recipient(wrong, "anna@town.example", letters=1, actor=OPERATOR, now=NOON)

    assert [recipient.email for recipient in invitation.recipients] == ["anna@town.example"]
    assert offered.withdrawn_at == NOON
    with pytest.raises(StaleVersion):
        correct_recipient(wrong, "anna@other.example", letters=1, actor=OPERATOR, now=NOON)


def test_an_address_is_not_corrected_to_one_that_has_the_letter() -> None:
    addresses = ("ana@town.example", "anna@town.example")
    invitation = an_invited_delegation(an_event(), an_organisation(), addresses=addresses)

    with pytest.raises(RecipientKnown):
        correct_recipient(
            invitation.recipients[0], "anna@town.example", letters=1, actor=OPERATOR, now=NOON
        )


def test_a_link_that_another_letter_holds_goes_on_working() -> None:
    town = an_organisation()
    first, second = (an_invited_delegation(an_event(), town) for _ in range(2))
    offered = first.recipients[0].account_invitation
    assert offered is not None
    assert second.recipients[0].account_invitation is offered

    correct_recipient(first.recipients[0], "bo@town.example", letters=1, actor=OPERATOR, now=NOON)

    assert offered.withdrawn_at is None
    assert find_invited_delegation(offered) is second.delegation


def test_the_first_sign_in_after_the_invitation_is_remembered() -> None:
    town, other = an_organisation(), an_organisation()
    invitation = an_invited_delegation(an_event(), town)
    stranger, coordinator = a_coordinator(other), a_coordinator(town)

    opened = []
    for account, at in ((stranger, NOON), (coordinator, NOON + DAY), (coordinator, NOON + 2 * DAY)):
        note_opened(account, now=at)
        db.session.refresh(invitation)
        opened.append(invitation.opened_at)

    assert opened == [None, NOON + DAY, NOON + DAY]
