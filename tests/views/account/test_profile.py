"""One's own name, language, address and sessions."""

import re

import pytest
from sqlalchemy import select

from eventapp.domain.people import account_profile
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account, AddressChange
from tests.builders import NOON
from tests.builders.account import an_account, signed_in_by_link
from tests.builders.forms import send
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
ACCOUNT = "/account"
VERSION = re.compile(r'name="version"[^>]*value="([^"]*)"')


@pytest.fixture
def editor(client: Visitor) -> Visitor:
    return signed_in_by_link(client, an_account(Role.EDITOR))


def account() -> Account:
    return db.session.scalars(select(Account)).one()


def version_on(client: Visitor, page: str = ACCOUNT) -> str:
    match = VERSION.search(client.get(page).text)
    assert match
    return match[1]


def test_name_and_language_are_saved_and_the_pages_speak_it(editor: Visitor) -> None:
    version = version_on(editor)
    saved = send(editor, ACCOUNT, name="Liv Bokspire", language="en", version=version)

    assert saved.status_code == 303
    page = editor.get(ACCOUNT).text
    assert "Your account" in page
    assert "Liv Bokspire" in page
    editor.set_cookie("language", "sv")  # chosen in this browser
    assert "Ditt konto" in editor.get(ACCOUNT).text


def test_a_stale_save_shows_both_texts(editor: Visitor) -> None:
    version = version_on(editor)
    send(editor, ACCOUNT, name="Liv Ett", language="sv", version=version)

    stale = send(editor, ACCOUNT, name="Liv Två", language="sv", version=version)

    assert stale.status_code == 409
    assert "Liv Ett" in stale.text
    assert "Liv Två" in stale.text


def test_a_bad_address_stays_in_its_field(editor: Visitor) -> None:
    answer = send(editor, f"{ACCOUNT}/address", new_email="liv")

    assert answer.status_code == 422
    assert 'value="liv"' in answer.text


def test_a_new_address_is_confirmed_by_a_button(editor: Visitor, client: Visitor) -> None:
    assert send(editor, f"{ACCOUNT}/address", new_email="Liv@bra.example").status_code == 303
    change = db.session.scalars(select(AddressChange)).one()
    page = f"{ACCOUNT}/address/{account_profile.address_change_token(change)}"
    assert "liv@bra.example" in client.get(page).text
    assert account().email != "liv@bra.example"

    assert send(client, page, page=page).status_code == 303

    assert account().email == "liv@bra.example"
    assert client.get(page).status_code == 410


def test_sessions_are_listed_and_the_others_end(editor: Visitor) -> None:
    elsewhere = signed_in_by_link(editor.application.test_client(), account())  # type: ignore[arg-type]
    third = signed_in_by_link(editor.application.test_client(), account())  # type: ignore[arg-type]
    codes = re.findall(r"/account/sessions/(\w+)/ending", editor.get(ACCOUNT).text)
    assert len(codes) == 2

    send(editor, f"{ACCOUNT}/sessions/{codes[-1]}/ending")
    assert [visitor.get(ACCOUNT).status_code for visitor in (editor, elsewhere, third)] == [
        200,
        303,
        200,
    ]
    send(editor, f"{ACCOUNT}/sessions/others/end")
    assert [visitor.get(ACCOUNT).status_code for visitor in (editor, elsewhere, third)] == [
        200,
        303,
        303,
    ]


def test_signing_in_notes_the_day_and_the_browser(client: Visitor) -> None:
    client.environ_base["HTTP_USER_AGENT"] = (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
    )
    signed_in_by_link(client, an_account(Role.EDITOR))

    assert account().last_used_at == NOON.replace(hour=0)
    assert "Firefox, Windows" in client.get(ACCOUNT).text
