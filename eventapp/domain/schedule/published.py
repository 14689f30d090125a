"""A schedule as the public sees it: plain values, frozen in a release."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from eventapp.domain.schedule.origin import ScheduleOrigins
from eventapp.i18n import EnglishText
from eventapp.models import Event, Release

# What may be written in English beside the Swedish, and is in a release; lists come last.
ENGLISH_TEXTS = ("title", "form", "abstract")
ENGLISH_LISTS = ("known", "unknown", "meaning", "learning_goals")
ENGLISH_SPEAKER = ("title", "biography")
ENGLISH_PARTS = {"room": ("name", "floor"), "track": ("name", "short_name")}


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
    english_title: str = ""

    @classmethod
    def of(cls, event: Event) -> "EventFacts":
        """Those of this event."""
        return cls(
            public_id=event.public_id,
            slug=event.slug,
            title=event.title,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            time_zone=event.time_zone,
            english_title=event.english.get("title", ""),
        )


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
    """A speaker, as they chose to be named. `role` is speaker, moderator or panellist."""

    code: str
    name: str
    title: str
    organisation: str
    biography: str
    role: str = "speaker"

    def in_english(self, texts: Mapping[str, str]) -> "PublishedSpeaker":
        """The speaker with these texts in English; the rest as it is."""
        english = {name: EnglishText(texts[name]) for name in ENGLISH_SPEAKER if texts.get(name)}
        return replace(self, **english) if english else self


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
    # By the names of the fields; of `room` and `track` a mapping of their own, and of `speakers`
    # one by their codes.
    english: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def in_language(self, language: str) -> "PublishedSession":
        """The session with its English texts where English is asked for; the rest as it is."""
        if language != "en" or not self.english:
            return self
        english = self.english
        values: dict[str, Any] = {
            **{name: EnglishText(english[name]) for name in ENGLISH_TEXTS if english.get(name)},
            **{
                name: tuple(EnglishText(point) for point in english[name])
                for name in ENGLISH_LISTS
                if english.get(name)
            },
        }
        if people := english.get("speakers"):
            values["speakers"] = tuple(s.in_english(people.get(s.code, {})) for s in self.speakers)
        for part, names in ENGLISH_PARTS.items():
            thing, words = getattr(self, part), english.get(part)
            if thing and words:
                texts = {name: EnglishText(words[name]) for name in names if words.get(name)}
                values[part] = replace(thing, **texts)
        return replace(self, **values)

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
    """A whole schedule as released under `number`; rooms and tracks are those in use.

    `origins` is what the files of other systems say of it, for the formats that they read.
    `named_only` has the codes of speakers of whom nothing but the name is shown.
    """

    number: int
    released_at: datetime
    days: tuple[PublishedDay, ...]
    rooms: tuple[PublishedRoom, ...]
    tracks: tuple[PublishedTrack, ...]
    origins: ScheduleOrigins = field(default_factory=ScheduleOrigins)
    named_only: frozenset[str] = frozenset()

    def with_names_only(self, codes: frozenset[str]) -> "PublishedSchedule":
        """The schedule with nothing but the names of the speakers of these codes."""
        if not codes:
            return self
        days = tuple(
            replace(day, sessions=tuple(_named(session, codes) for session in day.sessions))
            for day in self.days
        )
        return replace(self, days=days, named_only=codes)

    @property
    def sessions(self) -> tuple[PublishedSession, ...]:
        """All sessions of all days, in order."""
        return tuple(session for day in self.days for session in day.sessions)

    @property
    def speakers(self) -> tuple[PublishedSpeaker, ...]:
        """Everybody who speaks, once, in order of appearance."""
        speakers = {s.code: s for session in self.sessions for s in session.speakers}
        return tuple(speakers.values())

    def in_language(self, language: str) -> "PublishedSchedule":
        """The schedule with English texts where English is asked for and there are some."""
        if language != "en" or not any(session.english for session in self.sessions):
            return self
        days = tuple(
            replace(day, sessions=tuple(session.in_language(language) for session in day.sessions))
            for day in self.days
        )
        sessions = [session for day in days for session in day.sessions]
        rooms = {s.room.code: s.room for s in sessions if s.room}
        tracks = {s.track.code: s.track for s in sessions if s.track}
        return replace(
            self,
            days=days,
            rooms=tuple(rooms.get(room.code, room) for room in self.rooms),
            tracks=tuple(tracks.get(track.code, track) for track in self.tracks),
        )

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


def _named(session: PublishedSession, codes: frozenset[str]) -> PublishedSession:
    if not any(speaker.code in codes for speaker in session.speakers):
        return session
    speakers = tuple(
        replace(speaker, title="", organisation="", biography="")
        if speaker.code in codes
        else speaker
        for speaker in session.speakers
    )
    people = session.english.get("speakers", {})
    said = {code: texts for code, texts in people.items() if code not in codes}
    english = {**session.english, "speakers": said} if people else session.english
    return replace(session, speakers=speakers, english=english)


def changes_in(release: Release) -> list[PublishedChange]:
    """The changes since the release before: new sessions, removed ones, then changed ones."""
    return read_changes(release.changes)


def read_changes(changes: Iterable[dict[str, Any]]) -> list[PublishedChange]:
    """The same, of what a release stores of them."""
    return [_change(values) for values in changes]


def _change(values: dict[str, Any]) -> PublishedChange:
    kind = values["kind"]
    was = values["was"] if kind == "changed" else values if kind == "gone" else None
    return PublishedChange(
        code=values["code"],
        before=_facts(was) if was else None,
        after=_facts(values) if kind != "gone" else None,
    )


def _facts(values: dict[str, Any]) -> AnnouncedFacts:
    return AnnouncedFacts(
        title=values["title"],
        starts_at=datetime.fromisoformat(values["starts_at"]),
        ends_at=datetime.fromisoformat(values["ends_at"]),
        room=values["room"],
        cancelled=values["cancelled"],
    )
