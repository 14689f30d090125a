"""The six network meetings that followed the conference, as one series."""

from datetime import datetime, timedelta

from eventapp.demo.sample import Sample, read
from eventapp.demo.timeline import ORGANIZER
from eventapp.domain.event.event import publish_event
from eventapp.domain.people.organisation import Directory, load_directory
from eventapp.extensions import db
from eventapp.models import AttendanceMode, Event, EventKind, EventVisibility, Series

OPENS_BEFORE = timedelta(days=28)
CLOSES_BEFORE = timedelta(days=1)


def seed_series() -> None:
    """Add the series and publish its meetings. The caller commits.

    The sample says how many came, not who: nobody is made up, so nobody is registered.
    """
    sample = read("network_meetings")
    told = sample["series"]
    directory = load_directory()
    series = Series(
        slug=told["slug"],
        title=told["title"],
        summary=told["summary"],
        rules=told["rules"],
        events=[_meeting(each, told, directory) for each in sample["meetings"]],
    )
    db.session.add(series)
    db.session.flush()  # only what is a draft can be published
    for meeting in series.events:
        publish_event(meeting, actor=ORGANIZER, now=meeting.registration_opens_at)


def _meeting(meeting: Sample, series: Sample, directory: Directory) -> Event:
    starts_at = datetime.fromisoformat(meeting["starts_at"])
    host = directory.find(meeting["host"])
    organiser = directory.find("bra")
    return Event(
        slug=meeting["slug"],
        title=meeting["title"],
        subtitle=meeting["subtitle"],
        organiser=organiser.name if organiser else "",
        host=host.name if host else "",
        kind=EventKind.NETWORK_MEETING,
        form=AttendanceMode(series["form"]),
        visibility=EventVisibility.CLOSED,  # the address of the meeting is for those who come
        focus_areas=meeting["focus_areas"],
        agenda=meeting["agenda"],
        time_zone=series["time_zone"],
        starts_at=starts_at,
        ends_at=datetime.fromisoformat(meeting["ends_at"]),
        registration_opens_at=starts_at - OPENS_BEFORE,
        registration_closes_at=starts_at - CLOSES_BEFORE,
        cancellation_closes_at=starts_at - CLOSES_BEFORE,
        online_url=meeting["online_url"],
        seats=meeting["seats"],
    )
