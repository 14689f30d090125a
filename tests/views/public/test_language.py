"""Changing the language: on any page, and in the middle of a form without losing a word."""

import re

import pytest
from sqlalchemy import func, select

from eventapp.extensions import db
from eventapp.models import Job, Registration
from tests.builders import a_registration, a_session, an_event
from tests.views.filled import WELL, hidden_in
from tests.views.participant.own import own_page
from tests.views.public.pages import read
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
SWITCH = re.compile(r'<button type="submit" name="language" value="en"[^>]*formaction="([^"]+)"')


def switch(client: Visitor, page: str, **fields: str) -> str:
    """Press the language button of the page, its form filled in so far."""
    shown = client.get(page, headers={"Accept-Language": "sv"}).text
    match = SWITCH.search(shown)
    assert match, "the page has no such button"
    answer = client.post(match[1], data={**hidden_in(shown), **fields, "language": "en"})
    assert answer.status_code == 200
    return answer.text


def test_a_half_filled_registration_comes_back_in_the_other_language(client: Visitor) -> None:
    event = an_event()
    lecture = a_session(event, title="Orossamtal")
    page = f"/events/{event.slug}/registration/new"
    typed = {"name": "Linnéa Vårglim", "email": "half", "diet": "Gluten", "badge": "none"}

    shown = switch(client, page, **typed, **{"session-a": lecture.code})

    assert "<h1>Register</h1>" in shown
    assert 'value="Linnéa Vårglim"' in shown
    assert 'value="half"' in shown
    assert "Gluten</textarea>" in shown
    button = re.search(rf'<input[^>]*value="{lecture.code}"[^>]*>', shown)
    assert button
    assert "checked" in button[0]
    assert "not a complete email address" not in shown
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0
    assert "<h1>Register</h1>" in read(client, page)  # the browser keeps the choice


def test_what_came_back_can_be_sent(client: Visitor) -> None:
    event = an_event()
    shown = switch(client, f"/events/{event.slug}/registration/new", **WELL)

    sent = client.post(f"/events/{event.slug}/registration", data={**hidden_in(shown), **WELL})

    assert sent.status_code == 303


def test_a_half_made_change_comes_back_in_the_other_language(client: Visitor) -> None:
    mine = a_registration(an_event())
    shown = switch(client, own_page(mine, "/edit"), name="Nytt Namn", role="", badge="none")

    assert "<h1>Change your registration</h1>" in shown
    assert 'value="Nytt Namn"' in shown
    assert mine.name != "Nytt Namn"


def test_a_half_written_address_comes_back_and_nothing_is_sent(client: Visitor) -> None:
    shown = switch(client, "/registrations", email="linnea@town.example")

    assert 'value="linnea@town.example"' in shown
    assert db.session.scalar(select(func.count()).select_from(Job)) == 0


@pytest.mark.parametrize("language", ["xx", "", "sv'"])
def test_an_unknown_language_is_no_language(client: Visitor, language: str) -> None:
    answer = client.post("/registrations", query_string={"language": language}, data={})

    assert answer.status_code in {400, 422}
    assert "language=" not in str(answer.headers.get("Set-Cookie"))
