"""What our own calendars say for our own import is one line, with letters as they are."""

import json

import pytest

from eventapp.documents.schedule_file.details import DetailWriter
from eventapp.domain.schedule import release
from eventapp.domain.schedule.published import EventFacts
from eventapp.models import EventState
from tests.builders import NOON, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("title", "bears"),
    [("Våga fråga", "Våga fråga"), ("Ett\u2028två", "\\u2028"), ("Ett\x85två", "\\u0085")],
)
def test_nothing_ends_the_line_and_nothing_is_lost(title: str, bears: str) -> None:
    event = an_event(state=EventState.DRAFT)
    a_session(event, title=title, english={"title": "Dare to ask"})
    stored = release.store_release(event, actor="organizer", now=NOON)
    [session] = release.published(stored, event.time_zone).sessions

    written = DetailWriter(EventFacts.of(event), {}).in_calendar(session)

    assert written.isprintable()
    assert bears in written
    assert json.loads(written)["sv"]["title"] == title
