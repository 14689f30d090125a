"""The desk's first page says what waits, and lists the events."""

from datetime import timedelta

import pytest

from eventapp.domain.event.start_list import StartStep, close_start_list, set_aside
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import EventState, Job, JobKind, JobState
from tests.builders import DAY, NOON, a_queue, a_registration, an_event
from tests.builders.account import an_account, signed_in
from tests.visitor import Visitor


@pytest.fixture
def running_desk(desk: Visitor) -> Visitor:
    """An organizer's browser, after the start list has been closed."""
    admin = an_account(Role.ADMIN)
    for step in StartStep:
        set_aside(step, admin, now=NOON)
    close_start_list(admin, now=NOON)
    return desk


def test_a_stranger_is_asked_to_sign_in_and_comes_back(client: Visitor) -> None:
    response = client.get("/organizer")
    assert response.status_code == 303
    assert response.location == "/sign-in?next=/organizer"


def test_nothing_needs_attention_at_first(running_desk: Visitor) -> None:
    an_event()
    assert "Nothing needs your attention." in running_desk.get("/organizer").text


def test_what_needs_attention_is_listed_with_a_link(running_desk: Visitor) -> None:
    full = an_event(seats=1)
    a_registration(full)
    a_queue(full, 2)
    an_event(state=EventState.DRAFT, title="Utkastet")
    an_event(reserved_until=NOON + 2 * DAY)
    shared = an_event()
    for _ in range(7):
        a_registration(shared, email="kansli@town.example")
    db.session.add(
        Job(
            kind=JobKind.REGISTRATION_MAIL,
            payload={},
            dedupe_key="x",
            message_id="x",
            state=JobState.FAILED,
            due_at=NOON,
        )
    )

    page = running_desk.get("/organizer").text

    assert "1 email was not delivered" in page
    assert "Full, 2 people waiting" in page
    assert "Still a draft: Utkastet" in page
    assert "Reserved places become open to everyone" in page
    assert "2 registrations are waiting for your decision" in page
    assert f"/events/{shared.slug}/registrations?state=pending" in page
    assert "5 things need your attention." in page


def test_events_are_found_by_words_and_standing(desk: Visitor) -> None:
    an_event(title="Trygghet i Älvstad")
    an_event(title="Något helt annat")
    an_event(title="Förra årets", starts_at=NOON - 9 * DAY, ends_at=NOON - 8 * DAY)

    text = desk.get("/organizer?q=Trygghet").text
    past = desk.get("/organizer?which=past").text

    assert "Trygghet i Älvstad" in text
    assert "Något helt annat" not in text
    assert "Förra årets" in past
    assert "Trygghet i Älvstad" not in past


def test_many_events_come_a_page_at_a_time(desk: Visitor) -> None:
    for number in range(12):
        an_event(
            title=f"Nummer {number:02}",
            starts_at=NOON + timedelta(days=30 + number),
            ends_at=NOON + timedelta(days=31 + number),
        )
    assert "Nummer 11" not in desk.get("/organizer").text
    assert "Nummer 11" in desk.get("/organizer?page=2").text


def test_who_does_not_run_events_sees_no_figures_of_the_house(client: Visitor) -> None:
    event = an_event(seats=0)
    a_queue(event, 1)
    page = signed_in(client, an_account(Role.ANALYST)).get("/organizer").text
    assert event.title in page
    assert "people wait" not in page
    assert "New event" not in page


def test_where_nobody_is_security_contact_organizers_are_told(desk: Visitor) -> None:
    assert "Nobody is security contact" not in desk.get("/organizer").text  # first the start list
    admin = an_account(Role.ADMIN)
    for step in StartStep:
        set_aside(step, admin, now=NOON)
    assert close_start_list(admin, now=NOON)
    assert "Nobody is security contact" in desk.get("/organizer").text

    an_account(Role.SECURITY_CONTACT)

    assert "Nobody is security contact" not in desk.get("/organizer").text


def test_where_there_are_no_events_nobody_is_told_to_search(client: Visitor) -> None:
    client.set_cookie("language", "en")
    contact = signed_in(client, an_account(Role.SECURITY_CONTACT))

    empty = contact.get("/organizer").text

    assert "No events yet" in empty
    assert "Search for something else" not in empty
    assert "New event" not in empty

    an_event(starts_at=NOON - timedelta(days=31), ends_at=NOON - timedelta(days=30))
    over = contact.get("/organizer").text
    searched = contact.get("/organizer?q=nothing").text

    assert "Look at the drafts and at those that are over." in over
    assert "Search for something else" in searched
