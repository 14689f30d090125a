"""Invitations: what is promised, who may, what accepting gives, and that it happens once."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from eventapp.domain.people import account_invitation as invitations
from eventapp.domain.people.account import find_by_email, find_signed_in
from eventapp.domain.people.account_invitation import (
    ACCOUNT_INVITATION_DURATION,
    AccountInvitee,
    AlreadyInvited,
    HasTheRoles,
    InvitationSpent,
    LetterStillWaits,
    SignInFirst,
)
from eventapp.domain.people.account_list import AccountSearch, list_unanswered
from eventapp.domain.people.role import AccountIsEnded, MayNotGive, ScopedRole, roles_of
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import AccountInvitation, AuditEntry, Job, JobKind, JobState
from tests.builders import NOON, an_event, an_organisation
from tests.builders.account import an_account, with_password, with_second_factor

pytestmark = pytest.mark.usefixtures("app")
EDITOR = ScopedRole(Role.EDITOR)
ALMA = AccountInvitee("Alma.Norrbloss@bra.example", "Alma Norrbloss", "en")


def jobs() -> list[Job]:
    kind = JobKind.ACCOUNT_INVITATION_MAIL
    return list(db.session.scalars(select(Job).where(Job.kind == kind).order_by(Job.id)))


def invited(*roles: ScopedRole, invitee: AccountInvitee = ALMA) -> AccountInvitation:
    admin = an_account(Role.ADMIN)
    return invitations.invite(invitee, roles or [EDITOR], actor=admin.code, now=NOON)


def token(invitation: AccountInvitation) -> str:
    return invitations.invitation_token(invitation)


def test_an_invitation_promises_one_letter_and_is_written_down_without_its_address() -> None:
    invitation = invited()

    (job,) = jobs()
    assert job.payload == {"invitation_id": invitation.id}
    assert invitations.letter_states([invitation]) == {invitation.id: JobState.WAITING}
    written = db.session.scalars(select(AuditEntry)).all()
    assert [entry.details for entry in written if entry.action == "account invited"] == [
        {"role": "editor"}
    ]
    assert not any("alma" in str(entry.details).casefold() for entry in written)


def test_who_may_not_give_the_role_does_not_invite_to_it() -> None:
    event = an_event()
    organizer = an_account(Role.ORGANIZER, event=event)
    here = [ScopedRole(Role.DOOR_LEAD, event.id)]

    invitations.invite(ALMA, here, actor=organizer.code, now=NOON)
    for role in (EDITOR, ScopedRole(Role.DOOR_LEAD, an_event().id)):
        with pytest.raises(MayNotGive):
            invitations.invite(ALMA, [*here, role], actor=organizer.code, now=NOON)


def test_nobody_is_invited_twice_to_the_same() -> None:
    invited()
    admin = an_account(Role.ADMIN)
    with pytest.raises(AlreadyInvited):
        invitations.invite(ALMA, [EDITOR], actor=admin.code, now=NOON)
    later = NOON + ACCOUNT_INVITATION_DURATION
    invitations.invite(ALMA, [EDITOR], actor=admin.code, now=later)

    editor = with_password(an_account(Role.EDITOR))
    with pytest.raises(HasTheRoles):
        invitations.invite(AccountInvitee(editor.email), [EDITOR], actor=admin.code, now=NOON)
    editor.active = False
    with pytest.raises(AccountIsEnded):
        invitations.invite(AccountInvitee(editor.email), [EDITOR], actor=admin.code, now=NOON)


def test_nobody_has_two_open_invitations_to_one_role() -> None:
    first = invited()
    admin = an_account(Role.ADMIN)
    with pytest.raises(AlreadyInvited):  # not beside another role either
        invitations.invite(ALMA, [EDITOR, ScopedRole(Role.ANALYST)], actor=admin.code, now=NOON)

    later = NOON + ACCOUNT_INVITATION_DURATION
    second = invitations.invite(ALMA, [EDITOR], actor=admin.code, now=later)
    db.session.execute(update(Job).values(state=JobState.DONE))
    with pytest.raises(AlreadyInvited):  # nor by sending the one whose time is up again
        invitations.send_again(first, actor=admin.code, now=later)
    invitations.send_again(second, actor=admin.code, now=later)


def test_a_new_address_becomes_an_account_with_its_roles_once() -> None:
    event = an_event()
    invitation = invited(EDITOR, ScopedRole(Role.DOOR_LEAD, event.id))

    _, account = invitations.accept(token(invitation), signed_in=None, name="Alma N", now=NOON)

    assert (account.email, account.name, account.language) == (
        "alma.norrbloss@bra.example",
        "Alma N",
        "en",
    )
    assert roles_of(account.grants) == [EDITOR, ScopedRole(Role.DOOR_LEAD, event.id)]
    assert invitation.account_id == account.id
    with pytest.raises(InvitationSpent):
        invitations.accept(token(invitation), signed_in=account, now=NOON)


def test_an_account_that_can_sign_in_must_do_so_first() -> None:
    coordinator = an_account(Role.COORDINATOR, organisation=an_organisation())
    invitation = invited(invitee=AccountInvitee(coordinator.email))
    db.session.commit()
    for other in (None, an_account(Role.ADMIN)):
        with pytest.raises(SignInFirst):
            invitations.accept(token(invitation), signed_in=other, now=NOON)
        db.session.rollback()


def test_a_coordinator_who_becomes_staff_is_signed_out_of_what_mail_opened() -> None:
    coordinator = an_account(Role.COORDINATOR, organisation=an_organisation())
    epoch = coordinator.epoch
    invitation = invited(invitee=AccountInvitee(coordinator.email))

    invitations.accept(token(invitation), signed_in=coordinator, now=NOON)

    assert EDITOR in roles_of(coordinator.grants)
    assert find_signed_in(coordinator.code, epoch) is None


def test_staff_with_a_second_factor_stay_signed_in() -> None:
    analyst = with_password(an_account(Role.ANALYST))
    with_second_factor(analyst)
    epoch = analyst.epoch
    invitation = invited(invitee=AccountInvitee(analyst.email))

    invitations.accept(token(invitation), signed_in=analyst, now=NOON)

    assert find_signed_in(analyst.code, epoch)


def test_who_never_finished_setting_up_may_be_invited_and_come_in_again() -> None:
    first = invited()
    _, account = invitations.accept(token(first), signed_in=None, now=NOON)

    again = invited()
    _, same = invitations.accept(token(again), signed_in=None, now=NOON)

    assert same is account
    assert roles_of(account.grants) == [EDITOR]


def test_who_has_a_second_factor_and_no_password_may_be_invited_again() -> None:
    _, account = invitations.accept(token(invited()), signed_in=None, now=NOON)
    with_second_factor(account)

    again = invited()
    _, same = invitations.accept(token(again), signed_in=None, now=NOON)

    assert same is account


def test_what_is_late_withdrawn_or_from_somebody_who_left_opens_nothing() -> None:
    late, withdrawn = invited(), invited(invitee=AccountInvitee("bo@bra.example"))
    admin = an_account(Role.ADMIN)
    invitations.withdraw_invitation(withdrawn, actor=admin.code, now=NOON)
    invitations.withdraw_invitation(withdrawn, actor=admin.code, now=NOON)
    inviter = an_account(Role.ADMIN)
    orphan = invitations.invite(
        AccountInvitee("cia@bra.example"), [EDITOR], actor=inviter.code, now=NOON
    )
    inviter.active = False
    db.session.commit()

    after = NOON + ACCOUNT_INVITATION_DURATION
    for invitation, moment in ((late, after), (withdrawn, NOON), (orphan, NOON)):
        with pytest.raises(InvitationSpent):
            invitations.accept(token(invitation), signed_in=None, now=moment)
        db.session.rollback()
    assert find_by_email("cia@bra.example") is None


def test_sending_again_gives_the_whole_time_once_the_first_letter_is_gone() -> None:
    invitation, admin = invited(), an_account(Role.ADMIN)
    with pytest.raises(LetterStillWaits):
        invitations.send_again(invitation, actor=admin.code, now=NOON)
    jobs()[0].state = JobState.FAILED
    later = NOON + timedelta(days=20)

    invitations.send_again(invitation, actor=admin.code, now=later)

    assert invitations.find_invitation(token(invitation), now=later)
    assert [job.state for job in jobs()] == [JobState.FAILED, JobState.WAITING]
    assert invitations.letter_states([invitation]) == {invitation.id: JobState.WAITING}


def test_an_accepted_invitation_is_neither_sent_nor_withdrawn() -> None:
    invitation, admin = invited(), an_account(Role.ADMIN)
    invitations.accept(token(invitation), signed_in=None, now=NOON)

    with pytest.raises(InvitationSpent):
        invitations.send_again(invitation, actor=admin.code, now=NOON)
    with pytest.raises(InvitationSpent):
        invitations.withdraw_invitation(invitation, actor=admin.code, now=NOON)


def test_coordinators_are_invited_together_and_those_known_are_left_out() -> None:
    organisation, organizer = an_organisation(), an_account(Role.ORGANIZER)
    known = an_account(Role.COORDINATOR, organisation=organisation)
    addresses = ["a@town.example", "A@town.example", known.email, "b@town.example"]

    new = invitations.invite_coordinators(organisation, addresses, actor=organizer.code, now=NOON)

    assert list(new) == ["a@town.example", "b@town.example"]
    again = invitations.invite_coordinators(organisation, addresses, actor=organizer.code, now=NOON)
    assert again == new, "who waits for an answer is not invited twice"
    assert list_unanswered(AccountSearch(), page=1).page.total == 2
    assert jobs() == [], "the caller promises the letters"
    with pytest.raises(MayNotGive):
        invitations.invite_coordinators(
            organisation,
            ["c@town.example"],
            actor=an_account(Role.ORGANIZER, event=an_event()).code,
            now=NOON,
        )
