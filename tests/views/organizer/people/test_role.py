"""The page of all roles, and handing over one's own."""

import re

import pytest
from sqlalchemy import select

from eventapp.domain.people.role import ScopedRole, end_role, roles_of
from eventapp.domain.permission import Role
from eventapp.domain.record.audit import OPERATOR
from eventapp.extensions import db
from eventapp.models import Account
from eventapp.views.organizer.people.role import actions_of, givers_of
from tests.builders import NOON
from tests.builders.account import (
    an_account,
    an_admin,
    signed_in,
    with_password,
    with_second_factor,
)
from tests.builders.forms import send
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
HAND_OVER = "/organizer/accounts/hand-over"


def load(code: str) -> Account:
    return db.session.scalars(select(Account).where(Account.code == code)).one()


def test_every_role_says_what_it_may_and_who_gives_it(client: Visitor) -> None:
    client.set_cookie("language", "en")
    page = signed_in(client, an_account(Role.ADMIN)).get("/organizer/accounts/roles").text
    assert "Register somebody under an alias" in page

    with client.application.test_request_context():
        assert actions_of(Role.SECURITY_CONTACT)[-1] == "Anmäla någon under alias"
        assert "Anmäla någon under alias" not in actions_of(Role.ADMIN)
        assert givers_of(Role.COORDINATOR) == [("En organisation", ["Administratör", "Arrangör"])]
        assert givers_of(Role.DOOR_STAFF) == []


def test_own_roles_go_to_a_colleague(client: Visitor) -> None:
    successor = with_password(an_account())
    with_second_factor(successor)
    code = successor.code
    admin = signed_in(client, an_account(Role.ADMIN))

    handed = send(admin, HAND_OVER, page=HAND_OVER, roles="admin", colleague=code)

    assert (handed.status_code, handed.location) == (303, "/account")
    assert [grant.role for grant in load(code).grants] == ["admin"]
    assert admin.get("/organizer/accounts").status_code == 403


def test_a_role_that_has_ended_meanwhile_is_not_taken_for_the_next_one(client: Visitor) -> None:
    successor = an_account()
    with_second_factor(successor)
    owner = an_account(Role.ADMIN, Role.EDITOR, Role.ANALYST)
    successor_code, owner_code = successor.code, owner.code
    client.set_cookie("language", "en")
    admin = signed_in(client, owner)
    values = re.findall(r'name="roles"[^>]* value="([^"]+)"', admin.get(HAND_OVER).text)
    labels = re.findall(r"(Administrator|Editor|Analyst),", admin.get(HAND_OVER).text)
    ended = Role(labels[1].lower())  # the third takes its place in the list

    end_role(load(owner_code), ScopedRole(ended), actor=OPERATOR, now=NOON)
    handed = send(admin, HAND_OVER, page=HAND_OVER, roles=values[1], colleague=successor_code)

    assert handed.status_code == 422
    assert roles_of(load(successor_code).grants) == []


def test_whoever_has_nobody_to_hand_over_to_is_invited_to_invite(client: Visitor) -> None:
    admin = signed_in(client, an_account(Role.ADMIN))

    assert "/organizer/accounts/invitations/new" in admin.get(HAND_OVER).text
    assert send(admin, HAND_OVER, roles="admin", colleague="x").status_code == 422


def test_ones_own_role_is_ended_only_after_being_asked(client: Visitor) -> None:
    an_admin()
    owner = an_account(Role.ADMIN, Role.EDITOR)
    code, number = owner.code, owner.grants[0].id
    client.set_cookie("language", "en")
    admin = signed_in(client, owner)
    page, ending = (
        f"/organizer/accounts/{code}",
        f"/organizer/accounts/{code}/roles/{number}/ending",
    )

    shown = admin.get(page).text
    assert f'href="{ending}"' in shown
    assert f'action="{ending}"' not in shown
    asked = admin.get(ending).text
    assert "You will lose access to" in asked
    assert "Read the log of what everybody has done" in asked
    assert "Edit experiences" not in asked  # the other role allows it
    assert send(admin, ending, page=ending).status_code == 303
    assert admin.get("/organizer/accounts").status_code == 403
