"""Pauses while documents are being handed out."""

from eventapp.domain.record.pause import current_pauses, list_pauses
from tests.builders import a_registration, an_event
from tests.builders.forms import send
from tests.visitor import Visitor

PAUSES = "/organizer/retention/pauses"


def test_one_event_is_paused_and_the_page_says_so(desk: Visitor) -> None:
    event = an_event()
    a_registration(event)

    assert event.title in desk.get(f"{PAUSES}/new").text
    assert send(desk, PAUSES, event=event.slug, reason="Dnr 2027/0290").status_code == 303
    page = desk.get("/organizer/retention").text
    assert f"Paused: {event.title}" in page
    assert "Dnr 2027/0290" in page

    ((pause, _event),) = list_pauses()
    for _ in range(2):
        assert send(desk, f"{PAUSES}/{pause.code}/end").status_code == 303
    assert not current_pauses().any


def test_everything_is_paused_unless_an_event_is_chosen(desk: Visitor) -> None:
    assert send(desk, PAUSES, event="everything", reason="Dnr 1").status_code == 303
    assert current_pauses().everything


def test_a_reason_is_asked_for_and_invented_events_are_refused(desk: Visitor) -> None:
    assert send(desk, PAUSES, event="everything", reason="").status_code == 422
    assert send(desk, PAUSES, event="no-such", reason="Dnr 1").status_code == 422
    assert not current_pauses().any
