"""Accounts as lists show them."""

import pytest

from eventapp.domain.people import account_invitation as invitations
from eventapp.domain.people.account_invitation import AccountInvitee
from eventapp.domain.people.account_list import (
    PAGE_SIZE,
    AccountSearch,
    Reach,
    count_by_reach,
    has_accounts,
    list_accounts,
    list_colleagues,
    list_unanswered,
)
from eventapp.domain.people.role import ScopedRole
from eventapp.domain.permission import Role
from eventapp.domain.record.audit import OPERATOR
from eventapp.extensions import db
from tests.builders import NOON, an_event, an_organisation
from tests.builders.account import an_account, with_second_factor

pytestmark = pytest.mark.usefixtures("app")


def emails_of(**search: object) -> list[str]:
    listed = list_accounts(AccountSearch(**search), page=1)  # type: ignore[arg-type]
    return [account.email for account in listed.accounts]


def test_accounts_are_found_by_name_and_address_and_never_by_signs() -> None:
    assert not has_accounts()
    account = an_account(Role.ANALYST)

    assert has_accounts()
    assert emails_of(words="VIGGO") == emails_of(words="staff.") == [account.email]
    assert [emails_of(words=signs) for signs in ("%", "_", "\\")] == [[], [], []]


def test_lists_differ_by_how_far_roles_reach() -> None:
    event = an_event()
    admin, lead = an_account(Role.ADMIN), an_account(Role.DOOR_LEAD, event=event)
    coordinator = an_account(Role.COORDINATOR, organisation=an_organisation())
    gone = an_account(Role.EDITOR)
    gone.active = False
    invitations.invite(
        AccountInvitee("a@bra.example"),
        [ScopedRole(Role.ANALYST, event.id)],
        actor=OPERATOR,
        now=NOON,
    )
    db.session.flush()

    assert count_by_reach(AccountSearch()) == {
        Reach.ALL: 3,
        Reach.SYSTEM: 1,
        Reach.EVENT: 1,
        Reach.ORGANISATION: 1,
        Reach.WAITING: 1,
        Reach.ENDED: 1,
    }
    counts = count_by_reach(AccountSearch(words="a@bra", reach=Reach.ALL))
    assert (counts[Reach.ALL], counts[Reach.WAITING], counts[Reach.ENDED]) == (0, 1, 0)
    counts = count_by_reach(AccountSearch(role="door-lead"))
    assert (counts[Reach.ALL], counts[Reach.EVENT], counts[Reach.SYSTEM]) == (1, 1, 0)
    assert emails_of(reach=Reach.SYSTEM) == [admin.email]
    assert emails_of(event_id=event.id) == emails_of(role="door-lead") == [lead.email]
    assert emails_of(reach=Reach.ORGANISATION) == [coordinator.email]
    assert emails_of(reach=Reach.ENDED) == [gone.email]


def test_invitations_are_searched_the_same_way() -> None:
    event = an_event()
    invitations.invite(
        AccountInvitee("a@bra.example", "Alma"),
        [ScopedRole(Role.ANALYST, event.id)],
        actor=OPERATOR,
        now=NOON,
    )
    hits = (
        AccountSearch(words="ALMA"),
        AccountSearch(role="analyst"),
        AccountSearch(event_id=event.id),
    )
    misses = (
        AccountSearch(words="bo"),
        AccountSearch(role="editor"),
        AccountSearch(event_id=an_event().id),
    )
    assert [list_unanswered(hit, page=1).page.total for hit in hits] == [1, 1, 1]
    assert [list_unanswered(miss, page=1).page.total for miss in misses] == [0, 0, 0]


def test_a_long_list_has_pages() -> None:
    for _ in range(PAGE_SIZE + 1):
        an_account()
    listed = list_accounts(AccountSearch(), page=2)

    assert (listed.page.first, listed.page.total, len(listed.accounts)) == (51, 51, 1)


def test_roles_are_handed_over_to_staff_with_a_second_factor() -> None:
    admin, other, gone = (an_account(Role.ADMIN) for _ in range(3))
    an_account(Role.EDITOR)
    for account in (admin, other, gone):
        with_second_factor(account)
    gone.active = False
    db.session.flush()

    assert list_colleagues(admin) == [other]
