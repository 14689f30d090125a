"""Room signs for the organizer to print."""

from eventapp.domain.schedule.release import store_release
from eventapp.extensions import db
from eventapp.models import Room
from tests.builders import NOON, a_session, an_event
from tests.views.organizer.prints.papers import pdf_of, text_on
from tests.visitor import Visitor


def test_a_sign_names_room_day_time_and_title(desk: Visitor) -> None:
    event = an_event()
    room = Room(event_id=event.id, name="Eken")
    db.session.add(room)
    a_session(event, room=room, title="Platsen spelar roll")
    store_release(event, actor="organizer", now=NOON)
    address = f"/organizer/events/{event.slug}/prints"

    page = desk.get(address).get_data(as_text=True)
    text = text_on(pdf_of(desk.get(f"{address}/rooms.pdf")))

    assert "1 room" in page
    assert text.startswith("Eken")
    assert "Platsen spelar roll" in text


def test_without_a_published_schedule_the_page_says_so(desk: Visitor) -> None:
    event = an_event()
    address = f"/organizer/events/{event.slug}/prints"

    assert "no rooms in a published schedule" in desk.get(address).get_data(as_text=True)
    assert desk.get(f"{address}/rooms.pdf").status_code == 409
