"""Accepting an invitation, as the invited do, on an installation that is real."""

import pyotp
import pytest
from sqlalchemy import select, update

from eventapp.domain.event.deletion import delete_draft
from eventapp.domain.people import account_invitation as invitations
from eventapp.domain.people.account_invitation import AccountInvitee
from eventapp.domain.people.role import ScopedRole, end_role, give_role
from eventapp.domain.permission import Role
from eventapp.domain.record.audit import OPERATOR
from eventapp.extensions import db
from eventapp.models import Account, AccountInvitation, EventState
from tests.builders import NOON, an_event, an_organisation
from tests.builders.account import (
    PASSWORD,
    SECRET,
    an_account,
    signed_in_by_link,
    with_password,
    with_second_factor,
)
from tests.builders.forms import send
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
EDITOR = ScopedRole(Role.EDITOR)
OF_BO = AccountInvitation.email == "bo@bra.example"


@pytest.fixture
def mode() -> str:
    return "production"


def invited(
    role: ScopedRole = EDITOR, email: str = "alma@bra.example", language: str = "sv"
) -> str:
    """The address in the letter."""
    invitee = AccountInvitee(email, "Alma Norrbloss", language)
    invitation = invitations.invite(invitee, [role], actor=OPERATOR, now=NOON)
    return f"/invitations/{invitations.invitation_token(invitation)}"


def accept(client: Visitor, address: str, **fields: str) -> str:
    answer = send(client, address, page=address, **fields)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_staff_choose_password_and_second_factor_before_anything_opens(client: Visitor) -> None:
    address = invited()
    shown = client.get(address).text
    assert "ordnar tvåstegsinloggning" in shown

    assert accept(client, address, name="Alma N") == "/account"

    assert client.get("/organizer/experiences").location == "/account"
    assert "Alma N" in client.get("/account").text
    assert client.get(address).status_code == 410


def test_who_has_accepted_is_told_to_sign_in_and_nobody_else_is(client: Visitor) -> None:
    role = ScopedRole(Role.COORDINATOR, organisation_id=an_organisation().id)
    address, withdrawn = invited(role), invited(EDITOR, "bo@bra.example")
    accept(client, address, name="Saga")
    db.session.execute(update(AccountInvitation).values(withdrawn_at=NOON).where(OF_BO))

    again = client.get(address)
    assert again.status_code == 410
    assert "Du har redan tackat ja" in again.text
    assert 'href="/delegations"' in again.text
    send(client, "/sign-out", page="/account")
    for answer in (client.get(address), send(client, address, page="/sign-in")):
        assert "Du får en ny länk" in answer.text
        assert 'href="/sign-in"' in answer.text
        assert "alma@" not in answer.text
    for other in (withdrawn, "/invitations/another"):
        assert "Länken fungerar inte längre" in client.get(other).text


def test_who_was_half_way_is_signed_out_when_the_role_ends(client: Visitor) -> None:
    event = an_event()
    accept(client, invited(ScopedRole(Role.ANALYST, event.id)), name="Alma N")
    assert client.get("/account").status_code == 200
    account = db.session.scalars(select(Account)).one()

    end_role(account, ScopedRole(Role.ANALYST, event.id), actor=OPERATOR, now=NOON)

    assert client.get("/account").location == "/sign-in?next=/account"


def test_who_was_half_way_is_signed_out_when_the_draft_is_deleted(client: Visitor) -> None:
    event = an_event(state=EventState.DRAFT)
    accept(client, invited(ScopedRole(Role.ANALYST, event.id)), name="Alma N")

    delete_draft(event, actor=OPERATOR, now=NOON)

    assert client.get("/account").location == "/sign-in?next=/account"


def test_a_coordinator_is_in_at_once(client: Visitor) -> None:
    role = ScopedRole(Role.COORDINATOR, organisation_id=an_organisation().id)

    assert accept(client, invited(role), name="Saga") == "/delegations"
    assert client.get("/delegations").status_code == 200


def test_the_page_speaks_the_language_of_the_invitation(client: Visitor) -> None:
    address = invited(language="en")

    assert "You are invited" in client.get(address).text
    accept(client, address, name="Alma N")
    assert "Your account" in client.get("/account").text


def test_a_name_is_asked_for_and_what_was_typed_stays(client: Visitor) -> None:
    address = invited()
    for name, sentence in (("", "Skriv ditt namn."), ("www.bra.example", "Ett namn kan inte")):
        answer = send(client, address, page=address, name=name)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert f'value="{name}"' in answer.text


def test_who_has_an_account_signs_in_first_and_is_told_so(client: Visitor) -> None:
    coordinator = an_account(Role.COORDINATOR, organisation=an_organisation())
    address = invited(email=coordinator.email)

    assert "Du har redan ett konto" in client.get(address).text
    answer = client.post(address, data={"csrf_token": client.token_on("/sign-in")})
    assert answer.status_code == 409

    signed_in_by_link(client, coordinator)
    assert "loggar du inte längre in med en länk" in client.get(address).text
    assert accept(client, address) == "/account"
    # The role acts after password and second factor, and so does what was open before.
    assert client.get("/delegations").location == "/account"
    assert client.get("/organizer/experiences").location == "/account"


def test_somebody_else_who_is_signed_in_does_not_take_the_roles(client: Visitor) -> None:
    known = with_password(an_account(Role.ANALYST))
    address = invited(email=known.email)
    signed_in_by_link(client, an_account(Role.COORDINATOR, organisation=an_organisation()))

    assert "Du är inloggad som" in client.get(address).text
    answer = client.post(address, data={"csrf_token": client.token_on("/account")})

    assert answer.status_code == 409
    account = db.session.scalars(select(Account).where(Account.email == known.email)).one()
    assert {grant.role for grant in account.grants} == {"analyst"}


def test_a_role_of_the_staff_given_by_command_opens_nothing_to_an_open_link(
    client: Visitor,
) -> None:
    coordinator = an_account(Role.COORDINATOR, organisation=an_organisation())
    signed_in_by_link(client, coordinator)
    assert client.get("/delegations").status_code == 200
    from_outside = select(Account).where(Account.id == coordinator.id)
    account = db.session.scalars(from_outside).one()
    give_role(account, EDITOR, actor=OPERATOR, now=NOON)

    assert client.get("/organizer/experiences").location == "/account"
    set_up = send(client, "/account/password", new_password=PASSWORD)
    assert set_up.status_code == 303
    assert client.get("/organizer/experiences").location == "/account"  # no second factor yet


def test_who_stopped_before_the_password_gives_a_code_and_goes_on(client: Visitor) -> None:
    halfway = an_account(Role.EDITOR)
    with_second_factor(halfway)
    address = invited(email=halfway.email)
    assert "kod från din" in client.get(address).text

    assert accept(client, address) == "/sign-in/code"
    assert client.get("/account").location.startswith("/sign-in")  # nothing opens before the code
    code = pyotp.TOTP(SECRET).at(NOON)
    answer = send(client, "/sign-in/code", page="/sign-in/code", code=code)

    assert answer.status_code == 303, answer.text
    assert client.get("/organizer/experiences").location == "/account"
    saved = send(client, "/account/password", new_password=PASSWORD)
    assert saved.status_code == 303
    assert client.get("/organizer/experiences").status_code == 200


def test_an_invitation_of_somebody_else_with_a_second_factor_does_not_act_as_oneself(
    client: Visitor,
) -> None:
    halfway = an_account(Role.EDITOR)
    with_second_factor(halfway)
    address = invited(email=halfway.email)
    signed_in_by_link(client, an_account(Role.COORDINATOR, organisation=an_organisation()))

    assert accept(client, address) == "/sign-in/code"
    assert client.get("/delegations").location.startswith("/sign-in")
