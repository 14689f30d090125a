"""A role is taken from an address: from the account, and from what would give it again."""

import pytest

from eventapp.domain.people import account_invitation as invitations
from eventapp.domain.people.account_invitation import AccountInvitee
from eventapp.domain.people.revocation import NothingToRevoke, revoke_role
from eventapp.domain.people.role import LastAdmin, MayNotGive, ScopedRole, roles_of
from eventapp.domain.permission import Role
from eventapp.domain.record.audit import OPERATOR
from eventapp.models import AccountInvitation
from tests.builders import NOON, an_organisation
from tests.builders.account import an_account

pytestmark = pytest.mark.usefixtures("app")
EDITOR, ANALYST = ScopedRole(Role.EDITOR), ScopedRole(Role.ANALYST)


def invited(*roles: ScopedRole, email: str = "alma@bra.example") -> AccountInvitation:
    return invitations.invite(AccountInvitee(email), roles, actor=OPERATOR, now=NOON)


def test_an_open_invitation_is_withdrawn_and_what_else_it_offered_is_said() -> None:
    invitation, other = invited(EDITOR, ANALYST), invited(EDITOR, email="bo@bra.example")

    revocation = revoke_role("Alma@bra.example", EDITOR, actor=OPERATOR, now=NOON)

    assert (revocation.ended, revocation.withdrawn) == (False, 1)
    assert revocation.also_offered == {ANALYST}
    assert invitation.withdrawn_at == NOON
    assert other.withdrawn_at is None


def test_a_role_of_an_organisation_that_has_ended_is_ended_too() -> None:
    organisation = an_organisation()
    coordinator = an_account(Role.COORDINATOR, organisation=organisation)
    organisation.ended_on = NOON.date()
    role = ScopedRole(Role.COORDINATOR, organisation_id=organisation.id)

    assert revoke_role(coordinator.email, role, actor=OPERATOR, now=NOON).ended

    assert roles_of(coordinator.grants) == []


def test_nothing_there_somebody_who_may_not_and_the_last_admin_are_refused() -> None:
    admin, editor = an_account(Role.ADMIN), an_account(Role.EDITOR)

    with pytest.raises(NothingToRevoke):
        revoke_role("nobody@bra.example", EDITOR, actor=OPERATOR, now=NOON)
    with pytest.raises(NothingToRevoke):
        revoke_role(editor.email, ANALYST, actor=OPERATOR, now=NOON)
    with pytest.raises(MayNotGive):
        revoke_role(editor.email, EDITOR, actor=editor.code, now=NOON)
    with pytest.raises(LastAdmin):
        revoke_role(admin.email, ScopedRole(Role.ADMIN), actor=OPERATOR, now=NOON)
