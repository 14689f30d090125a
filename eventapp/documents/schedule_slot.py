"""What both exchange formats of a schedule say of a session, in the terms they share.

Speakers are named as they chose to be; nobody else is. A cancelled session is left out: readers
of these formats take what is gone from a schedule for cancelled.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from eventapp.documents.xml_text import printable
from eventapp.domain.schedule.published import (
    EventFacts,
    PublishedDay,
    PublishedSchedule,
    PublishedSession,
)

TIMESLOT = "00:05"

_NOWHERE = "–"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:)\]]")
_LARGEST_ID = 2**31 - 1  # some readers store ids in 32 bits


@dataclass(frozen=True, slots=True)
class Link:
    """A reference that can be followed."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A session in its place; `starts_at` is in the event's zone, `duration` hh:mm or d:hh:mm."""

    session: PublishedSession
    number: int
    guid: UUID
    slug: str
    url: str
    room: str
    starts_at: datetime
    duration: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SlotDay:
    """One day from midnight to midnight, its slots by the name of the room."""

    index: int
    date: date
    starts_at: datetime
    ends_at: datetime
    rooms: dict[str, list[Slot]]


def slot_days(schedule: PublishedSchedule, *, event: EventFacts, base_url: str) -> list[SlotDay]:
    """Lay out the schedule day by day and room by room, at least one day, from 1."""
    zone = ZoneInfo(event.time_zone)
    numbers = _numbers(schedule, event)
    days = schedule.days or (PublishedDay(1, event.starts_at.astimezone(zone).date(), ()),)
    table = []
    for index, day in enumerate(days, start=1):
        rooms: dict[str, list[Slot]] = {text(room.name): [] for room in schedule.rooms}
        for session in day.sessions:
            if not session.cancelled:
                slot = _slot(session, numbers[session.code], event, base_url)
                rooms.setdefault(slot.room, []).append(slot)
        midnight = datetime.combine(day.date, time(), zone)
        last_second = datetime.combine(day.date, time(23, 59, 59), zone)
        table.append(SlotDay(index, day.date, midnight, last_second, rooms))
    return table


def acronym(event: EventFacts) -> str:
    """Name the event in letters, digits and underscores, at least four of them."""
    name = slugified(event.slug).replace("-", "_")
    return name if len(name) >= 4 else f"event_{name}"


def guid(event: EventFacts, kind: str, code: str) -> UUID:
    """Name a thing of an event for all systems; the same thing always has the same name."""
    return uuid5(NAMESPACE_URL, f"eventapp:{event.public_id}:{kind}:{code}")


def slugified(words: str) -> str:
    """Write words with a–z, 0–9 and single hyphens; accents fall off their letters."""
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")


def text(words: str) -> str:
    """Leave out what cannot be written; lines end with LF."""
    return printable(words).replace("\r\n", "\n").replace("\r", "\n")


def _page(session: PublishedSession, event: EventFacts, base_url: str) -> str:
    """The session's own page; coffee and the like have none but the programme's."""
    of_event = f"{base_url.rstrip('/')}/events/{event.slug}"
    if session.kind == "service":
        return f"{of_event}/schedule"
    return f"{of_event}/sessions/{quote(session.code, safe='')}"


def _slot(session: PublishedSession, number: int, event: EventFacts, base_url: str) -> Slot:
    return Slot(
        session=session,
        number=number,
        guid=guid(event, "session", session.code),
        slug=_slug(session, number, event),
        url=_page(session, event, base_url),
        room=text(session.room.name) if session.room else _NOWHERE,
        starts_at=session.starts_at.astimezone(ZoneInfo(event.time_zone)),
        duration=_duration(session.minutes),
        links=tuple(
            Link(title=text(reference), url=match[0])
            for reference in session.references
            if (match := _ADDRESS.search(reference))
        ),
    )


def _duration(minutes: int) -> str:
    """Write hh:mm, and from a whole day on d:hh:mm, as pretalx does: schemas take two digits."""
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    return f"{days}:{hours:02}:{minutes:02}" if days else f"{hours:02}:{minutes:02}"


def _slug(session: PublishedSession, number: int, event: EventFacts) -> str:
    """Write event, six digits, title and code; the code alone makes it the only one."""
    words = slugified(f"{session.title[:60]} session {session.code}")
    return f"{acronym(event)}-{number % 10**6}-{words}"


def _numbers(schedule: PublishedSchedule, event: EventFacts) -> dict[str, int]:
    """Number the sessions by their codes, alike in every release; old readers need numbers."""
    numbers: dict[str, int] = {}
    taken: set[int] = set()
    for session in sorted(schedule.sessions, key=lambda session: session.code):
        number = guid(event, "session", session.code).int % _LARGEST_ID + 1
        while number in taken:
            number = number % _LARGEST_ID + 1
        taken.add(number)
        numbers[session.code] = number
    return numbers
