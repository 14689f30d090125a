"""Accounts and the roles they hold."""

from flask import Flask

from eventapp.domain.people.account import actor_anywhere, actor_for, find_signed_in
from eventapp.domain.people.sign_in import lock_account
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Grant
from tests.builders import an_event
from tests.builders.account import an_account


def test_roles_count_for_the_house_and_for_their_event(app: Flask) -> None:
    event, other = an_event(), an_event()
    account = an_account(Role.ANALYST)
    account.grants.append(Grant(role=Role.DOOR_STAFF.value, event_id=event.id))

    assert actor_for(account, event.id).roles == {Role.ANALYST, Role.DOOR_STAFF}
    assert actor_for(account, other.id).roles == {Role.ANALYST}
    assert actor_anywhere(account).roles == {Role.ANALYST, Role.DOOR_STAFF}


def test_a_stored_role_that_there_is_no_more_grants_nothing(app: Flask) -> None:
    account = an_account(Role.ANALYST)
    account.grants.append(Grant(role="speaker"))
    db.session.flush()

    assert actor_for(account).roles == actor_anywhere(account).roles == {Role.ANALYST}


def test_whoever_is_signed_in_can_be_locked_for_a_try(app: Flask) -> None:
    """PostgreSQL locks no roles that are read along: they may be none."""
    known = an_account(Role.ANALYST)
    code, epoch = known.code, known.epoch
    db.session.commit()
    db.session.expunge_all()
    account = find_signed_in(code, epoch)
    assert account

    lock_account(account)

    assert [grant.role for grant in account.grants] == [Role.ANALYST.value]
