"""The page of somebody who was invited: yes, no or later, and nothing of anybody else."""

import re

import pytest

from eventapp.domain.desk.invitee.invitee import remove_invitee
from eventapp.domain.desk.invitee.link import invitee_token
from eventapp.extensions import db
from eventapp.models import Event, Invitee, InviteeAnswer, Registration
from tests.builders import NEXT_MONTH, NOON, a_registration, an_event, an_organisation
from tests.builders.invitee import an_invitee, the_invitee
from tests.visitor import Visitor


@pytest.fixture
def visitor(client: Visitor) -> Visitor:
    client.set_cookie("language", "en")
    return client


@pytest.fixture
def event() -> Event:
    return an_event(title="Trygga torg", registration_closes_at=NEXT_MONTH)


def link_of(invitee: Invitee) -> str:
    return f"/invited/{invitee_token(invitee)}"


def answer(visitor: Visitor, link: str, path: str = "", **fields: str) -> int:
    data = {"csrf_token": visitor.token_on(link), **fields}
    return visitor.post(link + path, data=data).status_code


def refuse(visitor: Visitor, link: str, reason: str) -> int:
    return answer(visitor, link, "/refusal", reason=reason)


def stored(event: Event, email: str = "anna@town.example") -> Invitee:
    db.session.rollback()
    return the_invitee(event, email)


def test_opening_the_link_changes_nothing_and_stays_private(visitor: Visitor, event: Event) -> None:
    link = link_of(an_invitee(event, "anna@town.example"))
    page = visitor.get(link)

    assert page.status_code == 200
    assert "Trygga torg" in page.text
    assert "anna@town.example" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert stored(event).answer is InviteeAnswer.NONE


def test_no_takes_a_reason_and_can_be_changed_to_later(visitor: Visitor, event: Event) -> None:
    link = link_of(an_invitee(event, "anna@town.example"))

    assert refuse(visitor, link, "Semester") == 303
    assert (stored(event).answer, stored(event).reason) == (InviteeAnswer.NO, "Semester")
    shown = visitor.get(link).text
    assert "Thank you for telling us." in shown
    assert "You have answered that you are not coming" in shown

    assert answer(visitor, link, answer="later", days="7") == 303
    assert "Thank you. We will remind you." in visitor.get(link).text
    assert stored(event).answer is InviteeAnswer.LATER


def test_yes_leads_to_the_form_filled_in_and_is_tied_to_the_invitation(
    visitor: Visitor, event: Event
) -> None:
    town = an_organisation("Älvstads kommun")
    invitee = an_invitee(event, "anna@town.example", name="Anna Ek", organisation=town.name)
    link = link_of(invitee)
    form = f"{link}/registration"

    token = visitor.token_on(link)
    assert visitor.post(link, data={"csrf_token": token, "answer": "yes"}).location == form
    page = visitor.get(form).text
    for value in ('value="Anna Ek"', 'value="anna@town.example"', f'value="{town.code}" selected'):
        assert value in page
    assert f'action="{form}"' in page

    wrong = visitor.post(form, data={"csrf_token": token, "name": "Anna Ek", "email": "anna"})
    assert wrong.status_code == 422
    assert 'value="Anna Ek"' in wrong.text
    fields = {
        "csrf_token": token,
        "name": "Anna Ek",
        "email": "anna.ek@town.example",
        "organisation": town.code,
    }
    sent = visitor.post(form, data=fields)
    assert sent.status_code == 303
    assert f"/events/{event.slug}/registration/received" in sent.location
    (registration,) = db.session.query(Registration).all()
    assert stored(event).registration_id == registration.id


def test_an_organisation_that_is_not_listed_is_filled_in_as_another(
    visitor: Visitor, event: Event
) -> None:
    invitee = an_invitee(event, organisation="Föreningen Exempel")
    page = visitor.get(f"{link_of(invitee)}/registration").text
    assert re.search(r'name="other_organisation"[^>]*value="Föreningen Exempel"', page)


def test_the_page_is_the_same_whether_others_or_they_themselves_are_registered(
    visitor: Visitor, event: Event
) -> None:
    link = link_of(an_invitee(event, "anna@town.example"))
    before = visitor.get(link).text
    a_registration(event, email="anna@town.example", name="Bo Ek")
    db.session.commit()
    strip = re.compile(r'<input[^>]*type="hidden"[^>]*>')
    assert strip.sub("", visitor.get(link).text) == strip.sub("", before)


def test_a_link_that_was_withdrawn_is_answered_as_one_that_never_was(
    visitor: Visitor, event: Event
) -> None:
    invitee = an_invitee(event)
    link = link_of(invitee)
    remove_invitee(invitee, actor="organizer", now=NOON)
    db.session.commit()
    for path in ("", "/registration"):
        withdrawn, never = visitor.get(link + path), visitor.get(f"/invited/nobodys{path}")
        assert withdrawn.status_code == never.status_code == 404
        assert withdrawn.text.replace(link, "/invited/nobodys") == never.text


def test_once_registration_has_closed_the_link_says_so(visitor: Visitor, event: Event) -> None:
    link = link_of(an_invitee(event, "anna@town.example"))
    token = visitor.token_on(link)
    event.registration_closes_at = NOON
    db.session.commit()

    assert "Registration has closed" in visitor.get(link).text
    assert "Registration has closed" in visitor.get(f"{link}/registration").text
    late = {"csrf_token": token, "reason": "Krockar med mötet"}
    refused = visitor.post(f"{link}/refusal", data=late)
    assert refused.status_code == 409
    assert "Krockar med mötet" in refused.text
    assert stored(event).answer is InviteeAnswer.NONE


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"answer": ""},
        {"answer": "maybe"},
        {"answer": "no"},
    ],
)
def test_what_is_no_answer_is_refused(
    visitor: Visitor, event: Event, fields: dict[str, str]
) -> None:
    link = link_of(an_invitee(event, "anna@town.example"))
    assert answer(visitor, link, **fields) == 422
    assert stored(event).answer is InviteeAnswer.NONE


@pytest.mark.parametrize("reason", ["a" * 10_000, "a\x00b"])
def test_a_reason_that_cannot_be_stored_is_said_and_kept(
    visitor: Visitor, event: Event, reason: str
) -> None:
    link = link_of(an_invitee(event, "anna@town.example"))
    assert refuse(visitor, link, reason) in {400, 422}
    assert stored(event).answer is InviteeAnswer.NONE


@pytest.mark.parametrize("days", ["", "0", "-1", "3", "999", "x", "٣"])
def test_a_day_that_was_never_offered_is_refused(visitor: Visitor, event: Event, days: str) -> None:
    link = link_of(an_invitee(event, "anna@town.example"))
    assert answer(visitor, link, answer="later", days=days) == 409
    assert stored(event).answer is InviteeAnswer.NONE


def test_a_reason_that_mentions_protection_is_neither_stored_nor_shown(
    visitor: Visitor, event: Event
) -> None:
    link = link_of(an_invitee(event, "anna@town.example"))
    data = {"csrf_token": visitor.token_on(link), "reason": "Jag har skyddad identitet"}

    page = visitor.post(f"{link}/refusal", data=data)

    assert page.status_code == 422
    assert "You can answer no without a reason" in page.text
    assert "skyddad" not in page.text
    assert stored(event).answer is InviteeAnswer.NONE
