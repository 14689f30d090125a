"""The day itself on the participant's phone, with the clock moved through both days."""

import gzip

import pytest
from flask import Flask

from eventapp.clock import standing_at
from eventapp.extensions import db
from eventapp.i18n import clock, day, span
from eventapp.models import AttendanceMode, ChoiceState, Event, EventState, Registration
from tests.builders.day import QUARTER, released, session_of, two_days
from tests.builders.forms import send
from tests.builders.moments import DAY, HOUR
from tests.builders.registration import a_queue, a_registration
from tests.views.participant.own import own_page
from tests.views.public.pages import words
from tests.visitor import Visitor

PAGE_BYTES_MAX = 12_000


@pytest.fixture
def event(app: Flask) -> Event:
    return two_days()


@pytest.fixture
def mine(event: Event) -> Registration:
    registration = a_registration(event, sessions=(session_of(event, "Ljus"),))
    db.session.commit()
    return registration


def now_page(client: Visitor, registration: Registration, moment: object) -> str:
    with standing_at(moment):  # type: ignore[arg-type]
        return words(client.get(own_page(registration, "/now")).text)


def test_the_page_goes_through_both_days(client: Visitor, event: Event, mine: Registration) -> None:
    starts = event.starts_at
    for moment, said in (
        (starts - 3 * DAY, "Öppning"),
        (starts, "Nu Eken"),
        (starts + HOUR + QUARTER / 3, "Paus till 16.00"),
        (starts + 2 * HOUR, "Vill du hellre gå på ett annat?"),
        (starts + 12 * HOUR, "Avslutning"),
        (event.ends_at + HOUR, "Det var allt för den här gången."),
    ):
        assert said in now_page(client, mine, moment), said


def test_a_session_that_moved_is_told_with_its_room_before(
    client: Visitor, event: Event, mine: Registration
) -> None:
    moved, other = session_of(event, "Ljus"), session_of(event, "Skola")
    moved.room_id, other.room_id = other.room_id, moved.room_id
    db.session.commit()
    released(event, event.starts_at - HOUR)
    page = now_page(client, mine, event.starts_at)
    assert "Ändrat sedan i går" in page
    assert "Nytt rum: Linden. Före: Eken." in page


def test_a_free_seat_is_taken_and_the_other_is_left_with_one_step(
    client: Visitor, event: Event, mine: Registration
) -> None:
    wanted = session_of(event, "Skola")
    with standing_at(event.starts_at):
        address = own_page(mine, f"/sessions/{wanted.code}")
        assert send(client, address, own_page(mine)).status_code == 303
    db.session.expire_all()
    assert [choice.session.title for choice in mine.choices] == ["Skola"]


def test_a_seat_that_went_a_moment_ago_leaves_what_one_had(
    client: Visitor, event: Event, mine: Registration
) -> None:
    wanted = session_of(event, "Skola")
    with standing_at(event.starts_at):
        a_registration(event, sessions=(wanted,))
        db.session.commit()
        answer = send(client, own_page(mine, f"/sessions/{wanted.code}"), own_page(mine))
    assert answer.status_code == 409
    assert "Passet har blivit fullt. Du behåller det du hade." in words(answer.text)
    db.session.expire_all()
    held = [(choice.session.title, choice.state) for choice in mine.choices]
    assert held == [("Ljus", ChoiceState.CONFIRMED)]


def test_a_session_that_is_over_cannot_be_taken(
    client: Visitor, event: Event, mine: Registration
) -> None:
    wanted = session_of(event, "Skola")
    with standing_at(event.starts_at + 3 * HOUR):
        answer = send(client, own_page(mine, f"/sessions/{wanted.code}"), own_page(mine))
    assert answer.status_code == 409
    assert "Passet är slut." in words(answer.text)


def test_a_code_of_nothing_changes_nothing(
    client: Visitor, event: Event, mine: Registration
) -> None:
    with standing_at(event.starts_at):
        answer = send(client, own_page(mine, "/sessions/nonsens"), own_page(mine))
    assert answer.status_code == 404
    assert [choice.session.title for choice in mine.choices] == ["Ljus"]


def test_whoever_has_no_place_is_led_home(client: Visitor, event: Event) -> None:
    event.seats = 0
    (waiting,) = a_queue(event, 1)
    db.session.commit()
    answer = client.get(own_page(waiting, "/now"))
    assert answer.status_code == 303
    assert answer.location.endswith(own_page(waiting))


def test_the_day_stands_first_on_the_personal_page_while_it_runs(
    client: Visitor, event: Event, mine: Registration
) -> None:
    with standing_at(event.starts_at):
        running = words(client.get(own_page(mine)).text)
    with standing_at(event.starts_at - 2 * DAY):
        before = words(client.get(own_page(mine)).text)
    assert "Nu Eken" in running
    assert "Nu Eken" not in before


def test_the_own_schedule_opens_at_now_and_has_the_own_choices(
    client: Visitor, event: Event, mine: Registration
) -> None:
    with standing_at(event.starts_at + 2 * HOUR):
        page = client.get(own_page(mine, "/schedule")).text
        own = words(client.get(own_page(mine, "/schedule?day=own")).text)
    assert "Tidigare i dag" in words(page)
    assert "Ditt val" in words(page)
    assert "Skola" not in own
    assert "Ljus" in own


def test_the_page_is_small(client: Visitor, event: Event, mine: Registration) -> None:
    with standing_at(event.starts_at + 2 * HOUR):
        body = client.get(own_page(mine, "/now")).data
    assert len(gzip.compress(body, 6)) <= PAGE_BYTES_MAX


def test_a_draft_shows_on_no_phone(client: Visitor, event: Event, mine: Registration) -> None:
    session_of(event, "Öppning").title = "Utkast"
    db.session.commit()
    assert "Utkast" not in now_page(client, mine, event.starts_at)
    released(event)
    assert "Utkast" in now_page(client, mine, event.starts_at)


def test_a_lecture_for_all_that_is_called_off_is_told(
    client: Visitor, event: Event, mine: Registration
) -> None:
    session_of(event, "Avslutning").cancelled = True
    db.session.commit()
    released(event, event.starts_at - HOUR)
    page = now_page(client, mine, event.starts_at)
    assert "Avslutning Inställt." in page


def test_what_another_chose_is_not_told_when_it_changes(
    client: Visitor, event: Event, mine: Registration
) -> None:
    session_of(event, "Skola").cancelled = True
    db.session.commit()
    released(event, event.starts_at - HOUR)
    assert "Ändrat sedan i går" not in now_page(client, mine, event.starts_at)


def test_what_moved_to_another_day_says_which(
    client: Visitor, event: Event, mine: Registration
) -> None:
    moved = session_of(event, "Ljus")
    moved.starts_at, moved.ends_at = moved.starts_at + DAY, moved.ends_at + DAY
    db.session.commit()
    released(event, event.starts_at - HOUR)
    before, after = (day(event.starts_at + days) for days in (0 * DAY, DAY))
    page = now_page(client, mine, event.starts_at)
    hours = words(span(moved.starts_at, moved.ends_at, event.time_zone))
    assert f"Ny tid: {after} {hours}. Före: {before} {hours}." in page
    assert f"{after.capitalize()} {clock(moved.starts_at, event.time_zone)} Ljus" in page


def test_whoever_waits_for_a_session_is_not_told_that_there_is_a_break(
    client: Visitor, event: Event, mine: Registration
) -> None:
    (choice,) = mine.choices
    choice.state = ChoiceState.WAITLISTED
    db.session.commit()
    page = now_page(client, mine, event.starts_at + 2 * HOUR)
    assert "Nu Välj pass A" in page
    assert "Du står i kö till Ljus." in page
    assert "Du har inte valt" not in page


def test_the_coffee_before_the_first_lecture_is_told(
    client: Visitor, event: Event, mine: Registration
) -> None:
    page = now_page(client, mine, event.starts_at + HOUR - QUARTER)
    assert "Innan dess" not in page
    coffee = session_of(event, "Kaffe")
    coffee.starts_at, coffee.ends_at = event.starts_at - HOUR, event.starts_at
    db.session.commit()
    released(event, event.starts_at - 3 * DAY)
    page = now_page(client, mine, event.starts_at - HOUR - QUARTER)
    assert f"Innan dess: {clock(coffee.starts_at, event.time_zone)} Kaffe" in page


@pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.POSTPONED])
def test_an_event_that_is_not_held_has_no_day(
    client: Visitor, event: Event, mine: Registration, state: EventState
) -> None:
    event.state = state
    db.session.commit()
    with standing_at(event.starts_at):
        answer = client.get(own_page(mine, "/now"))
        schedule = words(client.get(own_page(mine, "/schedule")).text)
    assert (answer.status_code, answer.location.endswith(own_page(mine))) == (303, True)
    assert ("Evenemanget är inställt" in schedule) is (state is EventState.CANCELLED)
    assert ("Evenemanget är uppskjutet" in schedule) is (state is EventState.POSTPONED)


def test_the_meeting_and_the_ticket_are_at_hand_while_the_event_runs(
    client: Visitor, event: Event, mine: Registration
) -> None:
    ticket = own_page(mine, "/ticket.pdf")
    with standing_at(event.starts_at):
        here = client.get(own_page(mine)).text
    event.form, event.online_url = AttendanceMode.ONLINE, "https://video.example/rum"
    db.session.commit()
    with standing_at(event.starts_at):
        online = client.get(own_page(mine)).text
    with standing_at(event.ends_at + HOUR):
        after = client.get(own_page(mine, "/now")).text
    assert ticket in here
    assert "now-bar" in online
    assert 'href="https://video.example/rum"' in online[online.index("now-bar") :][:300]
    assert 'href="https://video.example/rum"' not in after[after.index("now-bar") :][:300]


def test_a_choice_to_make_comes_before_what_follows(client: Visitor, event: Event) -> None:
    chooser = a_registration(event)
    db.session.commit()
    text = words(now_page(client, chooser, event.starts_at + 2 * HOUR - QUARTER))

    assert text.index("Välj pass A") < text.index("Välj här") < text.index("Ljus")
    assert "Vill du hellre" not in text
