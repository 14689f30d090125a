"""A series of meetings as one calendar."""

import pytest
from icalendar import Calendar

from eventapp.extensions import db
from eventapp.models import AttendanceMode, EventState, Series
from tests.builders import an_event
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")


def test_a_series_is_a_calendar_with_the_entries_of_its_meetings(client: Visitor) -> None:
    series = Series(slug="serien", title="Nätverket")
    secret = "https://video.example/hemlig"
    events = [an_event(online_url=secret, form=AttendanceMode.ONLINE) for _ in range(2)]
    for event in events:
        event.series = series
    an_event(title="Utkast", state=EventState.DRAFT).series = series
    db.session.flush()

    answer = client.get("/series/serien.ics")
    uids = {str(e["UID"]) for e in Calendar.from_ical(answer.data).walk("VEVENT")}

    assert "video.example" not in answer.text
    assert "Utkast" not in answer.text
    assert uids == {
        str(e["UID"])
        for event in events
        for e in Calendar.from_ical(client.get(f"/events/{event.slug}.ics").data).walk("VEVENT")
    }
    again = client.get("/series/serien.ics", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/series/ingen.ics").status_code == 404
