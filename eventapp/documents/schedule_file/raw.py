"""What the readers of all formats hand on: the words of a file, not yet looked at."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from eventapp.domain.schedule.schedule_import.content import Repair, RepairCode

SESSIONS_MAX = 5000
REPAIRS_MAX = 5000


class UnreadableSchedule(Exception):
    """The file is no schedule that can be taken in; `reason` is a word for why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class RawPerson:
    """Somebody who speaks."""

    name: str = ""
    guid: str = ""
    number: str = ""
    code: str = ""
    biography: str = ""
    title: str = ""
    organisation: str = ""
    role: str = ""
    english: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class RawRoom:
    """A room, whether or not something happens in it."""

    name: str
    description: str = ""
    capacity: str = ""
    english_description: str = ""


@dataclass(slots=True)
class RawSession:
    """A session; `at` says where in the file it is. Calendars have moments, others words.

    `english` has title, type, abstract, room, floor and track, as far as the file says them.
    """

    at: str
    day: str = ""
    date: str = ""
    start: str = ""
    duration: str = ""
    end: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    guid: str = ""
    number: str = ""
    code: str = ""
    title: str = ""
    subtitle: str = ""
    kind: str = ""
    room: str = ""
    room_within: str = ""
    track: str = ""
    language: str = ""
    abstract: str = ""
    description: str = ""
    persons: list[RawPerson] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    attachments: list[tuple[str, str]] = field(default_factory=list)
    cancelled: bool = False
    english: dict[str, str] = field(default_factory=dict)
    points: dict[str, list[str]] = field(default_factory=dict)
    english_points: dict[str, list[str]] = field(default_factory=dict)
    track_short: str = ""
    floor: str = ""


@dataclass(slots=True)
class RawSchedule:
    """A file, with its repairs so far; `left` counts what there is no place for, by its name.

    `is_worded`: its times are words still; `undated` counts sessions that say a clock alone.
    """

    title: str = ""
    english_title: str = ""
    zone: str = ""
    day_change: str = ""
    base_url: str = ""
    venue: str = ""
    city: str = ""
    days: int | None = None
    rooms: list[RawRoom] = field(default_factory=list)
    tracks: list[str] = field(default_factory=list)
    sessions: list[RawSession] = field(default_factory=list)
    silent: tuple[str, ...] = ()
    repairs: list[Repair] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    is_worded: bool = True
    undated: int = 0

    def repair(self, at: str, code: RepairCode, **values: object) -> None:
        """Note one repair."""
        if len(self.repairs) < REPAIRS_MAX:
            self.repairs.append(Repair(at, code, {name: str(v) for name, v in values.items()}))

    def add(self, session: RawSession) -> None:
        """Add a session. Raises UnreadableSchedule when there are too many."""
        if len(self.sessions) >= SESSIONS_MAX:
            raise UnreadableSchedule("too-many-sessions")
        self.sessions.append(session)
