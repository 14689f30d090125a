"""What both exchange formats of a schedule say of a session, in the terms they share.

Speakers are named as they chose to be; nobody else is. A cancelled session is left out: readers
of these formats take what is gone from a schedule for cancelled.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import quote
from uuid import UUID
from zoneinfo import ZoneInfo

from eventapp.documents.xml_text import printable
from eventapp.domain.schedule.origin import OriginLink, SessionOrigin, own_guid
from eventapp.domain.schedule.published import (
    EventFacts,
    PublishedSchedule,
    PublishedSession,
)

TIMESLOT = "00:05"

_NOWHERE = "–"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:)\]]")
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LARGEST_ID = 2**31 - 1  # some readers store ids in 32 bits


@dataclass(frozen=True, slots=True)
class Link:
    """A reference that can be followed."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A session in its place; `starts_at` is in the event's zone, `duration` hh:mm or d:hh:mm.

    Where it came in from another system's file and was not changed since, its texts, links and
    attachments are as that file has them.
    """

    session: PublishedSession
    number: int
    guid: UUID
    slug: str
    url: str
    room: str
    starts_at: datetime
    duration: str
    links: tuple[Link, ...]
    language: str
    code: str
    subtitle: str
    abstract: str
    description: str
    attachments: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SlotDay:
    """One day, its slots by the name of the room; it begins at midnight, or when its file says."""

    index: int
    date: date
    starts_at: datetime
    ends_at: datetime
    rooms: dict[str, list[Slot]]


def slot_days(schedule: PublishedSchedule, *, event: EventFacts, base_url: str) -> list[SlotDay]:
    """Lay out the schedule day by day and room by room, at least one day, from 1."""
    zone = ZoneInfo(event.time_zone)
    writer = _SlotWriter(schedule, event, base_url)
    begins = timedelta(minutes=schedule.origins.day_change)
    names = [text(room.name) for room in schedule.rooms]
    names += [name for name in schedule.origins.rooms if name not in names]
    table = []
    for index, (day, sessions) in enumerate(_by_day(schedule, event, begins), start=1):
        rooms: dict[str, list[Slot]] = {name: [] for name in names}
        for session in sessions:
            if not session.cancelled:
                slot = writer.write(session)
                rooms.setdefault(slot.room, []).append(slot)
        first = datetime.combine(day, time(), zone) + begins
        last = datetime.combine(day + timedelta(days=1), time(), zone) + begins
        table.append(SlotDay(index, day, first, last - timedelta(seconds=1), rooms))
    return table


def _by_day(
    schedule: PublishedSchedule, event: EventFacts, begins: timedelta
) -> list[tuple[date, list[PublishedSession]]]:
    """The sessions by day, in order: what is on before a day begins belongs to the one before."""
    zone = ZoneInfo(event.time_zone)
    days: dict[date, list[PublishedSession]] = {}
    for session in schedule.sessions:
        local = session.starts_at.astimezone(zone).replace(tzinfo=None) - begins
        days.setdefault(local.date(), []).append(session)
    return sorted(days.items()) or [(event.starts_at.astimezone(zone).date(), [])]


def acronym(event: EventFacts) -> str:
    """Name the event in letters, digits and underscores, at least four of them."""
    name = slugified(event.slug).replace("-", "_")
    return name if len(name) >= 4 else f"event_{name}"


def guid(event: EventFacts, kind: str, code: str) -> UUID:
    """Name a thing of an event for all systems; the same thing always has the same name."""
    return own_guid(event.public_id, kind, code)


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


class _SlotWriter:
    """Writes sessions as slots, each with its number and what is known of where it came from."""

    def __init__(self, schedule: PublishedSchedule, event: EventFacts, base_url: str) -> None:
        self.event, self.base_url = event, base_url
        self.origins = schedule.origins.sessions
        self.numbers = _numbers(schedule, event)
        self.guids: set[UUID] = set()

    def write(self, session: PublishedSession) -> Slot:
        """The slot of a session. A name or number that another one has is not used twice."""
        event, number = self.event, self.numbers[session.code]
        origin = self.origins.get(session.code)
        own = origin is None or origin.text != session.abstract
        as_written = origin is not None and origin.references == session.references
        return Slot(
            session=session,
            number=number,
            guid=self._guid(session, origin),
            slug=_slug(session, number, event),
            url=_page(session, event, self.base_url),
            room=text(session.room.name) if session.room else _NOWHERE,
            starts_at=session.starts_at.astimezone(ZoneInfo(event.time_zone)),
            duration=_duration(session.minutes),
            links=_links(origin.links) if origin and as_written else _references(session),
            language=origin.language if origin else event.language,
            code=origin.code if origin and origin.code else session.code,
            subtitle=text(origin.subtitle) if origin and not own else "",
            abstract=text(origin.abstract if origin and not own else session.abstract),
            description=text(origin.description) if origin and not own else "",
            attachments=_links(origin.attachments) if origin and as_written else (),
        )

    def _guid(self, session: PublishedSession, origin: SessionOrigin | None) -> UUID:
        name = read_guid(origin.guid) if origin else None
        if name is None or name in self.guids:
            name = guid(self.event, "session", session.code)
        self.guids.add(name)
        return name


def read_guid(written: str) -> UUID | None:
    """The name that a file has of a thing, if it is one that all systems take."""
    return UUID(written) if _GUID.fullmatch(written) else None


def _links(links: Iterable[OriginLink]) -> tuple[Link, ...]:
    return tuple(Link(text(link.title), link.url) for link in links)


def _references(session: PublishedSession) -> tuple[Link, ...]:
    return tuple(
        Link(title=text(reference), url=match[0])
        for reference in session.references
        if (match := _ADDRESS.search(reference))
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
    """Number the sessions by their codes, alike in every release; old readers need numbers.

    Those that came with a number of their own keep it.
    """
    numbers: dict[str, int] = {}
    taken: set[int] = set()
    for code, origin in schedule.origins.sessions.items():
        number = origin.number or 0
        if 0 < number <= _LARGEST_ID and number not in taken:
            taken.add(number)
            numbers[code] = number
    for session in sorted(schedule.sessions, key=lambda session: session.code):
        if session.code in numbers:
            continue
        number = guid(event, "session", session.code).int % _LARGEST_ID + 1
        while number in taken:
            number = number % _LARGEST_ID + 1
        taken.add(number)
        numbers[session.code] = number
    return numbers
