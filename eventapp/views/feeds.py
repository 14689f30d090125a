"""Events and sessions as calendar entries, and calendars as responses."""

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, request

from eventapp.addresses import absolute
from eventapp.documents import calendar
from eventapp.documents.calendar import CalendarEntry
from eventapp.documents.markdown import plain_text
from eventapp.domain.place import place
from eventapp.domain.publication import Output, is_withdrawn
from eventapp.domain.schedule.event_calendar import (
    CalendarDay,
    event_calendar,
    session_changes,
    title_when_off,
)
from eventapp.domain.schedule.opening import described
from eventapp.domain.schedule.published import PublishedSchedule, PublishedSession
from eventapp.i18n import current_language
from eventapp.models import Event
from eventapp.views.context import address_by_code
from eventapp.views.headers import as_attachment, hide_from_search


def event_entries(
    event: Event, output: Output, *, opening: str, uid: str = ""
) -> list[CalendarEntry]:
    """Each day of the event as the public may see it, in the calendar that `output` says.

    `uid` names the event in calendars that are not everybody's.
    """
    calendar_of_event, off = event_calendar(event), is_withdrawn(event, output)
    title, about = event.title_in(current_language()), _about(event)
    return [
        CalendarEntry(
            uid=f"{_day_uid(uid or event.public_id.lower(), day)}@eventapp",
            summary=title_when_off(event, title) if off or day.removed else title,
            starts_at=day.starts_at,
            ends_at=day.ends_at,
            zone=ZoneInfo(event.time_zone),
            sequence=calendar_of_event.public_sequence,
            stamp=calendar_of_event.changed_at.replace(microsecond=0),
            location=place(event),
            description=described(opening if day.number == 1 else "", about),
            url=absolute("public.event.show", slug=event.slug),
            cancelled=off or day.removed,
        )
        for day in calendar_of_event.days
    ]


def _about(event: Event) -> str:
    summary = plain_text(event.text_in(current_language(), "summary"))
    return _with_english(summary, event.english, "summary")


def _day_uid(name: str, day: CalendarDay) -> str:
    return name if day.number == 1 else f"{name}-day{day.number}"


class SessionCalendar:
    """The sessions of a released schedule as entries of a calendar, as the public may see them.

    What they share is asked once for all of them: there may be a thousand.
    """

    def __init__(self, event: Event, schedule: PublishedSchedule, output: Output) -> None:
        self._event, self._changes = event, session_changes(event, schedule)
        self._off, self._place = is_withdrawn(event, output), place(event)
        self._schedule_url = absolute("public.schedule.show", slug=event.slug)
        self._session_url = address_by_code("public.session.show", absolute, slug=event.slug)

    def entry(self, session: PublishedSession, *, texts: str = "") -> CalendarEntry:
        """One of them; `texts` are both its languages, for what may be taken in again."""
        event, change = self._event, self._changes[session.code]
        room = session.room.name if session.room else ""
        off = session.cancelled or self._off
        url = self._schedule_url if session.kind == "service" else self._session_url(session.code)
        return CalendarEntry(
            uid=f"{event.public_id.lower()}-{session.code.lower()}@eventapp",
            summary=title_when_off(event, session.title) if off else session.title,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            zone=ZoneInfo(event.time_zone),
            sequence=change.sequence,
            stamp=change.changed_at.replace(microsecond=0),
            location=", ".join(filter(None, (room, self._place))),
            description=_with_english(plain_text(session.abstract), session.english, "abstract"),
            url=url,
            cancelled=off,
            texts=texts,
        )


def _with_english(description: str, english: Mapping[str, Any], name: str) -> str:
    """A Swedish description with what is written in English below it; an English one alone."""
    if current_language() == "en":
        return description
    texts = filter(None, (english.get("title"), plain_text(english.get(name, ""))))
    below = "\n\n".join(texts)
    return "\n\n".join(filter(None, (description, below and f"English: {below}")))


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


def as_feed(response: Response) -> Response:
    """A calendar at a secret address: no search engine lists it, and unchanged it is not sent."""
    response.add_etag()
    response.make_conditional(request)
    return hide_from_search(response)
