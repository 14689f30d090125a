"""A coordinator says what the organisation does with an experience, without any script."""

import pytest

from eventapp.domain.exchange import approval, declaration
from eventapp.domain.exchange.declaration import Declaration
from eventapp.extensions import db
from eventapp.models import Adaptation, AdaptationKind
from tests.builders import NOON, an_organisation
from tests.builders.experience import COORDINATOR, EDITOR, an_experience, coordinating
from tests.builders.forms import send
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
HOME = "/own-declarations"


def test_it_is_said_changed_undone_and_taken_back(client: Visitor) -> None:
    experience, own_town = an_experience(), an_organisation()
    own = an_experience(own_town, title="Vår egen väg")
    coordinating(client, own_town)
    client.set_cookie("language", "en")
    page = f"{HOME}/experiences/{experience.code}"
    assert f'href="{page}"' in client.get(f"/experiences/{experience.code}").text

    said = {"organisation": own_town.code, "named": "y", "version": "0"}
    assert send(client, page, page=page, kind="plans", **said).status_code == 303
    (row,) = db.session.query(Adaptation).all()
    assert "Undo" in client.get(HOME).text
    assert send(client, f"{HOME}/{row.code}/undoing", page=HOME).status_code == 303
    assert row.withdrawn

    said |= {"version": str(row.version), "own_experience": own.code}
    assert send(client, page, page=page, kind="adapts", **said).status_code == 303
    assert "Vår egen väg" in client.get(f"/experiences/{experience.code}").text
    answer = send(client, f"{HOME}/{row.code}/withdrawal", page=HOME, version=str(row.version))
    assert answer.status_code == 303
    assert "taken back" in client.get(HOME).text


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"kind": ""}, "Choose what you do with it."),
        ({"kind": "refrained"}, "Write why, in a sentence."),
        ({"kind": "plans", "comment": "x" * 401}, "400"),
        ({"kind": "plans", "own_experience": "okänd"}, "own experience"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Visitor, facts: dict[str, str], sentence: str
) -> None:
    experience, town = an_experience(), an_organisation()
    coordinating(client, town)
    client.set_cookie("language", "en")
    page = f"{HOME}/experiences/{experience.code}"
    form = {"organisation": town.code, "comment": "", "version": "0", **facts}

    answer = send(client, page, page=page, **form)

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert facts.get("comment", "") in answer.text
    assert db.session.query(Adaptation).count() == 0


def test_a_card_withdrawn_while_the_form_is_open_says_so_and_shows_nothing(client: Visitor) -> None:
    experience, town = an_experience(title="Hemlig rubrik"), an_organisation()
    coordinating(client, town)
    client.set_cookie("language", "en")
    page = f"{HOME}/experiences/{experience.code}"
    assert client.get(page).status_code == 200
    approval.withdraw(experience, reason="fel", actor=EDITOR, now=NOON)
    db.session.commit()

    form = {"organisation": town.code, "kind": "plans", "comment": "I höst.", "version": "0"}
    answer = send(client, page, page="/own-exchange/new", **form)

    assert answer.status_code == 409
    assert "not published any more" in answer.text
    assert "I höst." in answer.text
    assert "Hemlig rubrik" not in answer.text


def test_of_a_card_of_ones_own_nothing_is_asked_and_no_other_town_speaks_for_it(
    client: Visitor,
) -> None:
    own_town, other = an_organisation(), an_organisation()
    own = an_experience(own_town)
    coordinating(client, own_town)
    client.set_cookie("language", "en")
    page = f"{HOME}/experiences/{own.code}"

    answer = client.get(page)
    assert (answer.status_code, 'name="kind"' in answer.text) == (200, False)
    assert "This experience is your own" in answer.text
    public = client.get(f"/experiences/{own.code}").text
    assert (f"/own-experiences/{own.code}" in public, page in public) == (True, False)
    said = {"organisation": own_town.code, "kind": "plans", "version": "0"}
    assert send(client, page, page="/own-exchange/new", **said).status_code == 409

    coordinating(client, other)
    assert own_town.code not in client.get(page).text
    assert send(client, page, page=page, **said).status_code == 422
    assert db.session.query(Adaptation).count() == 0


def test_a_colleagues_word_meanwhile_is_shown_beside_ones_own(client: Visitor) -> None:
    experience, town = an_experience(), an_organisation()
    coordinating(client, town)
    said = Declaration(AdaptationKind.USES, "Redan i gång.")
    declaration.declare(experience, town, said, version=0, actor=COORDINATOR, now=NOON)
    db.session.commit()
    page = f"{HOME}/experiences/{experience.code}"
    form = {"organisation": town.code, "kind": "plans", "comment": "I höst.", "version": "0"}

    answer = send(client, page, page=page, **form)

    assert answer.status_code == 409
    assert "Redan i gång." in answer.text
    assert "I höst." in answer.text


def test_others_declarations_are_not_there(client: Visitor) -> None:
    experience, town, other = an_experience(), an_organisation(), an_organisation()
    said = Declaration(AdaptationKind.PLANS, "Andras ord.")
    row = declaration.declare(experience, other, said, version=0, actor=COORDINATOR, now=NOON)
    db.session.commit()
    coordinating(client, town)

    assert "Andras ord." not in client.get(HOME).text
    for deed in ("withdrawal", "undoing"):
        assert (
            send(client, f"{HOME}/{row.code}/{deed}", page="/own-exchange/new").status_code == 404
        )
    assert not row.withdrawn
