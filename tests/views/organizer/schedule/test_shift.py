"""Shifting the schedule at the desk: shown first, offered when the event moves."""

import re

from eventapp.domain.schedule.board.placement import Push, move_sessions
from eventapp.forms.event.event import event_form_data
from tests.builders import DAY, HOUR, NOON, a_registration, a_session, an_event
from tests.builders.forms import send
from tests.visitor import Visitor


def fields_of(page: str) -> dict[str, str]:
    form = page.partition('<form class="button-row section-gap-l" method="post"')[2]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form.partition("</form>")[0]))


def test_a_preview_comes_first_and_says_whom_it_touches(desk: Visitor) -> None:
    event = an_event()
    session = a_session(event, title="Vägar in")
    a_registration(event, sessions=(session,))
    base = f"/organizer/events/{event.slug}/schedule/shift"
    page = desk.get(f"{base}?days=1&minutes=30").text
    assert "1 session moves" in page
    assert "This affects 1 person from 1 organisation." in page
    assert "Outside the event’s times" in page
    assert session.starts_at == event.starts_at
    answer = send(desk, base, **fields_of(page))
    assert answer.status_code == 303
    assert session.starts_at == event.starts_at + DAY + HOUR / 2
    board = desk.get(answer.headers["Location"]).text
    assert "Undo: shifted Vägar in" in board


def test_what_was_changed_since_the_preview_is_shown_anew(desk: Visitor) -> None:
    event = an_event()
    session = a_session(event)
    base = f"/organizer/events/{event.slug}/schedule/shift"
    fields = fields_of(desk.get(f"{base}?days=1").text)
    versions = {session.code: session.version}
    move_sessions(event, versions, Push(HOUR), actor="other", now=NOON)
    answer = send(desk, base, **fields)
    assert answer.status_code == 409
    assert "Someone has saved another version" in answer.text
    assert send(desk, base, **fields_of(answer.text)).status_code == 303


def test_what_cannot_be_is_said_and_kept(desk: Visitor) -> None:
    event = an_event()
    a_session(event, starts_at=event.starts_at - 3 * DAY)
    base = f"/organizer/events/{event.slug}/schedule/shift"
    assert desk.get(base).status_code == 200
    answer = desk.get(f"{base}?days=en")
    assert answer.status_code == 422
    assert "Write a whole number." in answer.text
    assert desk.get(f"{base}?on=2020-01-01").status_code == 422
    nowhere = desk.get(f"{base}?on={event.starts_at:%Y-%m-%d}&minutes=0")
    assert nowhere.status_code == 422
    assert "Write how many days or minutes they move." in nowhere.text
    assert "No session" in desk.get(f"{base}?on={event.starts_at:%Y-%m-%d}&days=1").text


def test_when_the_event_moves_its_sessions_are_offered_to_come_along(desk: Visitor) -> None:
    event = an_event()
    a_session(event)
    data = event_form_data(event)
    typed = {
        name: f"{value + DAY:%Y-%m-%dT%H:%M}" if name in {"starts_at", "ends_at"} else value
        for name, value in data.items()
        if value not in (None, False)
    }
    for name in ("registration_opens_at", "registration_closes_at", "cancellation_closes_at"):
        typed[name] = f"{data[name]:%Y-%m-%dT%H:%M}"
    answer = send(desk, f"/organizer/events/{event.slug}", **typed)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/schedule/shift?days=1&minutes=0")
    page = desk.get(answer.headers["Location"]).text
    assert "its sessions stand where they stood" in page
    assert "1 session moves" in page
