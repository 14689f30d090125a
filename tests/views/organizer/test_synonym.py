"""Editors keep the words that mean the same: bad input says so and keeps what was typed."""

import pytest

from eventapp.domain.exchange.finding.synonym import add_synonyms
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import SynonymGroup
from tests.builders import NOON
from tests.builders.account import an_account, signed_in
from tests.builders.experience import EDITOR
from tests.builders.forms import send
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
LIST = "/organizer/synonyms"


@pytest.fixture
def editor(client: Visitor) -> Visitor:
    return signed_in(client, an_account(Role.EDITOR))


def test_the_list_starts_with_the_words_of_the_field(editor: Visitor) -> None:
    assert send(editor, f"{LIST}/start", page=LIST).status_code == 303

    page = editor.get(f"{LIST}?q=nattvandring").text
    assert "föräldravandring" in page
    assert "moské" not in page


@pytest.mark.parametrize(
    "typed", ["", "ensamt", "a, " * 40, f"kort, {'x' * 61}", "ett två tre fyra fem, annat", "!, ?"]
)
def test_what_cannot_be_saved_is_said_and_stays_in_its_field(editor: Visitor, typed: str) -> None:
    response = send(editor, LIST, expressions=typed, page=LIST)

    assert response.status_code == 422
    assert typed.strip() in response.text
    assert db.session.query(SynonymGroup).count() == 0


def test_added_changed_withdrawn_and_undone(editor: Visitor) -> None:
    send(editor, LIST, expressions="rädsla, otrygghet", page=LIST)
    group = db.session.query(SynonymGroup).one()
    address = f"{LIST}/{group.code}"

    response = send(editor, address, expressions="rädsla\noro", version="1", page=address)
    assert response.status_code == 303
    assert send(editor, f"{address}/withdrawal", version="2", page=address).status_code == 303
    db.session.expire_all()
    assert (group.expressions, group.withdrawn) == ("rädsla, oro", True)
    assert "rädsla, oro" in editor.get(f"{LIST}?show=withdrawn").text

    assert send(editor, f"{address}/undoing", page=address).status_code == 303
    db.session.expire_all()
    assert not group.withdrawn
    assert send(editor, f"{address}/undoing", page=LIST).status_code in {400, 409}


def test_two_who_change_the_same_words_see_both(editor: Visitor) -> None:
    group = add_synonyms("rädsla, oro", actor=EDITOR, now=NOON)
    db.session.commit()
    address = f"{LIST}/{group.code}"

    response = send(editor, address, expressions="rädsla, ängslan", version="0", page=address)

    assert response.status_code == 409
    assert "rädsla, ängslan" in response.text
