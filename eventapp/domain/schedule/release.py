"""Releasing a schedule: frozen as plain values under a number, with what changed since the last."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload, selectinload

from eventapp.domain.record import audit
from eventapp.domain.schedule.published import (
    PublishedDay,
    PublishedRoom,
    PublishedSchedule,
    PublishedSession,
    PublishedSpeaker,
    PublishedTrack,
)
from eventapp.extensions import db
from eventapp.models import Event, Release, Room, Session, SessionSpeaker, Track

# What a participant would notice; a corrected word in an abstract is no change of plans.
NOTICED = ("title", "starts_at", "ends_at", "room", "cancelled")


def release(event: Event, *, actor: str, note: str = "", now: datetime) -> Release:
    """Publish the draft schedule under the next number. The event must be held or new.

    Flushes; the caller commits.
    """
    made = preview(event, note=note, now=now)
    db.session.add(made)
    event.revision += 1
    db.session.flush()
    audit.record("schedule released", event, actor=actor, now=now, number=made.number)
    return made


def preview(event: Event, *, note: str = "", now: datetime) -> Release:
    """The next release as it would be by now, kept nowhere."""
    last = latest(event.id)
    schedule = {"sessions": [asdict(each) for each in _draft(event)]}
    made = Release(
        event_id=event.id,
        number=1 + (last.number if last else 0),
        released_at=now,
        note=note,
        schedule=_plain(schedule),
    )
    made.changes = _compare(last.schedule if last else None, made.schedule)
    return made


def repeats_latest(coming: Release) -> bool:
    """Whether a release would show visitors just what they see already."""
    last = latest(coming.event_id)
    return last is not None and last.schedule == coming.schedule


def latest(event_id: int) -> Release | None:
    """The release that visitors see, if there is one."""
    return db.session.scalar(
        select(Release).where(Release.event_id == event_id).order_by(Release.number.desc()).limit(1)
    )


def list_releases(event_id: int) -> Sequence[Release]:
    """Every release, the latest first; the schedules themselves stay in the database."""
    return db.session.scalars(
        select(Release)
        .where(Release.event_id == event_id)
        .options(defer(Release.schedule))
        .order_by(Release.number.desc())
    ).all()


def published(made: Release, time_zone: str) -> PublishedSchedule:
    """A release as values: days in the event's own time zone, sessions in order."""
    sessions = [_session(each) for each in made.schedule["sessions"]]
    sessions.sort(key=lambda each: (each.starts_at, each.room.name if each.room else ""))
    zone = ZoneInfo(time_zone)
    days = groupby(sessions, key=lambda each: each.starts_at.astimezone(zone).date())
    return PublishedSchedule(
        number=made.number,
        released_at=made.released_at,
        days=tuple(
            PublishedDay(index, date, tuple(on_day)) for index, (date, on_day) in enumerate(days)
        ),
        rooms=tuple({each.room.code: each.room for each in sessions if each.room}.values()),
        tracks=tuple({each.track.code: each.track for each in sessions if each.track}.values()),
    )


def _draft(event: Event) -> list[PublishedSession]:
    sessions = db.session.scalars(
        select(Session)
        .where(Session.event_id == event.id)
        .options(
            joinedload(Session.room),
            joinedload(Session.track).joinedload(Track.focus_area),
            selectinload(Session.appearances).joinedload(SessionSpeaker.speaker),
        )
        .order_by(Session.starts_at, Session.id)
    )
    return [_freeze(each) for each in sessions]


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
        speakers=tuple(_freeze_speaker(each) for each in session.appearances),
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
    figure = track.focus_area.figure if track.focus_area else 0
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
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value


def _session(values: dict[str, Any]) -> PublishedSession:
    texts = ("known", "unknown", "meaning", "learning_goals", "references")
    return PublishedSession(
        **{
            **values,
            **{key: tuple(values[key]) for key in texts},
            "starts_at": datetime.fromisoformat(values["starts_at"]),
            "ends_at": datetime.fromisoformat(values["ends_at"]),
            "room": PublishedRoom(**values["room"]) if values["room"] else None,
            "track": PublishedTrack(**values["track"]) if values["track"] else None,
            "speakers": tuple(PublishedSpeaker(**each) for each in values["speakers"]),
        }
    )


def _compare(before: dict[str, Any] | None, after: dict[str, Any]) -> list[dict[str, Any]]:
    if before is None:
        return []
    old = {each["code"]: each for each in before["sessions"]}
    new = {each["code"]: each for each in after["sessions"]}
    return [
        *({"kind": "new", **_noticed(new[code])} for code in new if code not in old),
        *({"kind": "gone", **_noticed(old[code])} for code in old if code not in new),
        *(
            {"kind": "changed", "was": _noticed(old[code]), **_noticed(new[code])}
            for code in new
            if code in old and _noticed(new[code]) != _noticed(old[code])
        ),
    ]


def _noticed(session: dict[str, Any]) -> dict[str, Any]:
    room = session["room"]
    facts = {key: session[key] for key in NOTICED}
    return {"code": session["code"], **facts, "room": room["name"] if room else ""}
