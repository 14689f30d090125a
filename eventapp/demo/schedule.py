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
from eventapp.domain.locking import LockedEvent, lock_event
from eventapp.domain.record import audit
from eventapp.domain.schedule.schedule_part import Part, create_parts
from eventapp.domain.schedule.session import SessionText, edit_session, write_sessions
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    Event,
    FocusArea,
    Room,
    Session,
    SessionKind,
    Speaker,
    Track,
)

ROOM_FACTS = ("name", "floor", "directions", "seats", "hearing_loop", "wheelchair")
TRACK_FACTS = ("name", "short_name", "focus_area_id")
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
    locked = lock_event(event)
    described = [{"directions": "", **room} for room in sample["rooms"]]
    rooms = _create_parts(locked, Room, described, ROOM_FACTS)
    tracks = _create_tracks(locked, sample["tracks"])
    speakers = _create_parts(locked, Speaker, sample["speakers"], SPEAKER_FACTS)
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
    written = write_sessions(locked, [(None, text) for text in texts.values()])
    sessions = dict(zip(texts, written, strict=True))
    set_codes(sessions)
    for code in sessions:
        audit.record(AuditAction.SESSION_EDITED, event, actor=ORGANIZER, now=now, session=code)
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


def _create_parts(
    locked: LockedEvent, kind: type[Part], samples: list[Sample], facts: tuple[str, ...]
) -> dict[str, Part]:
    """Rooms, tracks or speakers, by code."""
    created = create_parts(locked, kind, [_pick(sample, facts) for sample in samples])
    parts = {sample["code"]: part for sample, part in zip(samples, created, strict=True)}
    set_codes(parts)
    return parts


def _create_tracks(locked: LockedEvent, tracks: list[Sample]) -> dict[str, Track]:
    areas = {area.code: area.id for area in db.session.scalars(select(FocusArea))}
    samples = [{**track, "focus_area_id": areas[track["focus_area"]]} for track in tracks]
    return _create_parts(locked, Track, samples, TRACK_FACTS)


def _session_text(session: Sample, moments: Moments) -> SessionText:
    return SessionText(
        **_pick(session, SESSION_FACTS),
        kind=SessionKind(session["kind"]),
        starts_at=moments.at(session["starts_at"]),
        ends_at=moments.at(session["ends_at"]),
    )


def _pick(sample: Sample, names: tuple[str, ...]) -> Sample:
    return {name: sample[name] for name in names}
