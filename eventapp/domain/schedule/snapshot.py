"""Sessions as plain values, as releases and `Session.released` store them."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from eventapp.domain.schedule.published import (
    PublishedRoom,
    PublishedSession,
    PublishedSpeaker,
    PublishedTrack,
)
from eventapp.models import Room, Session, SessionSpeaker, Track

TEXTS = ("known", "unknown", "meaning", "learning_goals", "references")


def snapshot(session: Session) -> dict[str, Any]:
    """The draft of a session as plain values."""
    values: dict[str, Any] = _plain(asdict(_freeze(session)))
    return values


def released_session(session: Session) -> PublishedSession | None:
    """The session as the latest release shows it, or None while it is only a draft."""
    return from_snapshot(session.released) if session.released else None


def session_as_shown(session: Session) -> PublishedSession:
    """As `released_session`; for a choice that outlived its release, the draft."""
    return released_session(session) or _freeze(session)


def from_snapshot(values: dict[str, Any]) -> PublishedSession:
    """The values of a snapshot, typed."""
    return PublishedSession(
        **{
            **values,
            **{key: tuple(values[key]) for key in TEXTS},
            "starts_at": datetime.fromisoformat(values["starts_at"]),
            "ends_at": datetime.fromisoformat(values["ends_at"]),
            "room": PublishedRoom(**values["room"]) if values["room"] else None,
            "track": PublishedTrack(**values["track"]) if values["track"] else None,
            "speakers": tuple(PublishedSpeaker(**speaker) for speaker in values["speakers"]),
        }
    )


def _freeze(session: Session) -> PublishedSession:
    return PublishedSession(
        code=session.code,
        kind=session.kind.value,
        form=session.form,
        title=session.title,
        abstract=session.abstract,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room=_freeze_room(session.room),
        track=_freeze_track(session.track),
        choice_group=session.choice_group,
        seats=session.seats,
        speakers=tuple(_freeze_speaker(part) for part in session.appearances),
        known=tuple(session.known),
        unknown=tuple(session.unknown),
        meaning=tuple(session.meaning),
        learning_goals=tuple(session.learning_goals),
        references=tuple(session.references),
        cancelled=session.cancelled,
    )


def _freeze_room(room: Room | None) -> PublishedRoom | None:
    if room is None:
        return None
    return PublishedRoom(
        room.code, room.name, room.floor, room.seats, room.hearing_loop, room.wheelchair
    )


def _freeze_track(track: Track | None) -> PublishedTrack | None:
    if track is None:
        return None
    figure = track.focus_area.band if track.focus_area else 0
    return PublishedTrack(track.code, track.name, track.short_name or track.name, figure)


def _freeze_speaker(appearance: SessionSpeaker) -> PublishedSpeaker:
    speaker = appearance.speaker
    return PublishedSpeaker(
        speaker.code, speaker.name, speaker.title, speaker.organisation, speaker.biography
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()  # one moment, one text: releases are compared
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
