"""A schedule as the public sees it: plain values, frozen in a release."""

from dataclasses import dataclass, replace
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What the readers of a schedule need to know of its event. Moments are aware, in UTC."""

    public_id: str
    slug: str
    title: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    language: str = "sv"


@dataclass(frozen=True, slots=True)
class PublishedRoom:
    """A room, and what it offers those who hear or walk with difficulty."""

    code: str
    name: str
    floor: str
    seats: int | None
    hearing_loop: bool
    wheelchair: bool


@dataclass(frozen=True, slots=True)
class PublishedTrack:
    """A track; `figure` is the woven band of its focus area, 1–6, or 0 for plain."""

    code: str
    name: str
    short_name: str
    figure: int


@dataclass(frozen=True, slots=True)
class PublishedSpeaker:
    """A speaker, as they chose to be named."""

    code: str
    name: str
    title: str
    organisation: str
    biography: str


@dataclass(frozen=True, slots=True)
class PublishedSession:
    """One session. `kind` is plenary, choice or service; moments are aware, in UTC."""

    code: str
    kind: str
    form: str
    title: str
    abstract: str
    starts_at: datetime
    ends_at: datetime
    room: PublishedRoom | None
    track: PublishedTrack | None
    choice_group: str
    seats: int | None
    speakers: tuple[PublishedSpeaker, ...]
    known: tuple[str, ...]
    unknown: tuple[str, ...]
    meaning: tuple[str, ...]
    learning_goals: tuple[str, ...]
    references: tuple[str, ...]
    cancelled: bool

    @property
    def minutes(self) -> int:
        """How long the session lasts, in whole minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class PublishedDay:
    """One day of the event, in its own time zone, sessions in order of start and room."""

    index: int
    date: date
    sessions: tuple[PublishedSession, ...]

    @property
    def starts_at(self) -> datetime:
        """When the day begins, coffee and check-in included."""
        return min(session.starts_at for session in self.sessions)

    @property
    def ends_at(self) -> datetime:
        """When the last session of the day ends."""
        return max(session.ends_at for session in self.sessions)


@dataclass(frozen=True, slots=True)
class AnnouncedFacts:
    """What participants are notified of in a session: title, time, room and cancellation."""

    title: str
    starts_at: datetime
    ends_at: datetime
    room: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class PublishedChange:
    """The change of one session: without `before` when new, without `after` when gone."""

    code: str
    before: AnnouncedFacts | None
    after: AnnouncedFacts | None


@dataclass(frozen=True, slots=True)
class PublishedSchedule:
    """A whole schedule as released under `number`; rooms and tracks are those in use."""

    number: int
    released_at: datetime
    days: tuple[PublishedDay, ...]
    rooms: tuple[PublishedRoom, ...]
    tracks: tuple[PublishedTrack, ...]

    @property
    def sessions(self) -> tuple[PublishedSession, ...]:
        """All sessions of all days, in order."""
        return tuple(session for day in self.days for session in day.sessions)

    @property
    def speakers(self) -> tuple[PublishedSpeaker, ...]:
        """Everybody who speaks, once, in order of appearance."""
        speakers = {s.code: s for session in self.sessions for s in session.speakers}
        return tuple(speakers.values())

    def without_sessions(self) -> "PublishedSchedule":
        """The same days and rooms, without sessions."""
        return replace(self, days=tuple(replace(day, sessions=()) for day in self.days))

    def parallel_to(self, session: PublishedSession) -> tuple[PublishedSession, ...]:
        """The other sessions of the same choice: one attends one of them."""
        return tuple(
            other
            for other in self.sessions
            if session.choice_group
            and other.choice_group == session.choice_group
            and other.code != session.code
        )
