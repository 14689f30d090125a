"""Accounts, and browsers that are signed in."""

from datetime import datetime
from itertools import count

import pyotp

from eventapp.domain.people import sign_in
from eventapp.domain.people.account import create_account, end_links
from eventapp.domain.people.second_factor import STEP_SECONDS, set_second_factor
from eventapp.domain.people.sign_in_link import (
    SIGN_IN_LINK_DURATION,
    create_sign_in_link,
    sign_in_token,
    use_sign_in_link,
)
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account, Event, Grant, Organisation, SignInLink
from eventapp.views import cookies
from tests.builders.forms import send
from tests.builders.moments import NOON
from tests.visitor import Visitor

_numbers = count(1)
PASSWORD = "a sentence is easy to remember"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def an_account(
    *roles: Role, event: Event | None = None, organisation: Organisation | None = None
) -> Account:
    """Somebody with these roles, in the whole system or for one event or organisation alone."""
    number = next(_numbers)
    account = create_account(f"staff.{number}@bra.example", f"Viggo Sävklang {number}", now=NOON)
    for role in roles:
        grant(account, role, event=event, organisation=organisation)
    return account


def an_admin(*roles: Role) -> Account:
    """An administrator who has set up password and second factor: who counts as one."""
    account = with_password(an_account(Role.ADMIN, *roles))
    with_second_factor(account)
    return account


def grant(
    account: Account,
    role: Role,
    *,
    event: Event | None = None,
    organisation: Organisation | None = None,
) -> None:
    """Store a role, also where nobody could give it: for tests of what it opens."""
    if role is not Role.COORDINATOR:
        end_links(account)
    account.grants.append(
        Grant(
            role=role.value,
            event_id=event.id if event else None,
            organisation_id=organisation.id if organisation else None,
        )
    )
    db.session.flush()


def with_password(account: Account) -> Account:
    """The same account, with PASSWORD."""
    account.password_hash = sign_in.hash_password(PASSWORD)
    db.session.flush()
    return account


def with_second_factor(account: Account, *, at: datetime = NOON) -> list[str]:
    """Give the account SECRET as its second factor; its recovery codes.

    The code shown is the one before that of `at`, which so is still to be used.
    """
    shown = pyotp.TOTP(SECRET).at(int(at.timestamp()) - STEP_SECONDS)
    codes = set_second_factor(account, SECRET, shown, now=at)
    db.session.flush()
    return codes


def signed_in(client: Visitor, account: Account) -> Visitor:
    """The visitor, as pressing the button of a sign-in address leaves them; no page is shown."""
    link = use_sign_in_link(sign_in_token(_a_link(account)), now=NOON)
    asked = client.application.test_request_context(environ_base=client.environ_base)
    with client.session_transaction() as carried, asked:
        cookies.cookie.update(carried)
        cookies.end_earlier()
        cookies.sign_in(link.account, bare=cookies.must_set_up(link.account))
        carried.clear()
        carried.update(cookies.cookie)
    db.session.commit()
    db.session.expire_all()  # as after any request
    return client


def signed_in_by_link(client: Visitor, account: Account) -> Visitor:
    """The same, by the pages themselves: for tests of signing in."""
    address = f"/sign-in/links/{sign_in_token(_a_link(account))}"
    response = send(client, address, page=address)
    assert response.status_code == 303, response.text
    return client


def _a_link(account: Account) -> SignInLink:
    return create_sign_in_link(account, lasts=SIGN_IN_LINK_DURATION, now=NOON)
