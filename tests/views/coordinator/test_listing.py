"""A coordinator offers and seeks, takes it away, and answers messages; no others'."""

import pytest

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account, Contact, ContactState, FocusArea, Listing, Offer, Organisation
from tests.builders import an_organisation
from tests.builders.account import an_account, signed_in
from tests.builders.experience import a_focus_area, a_listing, coordinating
from tests.builders.forms import send
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
HOME = "/own-exchange"
FROM = "skriver@region.example"


def written(town: Organisation, where: FocusArea, **changes: str) -> dict[str, str]:
    return {
        "kind": "offer",
        "organisation": town.code,
        "area": where.code,
        "title": "Studiebesök hos oss",
        "text": "Ett fast rum, och en tid varje vecka.",
        **changes,
    }


def a_message(client: Visitor, listing: Listing) -> Contact:
    page = f"/experiences/exchange/{listing.code}/contacts/new"
    sender = an_organisation().code
    answer = send(
        client,
        f"/experiences/exchange/{listing.code}/contacts",
        page,
        text="Vi vill gärna komma.",
        organisation=sender,
        function="samordnare",
        email=FROM,
    )
    assert answer.status_code == 303, answer.text
    return db.session.query(Contact).one()


def test_an_offer_is_written_read_by_all_and_taken_away(client: Visitor) -> None:
    town, area = an_organisation(), a_focus_area()
    coordinating(client, town)
    (account,) = db.session.query(Account).all()

    answer = send(client, HOME, f"{HOME}/new", **written(town, area))

    assert answer.status_code == 303
    (listing,) = db.session.query(Offer).all()
    for page in (HOME, "/experiences/exchange", "/experiences"):
        assert "Studiebesök hos oss" in client.get(page).text
    shown = client.get("/experiences/exchange").text
    assert account.email not in shown
    assert account.name not in shown.split("<main")[1]
    assert send(client, f"{HOME}/{listing.code}/withdrawal", HOME).status_code == 303
    assert send(client, f"{HOME}/{listing.code}/withdrawal").status_code == 409
    assert "Studiebesök hos oss" not in client.get("/experiences/exchange").text


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"text": "x" * 601}, {"area": "nowhere"}, {"kind": "gift"}]
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
    client: Visitor, wrong: dict[str, str]
) -> None:
    town, area = an_organisation(), a_focus_area()
    coordinating(client, town)

    answer = send(client, HOME, f"{HOME}/new", **written(town, area, **wrong))

    assert answer.status_code == 422
    assert "Studiebesök hos oss" in answer.text or "title" in wrong
    assert db.session.query(Offer).count() == 0


def test_one_writes_for_ones_own_organisation_alone(client: Visitor) -> None:
    area, others = a_focus_area(), a_listing()
    coordinating(client, an_organisation())

    forged = send(client, HOME, f"{HOME}/new", **written(an_organisation(), area))

    assert forged.status_code == 422
    assert send(client, f"{HOME}/{others.code}/withdrawal").status_code == 404
    assert others.withdrawn_on is None


def test_a_message_is_answered_with_a_yes_and_only_then_shows_its_address(
    client: Visitor,
) -> None:
    listing = a_listing()
    coordinating(client, listing.organisation)
    page = f"{HOME}/contacts/{a_message(client, listing).code}"

    before = client.get(page).text
    assert "Vi vill gärna komma." in before
    assert FROM not in before
    assert "region.example" in before
    reply = {"function": "samordnare", "email": "delad@town.example"}
    assert send(client, f"{page}/acceptance", page, **reply).status_code == 303
    assert FROM in client.get(page).text
    assert send(client, f"{page}/refusal").status_code == 409


def test_a_no_shows_no_address(client: Visitor) -> None:
    listing = a_listing()
    coordinating(client, listing.organisation)
    message = a_message(client, listing)
    page = f"{HOME}/contacts/{message.code}"

    assert send(client, f"{page}/refusal", page).status_code == 303
    assert FROM not in client.get(page).text
    assert message.state is ContactState.DECLINED


def test_others_messages_answer_like_none(client: Visitor) -> None:
    listing = a_listing()
    an_account(Role.COORDINATOR, organisation=listing.organisation)
    message = a_message(client, listing)
    coordinating(client, an_organisation())
    page = f"{HOME}/contacts/{message.code}"

    hidden, unreal = client.get(page), client.get(f"{HOME}/contacts/nosuchcode")

    assert hidden.status_code == unreal.status_code == 404
    assert hidden.text.replace(message.code, "") == unreal.text.replace("nosuchcode", "")
    for deed in ("acceptance", "refusal"):
        assert send(client, f"{page}/{deed}").status_code == 404


@pytest.mark.parametrize("role", [Role.ADMIN, Role.EDITOR, Role.ORGANIZER])
def test_staff_answer_for_no_organisation(client: Visitor, role: Role) -> None:
    signed_in(client, an_account(role))

    assert client.get(HOME).status_code == 403


def test_one_who_cannot_be_reached_here_is_not_written_to(client: Visitor) -> None:
    listing = a_listing()
    page = f"/experiences/exchange/{listing.code}/contacts/new"

    listed = client.get("/experiences/exchange").text
    answer = send(
        client,
        f"/experiences/exchange/{listing.code}/contacts",
        page,
        text="Hej.",
        organisation=an_organisation().code,
        function="samordnare",
        email=FROM,
    )

    assert page not in listed
    assert answer.status_code == 409
    assert "Hej." in answer.text
