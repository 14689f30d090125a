"""One registration's page: each thing is changed where it stands, and nothing typed is lost."""

import re
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from eventapp.extensions import db
from eventapp.models import (
    Event,
    Job,
    JobKind,
    JobState,
    QuestionKind,
    Registration,
    RegistrationQuestion,
    Visibility,
)
from tests.builders import a_registration, a_session, an_event, an_organisation
from tests.visitor import Visitor


class Page:
    """The page of one registration, in an organizer's browser."""

    def __init__(self, desk: Visitor, event: Event, registration: Registration) -> None:
        self.desk, self.registration = desk, registration
        self.address = f"/organizer/events/{event.slug}/registrations/{registration.code}"
        db.session.commit()

    def save(self, name: str, part: str = "", /, **fields: Any) -> TestResponse:
        """Send the form of this name, at `part` of the address, as the page showed it."""
        data = {f"{name}-{field}": value for field, value in fields.items()}
        data.setdefault(f"{name}-version", str(self.registration.version))
        data["csrf_token"] = self.desk.token_on(self.address)
        response = self.desk.post(f"{self.address}/{part or name}", data=data)
        db.session.refresh(self.registration)
        return response


@pytest.fixture
def page(desk: Visitor) -> Page:
    event = an_event()
    db.session.add(
        RegistrationQuestion(
            event_id=event.id, code="fika", kind=QuestionKind.YES_NO, label={"sv": "Fika?"}
        )
    )
    return Page(desk, event, a_registration(event, name="Åsa Ek", email="asa@town.example"))


def test_each_thing_is_saved_and_told_in_the_history(page: Page) -> None:
    town = an_organisation("Älvstad")
    db.session.commit()
    saved = [
        page.save("name", name="Åsa Lund"),
        page.save("role", role="utredare"),
        page.save("language", language="en"),
        page.save("badge", badge="none"),
        page.save("visibility", visibility="limited"),
        page.save("organisation", organisation=town.code),
        page.save("answer-fika", "answers/fika", answer="yes"),
        page.save("email", email="Asa.Lund@Town.example"),
    ]

    assert [response.status_code for response in saved] == [303] * len(saved)
    person = page.registration
    assert (person.name, person.email, person.role) == (
        "Åsa Lund",
        "asa.lund@town.example",
        "utredare",
    )
    assert (person.organisation_id, person.answers) == (town.id, {"fika": "yes"})
    assert person.visibility is Visibility.LIMITED
    text = page.desk.get(page.address).text
    for words in ("Åsa Ek", "Åsa Lund", "asa@town.example", "The change is saved."):
        assert words in text
    assert "Changed by the participant" not in text
    assert "Details about a person were read" not in text
    assert '<span class="diff-was">the organisation only</span>' in text
    assert '<p class="kicker">Fika?</p>' in text
    assert "</span> Yes</ins>" in text
    sent = db.session.scalars(select(Job).where(Job.kind == JobKind.LOST_LINK_MAIL)).all()
    assert len(sent) == 1


def test_what_cannot_be_saved_stands_in_its_open_form_with_a_sentence(page: Page) -> None:
    wrong = page.save("email", email="asa.town")
    empty = page.save("name", name="")

    assert (wrong.status_code, empty.status_code) == (422, 422)
    assert 'value="asa.town"' in wrong.text
    assert "has no @" in wrong.text
    assert "Write the name." in empty.text
    assert page.registration.version == 1


def test_a_stale_page_answers_409_with_both_texts_and_can_be_sent_again(page: Page) -> None:
    page.save("role", role="utredare")
    stale = page.save("role", role="chef", version="1")

    assert stale.status_code == 409
    assert "utredare" in stale.text
    assert 'value="chef"' in stale.text
    assert page.save("role", role="chef").status_code == 303


def version_on(page: Page, name: str) -> str:
    """What the form of this name says of when it was opened."""
    hidden_input = re.search(
        rf'name="{name}-version"[^>]*value="([^"]*)"', page.desk.get(page.address).text
    )
    assert hidden_input is not None
    return hidden_input[1]


def test_what_somebody_else_changed_beside_it_is_no_reason_to_refuse(page: Page) -> None:
    names = {"role": "chef", "badge": "none", "language": "en", "visibility": "limited"}
    opened = {name: version_on(page, name) for name in names}
    opened["answer-fika"] = version_on(page, "answer-fika")
    page.save("name", name="Åsa Lund")

    for name, value in names.items():
        saved = page.save(name, version=opened[name], **{name: value})
        assert saved.status_code == 303, name
    answered = page.save("answer-fika", "answers/fika", answer="yes", version=opened["answer-fika"])

    assert answered.status_code == 303
    assert (page.registration.name, page.registration.role) == ("Åsa Lund", "chef")
    assert page.registration.answers == {"fika": "yes"}


def test_what_somebody_else_changed_itself_is_asked_and_what_was_typed_stays(page: Page) -> None:
    opened = version_on(page, "role")
    page.save("name", name="Åsa Lund")
    page.save("role", role="utredare")

    stale = page.save("role", role="chef", version=opened)

    assert stale.status_code == 409
    assert 'value="chef"' in stale.text
    assert page.registration.role == "utredare"
    shown = re.search('name="role-version"[^>]*value="([^"]*)"', stale.text)
    assert shown is not None
    page.save("name", name="Åsa Ek")
    assert page.save("role", role="chef", version=shown[1]).status_code == 303
    assert (page.registration.name, page.registration.role) == ("Åsa Ek", "chef")


def test_a_session_is_added_and_taken_out_whatever_else_has_changed(page: Page) -> None:
    session = a_session(page.registration.event)
    db.session.commit()
    opened = version_on(page, "sessions")
    page.save("name", name="Åsa Lund")

    assert page.save("sessions", session=session.code, version=opened).status_code == 303
    data = {"csrf_token": page.desk.token_on(page.address)}
    page.save("name", name="Åsa Ek")
    address = f"{page.address}/sessions/{session.code}/removal"
    assert page.desk.post(address, data=data).status_code == 303
    assert page.desk.post(address, data=data).status_code == 409


def test_anothers_name_and_address_are_refused(page: Page) -> None:
    event = page.registration.event
    a_registration(event, name="Åsa Ek", email="other@town.example")
    db.session.commit()

    response = page.save("email", email="other@town.example")

    assert response.status_code == 409
    assert "already registered" in response.text


def test_sessions_are_added_and_taken_out(page: Page) -> None:
    event = page.registration.event
    session, other = a_session(event), a_session(event)
    db.session.commit()

    assert page.save("sessions", session=session.code).status_code == 303
    clash = page.save("sessions", session=other.code)
    assert clash.status_code == 409
    assert page.save("sessions", session=other.code, reason="Byter").status_code == 303
    assert "At the same time as" in page.desk.get(page.address).text
    address = f"{page.address}/sessions/{other.code}/removal"
    data = {"csrf_token": page.desk.token_on(page.address)}
    assert page.desk.post(address, data=data).status_code == 303
    db.session.refresh(page.registration)
    assert [choice.session.code for choice in page.registration.choices] == [session.code]


def test_a_letter_that_failed_is_shown_with_the_servers_own_words(page: Page) -> None:
    job = db.session.scalars(select(Job).where(Job.kind == JobKind.REGISTRATION_MAIL)).one()
    job.state, job.error = JobState.FAILED, "550 5.1.1 User unknown"
    db.session.commit()

    text = page.desk.get(page.address).text

    assert "Could not be delivered" in text
    assert "550 5.1.1 User unknown" in text


def test_an_unknown_question_has_no_form(page: Page) -> None:
    assert page.save("answer-odd", "answers/odd", answer="yes").status_code == 404


def test_mention_of_protection_is_neither_saved_nor_shown_again(page: Page) -> None:
    refused = page.save("role", role="Har skyddad identitet")

    assert refused.status_code == 422
    assert "A security contact registers people" in refused.text
    assert "skyddad identitet" not in refused.text
    assert page.registration.role == ""


def test_address_is_no_text_that_could_mention_protection(page: Page) -> None:
    page.save("email", email="skyddad@town.example")
    assert page.registration.email == "skyddad@town.example"
