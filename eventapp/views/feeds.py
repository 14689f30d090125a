"""Events and sessions as calendar entries, and calendars as responses."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, current_app, url_for

from eventapp.clock import utcnow
from eventapp.documents import calendar
from eventapp.documents.calendar import CalendarEntry
from eventapp.domain.schedule.published import PublishedSession
from eventapp.models import Event, EventState


def absolute(endpoint: str, **values: Any) -> str:
    """An address as the outside names it: the public one, whatever host the request named."""
    base: str = current_app.extensions["settings"].base_url.rstrip("/")
    return base + url_for(endpoint, **values)


def place(event: Event, *, confirmed: bool = False) -> str:
    """Where the event is, as much of it as this reader may know."""
    if event.online:
        return event.online_url if confirmed else ""
    if event.closed and not confirmed:
        return event.venue_city
    return ", ".join(filter(None, (event.venue_name, event.venue_address)))


def event_entry(event: Event) -> CalendarEntry:
    """The whole event as the public may see it."""
    return CalendarEntry(
        uid=f"{event.public_id.lower()}@eventapp",
        summary=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=ZoneInfo(event.time_zone),
        sequence=event.revision,
        stamp=utcnow().replace(microsecond=0),
        location=place(event),
        description=event.summary,
        url=absolute("public.event.show", slug=event.slug),
        cancelled=event.state is EventState.CANCELLED,
    )


def session_entry(
    event: Event, session: PublishedSession, *, released_at: datetime, number: int
) -> CalendarEntry:
    """One session as the public may see it. Its sequence is the release that it stands in."""
    room = session.room.name if session.room else ""
    return CalendarEntry(
        uid=f"{event.public_id.lower()}-{session.code.lower()}@eventapp",
        summary=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=ZoneInfo(event.time_zone),
        sequence=number,
        stamp=released_at,
        location=", ".join(filter(None, (room, place(event)))),
        description=session.abstract,
        url=absolute("public.session.show", slug=event.slug, code=session.code)
        if session.kind != "service"
        else absolute("public.schedule.show", slug=event.slug),
        cancelled=session.cancelled or event.state is EventState.CANCELLED,
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
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
