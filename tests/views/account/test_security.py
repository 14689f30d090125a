"""Changing how one signs in: only by who has shown just now who they are."""

import re
from datetime import timedelta
from html import unescape

from eventapp.clock import standing_at
from eventapp.domain.people import sign_in
from eventapp.domain.permission import Role
from eventapp.models import Account
from tests.builders import NOON
from tests.builders.account import PASSWORD, an_account, signed_in_by_link, with_password
from tests.builders.forms import send
from tests.visitor import Visitor

LATER = NOON + timedelta(minutes=11)
ANOTHER = "another sentence is as easy"


def left_open(client: Visitor) -> Account:
    """Somebody with a password, who has signed in and gone for a cup of coffee."""
    account = with_password(an_account(Role.ORGANIZER))
    signed_in_by_link(client, account)
    return account


def test_a_browser_left_open_changes_no_password(client: Visitor) -> None:
    account = left_open(client)
    with standing_at(LATER):
        assert send(client, "/account/password", new_password=ANOTHER).status_code == 403
    assert sign_in.password_is_right(account.password_hash, PASSWORD)


def test_a_browser_left_open_sets_up_no_second_factor(client: Visitor) -> None:
    account = left_open(client)
    begun = send(client, "/account/second-factor/new")
    secret = "".join(begun.text.split('class="code strong">')[1].split("<")[0].split())
    with standing_at(LATER):
        assert send(client, "/account/second-factor/new").status_code == 403
        assert secret not in client.get("/account").text
        assert send(client, "/account/second-factor", code="000000").status_code == 403
    assert not account.has_second_factor


def test_it_leads_to_signing_in_again_and_back(client: Visitor) -> None:
    left_open(client)
    with standing_at(LATER):
        page = client.get("/account").text
        assert 'name="new_password"' not in page
        again = re.search(r'action="(/sign-out\?next=[^"]+)"', page)
        assert again
        answer = send(client, unescape(again[1]))
    assert answer.headers["Location"] == "/sign-in?next=/account"
    assert client.get("/account").status_code == 303


def test_who_has_no_way_in_of_their_own_may_take_their_time(client: Visitor) -> None:
    account = an_account(Role.ORGANIZER)  # came by an address that was handed out
    signed_in_by_link(client, account)
    with standing_at(LATER):
        assert send(client, "/account/password", new_password=PASSWORD).status_code == 303
    assert sign_in.password_is_right(account.password_hash, PASSWORD)


def test_signing_out_everywhere_asks_first(client: Visitor) -> None:
    left_open(client)
    shown = client.get("/account").text
    assert 'href="/account/sessions/end"' in shown
    assert 'action="/account/sessions/end"' not in shown
    assert "Du loggas ut här också" in client.get("/account/sessions/end").text
    ended = send(client, "/account/sessions/end", page="/account/sessions/end")
    assert ended.location == "/sign-in"
    assert client.get("/account").status_code == 303
