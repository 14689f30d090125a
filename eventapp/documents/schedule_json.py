"""A schedule as c3voc's `schedule.json`, which conference apps read."""

import json
import re
from importlib.metadata import version
from typing import TypeAlias

from eventapp.documents.schedule_slot import (
    TIMESLOT,
    Slot,
    SlotDay,
    acronym,
    guid,
    slot_days,
    slugified,
    text,
)
from eventapp.domain.schedule.published import (
    EventFacts,
    PublishedRoom,
    PublishedSchedule,
    PublishedSpeaker,
    PublishedTrack,
)

Object: TypeAlias = dict[str, object]

_SCHEMA = "https://c3voc.de/schedule/schema.json"
_CODE = re.compile("[A-Z0-9]+")


def schedule_json(schedule: PublishedSchedule, *, event: EventFacts, base_url: str) -> bytes:
    """Write a released schedule in UTF-8; `base_url` is the address before /events."""
    document = {
        "$schema": _SCHEMA,
        "generator": {"name": "eventapp", "version": version("eventapp")},
        "schedule": {
            "version": str(schedule.number),
            "base_url": f"{base_url.rstrip('/')}/",
            "conference": _conference(schedule, event, base_url),
        },
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _conference(schedule: PublishedSchedule, event: EventFacts, base_url: str) -> Object:
    days = slot_days(schedule, event=event, base_url=base_url)
    return {
        "acronym": acronym(event),
        "title": text(event.title),
        "start": days[0].date.isoformat(),
        "end": days[-1].date.isoformat(),
        "daysCount": len(days),
        "timeslot_duration": TIMESLOT,
        "time_zone_name": event.time_zone,
        "url": f"{base_url.rstrip('/')}/events/{event.slug}",
        "tracks": [_track(track) for track in schedule.tracks],
        "rooms": [_room(room, event) for room in schedule.rooms],
        "days": [_day(day, event) for day in days],
    }


def _track(track: PublishedTrack) -> Object:
    return {"name": text(track.name), "slug": slugified(f"track {track.code}")}


def _room(room: PublishedRoom, event: EventFacts) -> Object:
    return {
        "name": text(room.name),
        "guid": str(guid(event, "room", room.code)),
        "description": text(room.floor) or None,
        "capacity": room.seats,
        "features": {"hearing_loop": room.hearing_loop, "wheelchair": room.wheelchair},
    }


def _day(day: SlotDay, event: EventFacts) -> Object:
    return {
        "index": day.index,
        "date": day.date.isoformat(),
        "day_start": day.starts_at.isoformat(),
        "day_end": day.ends_at.isoformat(),
        "rooms": {
            room: [_session(slot, event) for slot in slots] for room, slots in day.rooms.items()
        },
    }


def _session(slot: Slot, event: EventFacts) -> Object:
    session = slot.session
    return {
        "guid": str(slot.guid),
        **_code(session.code),
        "id": slot.number,
        "date": slot.starts_at.isoformat(),
        "start": f"{slot.starts_at:%H:%M}",
        "duration": slot.duration,
        "room": slot.room,
        "slug": slot.slug,
        "url": slot.url,
        "title": text(session.title),
        "subtitle": "",
        "track": text(session.track.name) if session.track else None,
        "type": text(session.form or session.kind),
        "language": event.language,
        "abstract": text(session.abstract),
        "description": "",
        "persons": [_person(speaker, event) for speaker in session.speakers],
        "links": [{"url": link.url, "title": link.title} for link in slot.links],
        "attachments": [],
    }


def _person(speaker: PublishedSpeaker, event: EventFacts) -> Object:
    # Both names: the schema asks for the first, older readers look for the second.
    return {
        "guid": str(guid(event, "speaker", speaker.code)),
        **_code(speaker.code),
        "name": text(speaker.name),
        "public_name": text(speaker.name),
        "biography": text(speaker.biography) or None,
    }


def _code(code: str) -> Object:
    """Give the code where the schema allows it: capitals and digits."""
    return {"code": code.upper()} if _CODE.fullmatch(code.upper()) else {}
