"""Screens: what is on in each room, with nobody's name but the lecturers'."""

import pytest
from flask import Flask

from eventapp.clock import standing_at
from eventapp.extensions import db
from eventapp.models import Event, EventState, Room
from tests.builders.day import two_days
from tests.builders.moments import HOUR
from tests.builders.registration import a_registration
from tests.views.public.pages import ask, forget_pages, words
from tests.visitor import Visitor


@pytest.fixture
def event(app: Flask) -> Event:
    event = two_days()
    a_registration(event, name="Sju Sovare")
    db.session.commit()
    return event


def test_the_foyer_has_all_rooms_now_and_next(client: Visitor, event: Event) -> None:
    with standing_at(event.starts_at):
        page = ask(client, f"/events/{event.slug}/rooms").text
    said = words(page)
    assert "Eken Öppning" in said
    assert "Ljus" in said
    assert "Linden Inget just nu" in said
    assert "Sju Sovare" not in said


def test_a_page_renews_itself_only_where_that_is_asked_for(client: Visitor, event: Event) -> None:
    address = f"/events/{event.slug}/rooms"
    renews = '<meta http-equiv="refresh" content="60">'
    assert renews not in ask(client, address).text
    assert renews in ask(client, f"{address}?screen=on").text


def test_a_room_has_a_screen_of_its_own_in_both_languages(client: Visitor, event: Event) -> None:
    room = db.session.query(Room).filter_by(name="Linden").one()
    address = f"/events/{event.slug}/rooms/{room.code}"
    with standing_at(event.starts_at):
        assert "Inget just nu" in words(ask(client, address).text)
        assert "Nothing now" in words(ask(client, address, "en").text)
    forget_pages(client)
    with standing_at(event.starts_at + 2 * HOUR):
        assert "Skola" in words(ask(client, address).text)


def test_a_room_of_another_event_is_none_of_this(client: Visitor, event: Event) -> None:
    other = two_days()
    room = db.session.query(Room).filter_by(event_id=other.id).first()
    assert room
    assert ask(client, f"/events/{event.slug}/rooms/{room.code}").status_code == 404


def test_screens_say_which_event_and_that_it_is_called_off(client: Visitor, event: Event) -> None:
    event.state = EventState.CANCELLED
    db.session.commit()
    room = db.session.query(Room).filter_by(name="Eken").one()
    for address in (f"/events/{event.slug}/rooms", f"/events/{event.slug}/rooms/{room.code}"):
        with standing_at(event.starts_at):
            said = words(ask(client, address).text)
        assert "Trygg i stan, 31 mars" in said
        assert "Evenemanget är inställt" in said
        assert "Öppning" not in said
