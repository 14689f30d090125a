"""Signing in: by password and second factor, by an address that works once, and out again."""

from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.clock import standing_at
from eventapp.domain.people import sign_in, sign_in_link
from eventapp.domain.people.second_factor import RECOVERY_CODES
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account, Job, SignInLink
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


def a_link(account: Account) -> str:
    return f"/sign-in/links/{sign_in_link.sign_in_token(a_made_link(account))}"


def a_made_link(account: Account) -> SignInLink:
    return sign_in_link.create_sign_in_link(
        account, lasts=sign_in_link.SIGN_IN_LINK_DURATION, now=NOON
    )


def press(client: Visitor, address: str) -> int:
    return send(client, address, page="/sign-in").status_code


def is_in(client: Visitor) -> bool:
    return client.get("/account").status_code == 200


def try_password(client: Visitor, account: Account, password: str = PASSWORD) -> int:
    email = account.email
    return send(client, "/sign-in", "/sign-in", email=email, password=password).status_code


def code_at(moment: float) -> str:
    return pyotp.TOTP(SECRET).at(int(moment))


def test_looking_at_an_address_signs_nobody_in_and_spends_nothing(client: Visitor) -> None:
    address = a_link(an_account(Role.ORGANIZER))
    for _ in range(2):
        assert client.get(address).status_code == 200
    assert client.head(address).status_code == 200
    assert not is_in(client)
    assert press(client, address) == 303
    assert is_in(client)


def test_an_address_works_once(client: Visitor, app: Flask) -> None:
    address = a_link(an_account(Role.ORGANIZER))
    assert [press(client, address), press(client, address)] == [303, 410]
    stranger = app.test_client()
    assert isinstance(stranger, Visitor)
    assert press(stranger, address) == 410
    assert not is_in(stranger)


def test_an_address_lasts_ten_minutes(client: Visitor) -> None:
    address = a_link(an_account(Role.ORGANIZER))
    with standing_at(NOON + timedelta(minutes=10, seconds=1)):
        assert client.get(address).status_code == 410
        assert press(client, address) == 410


@pytest.mark.parametrize("token", ["x", "a" * 10_000, "..%2f..", "%00", "a%3D", "%F0%9F%98%80"])
def test_a_made_up_address_is_answered_calmly(client: Visitor, token: str) -> None:
    assert client.get(f"/sign-in/links/{token}").status_code in {404, 410}


def test_a_token_with_another_case_or_letter_is_not_it(client: Visitor) -> None:
    address = a_link(an_account(Role.ORGANIZER))
    other = "b" if address[-1] == "a" else "a"
    for wrong in (
        f"{address[:-1]}{other}",
        f"{address}=",
        f"/sign-in/links/{address[15:].upper()}",
    ):
        assert client.get(wrong).status_code == 410


def test_everybody_is_answered_alike_and_only_coordinators_get_a_mail(client: Visitor) -> None:
    coordinator = an_account(Role.COORDINATOR, organisation=an_organisation())
    staff = an_account(Role.ORGANIZER)
    answers = {
        send(client, "/sign-in/links", "/sign-in", link_email=email).text
        for email in (coordinator.email, staff.email, "nobody@town.example")
    }
    assert len(answers) == 1
    jobs = db.session.scalars(select(Job)).all()
    assert len(jobs) == 1


def test_a_password_alone_is_not_enough_where_there_is_a_second_factor(client: Visitor) -> None:
    account = with_password(an_account(Role.ORGANIZER))
    with_second_factor(account)
    assert try_password(client, account) == 303
    assert not is_in(client)
    code = code_at(NOON.timestamp())
    assert send(client, "/sign-in/code", "/sign-in/code", code=code).status_code == 303
    assert is_in(client)


def test_a_code_works_once_even_within_its_time(client: Visitor) -> None:
    account = with_password(an_account(Role.ORGANIZER))
    with_second_factor(account)
    code = code_at(NOON.timestamp())
    statuses = []
    for _ in range(2):
        try_password(client, account)
        statuses.append(send(client, "/sign-in/code", "/sign-in/code", code=code).status_code)
    assert statuses == [303, 422]


def test_a_code_in_other_figures_than_ours_is_a_wrong_one(client: Visitor) -> None:
    account = with_password(an_account(Role.ORGANIZER))
    with_second_factor(account)
    try_password(client, account)
    for code in ("²²²²²²", "٣٣٣٣٣٣", "åäöåäö"):
        assert send(client, "/sign-in/code", "/sign-in", code=code).status_code == 422
    assert not is_in(client)


def test_an_address_with_a_nul_in_it_is_nobodys(client: Visitor) -> None:
    fields = {"email": "a\0@town.example", "password": PASSWORD}
    assert send(client, "/sign-in", "/sign-in", **fields).status_code == 422


def test_a_recovery_code_works_once(client: Visitor) -> None:
    account = with_password(an_account(Role.ORGANIZER))
    (code, *_others) = with_second_factor(account)
    statuses = []
    for _ in range(2):
        try_password(client, account)
        shown = f"{code[:5]}-{code[5:]}".lower()
        statuses.append(send(client, "/sign-in/code", "/sign-in/code", code=shown).status_code)
    assert statuses == [303, 422]


def test_ten_wrong_tries_lock_the_account_for_a_quarter(client: Visitor) -> None:
    account = with_password(an_account(Role.ORGANIZER))
    for _ in range(sign_in.WRONG_TRIES_MAX):
        assert try_password(client, account, "wrong wrong wrong") == 422
    assert try_password(client, account) == 422
    with standing_at(NOON + sign_in.LOCK_DURATION):
        assert try_password(client, account) == 303


def come_in(client: Visitor, account: Account) -> None:
    try_password(client, account)
    code = code_at(NOON.timestamp())
    assert send(client, "/sign-in/code", "/sign-in/code", code=code).status_code == 303


def with_both_factors() -> Account:
    account = with_password(an_account(Role.ORGANIZER))
    with_second_factor(account)
    return account


def a_stranger(app: Flask) -> Visitor:
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


def test_strangers_guesses_do_not_lock_the_owner_out(client: Visitor, app: Flask) -> None:
    account = with_both_factors()
    come_in(client, account)
    send(client, "/sign-out")
    stranger = a_stranger(app)
    for _ in range(sign_in.WRONG_TRIES_MAX):
        try_password(stranger, account, "wrong wrong wrong")

    assert try_password(stranger, account) == 422
    assert try_password(client, account) == 303
    with standing_at(NOON + timedelta(seconds=60)):
        code = code_at((NOON + timedelta(seconds=60)).timestamp())
        assert send(client, "/sign-in/code", "/sign-in/code", code=code).status_code == 303
    assert is_in(client)


def test_a_known_browser_has_tries_of_its_own_and_they_end(client: Visitor) -> None:
    account = with_both_factors()
    come_in(client, account)
    answers = [try_password(client, account, "wrong wrong wrong") for _ in range(11)]

    assert answers == [422] * 10 + [429]
    assert account.wrong_tries == 0


def test_a_known_browser_is_known_to_its_own_account_alone(client: Visitor) -> None:
    come_in(client, with_both_factors())
    other = with_both_factors()
    try_password(client, other, "wrong wrong wrong")

    assert other.wrong_tries == 1


def test_one_address_tries_so_often_whatever_the_accounts(client: Visitor) -> None:
    answers = [
        send(
            client, "/sign-in", "/sign-in", email=f"{n}@town.example", password="wrong"
        ).status_code
        for n in range(21)
    ]

    assert answers == [422] * 20 + [429]


def test_argon2_is_never_asked_inside_a_transaction(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = with_password(an_account(Role.ORGANIZER))
    signed_in_by_link(client, account)
    asked = []

    class Hasher:
        def hash(self, password: str) -> str:
            asked.append(db.session().in_transaction())
            return f"hashed {password}"

        def verify(self, _hashed: str, _password: str) -> bool:
            asked.append(db.session().in_transaction())
            return True

    monkeypatch.setattr(sign_in, "hasher", Hasher())
    assert send(client, "/account/password", new_password=PASSWORD).status_code == 303
    assert try_password(client, account) == 303
    assert asked == [False, False]


def test_a_password_alone_opens_nothing_but_the_way_to_a_second_factor(client: Visitor) -> None:
    account = with_password(an_account(Role.ORGANIZER))
    assert try_password(client, account) == 303
    assert client.get("/account").status_code == 200
    assert client.get("/organizer").location == "/account"

    begun = send(client, "/account/second-factor/new")
    secret = "".join(begun.text.split('class="code strong">')[1].split("<")[0].split())
    code = pyotp.TOTP(secret).at(int(NOON.timestamp()))
    send(client, "/account/second-factor", code=code)

    assert client.get("/organizer").status_code == 200


def test_a_cookie_kept_from_before_signing_out_opens_nothing(client: Visitor, app: Flask) -> None:
    signed_in_by_link(client, an_account(Role.ORGANIZER))
    cookie = client.get_cookie("eventapp_session")
    assert cookie
    send(client, "/sign-out")
    thief = a_stranger(app)
    thief.set_cookie("eventapp_session", cookie.value)

    assert not is_in(thief)


def test_signing_in_again_ends_the_session_before(client: Visitor, app: Flask) -> None:
    account = an_account(Role.ORGANIZER)
    signed_in_by_link(client, account)
    cookie = client.get_cookie("eventapp_session")
    assert cookie
    signed_in_by_link(client, account)
    thief = a_stranger(app)
    thief.set_cookie("eventapp_session", cookie.value)

    assert is_in(client)
    assert not is_in(thief)


def test_signing_out_everywhere_ends_every_session_and_knows_no_browser(
    client: Visitor, app: Flask
) -> None:
    account = with_both_factors()
    come_in(client, account)
    other = a_stranger(app)
    signed_in_by_link(other, account)

    assert send(other, "/account/sessions/end").status_code == 303
    assert not is_in(client)
    assert not is_in(other)
    try_password(client, account, "wrong wrong wrong")
    assert account.wrong_tries == 1


def test_an_unknown_address_and_a_wrong_password_are_told_alike(client: Visitor) -> None:
    account = with_password(an_account(Role.ORGANIZER))
    pages = {
        send(client, "/sign-in", "/sign-in", email=email, password="wrong wrong wrong")
        .text.replace(email, "")
        .split("<main")[1]
        .split('name="csrf_token"')[0]
        for email in (account.email, "nobody@town.example")
    }
    assert len(pages) == 1


def test_a_session_begins_anew_and_ends_with_the_account(client: Visitor) -> None:
    account = an_account(Role.ORGANIZER)
    client.get("/sign-in")
    before = client.get_cookie("eventapp_session")
    signed_in_by_link(client, account)
    assert client.get_cookie("eventapp_session") != before
    assert is_in(client)
    account.active = False
    assert not is_in(client)


def test_a_role_taken_away_is_gone_with_the_next_request(client: Visitor) -> None:
    account = an_account(Role.ORGANIZER)
    signed_in_by_link(client, account)
    assert client.get("/organizer").status_code == 200
    account.grants.clear()
    assert client.get("/organizer").status_code == 403


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "/\\evil.example", "https:evil.example", "javascript:x", "%2f%2fevil"],
)
def test_signing_in_leads_only_to_pages_of_the_house(client: Visitor, wanted: str) -> None:
    address = a_link(an_account(Role.ORGANIZER))
    answer = send(client, f"{address}?next={wanted}", page="/sign-in")
    assert answer.status_code == 303
    assert answer.location.startswith("/")
    assert not answer.location.startswith(("//", "/\\"))


@pytest.mark.parametrize("wanted", ["/\t/evil.example", "/\n//evil.example", "///evil", "/x\x00"])
def test_what_browsers_would_mend_into_another_house_is_not_followed(
    client: Visitor, wanted: str
) -> None:
    address = a_link(an_account(Role.ORGANIZER))
    answer = client.post(
        address, query_string={"next": wanted}, data={"csrf_token": client.token_on("/sign-in")}
    )
    assert (answer.status_code, answer.location) == (303, "/organizer")


@pytest.mark.parametrize(
    ("roles", "home"),
    [
        ((Role.ADMIN,), "/organizer"),
        ((Role.ORGANIZER,), "/organizer"),
        ((Role.EDITOR,), "/organizer/experiences"),
        ((Role.ORGANIZER, Role.EDITOR), "/organizer"),
        ((Role.ANALYST,), "/organizer"),
        ((), "/account"),
    ],
)
def test_each_role_comes_to_its_own_home(
    client: Visitor, roles: tuple[Role, ...], home: str
) -> None:
    answer = send(client, a_link(an_account(*roles)), page="/sign-in")
    assert (answer.status_code, answer.location) == (303, home)
    assert client.get(home).status_code == 200


def test_a_coordinator_comes_to_the_own_delegations(client: Visitor) -> None:
    account = an_account(Role.COORDINATOR, organisation=an_organisation())
    answer = send(client, a_link(account), page="/sign-in")
    assert client.get(answer.location).status_code == 200
    assert not answer.location.startswith("/organizer")


def test_who_has_a_role_for_one_event_alone_sees_that_event_and_no_other(client: Visitor) -> None:
    own, other = an_event(), an_event()
    own.title, other.title = "Egen dag", "Andras dag"
    answer = send(client, a_link(an_account(Role.ORGANIZER, event=own)), page="/sign-in")
    assert answer.location == "/organizer"
    page = client.get("/organizer").text
    assert "Egen dag" in page
    assert "Andras dag" not in page
    assert client.get(f"/organizer/events/{own.slug}").status_code == 200
    assert client.get(f"/organizer/events/{other.slug}").status_code == 404
    assert client.get("/organizer/events/new").status_code == 403


def test_the_page_asked_for_comes_after_password_and_code(client: Visitor) -> None:
    account = with_password(an_account(Role.ORGANIZER))
    with_second_factor(account)
    asked = client.get("/organizer/series?page=2")
    fields = {"email": account.email, "password": PASSWORD}
    first = send(client, asked.location, "/sign-in", **fields)
    code = code_at(NOON.timestamp())
    second = send(client, first.location, "/sign-in/code", code=code)
    assert second.location == "/organizer/series?page=2"


def test_the_page_asked_for_comes_after_an_address_by_mail_in_any_browser(
    client: Visitor, app: Flask
) -> None:
    account = an_account(Role.COORDINATOR, organisation=an_organisation())
    send(client, "/sign-in/links?next=/own-exchange/new", "/sign-in", link_email=account.email)
    link = db.session.scalars(select(SignInLink)).one()
    other = app.test_client()
    assert isinstance(other, Visitor)
    answer = send(other, f"/sign-in/links/{sign_in_link.sign_in_token(link)}", "/sign-in")
    assert answer.location == "/own-exchange/new"


def test_an_address_by_mail_leads_to_no_other_house(client: Visitor) -> None:
    account = an_account(Role.COORDINATOR, organisation=an_organisation())
    send(client, "/sign-in/links?next=//evil.example", "/sign-in", link_email=account.email)
    assert db.session.scalars(select(SignInLink)).one().wanted == ""


def test_a_session_rests_three_hours_at_most(client: Visitor) -> None:
    signed_in_by_link(client, an_account(Role.ORGANIZER))
    with standing_at(NOON + timedelta(hours=3, seconds=1)):
        assert not is_in(client)


def test_signing_out_forgets_the_session(client: Visitor) -> None:
    signed_in_by_link(client, an_account(Role.ORGANIZER))
    assert send(client, "/sign-out").status_code == 303
    assert not is_in(client)


def test_the_second_factor_is_set_up_by_showing_a_code(client: Visitor) -> None:
    account = signed_in_account(client)
    begun = send(client, "/account/second-factor/new")
    assert begun.status_code == 200
    secret = "".join(begun.text.split('class="code strong">')[1].split("<")[0].split())
    page = "/account"
    wrong = send(client, "/account/second-factor", page, code="000000")
    assert wrong.status_code == 422
    code = pyotp.TOTP(secret).at(int(NOON.timestamp()))
    done = send(client, "/account/second-factor", page, code=code)
    assert done.text.count('<li class="code strong">') == RECOVERY_CODES
    assert account.has_second_factor


def test_the_code_that_set_the_factor_up_does_not_sign_in_too(client: Visitor, app: Flask) -> None:
    account = with_password(an_account(Role.ORGANIZER))
    signed_in_by_link(client, account)
    begun = send(client, "/account/second-factor/new")
    secret = "".join(begun.text.split('class="code strong">')[1].split("<")[0].split())
    code = pyotp.TOTP(secret).at(int(NOON.timestamp()))
    assert send(client, "/account/second-factor", "/account", code=code).status_code == 200

    onlooker = a_stranger(app)
    assert try_password(onlooker, account) == 303
    assert send(onlooker, "/sign-in/code", "/sign-in/code", code=code).status_code == 422
    later = NOON + timedelta(seconds=30)
    with standing_at(later):
        following = pyotp.TOTP(secret).at(int(later.timestamp()))
        answer = send(onlooker, "/sign-in/code", "/sign-in/code", code=following)
    assert answer.status_code == 303


def test_a_new_password_ends_other_sessions_and_must_be_long(client: Visitor, app: Flask) -> None:
    account = signed_in_account(client)
    other = app.test_client()
    assert isinstance(other, Visitor)
    signed_in_by_link(other, account)
    assert send(client, "/account/password", new_password="kort").status_code == 422
    assert send(client, "/account/password", new_password=PASSWORD).status_code == 303
    assert is_in(client)
    assert not is_in(other)


def signed_in_account(client: Visitor) -> Account:
    account = an_account(Role.ORGANIZER)
    signed_in_by_link(client, account)
    return account
