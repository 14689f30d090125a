"""A registration that waits for an organizer: what each sees of it, from the form to the answer."""

import pytest
from flask import Flask

from eventapp.clock import standing_at
from eventapp.domain.desk.approval import approve, decline
from eventapp.domain.registration.offer import withdraw_lapsed_seats
from eventapp.extensions import db
from eventapp.mail.message import Letter
from eventapp.models import Event, Registration, RegistrationState
from eventapp.worker import handlers, loop, periodic
from tests.builders import DAY, NOON, a_registration, an_event
from tests.views.participant.own import own_page
from tests.views.public.pages import words
from tests.visitor import Visitor

REASON = "Mötet är för kommuner."


@pytest.fixture
def event(app: Flask) -> Event:
    del app  # needed to write to the database
    return an_event(approval_days=2, title="Möte")


@pytest.fixture
def person(event: Event) -> Registration:
    return a_registration(event, name="Anna Ek", language="en")


@pytest.fixture
def sent(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Letter]:
    letters: list[Letter] = []
    monkeypatch.setattr(handlers, "send", letters.append)
    return letters


def post(desk: Visitor, person: Registration, what: str, **fields: str) -> tuple[int, str]:
    own = f"/organizer/events/{person.event.slug}/registrations/{person.code}"
    data = {"csrf_token": desk.token_on(own), **fields}
    answer = desk.post(f"{own}/{what}", data=data, follow_redirects=True)
    return answer.status_code, words(answer.text)


def test_the_desk_approves(desk: Visitor, person: Registration) -> None:
    status, text = post(desk, person, "admission")
    assert status == 200
    assert "The registration is approved, and the ticket is on its way." in text
    assert person.state is RegistrationState.CONFIRMED
    status, text = post(desk, person, "admission")
    assert (status, "Someone has already decided" in text) == (409, True)


def test_the_desk_declines_with_a_reason_and_may_undo_it(
    desk: Visitor, person: Registration
) -> None:
    status, text = post(desk, person, "decline", **{"decline-reason": " "})
    assert (status, "Write why. The person reads it" in text) == (422, True)
    status, text = post(desk, person, "decline", **{"decline-reason": REASON})
    assert "The registration is declined. You can undo it until" in text
    assert person.decline_reason == REASON
    listed = words(desk.get(f"/organizer/events/{person.event.slug}/registrations").text)
    assert (listed.count("Declined"), listed.count("Cancelled 1")) == (1, 1)
    status, text = post(desk, person, "decline", **{"decline-reason": "Annat skäl"})
    assert (status, "Someone has already decided" in text) == (409, True)


def test_the_form_and_the_page_after_it_say_what_happens(client: Visitor, event: Event) -> None:
    client.set_cookie("language", "en")
    with standing_at(NOON):
        form = words(client.get(f"/events/{event.slug}/registration/new").text)
        received = client.get(f"/events/{event.slug}/registration/received?state=pending").text
    assert "You get the answer by email, within 2 days." in form
    assert "Thank you. Your registration has been received." in words(received)


def test_the_person_sees_that_a_place_is_held_and_no_ticket(
    client: Visitor, person: Registration
) -> None:
    client.set_cookie("language", "en")
    with standing_at(NOON):
        text = words(client.get(own_page(person)).text)
        ticket = client.get(own_page(person, "/ticket"))
    assert "one is held for you until you get the answer" in text
    assert ticket.status_code == 404


def test_letters_say_each_step_and_only_the_last_has_a_calendar(
    person: Registration, sent: list[Letter]
) -> None:
    id_ = person.id
    deliver()
    approve(db.session.get_one(Registration, id_), actor="desk", now=NOON)
    deliver()

    first, last = sent
    assert first.subject.startswith("Your registration has been received")
    assert "one is held for you until you get the answer" in str(first.body)
    assert first.calendar is None
    assert last.subject.startswith("You have a place")
    assert last.calendar


def test_who_is_declined_reads_why_in_the_letter_and_on_the_page(
    client: Visitor, person: Registration, sent: list[Letter]
) -> None:
    decline(person, actor="desk", reason=REASON, now=NOON)
    client.set_cookie("language", "en")
    own = own_page(person)
    assert REASON not in client.get(own).text
    deliver(later=True)

    letter = sent[-1]
    assert letter.subject.startswith("Your registration was not approved")
    for text in (str(letter.body), str(letter.html), client.get(own).text):
        assert f"could not give you a place: {REASON}" in words(text)
        assert "change your mind" not in text


def test_who_was_not_decided_about_is_told_so(person: Registration, sent: list[Letter]) -> None:
    withdraw_lapsed_seats(person.event.slug, now=NOON + 2 * DAY)
    deliver(later=True)

    assert "did not approve your registration in time" in words(str(sent[-1].body))


def deliver(*, later: bool = False) -> None:
    db.session.commit()
    now = NOON + 2 * DAY if later else NOON
    with standing_at(now):
        periodic.run_due(now=now)
        loop.run_all()


def test_one_place_is_held_and_several_are(desk: Visitor) -> None:
    event = an_event(approval_days=2, seats=9)
    a_registration(event)
    page = f"/organizer/events/{event.slug}"
    desk.set_cookie("language", "en")

    assert "1 is held for a decision" in desk.get(page).text

    a_registration(event)

    assert "2 are held for a decision" in desk.get(page).text
