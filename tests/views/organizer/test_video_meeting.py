"""A meeting by video, from an empty installation: nobody is asked for what only a door needs."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.clock import standing_at, utcnow
from eventapp.domain.permission import Role
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.mail.message import Letter
from eventapp.models import Delegation, Event, Registration, RegistrationQuestion
from eventapp.worker import handlers, loop
from tests.builders import an_organisation
from tests.builders.account import an_account, signed_in
from tests.builders.delegation import a_coordinator, the_delegation
from tests.builders.forms import send
from tests.views.filled import ENGLISH, ask_for_place, hidden_in
from tests.views.participant.own import own_page
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
# What only people who come somewhere have.
OF_A_DOOR = re.compile(
    r"\b(?:tickets?|badges?|diets?|dietary|kitchen|QR|check-in|checked in|portions|"
    r"biljett\w*|namnskylt\w*|specialkost|incheckning\w*)\b",
    re.IGNORECASE,
)
TAGS = re.compile(r"<script.*?</script>|<style.*?</style>|<(?:[^>]*)>", re.DOTALL)


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> list[Letter]:
    """The letters that left, in order."""
    sent: list[Letter] = []
    monkeypatch.setattr(handlers, "send", sent.append)
    return sent


def words_of_a_door(html: str) -> list[str]:
    return OF_A_DOOR.findall(TAGS.sub(" ", html.partition("<main")[2] or html))


def with_words_of_a_door(client: Visitor, pages: list[str]) -> dict[str, list[str]]:
    """The pages that have some, and which."""
    found_words = {}
    for page in pages:
        answer = client.get(page, headers=ENGLISH, follow_redirects=True)
        assert answer.status_code == 200, page
        if words := words_of_a_door(answer.text):
            found_words[page] = words
    return found_words


def a_video_meeting(desk: Visitor) -> Event:
    """What the form of the template suggests, with a title; published by its button."""
    shown = desk.get("/organizer/events/new?template=video-meeting").text
    typed = dict(re.findall(r'name="([^"]+)"[^>]*value="([^"]*)"', shown))
    chosen = dict(re.findall(r'checked[^>]*name="([^"]+)"[^>]*value="([^"]*)"', shown))
    values = {**typed, **hidden_in(shown), **chosen, "title": "Nätverk om trygghet"}
    values |= {"online_url": "https://mote.example/rum", "record_number": "Dnr 1"}
    values.pop("question_sets", None)
    answer = desk.post("/organizer/events", data=values)
    assert answer.status_code == 303, answer.text
    event = db.session.scalars(select(Event)).one()
    assert event.online
    assert event.closed
    assert send(desk, f"{answer.location}/publication").status_code == 303
    return event


def test_nothing_of_a_door_is_asked_offered_or_sent(
    app: Flask, client: Visitor, letters: list[Letter]
) -> None:
    client.set_cookie("language", "en")
    desk = signed_in(client, an_account(Role.ORGANIZER))
    event = a_video_meeting(desk)
    organisation = an_organisation("Storköping")
    db.session.add(Delegation(event=event, organisation=organisation, reserved_seats=3))
    db.session.commit()

    visitor = app.test_client()
    pages = [f"/events/{event.slug}", f"/events/{event.slug}/registration/new"]
    assert ask_for_place(visitor, event).status_code in {200, 303}
    registration = db.session.scalars(select(Registration)).one()
    own = own_page(registration)
    pages += [own, f"{own}/edit", f"{own}/copy", f"{own}/cancellation/new"]
    assert with_words_of_a_door(visitor, pages) == {}
    assert visitor.get(f"{own}/ticket").status_code == 404

    base = f"/organizer/events/{event.slug}"
    pages = [
        base,
        f"{base}/edit",
        f"{base}/questions",
        f"{base}/questions/preview",
        f"{base}/registrations/{registration.code}",
        f"{base}/registrations/new",
        f"{base}/prints",
        f"{base}/exports",
        f"{base}/letters/timetable/reminder/edit",
        f"{base}/letters/built-in",
        f"{base}/meeting",
    ]
    assert with_words_of_a_door(desk, pages) == {}

    coordinator = signed_in(app.test_client(), a_coordinator(organisation))
    delegation = f"/delegations/{the_delegation(event, organisation).code}"
    pages = [delegation, f"{delegation}/people/new"]
    assert with_words_of_a_door(coordinator, pages) == {}

    cancel(registration, now=utcnow())
    db.session.commit()
    with standing_at(utcnow()):
        loop.run_all()
    assert [letter.subject for letter in letters]
    for letter in letters:
        assert (letter.subject, OF_A_DOOR.findall(str(letter.body))) == (letter.subject, [])
        assert words_of_a_door(str(letter.html)) == []
        assert letter.pictures == ()


def test_questions_about_coming_are_not_offered(desk: Visitor) -> None:
    event = a_video_meeting(desk)
    base = f"/organizer/events/{event.slug}/questions"
    page = desk.get(base).text
    assert "Wishes for workshops" in page
    assert "Travel and hotel night" not in page
    assert send(desk, f"{base}/sets/travel").status_code == 404
    assert send(desk, f"{base}/sets/workshop").status_code == 303
    questions = db.session.scalars(select(RegistrationQuestion)).all()
    assert len(questions) == 2
    assert "Added" in desk.get(base).text


def test_a_set_that_does_not_suit_is_refused_and_what_was_typed_is_kept(desk: Visitor) -> None:
    shown = desk.get("/organizer/events/new?template=conference").text
    typed = dict(re.findall(r'name="([^"]+)"[^>]*value="([^"]*)"', shown))
    values = {**typed, "title": "Torgdagen", "kind": "seminar", "form": "online"}
    values |= {"promotion": "automatic", "visibility": "open", "focus_areas": []}
    refused = send(desk, "/organizer/events", **{**values, "question_sets": ["travel", "contact"]})
    assert refused.status_code == 422
    assert "These are for events that people come to: Travel and hotel night." in refused.text
    assert "Torgdagen" in refused.text
    assert send(desk, "/organizer/events", **{**values, "question_sets": "contact"}).location
    (question,) = db.session.scalars(select(RegistrationQuestion)).all()
    assert question.label["en"] == "May we get in touch afterwards?"
