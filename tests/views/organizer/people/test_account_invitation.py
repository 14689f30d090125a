"""Inviting from the accounts pages, and the invitation's own page."""

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account, AccountInvitation
from tests.builders import an_event, an_organisation
from tests.builders.account import an_account, signed_in
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
    event, organisation = an_event(), an_organisation("Exempelstad")
    signed_in(client, admin)

    answer = send(
        client,
        f"{ACCOUNTS}/invitations",
        page=NEW,
        email="alma@bra.example",
        name="Alma Norrbloss",
        language="en",
        system_roles=["editor", "analyst"],
        event=event.slug,
        event_roles=["door-lead"],
        organisation=organisation.code,
    )

    assert answer.status_code == 303, answer.text
    assert [each.role for each in invitation().roles] == [
        "editor",
        "analyst",
        "door-lead",
        "coordinator",
    ]
    shown = client.get(answer.location).text
    assert "Alma Norrbloss" in shown
    assert "Exempelstad" in shown
