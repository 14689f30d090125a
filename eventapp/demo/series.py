"""The six network meetings that followed the conference, as one series."""

from dataclasses import replace
from datetime import datetime, timedelta

from eventapp.demo.direct_insert import set_series_slug
from eventapp.demo.sample import Sample, read
from eventapp.demo.timeline import ORGANIZER
from eventapp.domain.event.draft import EventText, edit_event
from eventapp.domain.event.event import publish_event
from eventapp.domain.event.follow_up import add_follow_up, finish_follow_up
from eventapp.domain.event.meeting_notes import NotesText, save_meeting_notes
from eventapp.domain.event.series import (
    REGISTRATION_OPENS_BEFORE,
    SERIES_FIELDS,
    MeetingPlan,
    SeriesText,
    create_series,
    edit_series,
)
from eventapp.domain.people.organisation import Directory, load_directory
from eventapp.models import AttendanceMode, Event, EventKind, EventVisibility

CLOSES_BEFORE, DONE_WITHIN = timedelta(days=1), timedelta(days=28)
ORGANISER = "bra"


def seed_series() -> None:
    """Create the series, write each meeting's own text, and publish it when registration opens.

    The sample says how many came, not who, so nobody is registered.
    """
    sample = read("network_meetings")
    directory = load_directory()
    texts = [_meeting_text(meeting, sample["series"], directory) for meeting in sample["meetings"]]
    series = create_series(
        _series_text(sample["series"]),
        _meeting_plan(texts),
        actor=ORGANIZER,
        now=texts[0].registration_opens_at,
    )
    set_series_slug(series, sample["series"]["slug"])
    meetings = sorted(series.events, key=lambda meeting: meeting.starts_at)
    for meeting, text in zip(meetings, texts, strict=True):
        now = text.registration_opens_at
        edit_event(meeting, text, version=meeting.version, actor=ORGANIZER, now=now)
        publish_event(meeting, actor=ORGANIZER, now=now)
    for meeting, written in zip(meetings, sample["meetings"], strict=True):
        _write_notes(meeting, written, directory)
    # Last, for a meeting begins with the English of its series, and each has a topic of its own.
    english = replace(_series_text(sample["series"]), english=sample["series"]["english"])
    edit_series(series, english, version=series.version, actor=ORGANIZER, now=texts[0].starts_at)


def _write_notes(meeting: Event, written: Sample, directory: Directory) -> None:
    """What the meeting came to, written when it is over."""
    now = meeting.ends_at
    for row in written["follow_ups"]:
        responsible = _name_of(row["responsible"], directory) or row["responsible"]
        follow_up = add_follow_up(meeting, row["what"], responsible, now=now)
        if row["done"]:
            finish_follow_up(meeting, follow_up.code, now=now + DONE_WITHIN)
    notes = NotesText(written["notes"], [], published=True)
    save_meeting_notes(meeting, notes, version=0, actor=ORGANIZER, now=now)


def _series_text(series: Sample) -> SeriesText:
    return SeriesText(**{name: series[name] for name in SERIES_FIELDS})


def _meeting_plan(texts: list[EventText]) -> MeetingPlan:
    first = texts[0]
    return MeetingPlan(
        dates=[text.starts_at for text in texts],
        lasts=first.ends_at - first.starts_at,
        online_url=first.online_url,
        seats=first.seats,
        published=False,
    )


def _meeting_text(meeting: Sample, series: Sample, directory: Directory) -> EventText:
    starts_at = datetime.fromisoformat(meeting["starts_at"])
    return EventText(
        slug=meeting["slug"],
        title=meeting["title"],
        subtitle=meeting["subtitle"],
        organiser=_name_of(ORGANISER, directory),
        host=_name_of(meeting["host"], directory),
        kind=EventKind.NETWORK_MEETING,
        form=AttendanceMode(series["form"]),
        visibility=EventVisibility.CLOSED,  # the address of the meeting is for the confirmed
        focus_areas=meeting["focus_areas"],
        agenda=meeting["agenda"],
        time_zone=series["time_zone"],
        starts_at=starts_at,
        ends_at=datetime.fromisoformat(meeting["ends_at"]),
        registration_opens_at=starts_at - REGISTRATION_OPENS_BEFORE,
        registration_closes_at=starts_at - CLOSES_BEFORE,
        cancellation_closes_at=starts_at - CLOSES_BEFORE,
        online_url=meeting["online_url"],
        seats=meeting["seats"],
    )


def _name_of(code: str, directory: Directory) -> str:
    organisation = directory.find(code)
    return organisation.name if organisation else ""
