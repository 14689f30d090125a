"""A sample event's programme: drafted as it became, released as it was at each time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import select

from eventapp.demo.sample import Moments, Sample
from eventapp.demo.timeline import ORGANIZER, TimedStep
from eventapp.domain.schedule.release import store_release
from eventapp.extensions import db
from eventapp.models import (
    Event,
    FocusArea,
    Room,
    Session,
    SessionKind,
    SessionSpeaker,
    Speaker,
    Track,
)


def schedule_steps(event: Event, sample: Sample, moments: Moments) -> Iterator[TimedStep]:
    """Draft the programme, and yield its releases."""
    draft = _draft(event, sample, moments)
    for each in sample["releases"]:
        yield TimedStep(moments.at(each["at"]), partial(draft.release, each))


@dataclass(frozen=True, slots=True)
class DraftSchedule:
    """An event's sessions and rooms by code, and the room each session ends up in."""

    event: Event
    sessions: dict[str, Session]
    rooms: dict[str, Room]
    room_of: dict[str, str]

    def release(self, sample: Sample, *, now: datetime) -> None:
        """Put every session in its room, but for those that were elsewhere then; and publish."""
        was = sample["was"]
        for code, session in self.sessions.items():
            room = self.rooms[was.get(code, {}).get("room", self.room_of[code])]
            if session.room is not room:
                session.room = room
                session.version += 1
        store_release(self.event, actor=ORGANIZER, note=sample["note"], now=now)


def _draft(event: Event, sample: Sample, moments: Moments) -> DraftSchedule:
    rooms = {each["code"]: _room(event, each, at) for at, each in enumerate(sample["rooms"])}
    tracks = _tracks(event, sample)
    speakers = {each["code"]: _speaker(event, each) for each in sample["speakers"]}
    sessions = {}
    for each in sample["sessions"]:
        session = _session(event, each, moments)
        session.room = rooms[each["room"]]
        session.track = tracks[each["track"]] if each["track"] else None
        session.appearances = [
            SessionSpeaker(speaker=speakers[code], position=at)
            for at, code in enumerate(each["speakers"])
        ]
        sessions[each["code"]] = session
    db.session.add_all([*rooms.values(), *tracks.values(), *speakers.values(), *sessions.values()])
    db.session.flush()  # counts of seats are asked of the database
    return DraftSchedule(
        event, sessions, rooms, {each["code"]: each["room"] for each in sample["sessions"]}
    )


def _room(event: Event, room: Sample, position: int) -> Room:
    return Room(
        event_id=event.id,
        code=room["code"],
        name=room["name"],
        floor=room["floor"],
        seats=room["seats"],
        hearing_loop=room["hearing_loop"],
        wheelchair=room["wheelchair"],
        position=position,
    )


def _tracks(event: Event, sample: Sample) -> dict[str, Track]:
    areas = {each.code: each for each in db.session.scalars(select(FocusArea))}
    return {
        each["code"]: Track(
            event_id=event.id,
            code=each["code"],
            name=each["name"],
            short_name=each["short_name"],
            focus_area=areas[each["focus_area"]],
            position=position,
        )
        for position, each in enumerate(sample["tracks"])
    }


def _speaker(event: Event, speaker: Sample) -> Speaker:
    return Speaker(
        event_id=event.id,
        code=speaker["code"],
        name=speaker["name"],
        title=speaker["title"],
        organisation=speaker["organisation"],
        biography=speaker["biography"],
    )


def _session(event: Event, session: Sample, moments: Moments) -> Session:
    return Session(
        event_id=event.id,
        **{name: session[name] for name in SESSION_FACTS},
        kind=SessionKind(session["kind"]),
        starts_at=moments.at(session["starts_at"]),
        ends_at=moments.at(session["ends_at"]),
    )


SESSION_FACTS = (
    "code",
    "form",
    "title",
    "abstract",
    "choice_group",
    "seats",
    "known",
    "unknown",
    "meaning",
    "learning_goals",
    "references",
    "cancelled",
)
