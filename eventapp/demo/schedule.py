"""A sample event's schedule: drafted as at its first release, and released as it was each time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy import select

from eventapp.demo.direct_insert import set_codes
from eventapp.demo.sample import Moments, Sample
from eventapp.demo.timeline import ORGANIZER, TimedStep
from eventapp.domain.event.release import release_schedule
from eventapp.domain.schedule.schedule_part import create_part
from eventapp.domain.schedule.session import SessionText, create_session, edit_session
from eventapp.extensions import db
from eventapp.models import Event, FocusArea, Room, Session, SessionKind, Speaker, Track

ROOM_FACTS = ("name", "floor", "directions", "seats", "hearing_loop", "wheelchair")
SPEAKER_FACTS = ("name", "title", "organisation", "biography")
SESSION_FACTS = (
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


@dataclass(frozen=True, slots=True)
class DraftSchedule:
    """An event's rooms, sessions and what is written of each session, by code."""

    event: Event
    rooms: dict[str, Room]
    sessions: dict[str, Session]
    texts: dict[str, SessionText]

    def release(self, rooms: dict[str, str], note: str, *, now: datetime) -> None:
        """Move the sessions that are in another room by now, and release the schedule."""
        for code, room in rooms.items():
            text = replace(self.texts[code], room=self.rooms[room])
            if text.room is not self.texts[code].room:
                session = self.sessions[code]
                edit_session(
                    self.event, session, text, version=session.version, actor=ORGANIZER, now=now
                )
                self.texts[code] = text
        release_schedule(self.event, actor=ORGANIZER, note=note, now=now)


def draft_schedule(
    event: Event, sample: Sample, moments: Moments, *, now: datetime
) -> DraftSchedule:
    """Create rooms, tracks, speakers and sessions, each session in its room of the first release.

    Flushes.
    """
    rooms = {
        room["code"]: create_part(Room, event, _pick({"directions": "", **room}, ROOM_FACTS))
        for room in sample["rooms"]
    }
    tracks = _create_tracks(event, sample["tracks"])
    speakers = {
        speaker["code"]: create_part(Speaker, event, _pick(speaker, SPEAKER_FACTS))
        for speaker in sample["speakers"]
    }
    first_rooms = _rooms_at(sample["releases"][0], sample)
    texts = {
        session["code"]: replace(
            _session_text(session, moments),
            room=rooms[first_rooms[session["code"]]],
            track=tracks[session["track"]] if session["track"] else None,
            speakers=tuple(speakers[code] for code in session["speakers"]),
        )
        for session in sample["sessions"]
    }
    sessions = {
        code: create_session(event, text, actor=ORGANIZER, now=now) for code, text in texts.items()
    }
    for rows in (rooms, tracks, speakers, sessions):
        set_codes(rows)
    return DraftSchedule(event, rooms, sessions, texts)


def release_steps(draft: DraftSchedule, sample: Sample, moments: Moments) -> Iterator[TimedStep]:
    """Every release of the schedule."""
    for release in sample["releases"]:
        step = partial(draft.release, _rooms_at(release, sample), release["note"])
        yield TimedStep(moments.at(release["at"]), step)


def _rooms_at(release: Sample, sample: Sample) -> dict[str, str]:
    """The room of each session at a release, by code: `was` names those that were elsewhere."""
    rooms = {session["code"]: session["room"] for session in sample["sessions"]}
    return rooms | {code: was["room"] for code, was in release["was"].items()}


def _create_tracks(event: Event, tracks: list[Sample]) -> dict[str, Track]:
    areas = {area.code: area.id for area in db.session.scalars(select(FocusArea))}
    return {
        track["code"]: create_part(
            Track,
            event,
            _pick(track, ("name", "short_name")) | {"focus_area_id": areas[track["focus_area"]]},
        )
        for track in tracks
    }


def _session_text(session: Sample, moments: Moments) -> SessionText:
    return SessionText(
        **_pick(session, SESSION_FACTS),
        kind=SessionKind(session["kind"]),
        starts_at=moments.at(session["starts_at"]),
        ends_at=moments.at(session["ends_at"]),
    )


def _pick(sample: Sample, names: tuple[str, ...]) -> Sample:
    return {name: sample[name] for name in names}
