"""The list of accounts, one account's page, its end, and roles given and ended there."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.people.account_invitation import AccountInvitee, invite
from eventapp.domain.people.role import ScopedRole
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account
from tests.builders import NOON, an_event, an_organisation
from tests.builders.account import an_account, an_admin, signed_in, with_second_factor
from tests.builders.forms import send
from tests.views.account.test_profile import version_on
from tests.views.organizer.counting import counted_statements
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
ACCOUNTS = "/organizer/accounts"


@pytest.fixture
def admin(client: Visitor) -> Visitor:
    return signed_in(client, an_account(Role.ADMIN))


def read(code: str) -> Account:
    return db.session.scalars(select(Account).where(Account.code == code)).one()


def test_accounts_are_listed_found_and_never_missed_without_a_word(admin: Visitor) -> None:
    an_account(Role.COORDINATOR, organisation=an_organisation("Exempelstad"))
    page = admin.get(ACCOUNTS).text
    assert "Exempelstad" in page
    assert "1–2 av 2" in page

    assert "Exempelstad" not in admin.get(f"{ACCOUNTS}?reach=system").text
    assert "Ingen träff" in admin.get(f"{ACCOUNTS}?q=ingen-alls").text
    assert "Ingen inbjudan väntar" in admin.get(f"{ACCOUNTS}?reach=waiting&page=7").text
    assert admin.get(f"{ACCOUNTS}?reach=x&role=y&page=z").status_code == 200


def test_a_long_list_costs_as_much_as_a_short_one(admin: Visitor) -> None:
    def cost() -> int:
        with counted_statements() as sent:
            assert admin.get(ACCOUNTS).status_code == 200
        return len(sent)

    def settled_cost() -> int:
        return min(cost() for _again in range(3))  # caches look once a second

    before = settled_cost()
    for _ in range(8):
        an_account(Role.ORGANIZER, event=an_event())
    assert settled_cost() == before


def test_roles_are_given_and_ended_at_the_next_click(admin: Visitor) -> None:
    colleague = an_account()
    with_second_factor(colleague)
    code, event = colleague.code, an_event()
    page = f"{ACCOUNTS}/{code}"

    given = send(admin, f"{page}/roles", events=event.slug, event_roles=["analyst", "door-lead"])
    assert given.status_code == 303, given.text
    assert {grant.role for grant in read(code).grants} == {"analyst", "door-lead"}

    ending = re.findall(rf"{page}/roles/\d+/ending", admin.get(page).text)
    assert send(admin, ending[0]).status_code == 303
    assert len(read(code).grants) == 1


def test_who_ends_the_own_role_is_told_so_on_a_page_that_opens(admin: Visitor) -> None:
    own = db.session.scalars(select(Account)).one().code
    an_admin()
    ending = re.findall(r"/organizer/\S+/roles/\d+/ending", admin.get(f"{ACCOUNTS}/{own}").text)

    answer = send(admin, ending[0])

    assert answer.location == "/account"
    assert "Din roll är avslutad." in admin.get("/account").text
    assert admin.get(ACCOUNTS).status_code == 403


def test_who_stays_an_organiser_is_not_told_to_take_the_role_back(client: Visitor) -> None:
    an_admin()
    owner = an_account(Role.ADMIN, Role.ORGANIZER)
    code, number = owner.code, owner.grants[0].id
    organiser = signed_in(client, owner)

    answer = send(organiser, f"{ACCOUNTS}/{code}/roles/{number}/ending")

    assert answer.location == f"{ACCOUNTS}/{code}"
    assert (
        "Din roll är avslutad. Var det ett misstag ber du en kollega"
        in client.get(answer.location).text
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Välj minst en roll."),
        ({"event_roles": "analyst"}, "Välj minst ett evenemang som rollen gäller."),
        ({"system_roles": "participant"}, "Det alternativet finns inte längre."),
        ({"organisation": "x"}, "Det alternativet finns inte längre."),
    ],
)
def test_what_is_missing_is_said(admin: Visitor, fields: dict[str, str], sentence: str) -> None:
    an_event()
    answer = send(admin, f"{ACCOUNTS}/{an_account().code}/roles", **fields)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_coordinator_is_not_made_staff_by_a_click(admin: Visitor) -> None:
    coordinator = an_account(Role.COORDINATOR, organisation=an_organisation())
    code = coordinator.code

    answer = send(admin, f"{ACCOUNTS}/{code}/roles", system_roles="editor")

    assert answer.status_code == 409
    assert "Bjud in personen med mejl i stället." in answer.text
    assert {grant.role for grant in read(code).grants} == {"coordinator"}


def test_two_who_edit_one_account_see_both_texts(admin: Visitor) -> None:
    code = an_account(Role.EDITOR).code
    page = f"{ACCOUNTS}/{code}"
    version = version_on(admin, page)
    assert send(admin, page, name="Ett", language="sv", version=version).status_code == 303

    stale = send(admin, page, name="Två", language="sv", version=version)

    assert stale.status_code == 409
    assert "Ett" in stale.text
    assert 'value="Två"' in stale.text


def test_an_account_ends_after_a_question_and_opens_again(admin: Visitor) -> None:
    colleague = an_account(Role.EDITOR)
    code, page = colleague.code, f"{ACCOUNTS}/{colleague.code}"
    browser: Visitor = admin.application.test_client()  # type: ignore[assignment]
    signed_in(browser, colleague)
    assert "loggas ut överallt" in admin.get(f"{page}/ending").text

    assert send(admin, f"{page}/ending").status_code == 303
    assert browser.get("/organizer").location.startswith("/sign-in")
    assert "Kontot är avslutat" in admin.get(page).text
    assert "Avslutat" in admin.get(f"{ACCOUNTS}?reach=ended").text

    assert send(admin, f"{page}/reopening").status_code == 303
    assert read(code).active


def test_the_last_administrator_has_a_way_out_instead_of_a_button(admin: Visitor) -> None:
    own = db.session.scalars(select(Account)).one().code

    page = admin.get(f"{ACCOUNTS}/{own}").text
    assert "Enda administratören" in page
    assert "/roles/" not in page.replace(f"{ACCOUNTS}/roles", "").replace(f'{own}/roles"', "")
    assert send(admin, f"{ACCOUNTS}/{own}/ending").status_code == 409


def test_an_organizer_neither_ends_an_administrator_nor_gives_such_roles(client: Visitor) -> None:
    organizer = signed_in(client, an_account(Role.ORGANIZER))
    code = an_account(Role.ADMIN).code
    page = f"{ACCOUNTS}/{code}"

    shown = organizer.get(page).text
    assert "system_roles" not in shown
    assert "Avsluta kontot" not in shown
    assert send(organizer, f"{page}/ending").status_code == 409
    assert send(organizer, page, name="A", language="sv", version="1").status_code == 409
    assert read(code).active


def test_who_has_not_answered_is_found_from_the_search(client: Visitor, app: Flask) -> None:
    """Whoever was invited a minute ago looked as if the invitation were lost."""
    del app
    client.set_cookie("language", "en")
    admin = an_account(Role.ADMIN)
    desk = signed_in(client, admin)
    link = "Look among those who have not answered"
    assert link not in desk.get("/organizer/accounts?q=alma").text

    invite(
        AccountInvitee("alma@bra.example"), [ScopedRole(Role.EDITOR)], actor=admin.code, now=NOON
    )
    db.session.commit()

    assert link in desk.get("/organizer/accounts?q=alma").text
    assert "alma@bra.example" in desk.get("/organizer/accounts?reach=waiting&q=alma").text
