"""What other systems know the things of a schedule by, and what they say that has no column here.

It is frozen in a release beside the sessions, so that what came in goes out again unchanged.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec
from sqlalchemy import select

from eventapp.extensions import db
from eventapp.models import Room, ScheduleSource, SourceKind


@dataclass(frozen=True, slots=True)
class OriginLink:
    """A link as it was written."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class SessionOrigin:
    """A session as its file has it. `text` and `references` are what was made of it here."""

    guid: str = ""
    number: int | None = None
    code: str = ""
    language: str = ""
    subtitle: str = ""
    abstract: str = ""
    description: str = ""
    text: str = ""
    references: tuple[str, ...] = ()
    links: tuple[OriginLink, ...] = ()
    attachments: tuple[OriginLink, ...] = ()


@dataclass(frozen=True, slots=True)
class SpeakerOrigin:
    """What a file knows a speaker by."""

    guid: str = ""
    number: int | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class ScheduleOrigins:
    """All of an event, by our codes; `rooms` are its rooms, those without sessions too.

    `day_change` is at how many minutes past midnight the days of the file begin.
    """

    day_change: int = 0
    rooms: tuple[str, ...] = ()
    sessions: dict[str, SessionOrigin] = field(default_factory=dict)
    speakers: dict[str, SpeakerOrigin] = field(default_factory=dict)


def own_guid(public_id: str, kind: str, code: str) -> UUID:
    """Our name of a thing of an event for all systems; the same thing always has the same."""
    return uuid5(NAMESPACE_URL, f"eventapp:{public_id}:{kind}:{code}")


def snapshot_origins(event_id: int) -> dict[str, Any]:
    """What is known of the event's things, as plain values; empty where no file was taken in."""
    rows = db.session.execute(
        select(ScheduleSource.kind, ScheduleSource.code, ScheduleSource.origin)
        .where(ScheduleSource.event_id == event_id)
        .order_by(ScheduleSource.id)
    ).all()
    if not rows:
        return {}
    origins: dict[str, Any] = {"sessions": {}, "speakers": {}}
    for kind, code, origin in rows:
        if kind is SourceKind.EVENT:
            origins |= origin
        else:
            origins[f"{kind.value}s"][code] = origin
    names = select(Room.name).where(Room.event_id == event_id).order_by(Room.position, Room.id)
    return {**origins, "rooms": list(db.session.scalars(names))}


def read_origins(values: dict[str, Any] | None) -> ScheduleOrigins:
    """The values of a release, typed."""
    return msgspec.convert(values or {}, ScheduleOrigins)
