"""The link in a shared mailbox: opening it changes nothing, a press answers."""

import pytest

from eventapp.domain.exchange import contact
from eventapp.domain.exchange.contact import ContactText
from eventapp.domain.exchange.mailbox_link import contact_token, experience_token
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Contact, ContactState, Experience, ExperienceState
from tests.builders import NOON, an_organisation
from tests.builders.account import an_account, signed_in
from tests.builders.experience import an_experience, an_experience_in_review
from tests.builders.forms import send
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def reader(client: Visitor) -> Visitor:
    client.set_cookie("language", "en")
    return client


def link(experience: Experience) -> str:
    return f"/mailbox/experiences/{experience.code}/{experience_token(experience)}"


def test_an_organisation_without_accounts_approves_by_its_mailbox(reader: Visitor) -> None:
    experience = an_experience_in_review()
    page, version = link(experience), str(experience.version)

    opened = reader.get(page)
    assert opened.headers["Cache-Control"] == "no-store"
    assert opened.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert experience.municipality_approved_at is None
    stale = send(reader, f"{page}/approval", page=page, version="0")
    assert stale.status_code == 409
    assert send(reader, f"{page}/approval", page=page, version=version).status_code == 303
    assert experience.municipality_approved_at is not None
    assert "has approved the text" in reader.get(page).text


def test_a_change_is_asked_for_and_an_empty_one_is_not(reader: Visitor) -> None:
    experience = an_experience_in_review()
    page, version = link(experience), str(experience.version)

    assert send(reader, f"{page}/change", page=page, version=version).status_code == 422
    form = {"version": version, "change": "Ta bort gatan."}
    assert send(reader, f"{page}/change", page=page, **form).status_code == 303
    assert experience.change_wanted == "Ta bort gatan."


def test_a_change_that_comes_after_the_yes_is_shown_to_who_wrote_it(reader: Visitor) -> None:
    experience = an_experience_in_review()
    page, version = link(experience), str(experience.version)
    assert send(reader, f"{page}/approval", page=page, version=version).status_code == 303
    late = send(
        reader, f"{page}/change", "/experiences/leads/new", change="Ta bort gatan.", version=version
    )
    assert late.status_code == 409
    assert "Ta bort gatan." in late.text


def test_where_coordinators_sign_in_the_mailbox_decides_nothing(reader: Visitor) -> None:
    experience = an_experience_in_review()
    an_account(Role.COORDINATOR, organisation=experience.organisation)
    db.session.commit()
    page = link(experience)

    answer = send(reader, f"{page}/approval", page=page, version=str(experience.version))

    assert (answer.status_code, "coordinators decide" in answer.text) == (409, True)
    assert experience.municipality_approved_at is None


def test_one_press_renews_or_retires_and_retiring_is_undone(reader: Visitor) -> None:
    experience = an_experience()
    page = link(experience)
    assert "Does it still hold?" in reader.get(page).text
    assert experience.renewed_at is None

    assert send(reader, f"{page}/renewal", page=page).status_code == 303
    assert experience.renewed_at is not None
    assert "It stands for another year." in reader.get(page).text
    assert send(reader, f"{page}/retirement", page=page).status_code == 303
    assert reader.get(f"/experiences/{experience.code}").status_code == 404
    assert send(reader, f"{page}/undoing", page=page).status_code == 303
    assert experience.state is ExperienceState.PUBLISHED


def test_a_wrong_link_opens_nothing(reader: Visitor) -> None:
    experience, other = an_experience(), an_experience()
    wrong = f"/mailbox/experiences/{experience.code}/{experience_token(other)}"

    assert reader.get(wrong).status_code == 404
    assert reader.get(f"/mailbox/experiences/{experience.code}/åäö").status_code == 404
    assert send(reader, f"{wrong}/retirement", page=link(other)).status_code == 404


def test_a_message_about_a_card_is_written_and_answered_by_the_mailbox(reader: Visitor) -> None:
    experience, town = an_experience(), an_organisation()
    page = f"/experiences/{experience.code}/contacts"
    form = {"text": "Får vi ringa?", "function": "samordnare", "email": "f@region.example"}
    assert send(reader, page, page=f"{page}/new", organisation="", **form).status_code == 422
    sent = send(reader, page, page=f"{page}/new", organisation=town.code, **form)
    assert sent.status_code == 303
    assert reader.get(sent.headers["Location"]).status_code == 200

    (message,) = db.session.query(Contact).all()
    address = f"/mailbox/contacts/{message.code}/{contact_token(message)}"
    assert "f@region.example" not in reader.get(address).text
    reply = {"function": "samordnare", "email": "ingen adress"}
    assert send(reader, f"{address}/acceptance", page=address, **reply).status_code == 422
    reply["email"] = "delad@town.example"
    assert send(reader, f"{address}/acceptance", page=address, **reply).status_code == 303
    assert message.answer_email == "delad@town.example"
    assert "f@region.example" in reader.get(address).text
    again = send(reader, f"{address}/refusal", page="/experiences/leads/new")
    assert again.status_code == 409


def test_a_coordinators_own_address_is_not_passed_on(reader: Visitor) -> None:
    experience = an_experience()
    account = an_account(Role.COORDINATOR, organisation=experience.organisation)
    account.name, account.email = "Åsa Lindqvist", "asa.lindqvist@town.example"
    text = ContactText("Får vi ringa?", "samordnare", "f@region.example")
    message = contact.send_message(experience, text, an_organisation().id, now=NOON)
    assert message is not None
    db.session.commit()
    signed_in(reader, account)
    page = f"/own-exchange/contacts/{message.code}"
    reply = {"function": "samordnare", "email": account.email}

    answer = send(reader, f"{page}/acceptance", page=page, **reply)

    assert (answer.status_code, "your own address" in answer.text) == (422, True)
    assert message.state is ContactState.WAITING
    reply["email"] = "trygghet@town.example"
    assert send(reader, f"{page}/acceptance", page=page, **reply).status_code == 303
