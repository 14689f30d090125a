"""What a file says of a schedule, in plain values, with everything that was repaired in it."""

import zlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import msgspec

# What our own files alone say of a session, point by point.
POINTS = ("known", "unknown", "meaning", "learning_goals")
# What a file may say of a session in English, as the report names it.
ENGLISH_TEXTS = ("english_title", "english_form", "english_abstract")
ENGLISH_POINTS = tuple(f"english_{name}" for name in POINTS)


class RepairCode(StrEnum):
    """What was put right in a file, or left out. The words are the command's: they never change."""

    ENCODING = "encoding"
    ZONE_MISSING = "zone-missing"
    ZONE_UNKNOWN = "zone-unknown"
    ZONE_DIFFERS = "zone-differs"
    ZONE_OF_EVENT = "zone-of-event"
    NO_DATE = "no-date"
    NO_TIME = "no-time"
    DATE_WRONG = "date-wrong"
    START_DIFFERS = "start-differs"
    DURATION_MISSING = "duration-missing"
    ALL_DAY = "all-day"
    REPEATS = "repeats"
    ID_MISSING = "id-missing"
    ID_DOUBLE = "id-double"
    TITLE_MISSING = "title-missing"
    TOO_LONG = "too-long"
    CHARACTERS = "characters"
    HTML = "html"
    ROOM_DIFFERS = "room-differs"
    NAME_MISSING = "name-missing"
    SPEAKER_FROM_TEXT = "speaker-from-text"
    LINK_LEFT_OUT = "link-left-out"
    ATTACHMENT_LINKED = "attachment-linked"
    NOT_A_SESSION = "not-a-session"
    WRONG_SHAPE = "wrong-shape"
    FIELD_NOT_KEPT = "field-not-kept"
    KEPT_LOCAL = "kept-local"
    REMOVED_HERE = "removed-here"


@dataclass(frozen=True, slots=True)
class Repair:
    """One repair: where in the file, which, and the words that its sentence needs."""

    at: str
    code: RepairCode
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileLink:
    """A link as the file has it; `url` is an address that a browser follows."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class FileSpeaker:
    """A person of the file; `key` is what the file knows them by."""

    key: str
    name: str
    biography: str = ""
    guid: str = ""
    number: int | None = None
    code: str = ""
    title: str = ""
    organisation: str = ""
    biography_en: str = ""
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class FileRoom:
    """A room of the file."""

    name: str
    floor: str = ""
    seats: int | None = None
    english: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileSession:
    """A session of the file; `key` is what the file knows it by.

    `text` is what people read here, made of the three texts that the file has; `links` and
    `attachments` are as written, `references` are both, a line each. `english` has title, form
    and text (as `abstract`), as far as the file says them; `roles` what speakers do who are not
    simply that, by their keys.
    """

    key: str
    at: str
    title: str
    kind: str
    form: str
    starts_at: datetime
    ends_at: datetime
    room: str = ""
    track: str = ""
    speakers: tuple[str, ...] = ()
    text: str = ""
    references: tuple[str, ...] = ()
    cancelled: bool = False
    guid: str = ""
    number: int | None = None
    code: str = ""
    language: str = ""
    subtitle: str = ""
    abstract: str = ""
    description: str = ""
    links: tuple[FileLink, ...] = ()
    attachments: tuple[FileLink, ...] = ()
    english: dict[str, str] = field(default_factory=dict)
    points: dict[str, tuple[str, ...]] = field(default_factory=dict)
    english_points: dict[str, tuple[str, ...]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileSchedule:
    """A whole file. Moments are aware, in UTC; `zone` is where its clock is read.

    `silent` are fields that this file says nothing of, so that they stay as they are here.
    `day_change` is at how many minutes past midnight its days begin.
    """

    title: str
    zone: str
    days: int
    sessions: tuple[FileSession, ...]
    rooms: tuple[FileRoom, ...] = ()
    tracks: tuple[str, ...] = ()
    speakers: tuple[FileSpeaker, ...] = ()
    repairs: tuple[Repair, ...] = ()
    venue: str = ""
    city: str = ""
    day_change: int = 0
    silent: tuple[str, ...] = ()
    english_title: str = ""
    english_tracks: dict[str, str] = field(default_factory=dict)
    short_tracks: dict[str, str] = field(default_factory=dict)
    english_short_tracks: dict[str, str] = field(default_factory=dict)

    @property
    def starts_at(self) -> datetime:
        """When the first session begins."""
        return min(session.starts_at for session in self.sessions)

    @property
    def ends_at(self) -> datetime:
        """When the last session ends."""
        return max(session.ends_at for session in self.sessions)


def pack(content: FileSchedule) -> bytes:
    """The content as it is stored until it is taken in."""
    return zlib.compress(msgspec.json.encode(content), 6)


def unpack(packed: bytes) -> FileSchedule:
    """The stored content."""
    return msgspec.json.decode(zlib.decompress(packed), type=FileSchedule)
