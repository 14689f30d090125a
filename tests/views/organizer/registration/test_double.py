"""Probable doubles on their page: compared, merged, undone."""

import re

from eventapp.extensions import db
from eventapp.models import Event, Registration, RegistrationState
from tests.builders import a_registration, an_event
from tests.builders.forms import send
from tests.views.public.pages import words
from tests.visitor import TOKEN, Visitor

FIELD = re.compile(r'name="(goes|stays|source_version|target_version)"[^>]*value="([^"]*)"')
UNDOING = re.compile(r'action="([^"]+/undoing)"')


def a_pair(event: Event) -> tuple[Registration, Registration]:
    first = a_registration(event, name="Anna Ek", email="anna@x.example")
    return first, a_registration(event, name="Anna Ek", email="a.ek@x.example")


def fields_of(page: str) -> dict[str, str]:
    token = TOKEN.search(page)
    assert token
    return {**dict(FIELD.findall(page)), "csrf_token": token[1]}


def test_two_are_compared_merged_and_two_again(desk: Visitor) -> None:
    event = an_event()
    first, second = a_pair(event)
    base = f"/organizer/events/{event.slug}/doubles"
    listed = desk.get(base).text
    link = re.search(r'href="([^"]+/doubles/[^"]+)"', listed)
    assert link
    assert "Same name, two addresses" in words(listed)

    preview = desk.get(link[1]).text
    assert "a letter goes to a.ek@x.example" in words(preview)
    answer = desk.post(base, data=fields_of(preview), follow_redirects=True)

    assert "They are merged." in words(answer.text)
    assert "No probable doubles" in words(answer.text)
    assert second.state is RegistrationState.CANCELLED
    undoing = UNDOING.search(answer.text)
    assert undoing
    token = fields_of(answer.text)["csrf_token"]
    undone = desk.post(undoing[1], data={"csrf_token": token}, follow_redirects=True)
    assert "The merge has been undone." in words(undone.text)
    assert (first.state, second.state) == (RegistrationState.CONFIRMED,) * 2


def test_one_may_let_the_other_stay(desk: Visitor) -> None:
    event = an_event()
    first, second = a_pair(event)
    base = f"/organizer/events/{event.slug}/doubles"
    page = desk.get(f"{base}/{first.code}/{second.code}?stays={second.code}").text

    desk.post(base, data=fields_of(page))
    assert first.state is RegistrationState.CANCELLED


def test_two_who_are_no_doubles_are_remembered_and_listed_again(desk: Visitor) -> None:
    event = an_event()
    first, second = a_pair(event)
    base = f"/organizer/events/{event.slug}/doubles"
    compared = f"{base}/{first.code}/{second.code}"

    apart = send(desk, f"{compared}/distinct", page=compared)
    page = desk.get(base).text
    assert apart.status_code == 303
    assert "No probable doubles" in words(page)
    undoing = UNDOING.search(page)
    assert undoing
    send(desk, undoing[1], page=base)
    assert "Same name, two addresses" in words(desk.get(base).text)


def test_a_stale_page_answers_409_and_shows_the_two_as_they_are(desk: Visitor) -> None:
    event = an_event()
    first, second = a_pair(event)
    base = f"/organizer/events/{event.slug}/doubles"
    page = desk.get(f"{base}/{first.code}/{second.code}").text
    second.name, second.version = "Anna Eka", second.version + 1
    db.session.commit()

    answer = desk.post(base, data=fields_of(page))
    assert answer.status_code == 409
    assert "Anna Eka" in answer.text
    assert second.state is RegistrationState.CONFIRMED
    assert fields_of(answer.text)["source_version"] == str(second.version)


def test_codes_that_nobody_has_are_not_found(desk: Visitor) -> None:
    event = an_event()
    first, _second = a_pair(event)
    other = a_registration(an_event())
    base = f"/organizer/events/{event.slug}/doubles"
    for code in ("nobody", other.code, first.code):
        assert desk.get(f"{base}/{first.code}/{code}").status_code == 404
    token = desk.token_on(f"/organizer/events/{event.slug}/registrations/{first.code}")
    assert desk.post(base, data={"csrf_token": token}).status_code == 404
    assert desk.post(f"{base}/nothing/undoing", data={"csrf_token": token}).status_code == 404
