"""The page that a remembered phone keeps: own ticket and sessions, no way in for anybody else."""

import pytest
from flask import Flask

from eventapp.clock import standing_at, utcnow
from eventapp.domain.registration.link import personal_token, renew_links
from eventapp.domain.registration.ticket import current_code
from eventapp.domain.registration.ticket_code import format_code
from eventapp.domain.schedule.venue_picture import withdraw_venue_picture
from eventapp.extensions import db
from eventapp.models import Event, EventState, EventVisibility, Registration, RegistrationState
from tests.builders.event import an_event
from tests.builders.registration import a_registration
from tests.builders.venue_picture import PICTURE, a_venue_picture
from tests.views.participant.test_own_phone import remember
from tests.views.public.pages import words
from tests.visitor import Visitor

PAGE = "/registrations/day"


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(state=EventState.PUBLISHED)


@pytest.fixture
def mine(event: Event) -> Registration:
    registration = a_registration(event)
    db.session.commit()
    return registration


def test_it_is_there_after_a_tick_and_not_after_forgetting(
    client: Visitor, mine: Registration
) -> None:
    assert client.get(PAGE).status_code == 404
    remember(client, mine)
    page = client.get(PAGE)
    assert format_code(current_code(mine)).replace("-", "") in words(page.text).replace(" ", "")
    assert page.headers["X-Link-Digest"] == mine.link_digest
    assert page.headers["X-Stored-Until"] == mine.event.ends_at.isoformat()
    assert "no-store" in page.headers["Cache-Control"]

    remember(client, mine, "forget")
    assert client.get(PAGE).status_code == 404


def test_the_picture_of_the_way_belongs_to_it(
    client: Visitor, event: Event, mine: Registration
) -> None:
    picture = f"{PAGE}/picture"
    event.visibility = EventVisibility.CLOSED
    a_venue_picture(event)
    db.session.commit()
    assert client.get(picture).status_code == 404
    remember(client, mine)
    page = client.get(PAGE)
    assert page.headers["X-Picture"] == f"{picture}?v={PICTURE.digest}"
    assert page.headers["X-Picture"] in page.text
    assert client.get(picture).data == PICTURE.jpeg
    assert "no-store" in client.get(picture).headers["Cache-Control"]

    withdraw_venue_picture(event, actor="o", now=utcnow())
    db.session.commit()
    assert client.get(picture).status_code == 404
    assert "X-Picture" not in client.get(PAGE).headers


def test_no_personal_link_stands_in_it(client: Visitor, mine: Registration) -> None:
    remember(client, mine)
    assert personal_token(mine) not in client.get(PAGE).text


@pytest.mark.parametrize("change", ["event is over", "link renewed", "cancelled", "called off"])
def test_it_ends_with_the_event_the_link_and_the_place(
    client: Visitor, event: Event, mine: Registration, change: str
) -> None:
    remember(client, mine)
    if change == "event is over":
        with standing_at(event.ends_at):
            assert client.get(PAGE).status_code == 404
        return
    if change == "link renewed":
        renew_links(mine)
    elif change == "cancelled":
        mine.state = RegistrationState.CANCELLED
    else:
        event.state = EventState.CANCELLED
    db.session.commit()
    assert client.get(PAGE).status_code == 404


def test_the_worker_may_look_after_pages_of_registrations_and_no_others(client: Visitor) -> None:
    script = client.get("/registrations/service-worker.js")
    assert script.headers["Service-Worker-Allowed"] == "/registrations"
    assert script.mimetype == "text/javascript"
    assert '"/registrations/day"' in script.text
