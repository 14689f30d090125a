"""The end of an account, and its opening again."""

import pytest
from sqlalchemy import select

from eventapp.domain.delegation.feed import find_feed, renew_feed
from eventapp.domain.people import account_closure, account_invitation, sign_in_link
from eventapp.domain.people.account import find_signed_in
from eventapp.domain.people.account_invitation import AccountInvitee
from eventapp.domain.people.role import LastAdmin, MayNotGive, ScopedRole
from eventapp.domain.permission import Role
from eventapp.domain.record.audit import OPERATOR
from eventapp.domain.registration.reserved_seats import list_delegations
from eventapp.extensions import db
from eventapp.models import AuditEntry
from tests.builders import NOON, an_event, an_organisation
from tests.builders.account import an_account, grant

pytestmark = pytest.mark.usefixtures("app")


def test_everything_that_opened_the_account_is_dead_at_once() -> None:
    organisation, admin = an_organisation(), an_account(Role.ADMIN)
    coordinator = an_account(Role.COORDINATOR, organisation=organisation)
    (delegation,) = list_delegations(an_event(reserved={organisation: 3}))
    renew_feed(delegation)
    link = sign_in_link.create_sign_in_link(
        coordinator, lasts=sign_in_link.SIGN_IN_LINK_DURATION, now=NOON
    )
    token = sign_in_link.sign_in_token(link)
    invitation = account_invitation.invite(
        AccountInvitee(coordinator.email), [ScopedRole(Role.EDITOR)], actor=admin.code, now=NOON
    )
    invited = account_invitation.invitation_token(invitation)
    epoch = coordinator.epoch

    account_closure.end_account(coordinator, actor=admin.code, now=NOON)
    account_closure.end_account(coordinator, actor=admin.code, now=NOON)

    assert find_signed_in(coordinator.code, epoch) is None
    assert find_signed_in(coordinator.code, coordinator.epoch) is None
    assert sign_in_link.find_sign_in_link(token, now=NOON) is None
    db.session.expire_all()
    assert account_invitation.find_invitation(invited, now=NOON) is None
    assert find_feed(delegation) is None
    ended = select(AuditEntry).where(AuditEntry.action == "account ended")
    assert [row.actor for row in db.session.scalars(ended)] == [admin.code]


def test_a_reopened_account_has_its_roles_and_none_of_its_sessions() -> None:
    admin, editor = an_account(Role.ADMIN), an_account(Role.EDITOR)
    epoch = editor.epoch
    account_closure.end_account(editor, actor=admin.code, now=NOON)

    account_closure.reopen_account(editor, actor=admin.code, now=NOON)

    assert find_signed_in(editor.code, epoch) is None
    assert find_signed_in(editor.code, editor.epoch)
    assert [grant.role for grant in editor.grants] == ["editor"]


def test_only_who_gives_all_its_roles_ends_an_account() -> None:
    organizer, event = an_account(Role.ORGANIZER), an_event()
    helper = an_account(Role.DOOR_LEAD, event=event)
    account_closure.end_account(helper, actor=organizer.code, now=NOON)
    account_closure.reopen_account(helper, actor=organizer.code, now=NOON)
    grant(helper, Role.EDITOR)

    for subject in (helper, an_account(Role.ADMIN)):
        with pytest.raises(MayNotGive):
            account_closure.end_account(subject, actor=organizer.code, now=NOON)
        with pytest.raises(MayNotGive):
            account_closure.reopen_account(subject, actor=organizer.code, now=NOON)


def test_the_last_administrator_is_not_ended() -> None:
    admin = an_account(Role.ADMIN)
    for actor in (admin.code, OPERATOR):
        with pytest.raises(LastAdmin):
            account_closure.end_account(admin, actor=actor, now=NOON)
