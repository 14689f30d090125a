"""The page of who has which calendar entries, at the desk."""

from eventapp.extensions import db
from tests.builders import DAY, NOON, a_registration, an_event
from tests.builders.forms import send
from tests.visitor import Visitor


def test_the_newest_entries_are_sent_until_the_event_is_over(desk: Visitor) -> None:
    event = an_event()
    a_registration(event)
    db.session.commit()
    path = f"/organizer/events/{event.slug}/calendars"
    desk.set_cookie("language", "en")

    assert "0 of 1 have the newest entries" in desk.get(path).text
    event.starts_at, event.ends_at = NOON - 2 * DAY, NOON - DAY
    db.session.commit()
    assert "Send the newest entries" not in desk.get(path).text
    refused = send(desk, path, f"/organizer/events/{event.slug}")
    assert refused.status_code == 409
    assert "the event is over" in refused.text
