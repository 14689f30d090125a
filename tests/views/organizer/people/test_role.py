"""The page of all roles, and handing over one's own."""

import pytest
from sqlalchemy import select

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account
from eventapp.views.organizer.people.role import actions_of, givers_of
from tests.builders.account import an_account, signed_in, with_second_factor
from tests.builders.forms import send
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
HAND_OVER = "/organizer/accounts/hand-over"


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
    successor = an_account()
    with_second_factor(successor)
    code = successor.code
    admin = signed_in(client, an_account(Role.ADMIN))

    handed = send(admin, HAND_OVER, page=HAND_OVER, roles="0", colleague=code)

    assert (handed.status_code, handed.location) == (303, "/account")
    taken = db.session.scalars(select(Account).where(Account.code == code)).one()
    assert [each.role for each in taken.grants] == ["admin"]
    assert admin.get("/organizer/accounts").status_code == 403


def test_whoever_has_nobody_to_hand_over_to_is_invited_to_invite(client: Visitor) -> None:
    admin = signed_in(client, an_account(Role.ADMIN))

    assert "/organizer/accounts/invitations/new" in admin.get(HAND_OVER).text
    assert send(admin, HAND_OVER, roles="0", colleague="x").status_code == 422
