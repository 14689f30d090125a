"""Who gives and ends which role, where; handing over; and the last administrator."""

from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.delegation.feed import find_feed, renew_feed
from eventapp.domain.people import role as roles
from eventapp.domain.people.role import (
    AccountIsEnded,
    LastAdmin,
    MayNotGive,
    MustBeInvited,
    ScopedRole,
    roles_of,
)
from eventapp.domain.permission import GIVERS, Level, Role, may_give
from eventapp.domain.record.audit import OPERATOR
from eventapp.domain.registration.reserved_seats import list_delegations
from eventapp.extensions import db
from eventapp.models import Account, AuditAction, AuditEntry, Event, Organisation
from tests.builders import NOON, an_event, an_organisation
from tests.builders.account import an_account, an_admin, grant, with_password, with_second_factor

pytestmark = pytest.mark.usefixtures("app")
ADMIN = ScopedRole(Role.ADMIN)


def colleague(*given: Role) -> Account:
    """Somebody of the staff, with a second factor."""
    account = an_account(*given)
    with_second_factor(account)
    return account


def entries(action: AuditAction, account: Account) -> list[tuple[str, dict[str, str]]]:
    query = select(AuditEntry).where(
        AuditEntry.action == action.value, AuditEntry.subject_code == account.code
    )
    return [(entry.actor, entry.details) for entry in db.session.scalars(query)]


def scoped(role: Role, level: Level, event: Event, organisation: Organisation) -> ScopedRole:
    return ScopedRole(
        role,
        event.id if level is Level.EVENT else None,
        organisation.id if level is Level.ORGANISATION else None,
    )


@pytest.mark.on_sqlite_alone  # a table of rules; what is given and ended is tried on both below
@pytest.mark.parametrize("where", ["of the system", "of the event", "of another event"])
def test_who_gives_and_ends_what(app: Flask, where: str) -> None:
    """Every role, at every level, by everybody: as the table says, and nothing else."""
    event, other, organisation = an_event(), an_event(), an_organisation()
    an_admin()
    scope = {"of the event": event, "of another event": other}.get(where)
    taker = colleague()
    for giving in sorted(set(Role)):
        giver = an_account(giving, event=scope)
        for role, level in product(sorted(set(Role)), Level):
            wanted = scoped(role, level, event, organisation)
            counts = where == "of the system" or (where, level) == ("of the event", Level.EVENT)
            may = counts and giving in GIVERS.get((role, level), frozenset())
            db.session.flush()
            try:
                roles.give_role(taker, wanted, actor=giver.code, now=NOON)
                roles.end_role(taker, wanted, actor=giver.code, now=NOON)
            except MayNotGive:
                assert not may, (giving, role, level)
                with pytest.raises(MayNotGive):
                    roles.end_role(taker, wanted, actor=giver.code, now=NOON)
            else:
                assert may, (giving, role, level)
    assert not taker.grants


def test_the_table_itself_has_no_other_answers() -> None:
    event_organizer = an_account(Role.ORGANIZER, event=an_event())

    assert not roles.can_give(event_organizer, [ScopedRole(Role.DOOR_LEAD, an_event().id)])
    assert {level for role, level in GIVERS if role is Role.COORDINATOR} == {Level.ORGANISATION}
    assert not any(may_give(roles.actor_for(event_organizer), role, lv) for role, lv in GIVERS)


def test_a_role_is_given_once_and_both_acts_are_written_down_with_codes() -> None:
    admin, taker, event = an_account(Role.ADMIN), colleague(), an_event()
    wanted = ScopedRole(Role.DOOR_LEAD, event.id)

    roles.give_role(taker, wanted, actor=admin.code, now=NOON)
    roles.give_role(taker, wanted, actor=admin.code, now=NOON)
    assert roles_of(taker.grants) == [wanted]
    roles.end_role(taker, wanted, actor=admin.code, now=NOON)
    roles.end_role(taker, wanted, actor=admin.code, now=NOON)

    written = [(admin.code, {"role": "door-lead", "event": event.public_id})]
    assert entries(AuditAction.ROLE_GIVEN, taker) == written
    assert entries(AuditAction.ROLE_ENDED, taker) == written


def test_staff_without_a_second_factor_are_invited_instead() -> None:
    admin, coordinator = an_account(Role.ADMIN), an_account()
    organisation = an_organisation()

    with pytest.raises(MustBeInvited):
        roles.give_role(coordinator, ScopedRole(Role.EDITOR), actor=admin.code, now=NOON)
    roles.give_role(
        coordinator,
        ScopedRole(Role.COORDINATOR, organisation_id=organisation.id),
        actor=admin.code,
        now=NOON,
    )
    roles.give_role(coordinator, ScopedRole(Role.EDITOR), actor=OPERATOR, now=NOON)

    assert {role.role for role in roles_of(coordinator.grants)} == {Role.COORDINATOR, Role.EDITOR}


def test_nobody_who_has_left_gives_or_is_given_anything() -> None:
    admin, gone = an_account(Role.ADMIN), colleague()
    gone.active = False
    with pytest.raises(AccountIsEnded):
        roles.give_role(gone, ScopedRole(Role.EDITOR), actor=admin.code, now=NOON)

    an_account(Role.ADMIN)
    admin.active = False
    for actor in (admin.code, "nobody", "participant"):
        with pytest.raises(MayNotGive):
            roles.give_role(colleague(), ScopedRole(Role.EDITOR), actor=actor, now=NOON)


def test_the_last_administrator_stays() -> None:
    admin, second = an_admin(), an_admin()
    roles.end_role(admin, ADMIN, actor=second.code, now=NOON)

    with pytest.raises(LastAdmin):
        roles.end_role(second, ADMIN, actor=second.code, now=NOON)
    with pytest.raises(LastAdmin):
        roles.end_role(second, ADMIN, actor=OPERATOR, now=NOON)
    assert ADMIN in roles_of(second.grants)


def test_an_administrator_who_has_left_does_not_count() -> None:
    admin, gone = an_admin(), an_admin()
    gone.active = False

    with pytest.raises(LastAdmin):
        roles.end_role(admin, ADMIN, actor=admin.code, now=NOON)


def test_an_administrator_who_stopped_half_way_does_not_count() -> None:
    """Accepted the invitation, and never chose a password or set up two-step sign-in."""
    admin, half_way = an_account(Role.ADMIN), an_account(Role.ADMIN)
    for step in (lambda: None, lambda: with_second_factor(half_way)):
        step()
        with pytest.raises(LastAdmin):
            roles.end_role(admin, ADMIN, actor=admin.code, now=NOON)
    with_password(half_way)

    roles.end_role(admin, ADMIN, actor=admin.code, now=NOON)


def test_own_roles_are_handed_over_in_one_act() -> None:
    admin, successor, event = an_admin(), with_password(colleague()), an_event()
    grant(admin, Role.ORGANIZER, event=event)
    both = [ADMIN, ScopedRole(Role.ORGANIZER, event.id)]

    roles.hand_over(admin, successor, both, now=NOON)

    assert roles_of(successor.grants) == both
    assert not admin.grants
    assert len(entries(AuditAction.ROLE_GIVEN, successor)) == 2
    assert len(entries(AuditAction.ROLE_ENDED, admin)) == 2


def test_nobody_hands_over_what_is_not_theirs_to_give() -> None:
    admin, editor = an_account(Role.ADMIN), colleague(Role.EDITOR)
    wrong = (
        (editor, colleague(), [ScopedRole(Role.EDITOR)]),  # an administrator decides of that
        (admin, colleague(), [ScopedRole(Role.EDITOR)]),  # not their own
        (admin, admin, [ADMIN]),
    )
    for giver, taker, handed in wrong:
        with pytest.raises(MayNotGive):
            roles.hand_over(giver, taker, handed, now=NOON)
    with pytest.raises(MustBeInvited):
        roles.hand_over(admin, an_account(), [ADMIN], now=NOON)


def test_the_calendar_of_a_delegation_dies_with_its_last_coordinator() -> None:
    organisation, admin = an_organisation(), an_account(Role.ADMIN)
    (delegation,) = list_delegations(an_event(reserved={organisation: 3}))
    renew_feed(delegation)
    first, second = (an_account(Role.COORDINATOR, organisation=organisation) for _ in range(2))
    looks_after = ScopedRole(Role.COORDINATOR, organisation_id=organisation.id)

    roles.end_role(first, looks_after, actor=admin.code, now=NOON)
    assert find_feed(delegation)
    roles.end_role(second, looks_after, actor=admin.code, now=NOON)

    assert find_feed(delegation) is None
