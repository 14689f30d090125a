"""Events and sessions as calendar entries, and calendars as responses."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from flask import Response

from eventapp.addresses import absolute
from eventapp.clock import utcnow
from eventapp.documents import calendar
from eventapp.documents.calendar import CalendarEntry
from eventapp.domain.place import place
from eventapp.domain.publication import Output, is_withdrawn
from eventapp.domain.schedule.opening import described
from eventapp.domain.schedule.published import PublishedSchedule, PublishedSession
from eventapp.models import Event
from eventapp.views.headers import as_attachment


def event_entry(event: Event, output: Output, *, opening: str) -> CalendarEntry:
    """The whole event as the public may see it, in the calendar that `output` says."""
    return CalendarEntry(
        uid=f"{event.public_id.lower()}@eventapp",
        summary=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=ZoneInfo(event.time_zone),
        sequence=event.revision,
        stamp=utcnow().replace(microsecond=0),
        location=place(event),
        description=described(event, opening),
        url=absolute("public.event.show", slug=event.slug),
        cancelled=is_withdrawn(event, output),
    )


def session_entry(
    event: Event, session: PublishedSession, schedule: PublishedSchedule, output: Output
) -> CalendarEntry:
    """One session as the public may see it. Its SEQUENCE is the number of its release."""
    room = session.room.name if session.room else ""
    return CalendarEntry(
        uid=f"{event.public_id.lower()}-{session.code.lower()}@eventapp",
        summary=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=ZoneInfo(event.time_zone),
        sequence=schedule.number,
        stamp=schedule.released_at,
        location=", ".join(filter(None, (room, place(event)))),
        description=session.abstract,
        url=absolute("public.session.show", slug=event.slug, code=session.code)
        if session.kind != "service"
        else absolute("public.schedule.show", slug=event.slug),
        cancelled=session.cancelled or is_withdrawn(event, output),
    )


def calendar_file(entries: Iterable[CalendarEntry], *, name: str, url: str = "") -> bytes:
    """A calendar as it is written in a file."""
    return calendar.feed(list(entries), name=name, url=url)


def calendar_response(
    entries: Iterable[CalendarEntry], *, name: str, filename: str, url: str = ""
) -> Response:
    """A calendar to download or to subscribe to."""
    written = calendar_file(entries, name=name, url=url)
    response = Response(written, mimetype="text/calendar")
    return as_attachment(response, filename)
