"""Cancelling a person at the desk, and undoing it from their page, the list and the log."""

import re

import pytest

from eventapp.models import Event, Registration, RegistrationState
from tests.builders import a_registration, an_event
from tests.views.participant.own import own_page
from tests.views.public.pages import words
from tests.visitor import TOKEN, Visitor

UNDOING = re.compile(r'action="([^"]+/undoing)"')


@pytest.fixture
def event() -> Event:
    return an_event()


@pytest.fixture
def person(desk: Visitor, event: Event) -> Registration:
    """Somebody whom the desk has just cancelled."""
    person = a_registration(event, name="Anna Ek", language="en")
    base = f"/organizer/events/{event.slug}/registrations/{person.code}"
    data = {"csrf_token": desk.token_on(base), "cancellation-reason": "Ill."}
    answer = desk.post(f"{base}/cancellation", data=data, follow_redirects=True)
    assert "The registration is cancelled. You can undo it until" in words(answer.text)
    return person


@pytest.mark.parametrize("page", ["registrations/{code}", "registrations", "log"])
def test_it_is_undone_wherever_it_is_shown(
    desk: Visitor, event: Event, person: Registration, page: str
) -> None:
    shown = desk.get(f"/organizer/events/{event.slug}/{page.format(code=person.code)}").text
    (address,) = UNDOING.findall(shown)
    token = TOKEN.search(shown)
    assert token

    undone = desk.post(address, data={"csrf_token": token[1]}, follow_redirects=True)
    assert "It is undone." in words(undone.text)
    assert person.state is RegistrationState.CONFIRMED
    again = desk.post(address, data={"csrf_token": token[1]}, follow_redirects=True)
    assert "This can no longer be undone." in words(again.text)
    assert UNDOING.search(again.text) is None


def test_the_person_sees_it_at_once_and_nothing_is_said_to_be_deleted(
    client: Visitor, person: Registration
) -> None:
    own = own_page(person)
    shown = client.get(own)
    text = words(shown.text)
    assert "An organiser has just cancelled your registration" in text
    assert "has been deleted" not in text
    assert client.get(own_page(person, "/ticket")).status_code == 404
    assert "Come back in ten minutes." in words(client.get(own_page(person, "/erasure/new")).text)


def test_a_code_that_nobody_has_is_not_found(desk: Visitor, person: Registration) -> None:
    other = an_event()
    token = desk.token_on(f"/organizer/events/{other.slug}/registrations/new")
    shown = desk.get(f"/organizer/events/{person.event.slug}/registrations/{person.code}").text
    code = UNDOING.findall(shown)[0].split("/")[-2]
    address = f"/organizer/events/{other.slug}/cancellations/{code}/undoing"
    assert desk.post(address, data={"csrf_token": token}).status_code == 404
    assert person.state is RegistrationState.CANCELLED
