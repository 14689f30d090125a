"""Inviting from the accounts pages, and the invitation's own page."""

import re

import pytest
from flask import Flask
from sqlalchemy import select, update

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account, AccountInvitation, Job, JobState
from tests.builders import an_event, an_organisation
from tests.builders.account import an_account, signed_in, with_password, with_second_factor
from tests.builders.forms import send
from tests.visitor import Visitor

ACCOUNTS = "/organizer/accounts"
NEW = f"{ACCOUNTS}/invitations/new"


@pytest.fixture
def admin(app: Flask) -> Account:
    return an_account(Role.ADMIN)


def invitation() -> AccountInvitation:
    return db.session.scalars(select(AccountInvitation)).one()


def test_several_roles_are_offered_at_once(client: Visitor, admin: Account) -> None:
    event, later, organisation = an_event(), an_event(), an_organisation("Exempelstad")
    signed_in(client, admin)

    answer = send(
        client,
        f"{ACCOUNTS}/invitations",
        page=NEW,
        email="alma@bra.example",
        name="Alma Norrbloss",
        language="en",
        system_roles=["editor", "analyst"],
        events=[event.slug, later.slug],
        event_roles=["door-lead"],
        organisation=organisation.code,
    )

    assert answer.status_code == 303, answer.text
    offered = invitation().roles
    assert [role.role for role in offered] == [
        "editor",
        "analyst",
        "door-lead",
        "door-lead",
        "coordinator",
    ]
    assert {role.event_id for role in offered} == {None, event.id, later.id}
    shown = client.get(answer.location).text
    assert "Alma Norrbloss" in shown
    assert "Exempelstad" in shown


def test_the_page_says_what_will_happen_to_a_known_address(client: Visitor, admin: Account) -> None:
    coordinator = an_account(Role.COORDINATOR, organisation=an_organisation())
    email, name = coordinator.email, coordinator.name
    signed_in(client, admin)

    answer = send(client, f"{ACCOUNTS}/invitations", page=NEW, email=email, system_roles="editor")

    shown = client.get(answer.location).text
    assert f"Adressen har redan ett konto som tillhör {name}" in shown
    assert "kan personen inte längre logga in med en länk" in shown


def test_what_was_typed_stays_where_the_address_has_the_role(
    client: Visitor, admin: Account
) -> None:
    editor = with_password(an_account(Role.EDITOR))
    email = editor.email
    signed_in(client, admin)

    answer = send(client, f"{ACCOUNTS}/invitations", page=NEW, email=email, system_roles="editor")

    assert answer.status_code == 409
    assert f'value="{email}"' in answer.text
    assert "har redan rollen" in answer.text


def test_a_failed_letter_is_shown_and_sent_again(client: Visitor, admin: Account) -> None:
    signed_in(client, admin)
    answer = send(
        client, f"{ACCOUNTS}/invitations", page=NEW, email="alma@bra.example", system_roles="editor"
    )
    page = answer.location
    assert send(client, f"{page}/letters").status_code == 409  # it still waits
    db.session.execute(update(Job).values(state=JobState.FAILED))

    assert "Brevet kom inte fram" in client.get(page).text
    assert "Brevet kom inte fram" in client.get(f"{ACCOUNTS}?reach=waiting").text
    assert send(client, f"{page}/letters").status_code == 303
    assert "Brevet väntar på att skickas" in client.get(page).text

    assert send(client, f"{page}/withdrawal").status_code == 303
    assert "Inbjudan är tillbakadragen" in client.get(page).text


def test_an_account_without_a_password_is_invited_anew_to_what_it_has(
    client: Visitor, admin: Account
) -> None:
    halfway = an_account(Role.EDITOR)
    with_second_factor(halfway)
    code, email = halfway.code, halfway.email
    signed_in(client, admin)
    again = f"{NEW}?account={code}"
    assert again in client.get(f"{ACCOUNTS}/{code}").text

    form = client.get(again).text
    assert f'value="{email}"' in form
    assert re.search(r'checked[^>]*value="editor"|value="editor"[^>]*checked', form)
    answer = send(
        client,
        f"{ACCOUNTS}/invitations",
        page=again,
        email=email,
        language="sv",
        system_roles=["editor"],
    )

    assert answer.status_code == 303, answer.text
    assert "kod från sin" in client.get(answer.location).text
