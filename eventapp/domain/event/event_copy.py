"""Copying an event to another time: its schedule and questions, not its people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from eventapp.domain import locking
from eventapp.domain.event.draft import EDITABLE_FIELDS, add_with_slug, free_slug
from eventapp.domain.event.local_time import moment_at
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    AutomaticLetter,
    Event,
    RegistrationQuestion,
    Room,
    Session,
    SessionSpeaker,
    Speaker,
    Track,
)

Thing = TypeVar("Thing", Room, Track, Speaker)


def copy_event(event: Event, starts_at: datetime, *, actor: str, now: datetime) -> Event:
    """Create a draft like the event, every moment moved as far as its start.

    Moved in local time: what closed at midnight still does, in summer and in winter.
    Rooms, tracks, speakers, sessions, questions and the timetable of letters are copied; people and
    releases are not.
    Raises NoSuchTime where a moved time does not exist, SlugTaken. Flushes.
    """
    locking.lock_event(event)
    zone = ZoneInfo(event.time_zone)
    # Between moments of one and the same zone, Python subtracts local times.
    move = Move(starts_at.astimezone(zone) - event.starts_at.astimezone(zone), event.time_zone)
    values = {name: move.value(getattr(event, name)) for name in EDITABLE_FIELDS}
    copy = Event(slug=free_slug(event.title, starts_at), **values)
    copy.series_id = event.series_id
    add_with_slug(copy)
    copy.option_limits = dict(event.option_limits)
    _copy_questions(event, copy, move)
    _copy_schedule(event, copy, move)
    _copy_timetable(event, copy)
    audit.record(AuditAction.COPIED, copy, actor=actor, now=now, source=event.public_id)
    return copy


@dataclass(frozen=True, slots=True)
class Move:
    """How far everything moves, in the local time of a time zone."""

    later: timedelta
    time_zone: str

    def value(self, value: object) -> object:
        """A moment moved, anything else as it is. Raises NoSuchTime."""
        if isinstance(value, datetime):
            return self.moment(value)
        return list(value) if isinstance(value, list) else value

    def moment(self, moment: datetime) -> datetime:
        """The moment moved. Raises NoSuchTime."""
        local = moment.astimezone(ZoneInfo(self.time_zone)).replace(tzinfo=None, fold=0)
        return moment_at(local + self.later, self.time_zone)

    def span(self, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
        """Both ends moved; a span over the hour that comes twice retains its length."""
        starts, ends = self.moment(starts_at), self.moment(ends_at)
        return starts, ends if ends > starts else starts + (ends_at - starts_at)


QUESTION_FIELDS = (
    "code",
    "kind",
    "label",
    "hint",
    "options",
    "required",
    "choices_max",
    "none_option",
    "condition",
    "purpose",
    "position",
)
TIMETABLE_FIELDS = ("kind", "active", "days", "minute", "subject", "body", "subject_en", "body_en")
ROOM_FIELDS = ("code", "name", "floor", "seats", "hearing_loop", "wheelchair", "position")
TRACK_FIELDS = ("code", "name", "short_name", "position", "focus_area_id")
SPEAKER_FIELDS = ("code", "name", "title", "organisation", "biography")
SESSION_FIELDS = ("code", "kind", "form", "title", "abstract", "choice_group", "seats")
SESSION_LIST_FIELDS = ("known", "unknown", "meaning", "learning_goals", "references")


def _copy_questions(event: Event, copy: Event, move: Move) -> None:
    for question in event.questions:
        values = _values(question, QUESTION_FIELDS)
        if question.delete_on:
            days = round(move.later / timedelta(days=1))
            values["delete_on"] = question.delete_on + timedelta(days=days)
        copy.questions.append(RegistrationQuestion(**values))


def _copy_timetable(event: Event, copy: Event) -> None:
    """Letters that go by themselves: when, whether, and in which words."""
    for row in db.session.scalars(
        select(AutomaticLetter).where(AutomaticLetter.event_id == event.id)
    ):
        db.session.add(AutomaticLetter(event_id=copy.id, **_values(row, TIMETABLE_FIELDS)))


def _copy_schedule(event: Event, copy: Event, move: Move) -> None:
    rooms = _copy_parts(Room, event, copy, ROOM_FIELDS)
    tracks = _copy_parts(Track, event, copy, TRACK_FIELDS)
    speakers = _copy_parts(Speaker, event, copy, SPEAKER_FIELDS)
    originals = (
        select(Session)
        .where(Session.event_id == event.id)
        .options(selectinload(Session.appearances))
    )
    for original in db.session.scalars(originals):
        starts_at, ends_at = move.span(original.starts_at, original.ends_at)
        session = Session(
            event_id=copy.id,
            **_values(original, SESSION_FIELDS),
            **{name: list(getattr(original, name)) for name in SESSION_LIST_FIELDS},
            starts_at=starts_at,
            ends_at=ends_at,
            room=rooms.get(original.room_id),
            track=tracks.get(original.track_id),
        )
        session.appearances = [
            SessionSpeaker(speaker=speakers[part.speaker_id], position=part.position)
            for part in original.appearances
        ]
        db.session.add(session)
    db.session.flush()


def _copy_parts(
    kind: type[Thing], event: Event, copy: Event, names: tuple[str, ...]
) -> dict[int | None, Thing]:
    copies: dict[int | None, Thing] = {}
    for original in db.session.scalars(select(kind).where(kind.event_id == event.id)):
        copies[original.id] = kind(event_id=copy.id, **_values(original, names))
    db.session.add_all(copies.values())
    return copies


def _values(thing: object, names: tuple[str, ...]) -> dict[str, object]:
    return {name: getattr(thing, name) for name in names}
