"""Sessions as plain values, as releases and `Session.released` store them."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from eventapp.domain.schedule.published import (
    PublishedRoom,
    PublishedSession,
    PublishedSpeaker,
    PublishedTrack,
)
from eventapp.models import Room, Session, SessionSpeaker, Speaker, SpeakerRole, Track

Part = TypeVar("Part", PublishedRoom, PublishedTrack, PublishedSpeaker)

FIELDS = {
    kind: tuple(column.name for column in fields(kind))
    for kind in (PublishedSession, PublishedRoom, PublishedTrack, PublishedSpeaker)
}
TEXTS = ("known", "unknown", "meaning", "learning_goals", "references")


def snapshot(session: Session) -> dict[str, Any]:
    """The draft of a session as plain values, without what its speakers do there."""
    values: dict[str, Any] = _plain(_freeze(session))
    del values["english"]
    for speaker in values["speakers"]:
        del speaker["role"]  # the release before takes no more than it knows: see `roles_in`
    return values


def roles_in(session: Session) -> dict[str, str]:
    """What those do in a session, by code, who are not simply its speakers."""
    return {
        part.speaker.code: part.role.value
        for part in session.appearances
        if part.role is not SpeakerRole.SPEAKER
    }


def with_roles(session: PublishedSession, roles: Mapping[str, str]) -> PublishedSession:
    """The session with what its speakers do there, by their codes."""
    if not roles:
        return session
    speakers = (replace(s, role=roles.get(s.code, s.role)) for s in session.speakers)
    return replace(session, speakers=tuple(speakers))


def english_snapshot(session: Session) -> dict[str, Any]:
    """What the draft has in English of the session, its room, track and speakers; or nothing.

    It is stored beside the snapshot: the release before this one takes no more in that.
    """
    parts = {"room": session.room, "track": session.track}
    english = {name: dict(part.english) for name, part in parts.items() if part and part.english}
    people = {
        part.speaker.code: texts
        for part in session.appearances
        if (texts := _english_of(part.speaker))
    }
    return {**session.english, **english, **({"speakers": people} if people else {})}


def _english_of(speaker: Speaker) -> dict[str, str]:
    texts = {"title": speaker.title_en, "biography": speaker.biography_en}
    return {name: words for name, words in texts.items() if words}


def released_session(session: Session) -> PublishedSession | None:
    """The session as the latest release shows it, or None while it is only a draft."""
    if not session.released:
        return None
    return from_snapshot(session.released, session.released_english or {})


def session_as_shown(session: Session) -> PublishedSession:
    """As `released_session`; for a choice that outlived its release, the draft."""
    return released_session(session) or _freeze(session)


class SharedParts:
    """Rooms, tracks and speakers of snapshots, typed: one object for all sessions that have it."""

    def __init__(self) -> None:
        self._parts: dict[tuple[type, str], tuple[dict[str, Any], Any]] = {}

    def get(self, kind: type[Part], values: dict[str, Any]) -> Part:
        """The part of these values."""
        key = (kind, values["code"])
        known, part = self._parts.get(key, (None, None))
        if known != values:
            part = kind(**values)
            self._parts[key] = values, part
        return cast("Part", part)


def from_snapshot(
    values: dict[str, Any],
    english: Mapping[str, Any] | None = None,
    parts: SharedParts | None = None,
) -> PublishedSession:
    """The values of a snapshot, typed, with what is stored beside it in English.

    Snapshots of one release are typed with the same `parts`.
    """
    parts = parts or SharedParts()
    room, track = values["room"], values["track"]
    return PublishedSession(
        **{
            **values,
            "english": english or {},
            **{key: tuple(values[key]) for key in TEXTS},
            "starts_at": datetime.fromisoformat(values["starts_at"]),
            "ends_at": datetime.fromisoformat(values["ends_at"]),
            "room": parts.get(PublishedRoom, room) if room else None,
            "track": parts.get(PublishedTrack, track) if track else None,
            "speakers": tuple(parts.get(PublishedSpeaker, s) for s in values["speakers"]),
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
        # What visitors know of and has no place any more does not take place for all they know.
        cancelled=session.cancelled or not session.placed,
        english=english_snapshot(session),
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
        speaker.code,
        speaker.name,
        speaker.title,
        speaker.organisation,
        speaker.biography,
        appearance.role.value,
    )


def _plain(value: Any) -> Any:
    """The value as JSON has it. Texts are not copied, as `asdict` does, which took most time."""
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()  # one moment, one text: releases are compared
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return {name: _plain(getattr(value, name)) for name in FIELDS[type(value)]}
